"""The cache keeps within its room, and its room is what it takes."""

import random
import tracemalloc

import pytest

from portal.delivery.page_cache.answers import Entry
from portal.delivery.page_cache.store import Store
from tests.portal.page_cache.asking import TEXT, Front

ROOM = 200_000


def entry(size: int) -> Entry:
    """An entry that takes so many bytes."""
    return of(b"x" * (size - of(b"").size))


def of(body: bytes, kind: type[Entry] = Entry) -> Entry:
    times = {"made_at": 0.0, "until": 0.0, "due": 0.0}
    return kind("200 OK", [], body, counter=1, places=(), shared=0, **times)


def key(name: object) -> tuple[str, str, str, str]:
    return ("https", "host", f"/{name}/", "")


def test_what_nobody_asks_for_again_goes_first():
    store = Store(ROOM)
    for number in range(20):
        store.put(key(number), entry(10_000))
    assert (len(store), store.taken) == (20, ROOM)
    for number in range(5):
        read = store.get(key(number))
        assert read is not None
        read.used = True
    # A walk over many more addresses than there is room for.
    for number in range(20, 30):
        store.put(key(number), entry(10_000))
    assert store.taken <= ROOM
    assert all(store.get(key(number)) for number in range(5))
    assert not any(store.get(key(number)) for number in range(5, 15))


class InUse(Entry):
    """Somebody asks for it whenever it is looked at."""

    used = property(lambda self: True, lambda self, value: None)  # type: ignore[assignment]


def test_all_in_use_still_ends():
    store = Store(ROOM)
    for number in range(100):
        made = of(b"x" * 7000, InUse)
        store.put(key(number), made)
    assert store.taken <= ROOM


def test_an_answer_that_would_drive_out_the_others_is_not_kept():
    store = Store(ROOM)
    store.put(key("small"), entry(10_000))
    store.put(key("large"), entry(ROOM // 8 + 1))
    assert store.get(key("large")) is None
    assert store.get(key("small")) is not None


def test_a_second_answer_takes_the_place_of_the_first():
    store = Store(ROOM)
    store.put(key("a"), entry(10_000))
    store.put(key("a"), entry(20_000))
    assert (len(store), store.taken) == (1, 20_000)
    # Also one that is too large: the first one is not true any more.
    store.put(key("a"), entry(ROOM))
    assert (len(store), store.taken) == (0, 0)


def test_codings_are_counted_and_the_plain_bytes_make_room_for_them():
    front = Front()
    front.get()
    plain = front.store.taken
    front.get(HTTP_ACCEPT_ENCODING="br")
    packed = front.store.taken
    assert packed < plain - len(TEXT) // 2
    front.get(HTTP_ACCEPT_ENCODING="gzip")
    both = front.store.taken
    assert packed < both < plain
    # Who asks for them still gets them, out of the others.
    assert front.get().body.decode() == TEXT
    assert front.store.taken == both
    assert front.renderings == 1


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_page_that_was_asked_for_once_lies_there_compressed(coding: str):
    front = Front()
    front.get(HTTP_ACCEPT_ENCODING=coding)
    assert front.store.taken < of(TEXT.encode()).size - len(TEXT) // 2


def apart(text: str) -> str:
    """A text of its own in memory, as a server makes one for each request."""
    return (text + " ")[:-1]


def as_django_answers(number: int) -> Entry:
    """A page of its own: words, mark and counter; the other headers are those of all pages."""
    words = random.Random(number).choices(TEXT.split(), k=6000)
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "X-Content-Mark": f"{number:020x}",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": ", ".join(f"feature-{at}=()" for at in range(12)),
        "Content-Security-Policy": "; ".join(
            f"kind-{at}-src https://a.example" for at in range(30)
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return Entry(
        apart("200 OK"),
        [(apart(name), apart(value)) for name, value in headers.items()],
        " ".join(words).encode(),
        counter=10**6 + number,
        places=PLACES[number % 50 : number % 50 + 30],
        made_at=float(number),
        until=number + 3600.0,
        due=number + 7200.0,
        shared=10,
    )


PLACES = tuple(range(300, 400))


@pytest.mark.parametrize("codings", [("identity",), ("gzip",), ("gzip", "br")])
def test_what_is_counted_is_what_it_takes(codings: tuple[str, ...]):
    store = Store(100_000_000)
    as_django_answers(0).in_coding("br")
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(200):
            path = f"/newsroom/press-releases/a-release-with-the-number-{number}/"
            name = (apart("https"), apart("www.agency.example"), path, "")
            made = as_django_answers(number)
            store.put(name, made)
            for coding in codings:
                made.in_coding(coding)
            store.recount(name, made)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(store) == 200
    assert store.taken == pytest.approx(after - before, rel=0.1)


def test_the_room_holds_under_a_flood_of_addresses():
    front = Front(room=ROOM)
    for number in range(500):
        front.get(f"/{number}/", HTTP_ACCEPT_ENCODING="gzip")
        front.get(f"/{number}/", HTTP_ACCEPT_ENCODING="gzip")
        assert front.store.taken <= ROOM
    assert len(front.store) > 10
