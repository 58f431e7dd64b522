"""What one worker has finished, another one need not render; what does not hold, nobody takes."""

import os
import random
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.dependencies import ANYTHING, DUE, page
from portal.delivery.page_cache.layer import LONGEST
from portal.delivery.page_cache.shelf import PART, Shelf
from tests.portal.page_cache.asking import SHARED, TEXT, Front
from tests.releases.faults.processes import Process

ROOM = 1_000_000
CODINGS = ["", "gzip", "br"]
KEY = ("https", "www.agency.example", "/", "")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path, ROOM, SHARED)
    yield made
    made.remove()


@pytest.fixture
def one(shelf: Shelf) -> Front:
    front = Front()
    front.cache.shelf = shelf
    return front


@pytest.fixture
def other(one: Front) -> Front:
    return Front(beside=one)


def entries(shelf: Shelf) -> list[Path]:
    return [path for path in shelf.folder.iterdir() if path.is_file()]


@pytest.mark.parametrize("text", [TEXT, "short"])
@pytest.mark.parametrize("first", CODINGS)
def test_the_other_worker_sends_the_same_bytes(one: Front, other: Front, text: str, first: str):
    one.application.rendered.text = text
    one.application.rendered.headers = [("X-One", "1"), ("Link", "a"), ("Link", "b")]
    one.get(HTTP_ACCEPT_ENCODING=first)
    for coding in (first, *CODINGS):
        for method in ("GET", "HEAD"):
            asked = {"HTTP_ACCEPT_ENCODING": coding}
            assert other.get("/", method, **asked) == one.get("/", method, **asked)
    assert one.renderings == 1


def test_a_publication_between_writing_and_reading(one: Front, other: Front):
    one.application.rendered.keys = frozenset({page(7)})
    one.get()
    one.counters.change(page(7))
    one.application.rendered.text = "New"
    one.now = other.now = one.now + 1
    assert other.get().body == b"New"
    assert one.get().body == b"New"
    assert one.renderings == 2


def test_a_publication_of_something_else_leaves_it_warm_for_all(one: Front, other: Front):
    one.application.rendered.keys = frozenset({page(7)})
    one.get()
    one.counters.change(page(8))
    other.get()
    one.get()
    assert one.renderings == 1


def test_what_was_made_from_anything_is_good_until_any_change(one: Front, other: Front):
    one.application.rendered.keys = frozenset({ANYTHING})
    one.get()
    one.counters.change(page(8))
    other.get()
    assert one.renderings == 2


@pytest.mark.parametrize("after", [59.9, 60])
def test_what_is_due_ends_it(one: Front, other: Front, after: float):
    one.application.rendered.seconds = 60
    one.get()
    other.now += after
    other.get()
    assert one.renderings == (1 if after < 60 else 2)


def test_nothing_is_taken_beyond_its_time(one: Front, other: Front):
    one.get()
    other.now += LONGEST
    other.get()
    assert one.renderings == 2


def test_what_is_due_is_told_with_a_page(one: Front, other: Front):
    one.application.rendered.due_in = 60
    one.get()
    assert "s-maxage=10" in other.get().headers["Cache-Control"]
    other.now += 57
    assert "s-maxage=2" in other.get().headers["Cache-Control"]
    assert one.renderings == 1


def test_after_a_schedule_was_set_an_older_page_does_not_say_when_it_is_due(
    one: Front, other: Front
):
    one.get()
    one.counters.change(DUE)
    one.application.rendered.due_in = 60
    other.get()
    assert one.renderings == 2
    other.now += 60
    other.get()
    assert one.renderings == 3


def test_after_a_schedule_was_set_nobody_is_content_with_what_everybody_has(
    one: Front, other: Front
):
    one.get()
    other.get()
    one.counters.change(DUE)
    other.get()
    assert one.renderings == 2


def test_nothing_is_given_or_taken_while_the_counter_is_not_believed(
    one: Front, other: Front, shelf: Shelf
):
    one.counters.trusted = one.now
    one.get()
    assert entries(shelf) == []
    one.counters.trusted = float("inf")
    one.get()
    assert entries(shelf)
    one.counters.trusted = one.now
    other.get()
    assert one.renderings == 3


def test_without_a_counter_nothing_is_given_or_taken(one: Front, other: Front, shelf: Shelf):
    one.get()
    one.counters.value = -1
    one.counters.changed_at = {0: -1}
    other.get()
    assert one.renderings == 2


def test_a_counter_of_another_file_is_another_one(one: Front, other: Front):
    one.get()
    one.counters.value = 1 << 61
    one.counters.changed_at = {0: one.counters.value}
    other.get()
    assert one.renderings == 2


@pytest.mark.parametrize("what", ["personal", "cookie", "published meanwhile", "session"])
def test_what_may_not_be_kept_is_not_written(one: Front, shelf: Shelf, what: str):
    asked = {}
    if what == "personal":
        one.application.rendered.for_everybody = False
    elif what == "cookie":
        one.application.rendered.headers = [("Set-Cookie", "a=b")]
    elif what == "published meanwhile":
        one.application.meanwhile = one.counters.change
    else:
        asked = {"HTTP_COOKIE": "sessionid=abc"}
    for _ in range(2):
        one.get(**asked)
    assert entries(shelf) == []


def test_who_has_a_session_gets_nothing_from_there(one: Front, other: Front):
    one.get()
    other.get(HTTP_COOKIE="sessionid=abc")
    assert one.renderings == 2


def test_an_old_page_of_another_worker_is_better_than_none(one: Front, other: Front):
    one.get()
    one.application.rendered.status = "500 Server Error"
    other.now += LONGEST
    for _ in range(2):
        assert other.get().headers["Warning"] == '110 - "Response is Stale"'
    one.counters.change()
    assert other.get().status == 500


@pytest.mark.parametrize("damage", ["cut", "forged", "another's", "empty", "a link", "a folder"])
def test_what_is_damaged_is_not_there(one: Front, other: Front, shelf: Shelf, damage: str):
    one.get()
    one.get("/other/")
    [first, second] = entries(shelf)
    for file, another in ((first, second.read_bytes()), (second, first.read_bytes())):
        content = file.read_bytes()
        file.unlink()
        if damage == "a folder":
            file.mkdir()
        elif damage == "a link":
            target = file.with_name(f"{file.name}-target")
            target.write_bytes(content)
            file.symlink_to(target)
        else:
            forged = content.replace(b"some words", b"bad things")
            file.write_bytes({
                "cut": content[:-1], "forged": forged, "another's": another, "empty": b""
            }[damage])  # fmt: skip
    assert other.get().body.decode() == TEXT
    assert one.renderings == 3


def test_without_the_folder_each_renders_for_itself(one: Front, other: Front, shelf: Shelf):
    shelf.remove()
    for front in (one, other, one, other):
        assert front.get().body.decode() == TEXT
    assert one.renderings == 2


def test_on_a_full_disk_nothing_is_left_half_written(one: Front, other: Front, shelf: Shelf):
    def render() -> tuple[bytes, int]:
        # Writing beyond this size fails, as it does when nothing is left of the disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        return one.get().body, one.get().status

    ended = Process(render).wait()
    assert (ended.error, ended.answer) == ("", (TEXT.encode(), 200))
    assert entries(shelf) == []
    assert other.get().status == 200


def test_nobody_else_may_read_it(one: Front, shelf: Shelf):
    one.get()
    assert shelf.folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in entries(shelf)] == [0o600]


def test_it_keeps_within_its_room(tmp_path: Path):
    shelf = Shelf(tmp_path, ROOM, SHARED)
    one, chance = Front(), random.Random(3)
    one.cache.shelf = shelf
    for number in range(300):
        one.application.rendered.text = chance.randbytes(4000).hex()
        one.get(f"/{number}/")
        assert sum(path.stat().st_size for path in entries(shelf)) <= ROOM
    assert len(entries(shelf)) > 50
    other = Front(beside=one)
    other.get("/299/")
    assert one.renderings == 300
    one.application.rendered.text = "x" * (ROOM // PART * 3)
    one.get("/large/")
    other.get("/large/")
    assert one.renderings == 302


def test_nothing_is_believed_of_another_server(one: Front, shelf: Shelf, tmp_path: Path):
    """Not even under the same names, as in a folder that was copied, or forged."""
    one.get()
    newer = Shelf(tmp_path, ROOM, SHARED)
    [left] = entries(shelf)
    other = Front(beside=one)
    other.cache.shelf = newer
    os.link(left, newer.folder / Path(newer._path(KEY)).name)
    assert newer.get(KEY) is None
    other.get()
    assert one.renderings == 2
    newer.remove()


def test_what_killed_servers_left_goes_at_the_next_start(tmp_path: Path):
    def be_killed() -> None:
        front = Front()
        front.cache.shelf = Shelf(tmp_path, ROOM, SHARED)
        front.get()
        os.kill(os.getpid(), signal.SIGKILL)

    Process(be_killed).wait()
    [left] = tmp_path.iterdir()
    living = Shelf(tmp_path, ROOM, SHARED)
    assert not left.exists()
    newest = Shelf(tmp_path, ROOM, SHARED)
    assert living.folder.exists()
    for each in (living, newest):
        each.remove()
    assert [*tmp_path.iterdir()] == []
