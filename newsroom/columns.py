"""What the explorer says about the items of the newsroom."""

from wagtail.admin.ui.tables import Column

from pages import moments, schedules


class ItemDateColumn(Column):
    """The date that readers see."""

    def get_value(self, instance):
        date = getattr(instance, "date", None)
        return f"{date.day} {date:%b %Y}" if date else ""


class GoesLiveColumn(Column):
    """The instant at which a scheduled item appears, with its zone."""

    def get_value(self, instance):
        instant = schedules.go_live_at(instance) if instance.approved_schedule else None
        return moments.describe(instant) if instant else ""
