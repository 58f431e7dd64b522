"""The log of a release for one person: who did what and when, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from newsroom.releases.admin.sight import HIDDEN, Sight
from newsroom.releases.models import Release
from pages import moments

#: So many are shown at once; older ones open with a click.
SHOWN = 12


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    who: str
    said: str
    when: datetime
    stamp: str


class History:
    """The log of a release; one query."""

    def __init__(self, release: Release) -> None:
        logs = registry.get_logs_for_instance(release).select_related("user")
        self._logs: list[ModelLogEntry] = list(logs.order_by("-timestamp", "-pk"))

    @property
    def pages(self) -> set[int]:
        """The pages that its entries name."""
        return {log.data["page"] for log in self._logs if log.data.get("page")}

    def entries(self, sight: Sight) -> list[Entry]:
        """What somebody may read of it."""
        return [_entry(log, sight) for log in self._logs]


def _entry(log: ModelLogEntry, sight: Sight) -> Entry:
    title = log.data.get("item")
    if title and not sight.knows(title, log.data.get("page")):
        log.data = {**log.data, "item": HIDDEN}
    if error := log.data.get("error"):
        log.data = {**log.data, "error": sight.error(error)}
    return Entry(
        who=log.user_display_name if log.user_id else "By itself",
        said=sight.masked(str(log.message or log.action)),
        when=log.timestamp,
        stamp=moments.stamp(log.timestamp),
    )
