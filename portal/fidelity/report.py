"""The outcome for people, as a table, and for programs, as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.fidelity.check import Row, Verdict
from portal.fidelity.criteria import REQUIRED, STRUCTURES, Criterion, Score
from portal.fidelity.errors import CheckStop

#: Losses printed for one page; the JSON holds all of them.
_SHOWN = 4
_WIDTH = 36
_LONGEST = 200


def lines(verdict: Verdict, threshold: float | None) -> Iterator[str]:
    """Imperfect pages first, then one row for each criterion, then the score."""
    for row in verdict.rows:
        if not row.is_perfect:
            yield from _page_lines(row)
    yield ""
    yield f"{'':{_WIDTH}}{'expected':>10}{'kept':>10}{'reported':>10}{'lost':>8}{'%':>9}{'need':>7}"
    for score in verdict.scores():
        yield _score_line(score, threshold)
    pages = len(verdict.rows)
    perfect = sum(1 for row in verdict.rows if row.is_perfect)
    yield ""
    yield f"{perfect} of {pages} rows without any loss. Overall {cut(verdict.overall())} %."


def _page_lines(row: Row) -> Iterator[str]:
    yield f"{row.source}  {row.address}" if row.source != row.address else row.source
    for criterion, outcome in row.outcomes.items():
        for loss in outcome.losses[:_SHOWN]:
            weight = f" ({loss.weight})" if loss.weight > 1 else ""
            state = "reported" if loss.reported else "lost"
            yield f"  {state:<9} {criterion.value}{weight}: {shorten(loss.what)}"
        if len(outcome.losses) > _SHOWN:
            yield f"            {criterion.value}: {len(outcome.losses) - _SHOWN} more"


def _score_line(score: Score, threshold: float | None) -> str:
    need = REQUIRED.get(score.criterion, STRUCTURES) if threshold is None else threshold
    mark = "" if score.passes(threshold) else "  below"
    return (
        f"{Criterion(score.criterion).label!s:{_WIDTH}}{score.expected:>10}{score.kept:>10}"
        f"{score.reported:>10}{score.lost:>8}{cut(score.share):>9}{need:>7g}{mark}"
    )


def shorten(text: str) -> str:
    """A text that fits into a line or two; the JSON has all of it."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def cut(share: float) -> str:
    """A share in per cent, never rounded up to 100."""
    return f"{int(share * 1000) / 1000:.3f}".rstrip("0").rstrip(".") if share < 100 else "100"


def as_dict(verdict: Verdict, threshold: float | None) -> dict[str, Any]:
    """Everything, for `--json`."""
    return {
        "passed": verdict.passes(threshold),
        "overall": round(verdict.overall(), 4),
        "criteria": [
            {
                "criterion": score.criterion.value,
                "expected": score.expected,
                "kept": score.kept,
                "reported": score.reported,
                "lost": score.lost,
                "per_cent": score.share,
                "passed": score.passes(threshold),
            }
            for score in verdict.scores()
        ],
        "rows": [_row(row) for row in verdict.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "source": row.source,
        "address": row.address,
        "criteria": {
            criterion.value: {
                "expected": outcome.expected,
                "reported": outcome.reported,
                "lost": outcome.lost,
                "losses": [
                    {"what": loss.what, "weight": loss.weight, "reported": loss.reported}
                    for loss in outcome.losses
                ],
            }
            for criterion, outcome in row.outcomes.items()
        },
    }


def save(verdict: Verdict, threshold: float | None, path: Path) -> None:
    """Write the JSON. Raises CheckStop when the file can't be written."""
    try:
        path.write_text(
            json.dumps(as_dict(verdict, threshold), indent=2, ensure_ascii=False) + "\n", "utf-8"
        )
    except OSError as error:
        raise CheckStop(f"The file {path} can't be written: {error.strerror}.") from error
