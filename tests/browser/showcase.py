"""A small site with a page of every type and, on them, every block and every part of the frame.

Blocks come from the streams themselves with the values of their previews, so a new block is in
the showcase without anybody adding it.
"""

from typing import Any

from wagtail.blocks import StreamBlock
from wagtail.models import Site

from fixtures import factories
from newsroom.blocks import ReleaseStoryBlock
from pages.blocks.stream import BodyStoryBlock, HomeStoryBlock, StrategyStoryBlock
from pages.models import Navigation, SiteSettings

PARAGRAPH = "<p>Public services should be easy to find, quick to use and open to all.</p>"


def link(page: Any = None, url: str = "") -> dict:
    return {"page": page, "document": None, "url": url, "anchor": ""}


def every_block(stream: StreamBlock, **own: Any) -> list[tuple[str, Any]]:
    """Each block of a stream once; `own` gives the values that a preview can't know."""
    return [
        (name, own[name] if name in own else block.get_preview_value())
        for name, block in stream.child_blocks.items()
    ]


def build() -> dict[str, str]:
    """Publish the site; returns the paths of its pages by what they are."""
    image = factories.SiteImageFactory()
    factories.SiteDocumentFactory()
    contact = factories.ContactFactory(email="a.rather.long.address@applied-intelligence.example")
    home = factories.HomePageFactory(site_root=True, hero_subtitle="And a line.", hero_image=image)
    newsroom = factories.NewsroomFactory(intro=PARAGRAPH)
    releases = factories.NewsListFactory(title="Releases", parent=newsroom)
    news = factories.NewsListFactory(title="News", parent=newsroom)
    topic = factories.TopicFactory()

    own = {
        "latest_items": {
            "title": "Latest", "listing": newsroom, "count": "3", "link_label": "All news",
        },
        "contacts": {"title": "Contacts", "contacts": [contact]},
    }  # fmt: skip
    downloads = BodyStoryBlock().child_blocks["downloads"].get_preview_value()
    release = factories.PressReleaseFactory(
        parent=releases,
        title="A release with numbered paragraphs",
        body=every_block(ReleaseStoryBlock(), **own),
        contacts=[contact, factories.ContactFactory()],
        attachments=[("downloads", downloads)],
        notes_to_editors=PARAGRAPH,
        topics=[topic],
    )
    article = factories.NewsArticleFactory(
        parent=news,
        title="An article",
        lead_image=image,
        lead_image_caption="What the picture shows.",
        body=every_block(BodyStoryBlock(), **own),
        topics=[topic],
    )
    for number in range(13):
        factories.NewsArticleFactory(parent=news, lead_image=image if number % 2 else None)
    factories.NewsLinkFactory(parent=news)

    section = factories.SectionPageFactory(title="About us", intro=PARAGRAPH)
    body = [("heading", {"text": text, "level": "h2"}) for text in ("First", "Second")]
    content = factories.ContentPageFactory(parent=section, title="The board", body=body)
    factories.ContentPageFactory(parent=section, title="Annual reports", nav_group="Accounts")
    contacts = factories.ContactPageFactory(
        intro=PARAGRAPH,
        contacts=[("contacts", own["contacts"])],
        locations=[("location", {
            "name": "Visitor centre", "address": "1 Harbour Street", "map_url": "https://www.example.org/",
            "hours": [{"days": "Monday to Friday", "times": "9 am to 5 pm"}],
        })],
        feedback_url="https://www.example.org/",
    )  # fmt: skip
    search = factories.SearchPageFactory()
    strategy = factories.StrategyPageFactory(
        hero_image=image, body=every_block(StrategyStoryBlock(), **own)
    )
    film = StrategyStoryBlock().child_blocks["video"].get_preview_value()
    filmed = factories.StrategyPageFactory(
        hero_video=[("video", {**film, "caption": "A caption.", "transcript": PARAGRAPH})]
    )
    home.body = every_block(HomeStoryBlock(), **own)
    home.highlights = [("highlight", {"title": "The plan", "link": link(strategy)})]
    home.save_revision().publish()
    _frame(home, strategy, section, content, contacts)
    return {
        "home": home.url,
        "strategy": strategy.url,
        "strategy with a film": filmed.url,
        "release": release.url,
        "article": article.url,
        "newsroom": newsroom.url,
        "narrowed": f"{newsroom.url}?kind=news",
        "second page": f"{newsroom.url}?page=2",
        "list": news.url,
        "empty list": f"{newsroom.url}?year=1999",
        "section": section.url,
        "content": content.url,
        "contact": contacts.url,
        "search": search.url,
        "results": f"{search.url}?q=article",
        "no results": f"{search.url}?q=zzzz",
    }


def _frame(home, strategy, section, content, contacts) -> None:
    """Everything that can stand around a page: masthead, banner, menu of three levels, footer."""
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    settings.site_name = "Showcase"
    settings.agency = "Office for Showing"
    settings.tagline = "Everything at once"
    settings.is_government = True
    settings.banner_text = "The visitor centre is closed today."
    settings.footer_links = [("link", {"label": "", "link": link(section)})]
    settings.social_links = [("social", {"network": "linkedin", "url": "https://www.example.org/"})]
    settings.contact_page = contacts
    settings.privacy_url = settings.terms_url = settings.report_vulnerability_url = "/about-us/"
    settings.save()
    deep = {"label": "Deep", "link": link(), "children": [{"label": "", "link": link(content)}]}
    items = [
        {"label": "Strategy", "link": link(strategy), "children": []},
        {"label": "About", "link": link(section), "children": [deep]},
    ]
    navigation = Navigation.for_site(site)
    navigation.items = [("item", item) for item in items]
    navigation.save()
