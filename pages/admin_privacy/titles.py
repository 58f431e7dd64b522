"""What stands for a page in the admin, for those who may not read its draft.

Wagtail writes the title of the latest draft wherever it names a page: in choosers, breadcrumbs,
messages, lists of what could not be done. It offers no rule for that, so the one method behind all
of them is replaced.
"""

from datetime import datetime

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageListingMixin
from wagtail.admin.wagtail_hooks import PageListingViewDraftButton
from wagtail.models import Page

from pages import visibility
from pages.admin_privacy.policy import knows, reads_drafts
from pages.admin_privacy.viewer import Person, viewer

UNKNOWN = "A page you can’t see"

_stock_title = Page.get_admin_display_title
_stock_status = Page.status_string.fget
_stock_draft_button = PageListingViewDraftButton.is_shown


def shown_title(page: Page) -> str:
    """The title for whoever is looking: of the draft, of the published page, or of no page."""
    person = viewer()
    # The root is no page, and its name no secret.
    if person is None or page.depth == 1:
        return _stock_title(page)
    # A live page that carries no other title asks for no rights.
    if page.draft_title in ("", page.title) and visibility.is_public(page):
        return page.title
    if reads_drafts(person, page):
        return _stock_title(page)
    return page.title if knows(person, page) else UNKNOWN


def shown_status(page: Page) -> str:
    """Wagtail's word for where the page stands; “live” for those who may not read its draft."""
    if not page.live or not page.has_unpublished_changes or may_be_read(page):
        return _stock_status(page)
    return "live"


def may_be_read(page: Page) -> bool:
    """Whether whoever is looking may read the page's draft and know its schedule."""
    person = viewer()
    return person is None or reads_drafts(person, page)


def may_be_linked(page_id: int) -> bool:
    """Whether whoever is looking may know the address of the page with this number."""
    person = viewer()
    page = Page.objects.filter(pk=page_id).first() if person else None
    return person is None or page is None or knows(person, page)


def shown_change(page: Page) -> datetime | None:
    """When the page was last changed, as far as the viewer may know."""
    return page.latest_revision_created_at if may_be_read(page) else page.last_published_at


def shows_draft_button(button: PageListingViewDraftButton, user: Person) -> bool:
    """Whether a list offers to look at the draft: only where there is one that the user may read."""
    return _stock_draft_button(button, user) and reads_drafts(user, button.page)


def mask() -> None:
    """Let Wagtail's pages and lists use these. Called once, when models are ready."""
    Page.get_admin_display_title = shown_title
    Page.status_string = property(shown_status)
    PageListingViewDraftButton.is_shown = shows_draft_button
    for column in {*PageListingMixin.base_columns, *ExplorableIndexView.base_columns}:
        show_known_change(column)


def show_known_change(column: Column) -> Column:
    """Make a column for the last change tell no more than `shown_change`."""
    if column.accessor == "latest_revision_created_at":
        column.accessor = shown_change
    return column
