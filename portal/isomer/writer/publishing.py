"""Publishing what was cleaned a moment ago."""

from functools import partial

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from pages import clock
from pages.publication import went_live


def publish(page: Page, revision: Revision) -> None:
    """Make a page's newest revision public, or schedule it; `page` is what the revision holds.

    Wagtail's own way reads the revision back and looks for what only a page with a past can have:
    an earlier revision, a workflow, comments, aliases. A page that was made by this run has none.
    """
    if page.first_published_at is None and page.go_live_at is None:
        _publish_first(page, revision)
        return
    action = PublishPageRevisionAction(revision, log_action=False)
    # It is clean already.
    action.object.save = partial(action.object.save, clean=False)
    action.execute(skip_permission_checks=True)


def _publish_first(page: Page, revision: Revision) -> None:
    page.live = True
    page.expired = False
    page.has_unpublished_changes = False
    page.first_published_at = page.last_published_at = clock.now()
    page.live_revision = revision
    page.save(clean=False)
    went_live.send(sender=type(page), instance=page, revision=revision)
    for signal in (page_published, published):
        signal.send(sender=type(page), instance=page, revision=revision)
