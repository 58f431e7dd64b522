"""The log of a release, read again from the first entry: does it explain where the release stands?"""

from dataclasses import dataclass, field

from wagtail.models import ModelLogEntry

from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from pages import moments

D, R, A = Status.DRAFT, Status.IN_REVIEW, Status.APPROVED
#: From where each step may be taken, and where it leads; None where it changes no status.
STEPS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "describe": ((D, R, A), None),
    "reschedule": ((D, R, A), None),
    "add": ((D, R), None),
    "remove": ((D, R), None),
    "ask": ((D,), R),
    "take_latest": ((R,), None),
    "refuse": ((R,), D),
    "approve": ((R,), A),
    "reopen": ((R, A), D),
    "cancel": ((D, R, A), Status.CANCELLED),
    "propose": ((A,), None),
    "approve_proposal": ((A,), None),
    "decline_proposal": ((A,), None),
    "release_now": ((D, R, A), A),
    "released": ((A,), Status.RELEASED),
    "confirm": ((Status.RELEASED,), None),
}


@dataclass
class Replay:
    """What the log says of a release, after its last entry."""

    status: str = D
    title: str = ""
    instant: str = ""
    steps: int = 0
    #: Pinned version of each page; what is not known before approval is missing.
    pages: dict[int, int | None] = field(default_factory=dict)
    proposed: dict[str, int] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    def take(self, step: str, data: dict) -> None:
        """Follow one entry; a step that was not possible is noted as trouble."""
        self.steps += 1
        allowed, leads_to = STEPS[step]
        self._require(self.status in allowed, f"{step} while {self.status}")
        if follow := getattr(self, f"_{step}", None):
            follow(data)
        self.status = leads_to or self.status
        if self.status == D:
            self.proposed.clear()

    def _require(self, holds: bool, trouble: str) -> None:
        if not holds:
            self.trouble.append(f"entry {self.steps}: {trouble}")

    def _describe(self, data: dict) -> None:
        self.title = data["title"]

    def _reschedule(self, data: dict) -> None:
        self._require(data["old"] == self.instant, f"moved from {data['old']}, not {self.instant}")
        self.instant = data["new"]

    def _add(self, data: dict) -> None:
        self._require(data["page"] not in self.pages, "a page was added twice")
        self.pages[data["page"]] = None

    def _remove(self, data: dict) -> None:
        self._require(data["page"] in self.pages, "a page was removed that was not there")
        self.pages.pop(data["page"], None)

    def _versions(self, data: dict) -> None:
        for version in data["versions"]:
            self._require(version["page"] in self.pages, "a version of a page that is not there")
            self.pages[version["page"]] = version["revision"]

    _ask = _take_latest = _versions

    def _release_now(self, data: dict) -> None:
        self._reschedule(data)
        if self.status == D:
            self._versions(data)
        else:
            self._approve(data)

    def _approve(self, data: dict) -> None:
        approved = {version["page"]: version["revision"] for version in data["versions"]}
        self._require(approved.keys() == self.pages.keys(), "approved other pages than are there")
        asked_for = {page: pin for page, pin in self.pages.items() if pin is not None}
        self._require(
            asked_for.items() <= approved.items(), "approved other versions than were asked for"
        )
        self.pages = approved

    def _propose(self, data: dict) -> None:
        self.proposed[data["item"]] = data["revision"]

    def _approve_proposal(self, data: dict) -> None:
        self._require(
            self.proposed.pop(data["item"], None) == data["revision"],
            "approved a version that was not proposed",
        )
        self._require(data["old"] in self.pages.values(), "replaced a version that was not armed")
        self.pages = {
            page: data["revision"] if pin == data["old"] else pin
            for page, pin in self.pages.items()
        }

    def _decline_proposal(self, data: dict) -> None:
        self._require(
            self.proposed.pop(data["item"], None) == data["revision"],
            "declined a version that was not proposed",
        )


def assert_explained(release: Release, *, title: str, instant: str) -> int:
    """Fail unless the log leads, step by legal step, to what is stored; returns its length.

    `title` and `instant` are what the release began with.
    """
    entries = ModelLogEntry.objects.filter(
        content_type__app_label="releases", object_id=str(release.pk)
    )
    steps = [
        (entry.action.removeprefix("releases."), entry.data) for entry in entries.order_by("pk")
    ]
    assert steps[0][0] == "begin"
    replay = Replay(title=title, instant=instant)
    for step, data in steps[1:]:
        replay.take(step, data)
    assert not replay.trouble, f"release {release.pk}: {replay.trouble} in {steps}"
    assert release.status == replay.status, steps
    assert release.version == len(steps), "each step raises the version by one, and is logged"
    assert release.title == replay.title
    assert (moments.stamp(release.instant) if release.instant else "") == replay.instant
    stored = {item.page_id: item.revision_id for item in release.items.all()}
    assert stored.keys() == replay.pages.keys()
    if release.status in (Status.APPROVED, Status.RELEASED):
        assert stored == replay.pages
    return len(steps)
