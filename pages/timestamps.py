"""Wagtail's own sentences about instants, such as "is locked and has been scheduled to go live at",
in the site's zone and with its name, as everywhere else. Wagtail writes them in the zone of the
reader's account, and does not say so.
"""

from wagtail import locks, wagtail_hooks
from wagtail.admin.views.generic import mixins
from wagtail.admin.views.pages import edit, revisions

from pages import moments

_MODULES = (locks, wagtail_hooks, mixins, edit, revisions)


def name_their_zone() -> None:
    """Let Wagtail write instants as we do. Called once, when applications are ready."""
    for module in _MODULES:
        # Each has imported the function by its name.
        assert hasattr(module, "render_timestamp"), module  # noqa: S101
        module.render_timestamp = moments.stamp
