"""What the parts of the site are shown with: invented entries, dates and choices."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from newsroom.enums import ItemKind, NoteKind
from newsroom.history import Entry
from pages import clock
from pages.blocks import samples
from pages.site_settings import BannerKind, SocialNetwork

SUMMARY = (
    "Two or three sentences say what the page is about. They stand under the title in lists, "
    "in search results and where somebody shares the page."
)


@dataclass(frozen=True)
class Item:
    """An entry of a list as the templates see it."""

    title: str
    kind: str = ItemKind.NEWS
    lead_image: Any = None
    hero_image: Any = None
    is_withdrawn: bool = False
    summary_text: str = SUMMARY
    url: str = "#cards"
    topics: list = field(default_factory=list)
    date: date = field(default_factory=clock.today)

    def get_kind_display(self) -> str:
        return str(ItemKind(self.kind).label)


def parts(request: HttpRequest) -> dict[str, Any]:
    """What the templates of the style guide need beside tokens and blocks."""
    picture = samples.picture()["image"]
    topics = [
        SimpleNamespace(name="Health", slug="health"),
        SimpleNamespace(name="Public services", slug="public-services"),
    ]
    items = [
        Item("The newest entry stands first", ItemKind.PRESS_RELEASE, picture),
        Item("An entry with a title that is long enough to need a second line", lead_image=picture),
        Item("An entry without a picture"),
        Item("An entry that leads elsewhere", ItemKind.LINK),
        Item("An entry that was withdrawn", is_withdrawn=True),
    ]
    return {
        "picture": picture,
        "items": items,
        "topics": topics,
        "topic_names": [topic.name for topic in topics],
        "page_cards": [
            Item("A page with a picture", hero_image=picture),
            Item("A page without one"),
        ],
        "banner_kinds": BannerKind.values,
        "callouts": ("info", "success", "warning", "danger"),
        "icons": ICONS,
        "facets": _facets(),
        "results": _middle_page(request),
        "place": SimpleNamespace(
            section=items[2],
            groups=[
                {"title": "First steps", "pages": [_link(1, "Before you begin"), _link(2, "Here")]},
                {"title": "In service", "pages": [_link(3, "Testing and assurance")]},
            ],
        ),
        "here": SimpleNamespace(pk=2),
        "crumbs": [
            SimpleNamespace(href="/", label="Home"),
            SimpleNamespace(href="#breadcrumb", label="Newsroom"),
            SimpleNamespace(href="#breadcrumb", label="Press releases"),
        ],
        "correction": Entry(
            NoteKind.CORRECTION,
            "The number of families was wrong.",
            clock.now() - timedelta(days=2),
            "1,140 families",
            "1,410 families",
        ),
        "withdrawal": Entry(
            NoteKind.WITHDRAWAL, "The figures could not be confirmed.", clock.now()
        ),
        "history": SimpleNamespace(
            entries=[
                Entry(NoteKind.UPDATE, "Added the dates of the hearings.", clock.now()),
            ]
        ),
        "published": SimpleNamespace(last_published_at=clock.now()),
        "contact": SimpleNamespace(
            name="Press office",
            role="Answered day and night",
            organisation="The agency",
            phone="+999 5550 0100",
            email="press@agency.example",
            get_phone_kind_display="Phone",
        ),
        "document": samples.document(),
        "this_address": request.build_absolute_uri(),
    }


ICONS = (
    "search",
    "menu",
    "close",
    "chevron-down",
    "arrow",
    "arrow-back",
    "external",
    "download",
    "document",
    "play",
    "info",
    "success",
    "warning",
    "danger",
    "check",
    "lock",
    "building",
    "calendar",
    "link",
    "mail",
    "pin",
    "print",
    "feed",
    "empty",
    *(f"network-{network}" for network in SocialNetwork.values),
)


def _link(pk: int, title: str) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, title=title, url="#side-navigation")


def _facets() -> list[dict]:
    def options(names: list[str], chosen: str = "") -> list[dict]:
        return [
            {
                "label": name,
                "value": name,
                "count": 3 * number,
                "url": "#facets",
                "is_selected": name == chosen,
            }
            for number, name in enumerate(names, start=1)
        ]

    years = [str(year) for year in range(2026, 2010, -1)]
    return [
        {"name": "kind", "label": "Kind", "options": options(["News", "Press release"], "News")},
        {"name": "year", "label": "Year", "options": options(years)},
    ]


def _middle_page(request: HttpRequest) -> Page:
    return Paginator(range(240), 12).page(9)
