"""The figures at the head of a report."""

from dataclasses import dataclass
from typing import Any

from portal.isomer.admin.filters import files_by_code, meaning
from portal.isomer.models import ImportRun, RunState
from portal.isomer.report import Action, Item, Report


@dataclass(frozen=True)
class Card:
    """One figure; `note` says what it is made of."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Noticed:
    """A warning of the run: how often, in how many files."""

    code: str
    meaning: str
    times: int
    files: int


def totals_of(run: ImportRun) -> dict[str, Any]:
    """The sums of a run; of one that is not over, over what it has done so far."""
    if run.totals and run.state != RunState.RUNNING:
        return run.totals
    report = Report(run.repository, run.started_at or run.asked_at)
    report.items = [Item.from_dict(data) for data in run.items.values_list("data", flat=True)]
    return report.totals()


def cards_of(totals: dict[str, Any]) -> list[Card]:
    """What an agency asks first: is everything there?"""
    links = totals.get("links", {})
    words = totals["words"]
    nowhere = links.get("unresolved", 0)
    written = totals[Action.CREATED] + totals[Action.ENTRY]
    return [
        Card("Created", number(written), _parts(totals, {Action.ENTRY: "as listing entries"})),
        Card("Updated", number(totals[Action.UPDATED])),
        Card(
            "Left as they were",
            number(totals[Action.UNCHANGED] + totals[Action.KEPT]),
            _parts(totals, {Action.UNCHANGED: "unchanged", Action.KEPT: "edited here"}),
        ),
        Card("Left out", number(totals[Action.SKIPPED])),
        Card(
            "Words on the pages",
            per_cent(words["page"], words["source"]),
            f"{number(words['page'])} of {number(words['source'])} in the source",
        ),
        Card("Images", number(totals.get("images", 0))),
        Card(
            "Videos and frames",
            number(totals.get("videos", 0) + totals.get("embeds", 0)),
            _parts(totals, {"embeds": "as frames"}),
        ),
        Card("Cards", number(totals.get("cards", 0))),
        Card("Tables", number(totals.get("tables", 0))),
        Card(
            "Links",
            number(links.get("total", 0)),
            _parts(
                links,
                {"internal": "to pages", "files": "to files", "external": "to other sites"},
            ),
        ),
        Card("Links to nowhere", number(nowhere)),
        Card("Blocks to rebuild", number(totals.get("legacy_html_blocks", 0))),
    ]


def noticed_in(run: ImportRun, totals: dict[str, Any]) -> list[Noticed]:
    """The warnings of a run, the most frequent first."""
    files = files_by_code(run)
    times = totals.get("warnings", {})
    every = [
        Noticed(code, meaning(code), times.get(code, count), count) for code, count in files.items()
    ]
    return sorted(every, key=lambda noticed: (-noticed.files, noticed.code))


def duration_of(run: ImportRun) -> str:
    """How long a run took, in words; "" while it is not over."""
    if run.started_at is None or run.finished_at is None:
        return ""
    seconds = round((run.finished_at - run.started_at).total_seconds())
    if seconds < 90:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{round(seconds / 60)} minutes"


def number(value: int) -> str:
    """A figure with its thousands parted."""
    return f"{value:,}"


def per_cent(part: int, whole: int) -> str:
    """A share, never rounded up to the whole."""
    if not whole:
        return "–"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10} %"


def _parts(totals: dict[str, Any], names: dict[str, str]) -> str:
    return ", ".join(
        f"{number(totals[key])} {name}" for key, name in names.items() if totals.get(key)
    )
