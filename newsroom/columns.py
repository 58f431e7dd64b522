"""What the explorer says about the items of the newsroom."""

from wagtail.admin.ui.tables import Column

from pages import moments
from pages.admin_privacy.titles import may_be_read


class ItemDateColumn(Column):
    """The date that readers see."""

    def get_value(self, instance):
        date = getattr(instance, "date", None)
        return f"{date.day} {date:%b %Y}" if date else ""


class GoesLiveColumn(Column):
    """The instant at which a scheduled item appears, with its zone."""

    def get_value(self, instance):
        # Lists of other views do not ask for it.
        instant = getattr(instance, "goes_live", None)
        return moments.describe(instant) if instant and may_be_read(instance) else ""
