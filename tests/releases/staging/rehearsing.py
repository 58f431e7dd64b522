"""What tests of rehearsals share."""

from wagtail.models import Page

from fixtures.factories.lifecycle import State
from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.releases import make_release
from newsroom.releases.enums import RehearsalCause, Status
from newsroom.releases.staging import rehearse
from pages.models import ContentPage


def draft(**fields) -> ContentPage:
    return ContentPageFactory(**{"state": State.DRAFT, "title": "Kestrel", **fields})


def findings(*pages: Page, **options) -> list[tuple[str, str, str]]:
    """Level, page and text of what a rehearsal finds about a draft release of `pages`."""
    release = make_release(*pages, status=Status.DRAFT, **options)
    rows = rehearse(release, RehearsalCause.DEMAND).findings
    return [(row["level"], row["title"], row["text"]) for row in rows]


def block(name: str, **value) -> list[tuple]:
    return [(name, value)]
