"""What search engines are told about the newsroom, beside what they are told of every page.

https://schema.org/NewsArticle, https://schema.org/CorrectionComment.
"""

from newsroom.history import Entry
from newsroom.models import NewsListPage, NewsroomItem, NewsroomPage
from pages import metadata
from pages.articles import Article, article
from pages.structured_data import pictures
from pages.structured_data.films import films
from pages.structured_data.graph import (
    Subject,
    described,
    item_list,
    organization,
    web_page,
)
from pages.structured_data.values import Node, known, moment, reference, references


@article.register
def as_article(page: NewsroomItem) -> Article:
    """What the head of an item says about it."""
    return Article(
        published=page.history.published,
        modified=page.history.updated_at,
        section=page.kind_label,
        tags=page.topic_names,
    )


@described.register
def item(page: NewsroomItem, subject: Subject) -> list[Node]:
    """An article or a press release; an entry that leads elsewhere has no text to describe."""
    if not page.can_be_corrected:
        return [web_page(subject)]
    told = films(subject)
    return [
        web_page(subject, mainEntity=subject.own("article")),
        news_article(page, subject) | known({"video": references(told)}),
        organization(subject, with_logo=True),
        *told,
    ]


@described.register(NewsroomPage)
@described.register(NewsListPage)
def listing(page: NewsroomPage | NewsListPage, subject: Subject) -> list[Node]:
    """The entries that the answer shows, whichever page of the listing it is."""
    items = subject.context.get("items") or []
    listed = item_list(subject, items, getattr(items, "number", 1))
    return [web_page(subject, "CollectionPage", mainEntity=reference(listed)), listed]


def news_article(page: NewsroomItem, subject: Subject) -> Node:
    """An item as schema.org has it, without what is not known. It has no type for a release."""
    history = page.history
    picture = page.social_image or page.lead_image
    return known({
        "@type": "NewsArticle",
        **subject.own("article"),
        "url": subject.address,
        "mainEntityOfPage": {"@id": subject.address},
        "headline": page.title,
        "description": metadata.description(page, subject.settings),
        "inLanguage": subject.language,
        "genre": page.kind_label,
        "articleSection": page.kind_label,
        "keywords": page.topic_names,
        "datePublished": moment(history.published),
        "dateModified": moment(history.updated_at),
        "image": pictures.addresses(picture, "shapes", subject.site),
        "author": _authors(page) or subject.publisher,
        "publisher": subject.publisher,
        "isPartOf": subject.of_site("website"),
        "correction": [_correction(entry) for entry in history.corrections],
        "creativeWorkStatus": "Withdrawn" if page.is_withdrawn else "",
    })  # fmt: skip


def _authors(page: NewsroomItem) -> list[Node]:
    names = [name.strip() for name in getattr(page, "authors", "").split(",")]
    return [{"@type": "Person", "name": name} for name in names if name]


def _correction(entry: Entry) -> Node:
    said = f" It said: “{entry.earlier}”" if entry.earlier else ""
    says = f" It says now: “{entry.later}”" if entry.later else ""
    return known({
        "@type": "CorrectionComment",
        "text": f"{entry.text}{said}{says}",
        "datePublished": moment(entry.at),
    })  # fmt: skip
