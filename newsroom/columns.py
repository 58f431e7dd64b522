"""What the explorer says about the items of the newsroom."""

from wagtail.admin.ui.tables import Column

from pages import moments


class ItemDateColumn(Column):
    """The date that readers see."""

    def get_value(self, instance):
        date = getattr(instance, "date", None)
        return f"{date.day} {date:%b %Y}" if date else ""


class GoesLiveColumn(Column):
    """The instant at which a scheduled item appears, with its zone."""

    def get_value(self, instance):
        return moments.describe(instance.goes_live) if instance.goes_live else ""
