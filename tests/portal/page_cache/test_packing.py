"""An answer is the same after it was handed on as bytes; bytes of anybody else are none."""

import pytest

from portal.delivery.page_cache.answers import Entry
from portal.delivery.page_cache.packing import packed, unpacked

KEY = ("https", "www.agency.example", "/", "")
SECRET = b"a secret"


@pytest.mark.parametrize("cache_control", ["", "public, max-age=60"])
def test_it_is_taken_apart_and_put_together_without_a_loss(cache_control: str):
    headers = [("Content-Type", "text/html"), ("ETag", "x"), ("X-Name", "é\udcff")]
    if cache_control:
        headers.append(("Cache-Control", cache_control))
    times = {"made_at": 0.1, "until": 1e9 / 3, "due": float("inf")}
    entry = Entry("200 OK", headers, b"a" * 500, counter=1 << 62, places=(0, 9), shared=7, **times)
    entry.in_coding("br")
    key = ("https", "host", "/\udcff\0/", "a=\0")
    found = unpacked(packed(key, entry, SECRET), key, SECRET, 7)
    assert found is not None
    for name in ("status", "code", "headers", "counter", "checked", "places", "size", *times):
        assert getattr(found, name) == getattr(entry, name), name
    assert found.in_coding("br").whole == entry.in_coding("br").whole
    assert found.answer(found.in_coding("br"), 5) == entry.answer(entry.in_coding("br"), 5)
    for condition in ("*", '"other"'):
        known = [
            each.answer(each.in_coding("br"), 100, condition=condition) for each in (found, entry)
        ]
        assert known[0] == known[1]


def test_every_other_byte_makes_it_nobodys():
    entry = Entry(
        "200 OK", [], b"a" * 90, counter=1, places=(0,), made_at=0, until=9, due=9, shared=0
    )
    whole = packed(KEY, entry, SECRET)
    assert unpacked(whole, KEY, SECRET, 0)
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert unpacked(changed, KEY, SECRET, 0) is None
        assert unpacked(whole[:at], KEY, SECRET, 0) is None
    assert unpacked(whole + b"\0", KEY, SECRET, 0) is None
    assert unpacked(whole, KEY, b"another secret", 0) is None
    assert unpacked(whole, (*KEY[:3], "page=2"), SECRET, 0) is None
