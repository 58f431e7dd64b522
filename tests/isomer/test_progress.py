"""The bar that the person at the terminal sees."""

import io

import pytest

from portal.isomer.models.runs import Phase
from portal.isomer.progress import ProgressBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def seconds():
    """A clock whose hand the test moves."""
    return iter([0.0, 10.0, 20.0, 40.0])


def test_a_bar_with_rate_and_remaining_time(seconds):
    terminal = Terminal()
    bar = ProgressBar(terminal, seconds.__next__)
    bar(Phase.PAGES, 20, 2000)
    bar(Phase.PAGES, 420, 2000)
    bar(Phase.PAGES, 1020, 2000)
    bar(Phase.PAGES, 2000, 2000)
    lines = [line.replace("\x1b[K", "") for line in terminal.getvalue().split("\r")[1:]]
    assert lines == [
        f"  {'░' * 30} 20 of 2000 pages",
        f"  {'█' * 6}{'░' * 24} 420 of 2000 pages, 40 a second, 0:40 left",
        f"  {'█' * 15}{'░' * 15} 1020 of 2000 pages, 50 a second, 0:20 left",
        f"  {'█' * 30} 2000 of 2000 pages, 50 a second\n",
    ]


def test_a_terminal_is_not_flooded():
    terminal = Terminal()
    times = iter(step / 100 for step in range(1000))
    bar = ProgressBar(terminal, times.__next__)
    for done in range(1, 1001):
        bar(Phase.PAGES, done, 1000)
    assert 40 <= terminal.getvalue().count("\r") <= 52


def test_a_log_gets_a_few_lines_about_pages():
    log = io.StringIO()
    bar = ProgressBar(log, lambda: 0.0)
    bar(Phase.PLACES, 200, 300)
    bar(Phase.PLACES, 300, 300)
    for done in range(20, 301, 20):
        bar(Phase.PAGES, done, 300)
    bar(Phase.SETTINGS, 300, 300)
    lines = log.getvalue().splitlines()
    assert lines[-1] == "  300 of 300 pages"
    assert len(lines) == 10


def test_nothing_to_do_is_no_division_by_zero():
    terminal = Terminal()
    ProgressBar(terminal, lambda: 0.0)(Phase.ROLLBACK, 0, 0)
    assert terminal.getvalue().endswith("0 of 0 pages taken back\n")
