"""How `make bench` comes to the figures of the section `serving`: the parts without a clock."""

import gzip
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.serving import checks, figures, load, workers
from tests.benchmarks.serving.article import Heading, Picture, Text, pieces
from tests.benchmarks.serving.figures import Asked
from tests.benchmarks.serving.load import Sample
from tests.benchmarks.serving.processes import Answer, cpu_seconds, running

TABLE_OF_SOCKETS = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4100 1
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 4101 1
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4102 1
"""


def sample(rate: float = 100.0, *, cpu: float = 10.0, p99: float = 1.0) -> Sample:
    return Sample(rate=rate, cpu=cpu, median=0.5, p99=p99)


def figure(rows: list, what: str):
    [row] = [row for row in rows if row.what == what]
    return row


def test_ratios_are_taken_round_by_round() -> None:
    """The machine was slow for both in the second round: the ratio is the same."""
    samples = {
        Asked.NGINX: [sample(1000), sample(100), sample(1000)],
        Asked.CACHED: [sample(500), sample(50), sample(700)],
    }

    row = figure(figures.rows(samples), "cached page against nginx, 8 connections")

    assert (row.figure, row.spread, row.must) == (0.5, (0.5, 0.7), "≥ 0.45")


def test_who_was_not_measured_has_no_row() -> None:
    found = figures.rows({Asked.CACHED: [sample()]})

    assert [row.what for row in found] == [
        "cached page: requests/s",
        "cached page: CPU of a request",
    ]


def test_hits_beside_renderings_are_judged_by_their_rate_and_their_slowest() -> None:
    samples = {
        Asked.CACHED: [sample(1000, p99=1)],
        Asked.BESIDE: [sample(300, p99=12)],
    }

    rows = figures.rows(samples)

    rate = figure(rows, "cached hits while two connections render, of the pure rate")
    slowest = figure(rows, "99th percentile of cached hits while two connections render")
    assert (rate.figure, rate.holds) == (0.3, False)
    assert (slowest.figure, slowest.unit, slowest.holds) == (12, "ms", False)


def test_an_uncached_page_is_judged_by_its_processor_time() -> None:
    samples = {
        Asked.UNCACHED: [sample(cpu=9_000), sample(cpu=12_000)],
        Asked.STOCK_PLAIN: [sample(cpu=36_000), sample(cpu=40_000)],
    }

    row = figure(figures.rows(samples), "CPU of an uncached page, of stock Wagtail's")

    assert row.figure == pytest.approx(0.275)
    assert row.spread == (0.25, 0.3)
    assert row.holds


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        ({"requests": 10, "errors": 0, "bytes": 10_000}, ""),
        ({"requests": 0, "errors": 0, "bytes": 0}, "no answer came"),
        ({"requests": 10, "errors": 2, "bytes": 10_000}, "2 of 10 requests failed or were refused"),
        # A redirect is no error to wrk, but it is much shorter.
        ({"requests": 10, "errors": 0, "bytes": 2_000},
         "answers had 200 bytes on average, and one had 1000 before"),
    ],
)  # fmt: skip
def test_a_round_with_other_answers_than_before_is_refused(found: dict, trouble: str) -> None:
    assert load.wrong(found, 1000) == trouble


def test_pages_of_different_sizes_have_no_size_to_keep_to() -> None:
    assert load.wrong({"requests": 10, "errors": 0, "bytes": 2_000}, None) == ""


def answer(body: bytes, status: int = 200, coding: str = "gzip") -> Answer:
    return Answer(status, {"content-encoding": coding} if coding else {}, body)


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        (answer(gzip.compress(b"one two")), ""),
        (answer(gzip.compress(b"one two"), 503), "answers 503, not 200"),
        (answer(b"one two", coding=""), "its Content-Encoding is ''"),
        (answer(gzip.compress(b"one")), "1 of 2 texts are not in it"),
    ],
)
def test_a_contender_that_answers_otherwise_takes_no_part(found: Answer, trouble: str) -> None:
    assert checks.wrong(found, 200, ["one", "two"], compressed=True) == trouble


def test_an_answer_without_a_body_must_have_none() -> None:
    assert checks.wrong(answer(b"", 304, ""), 304, None, compressed=True) == ""
    assert "not none" in checks.wrong(answer(b"x", 304, ""), 304, None, compressed=True)


def test_the_socket_of_a_worker_is_told_from_the_visitors_end_of_it() -> None:
    assert workers.socket_between(TABLE_OF_SOCKETS, 8080, 50000) == 4102
    assert workers.socket_between(TABLE_OF_SOCKETS, 8080, 50001) is None


def test_an_article_is_the_same_each_time_and_another_for_each_seed() -> None:
    assert list(pieces(3)) == list(pieces(3))
    assert list(pieces(3)) != list(pieces(4))
    kinds = {type(piece) for piece in pieces(3)}
    assert kinds == {Heading, Text, Picture}
    assert Picture not in {type(piece) for piece in pieces(3, pictures=False)}


def test_a_text_links_to_a_related_page_with_its_first_word() -> None:
    text = Text(("One two.", "Three."), target=1)

    assert text.html([7, 8]) == '<p><a linktype="page" id="8">One</a> two.</p><p>Three.</p>'
    assert text.html([]) == "<p>One two.</p><p>Three.</p>"


def test_nothing_is_left_of_a_server_that_does_not_want_to_end(tmp_path: Path) -> None:
    child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    log = (tmp_path / "log").open("wb")
    with (
        log,
        pytest.raises(RuntimeError),
        running([sys.executable, "-c", parent], os.environ, log) as it,
    ):
        children = Path(f"/proc/{it.pid}/task/{it.pid}/children")
        until = time.monotonic() + 30
        while not (ids := children.read_text("ascii").split()):
            assert time.monotonic() < until
            time.sleep(0.05)
        raise RuntimeError("on the way out of the block")

    assert it.poll() is not None
    until = time.monotonic() + 30
    while (
        status := Path(f"/proc/{ids[0]}/status")
    ).exists() and "zombie" not in status.read_text():
        assert time.monotonic() < until, "the child is still there"
        time.sleep(0.05)


def test_the_time_of_children_counts_also_when_they_have_ended() -> None:
    busy = "t = __import__('time'); [0 for _ in iter(lambda: t.process_time() < 0.4, False)]"
    waiting = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}]); print(1, flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()

    assert cpu_seconds(process.pid) >= 0.35
    process.communicate(b"\n")
