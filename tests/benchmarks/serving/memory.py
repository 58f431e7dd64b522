"""What many cached pages take of memory, and how soon a server answers."""

import sys
import time

from tests.benchmarks.results import Row
from tests.benchmarks.serving.figures import row_of
from tests.benchmarks.serving.processes import Server, cpu_seconds
from tests.benchmarks.serving.workers import Workers

#: Pages that nobody keeps: what a worker needs once is then there.
WARMING = 60
MUST, MUST_START = "≤ 300", "≤ 2.5"
#: Memory stands still when so many looks in a row, a second apart, differ by less than so many MB;
#: so many are taken at most.
STEADY, STILL, MOST_LOOKS = 3, 2.0, 30
#: A page that is asked for again costs at most this part of its rendering, or it was not kept.
KEPT = 0.2


def started(seconds: list[float]) -> list[Row]:
    """How soon a server answered with a page after its start."""
    return [row_of("start to the first page", seconds, "s", MUST_START)]


def filled(server: Server, workers: int, article: str, pages: list[str]) -> list[Row]:
    """Let each worker keep all pages; returns what that took in all processes together, when each
    page was asked for once and when it was asked for again, as compressed bytes take the place of
    plain ones only when somebody asks for them.

    Ends the benchmark when not all were kept.
    """
    visits = Workers(server, workers, article)
    visits.visit([f"{article}?nobody-keeps-this={number}" for number in range(WARMING)])
    taken, seconds = [_settled(server)], [cpu_seconds(server.process_id)]
    for _ in range(2):
        visits.visit(pages)
        seconds.append(cpu_seconds(server.process_id))
        taken.append(_settled(server))
    # The article itself, in each coding that will be asked for.
    visits.visit([article] * 3)
    visits.close()
    rendering, again = seconds[1] - seconds[0], seconds[2] - seconds[1]
    if again > rendering * KEPT:
        sys.exit(
            f"Of {len(pages):,} pages not all were kept: the second time they took {again:.1f} s "
            f"of processor time, the first time {rendering:.1f} s (--serving-megabytes gives room)."
        )
    memory = f"memory for {len(pages):,} cached pages, {visits.found} workers together"
    return [
        Row(f"{memory}, each asked for once", taken[1] - taken[0], "MB", MUST),
        Row(f"{memory}, each asked for twice", taken[2] - taken[0], "MB", MUST),
        Row("all processes of the server with them", taken[2], "MB"),
    ]


def _settled(server: Server) -> float:
    """What it takes when nothing more is going on: what runs beside the workers starts after them."""
    looks = [server.memory()]
    for _ in range(MOST_LOOKS):
        time.sleep(1)
        looks.append(server.memory())
        if len(looks) > STEADY and max(looks[-STEADY:]) - min(looks[-STEADY:]) < STILL:
            break
    return looks[-1]
