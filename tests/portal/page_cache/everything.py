"""A small site in which pages show each other in every way that there is."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from fixtures import factories as make
from newsroom.feeds.formats import ATOM, FORMATS
from newsroom.models import NewsroomItem, Topic
from pages import languages
from pages.models import BasePage, Contact, Navigation, SiteDocument, SiteImage
from pages.site_settings import SiteSettings
from tests.conftest import Clock
from tests.pages.in_languages.versions import translate

FILM = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
#: Addresses of no pages, and some that lead nowhere until something is made there.
FIXED = [
    "/theme.css", "/sitemap.xml", "/sitemap-1.xml", "/sitemap-news.xml", "/robots.txt",
    "/.well-known/security.txt", "/_site.webmanifest", "/favicon.ico", "/about", "/about.html",
    "/old-address", "/old-news", "/own/address", "/nowhere/", "/section/later/",
]  # fmt: skip


@dataclass
class Everything:
    """The site, and every address at which something was ever to be found."""

    home: BasePage
    section: BasePage
    lower: BasePage
    newsroom: BasePage
    lists: list[BasePage]
    images: list[SiteImage]
    documents: list[SiteDocument]
    contacts: list[Contact]
    topics: list[Topic]
    settings: SiteSettings
    navigation: Navigation
    #: The hand on the clock.
    time: Clock
    addresses: set[str] = field(default_factory=lambda: {*FIXED})

    @property
    def site(self) -> Site:
        return self.settings.site

    def look_around(self) -> None:
        """Note the addresses of all pages as they are now; none is ever forgotten."""
        for page in Page.objects.filter(depth__gte=2).specific():
            if address := page.url:
                self.addresses.add(urlsplit(address).path)


def build(time: Clock) -> Everything:
    """The site, in two languages."""
    languages.make_locales()
    images = [make.SiteImageFactory(title=f"Picture {n}", file__color=c) for n, c in enumerate(
        ("#0e4a5c", "#5c0e4a", "#4a5c0e", "#333333", "#774411"))]  # fmt: skip
    documents = [make.SiteDocumentFactory(title=f"File {n}") for n in range(2)]
    contacts = [make.ContactFactory(name=f"Desk {n}") for n in range(2)]
    topics = [make.TopicFactory(name=f"Topic {n}", slug=f"topic-{n}") for n in range(2)]

    home = make.HomePageFactory(site_root=True, title="Front", hero_image=images[0])
    section = make.SectionPageFactory(parent=home, title="Section", slug="section")
    lower = make.SectionPageFactory(parent=section, title="Lower", slug="lower")
    leaves = [
        make.ContentPageFactory(parent=parent, title=f"Leaf {n}", nav_group=f"Group {n % 2}")
        for n, parent in enumerate((section, section, lower))
    ]
    strategy = make.StrategyPageFactory(parent=section, title="Strategy", hero_image=images[1])
    about = make.ContentPageFactory(parent=home, title="About", slug="about")
    office = make.ContactPageFactory(parent=home, title="Contact", slug="contact")
    make.SearchPageFactory(parent=home, title="Search", slug="search")

    newsroom = make.NewsroomFactory(parent=home, title="Media", slug="media")
    lists = [make.NewsListFactory(parent=newsroom, title=f"List {n}") for n in range(2)]
    items = [
        make.NewsArticleFactory(parent=lists[0], topics=topics, lead_image=images[2]),
        make.NewsArticleFactory(parent=lists[0], topics=topics[:1]),
        make.PressReleaseFactory(parent=lists[1], topics=topics[1:], contacts=contacts[:1]),
        make.PressReleaseFactory(parent=lists[1], contacts=contacts[1:]),
    ]
    make.NewsArticleFactory(parent=lists[0], title="Related", related=[items[3], about])
    make.NewsLinkFactory(
        parent=lists[0], title="Link to a page", link=[("link", {"page": leaves[0]})]
    )
    settings, _ = SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))
    navigation, _ = Navigation.objects.get_or_create(site=settings.site)
    everything = Everything(
        home, section, lower, newsroom, lists, images, documents, contacts, topics, settings,
        navigation, time,
    )  # fmt: skip
    targets = [leaves[2], strategy, items[0], items[2]]
    _fill(home, highlights=[_highlight(leaves[0])], body=_bands(everything, targets))
    _fill(about, body=[*_texts(everything, targets), _latest(lists[0])])
    _fill(strategy, body=_plan(everything, targets))
    _fill(office, contacts=[_desks(contacts)])
    _fill(items[0], body=_texts(everything, [leaves[1], items[3]]))
    _fill(items[3], attachments=[_downloads(documents)])
    _fill_the_frame(everything, about)
    malay = translate(home, "ms", title="Laman")
    translate(about, "ms", title="Tentang")
    translate(newsroom, "ms", title="Media dalam bahasa")
    Redirect.objects.create(old_path="/old-address", site=settings.site, redirect_page=about)
    Redirect.objects.create(old_path="/old-news", site=settings.site, redirect_page=items[1])
    everything.addresses |= {malay.url, *_of_lists([newsroom, *lists], topics)}
    everything.look_around()
    return everything


def items() -> list[NewsroomItem]:
    return [item.specific for item in NewsroomItem.objects.order_by("pk")]


def _of_lists(listings: list, topics: list[Topic]) -> list[str]:
    newsroom = listings[0]
    return [
        *(form.address(newsroom.pk) for form in FORMATS),
        *(form.address(newsroom.pk, topics[0].slug) for form in FORMATS),
        *(ATOM.address(listing.pk) for listing in listings[1:]),
        ATOM.address(listings[1].pk, topics[1].slug),
        f"{newsroom.url}?page=2",
        f"{newsroom.url}?kind=press-release",
        f"{newsroom.url}?topic={topics[0].slug}",
        f"{listings[1].url}?year=2026",
    ]


def _fill(page: BasePage, **streams: list[tuple[str, object]]) -> None:
    for name, blocks in streams.items():
        raw = [{"type": kind, "value": value} for kind, value in blocks]
        setattr(page, name, getattr(page, name).stream_block.to_python(raw))
    page.save_revision().publish()


def _fill_the_frame(on: Everything, about: BasePage) -> None:
    """Menu and footer."""
    lower = {"label": "", "link": {"page": on.lower.pk}}
    menu = [
        {"label": "", "link": {"page": on.section.pk}, "children": [{**lower, "children": []}]},
        {"label": "Media", "link": {"page": on.newsroom.pk}, "children": []},
        {"label": "File", "link": {"document": on.documents[0].pk}, "children": []},
    ]
    set_entries(on.navigation, "items", "item", menu)
    on.settings.contact_page = about
    on.settings.logo = on.images[3]
    on.settings.site_name = "Quillwort"
    set_entries(
        on.settings, "footer_links", "link", [{"label": "", "link": {"page": on.lists[0].pk}}]
    )


def set_entries(holder, name: str, kind: str, values: list[dict]) -> None:
    """Give a menu other entries, and store it."""
    raw = [{"type": kind, "value": value} for value in values]
    setattr(holder, name, getattr(holder, name).stream_block.to_python(raw))
    holder.save()


def _picture(image: SiteImage) -> dict:
    return {"image": image.pk, "alt_text": "", "decorative": True}


def _highlight(page: Page) -> tuple[str, object]:
    return "highlight", {"title": "Here", "link": {"page": page.pk}}


def _latest(listing: Page) -> tuple[str, object]:
    value = {"title": "Latest", "listing": listing.pk, "count": "3", "link_label": "All"}
    return "latest_items", value


def _desks(contacts: list[Contact]) -> tuple[str, object]:
    return "contacts", {"title": "Desks", "contacts": [contact.pk for contact in contacts]}


def _downloads(documents: list[SiteDocument]) -> tuple[str, object]:
    items = [{"document": document.pk, "title": ""} for document in documents]
    return "downloads", {"title": "Files", "items": items}


def _links(on: Everything, targets: list[Page]) -> str:
    pages = "".join(f'<a linktype="page" id="{page.pk}">a page</a> ' for page in targets)
    return f'<p>{pages}<a linktype="document" id="{on.documents[1].pk}">a file</a></p>'


def _bands(on: Everything, targets: list[Page]) -> list[tuple[str, object]]:
    cards = [
        {"title": "A card", "image": _picture(on.images[4]), "link": {"page": target.pk}}
        for target in targets
    ]
    notice = {"title": "News", "text": _links(on, targets[:1]), "link": {"page": targets[3].pk}}
    bar = {"title": "Bar", "text": _links(on, targets[1:]), "link": {"page": targets[1].pk}}
    return [
        _latest(on.newsroom),
        ("card_grid", {"columns": "3", "cards": cards}),
        ("info_bar", {**bar, "link_label": "More"}),
        ("info_picture", {**bar, "image": _picture(on.images[1]), "side": "left"}),
        ("announcements", {"title": "Announcements", "items": [notice]}),
        ("logo_cloud", {"title": "", "logos": [{"image": _picture(on.images[3]), "name": "A"}]}),
        ("button", {"label": "Go", "link": {"page": targets[0].pk}, "style": "primary"}),
        _desks(on.contacts),
    ]


def _texts(on: Everything, targets: list[Page]) -> list[tuple[str, object]]:
    words = _links(on, targets)
    numbered = {"title": "More", "content": [{"type": "paragraph", "value": words}]}
    return [
        ("heading", {"text": "First", "level": "h2", "link": {"page": targets[0].pk}}),
        ("paragraph", words),
        ("image", {"image": _picture(on.images[2]), "size": "full", "link": {}}),
        ("gallery", {"columns": "2", "images": [{"image": _picture(on.images[3])}]}),
        ("quote", {"text": words, "portrait": on.images[4].pk}),
        ("callout", {"kind": "info", "title": "", "text": words}),
        ("accordion", {"items": [numbered]}),
        ("video", {"url": FILM, "title": "A film", "caption": ""}),
        _downloads(on.documents),
        _desks(on.contacts[:1]),
    ]


def _plan(on: Everything, targets: list[Page]) -> list[tuple[str, object]]:
    goal = {"title": "Goal", "text": _links(on, targets), "image": on.images[0].pk}
    enabler = {"title": "Enabler", "link": {"page": targets[0].pk}}
    spot = {"x": 20, "y": 30, "title": "Spot", "link": {"document": on.documents[0].pk}}
    return [
        ("goals", {"title": "Goals", "items": [goal]}),
        ("enablers", {"title": "", "systems": [{"title": "People", "items": [enabler]}]}),
        ("interactive_image", {"image": _picture(on.images[1]), "hotspots": [spot]}),
        _latest(on.lists[1]),
    ]
