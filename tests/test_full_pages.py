"""What an answer asks of the database does not grow with what the page holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from fixtures import factories as make
from pages.models import SiteDocument, SiteImage

# On its own connection and outside a transaction, as visitors are answered.
pytestmark = pytest.mark.django_db(transaction=True)

FEW, MANY = 2, 20


@pytest.fixture
def home() -> Page:
    return make.HomePageFactory(site_root=True)


def story(count: int, *, is_release: bool = False) -> list[tuple]:
    """Texts with links to pages and documents, pictures, cards, downloads: so many of each."""
    images: list[SiteImage] = make.SiteImageFactory.create_batch(count)
    documents: list[SiteDocument] = make.SiteDocumentFactory.create_batch(count)
    pages = make.ContentPageFactory.create_batch(count)
    for image in images:
        image.contextual_alt_text, image.decorative = "x", False
    shown = [{"image": image} for image in images]
    raw: list[tuple[str, object]] = []
    for page, document, picture in zip(pages, documents, shown, strict=True):
        text = (
            f'<p><a linktype="page" id="{page.pk}">page</a> '
            f'<a linktype="document" id="{document.pk}">file</a></p>'
        )
        raw.append(("paragraph", {"text": text} if is_release else text))
        raw.append(("image", picture))
        raw.append(("callout", {"kind": "info", "title": "", "text": text}))
    links = [{"page": page} for page in pages]
    cards = [
        {**picture, "title": "Card", "description": "", "link": link, "link_label": ""}
        for picture, link in zip(shown, links, strict=True)
    ]
    files = [{"document": one, "title": "", "description": ""} for one in documents]
    raw.append(("gallery", {"columns": "3", "images": [{**one, "caption": ""} for one in shown]}))
    raw.append(("card_grid", {"columns": "3", "cards": cards}))
    raw.append(("downloads", {"title": "", "items": files}))
    return raw


def items(count: int, **fields) -> list[Page]:
    topics = [make.TopicFactory() for _ in range(count)]
    return [
        make.NewsArticleFactory(lead_image=make.SiteImageFactory(), topics=topics, **fields)
        for _ in range(count)
    ]


def belongings(count: int) -> dict:
    return {
        "lead_image": make.SiteImageFactory(),
        "topics": [make.TopicFactory() for _ in range(count)],
        "related": items(count),
    }


def article(count: int) -> Page:
    return make.NewsArticleFactory(body=story(count), **belongings(count))


def release(count: int) -> Page:
    contacts = [make.ContactFactory() for _ in range(count)]
    body = story(count, is_release=True)
    return make.PressReleaseFactory(body=body, contacts=contacts, **belongings(count))


def newsroom(count: int) -> Page:
    page = make.NewsroomFactory(slug=f"newsroom-{count}")
    items(count, parent=make.NewsListFactory(parent=page))
    return page


def news_list(count: int) -> Page:
    page = make.NewsListFactory()
    items(count, parent=page)
    return page


def content(count: int) -> Page:
    return make.ContentPageFactory(body=story(count))


#: How to make a page with so much on it, and its statements. One of those of a page with a text is
#: for its documents.
PAGES = {
    article: 9,
    release: 9,
    newsroom: 10,
    news_list: 10,
    content: 9,
}


@pytest.mark.parametrize(
    ("made", "number"), PAGES.items(), ids=lambda made: getattr(made, "__name__", "")
)
def test_an_answer_asks_as_much_for_a_full_page_as_for_a_small_one(home, made, number) -> None:
    asked = [questions(made(count)) for count in (FEW, MANY)]
    assert len(asked[0]) == len(asked[1]), asked[1]
    assert len(asked[1]) == number, asked[1]


def questions(page: Page) -> list[str]:
    """The statements of an answer, the two around its snapshot among them."""
    client = Client()
    client.get(page.url)  # Site roots and content types are asked for once in a process.
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200
    said = [query["sql"] for query in captured]
    around = [text for text in said if text.split()[0] in ("BEGIN", "COMMIT")]
    assert [text.split()[0] for text in around] == ["BEGIN", "COMMIT"]
    return [text[:200] for text in said]
