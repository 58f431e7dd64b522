"""Which coding a visitor gets."""

import gzip

import brotli
import pytest

from portal.delivery.page_cache.negotiation import coding_for
from tests.portal.page_cache.asking import TEXT, Front


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0,gzip;q=0", "identity"),
        ("gzip;q=0.001", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity;q=0, *;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0", "identity"),
        ("deflate", "identity"),
        ("zstd", "identity"),
        ("gzip;q=wrong", "identity"),
        ("gzip;q=2", "identity"),
        (" , ;q=1,gzip ", "gzip"),
        ("gzip;level=9", "gzip"),
        ("gzip," + "x" * 300, "identity"),
    ],
)
def test_the_coding_is_what_was_asked_for(accepted: str, coding: str):
    assert coding_for(accepted) == coding


READ = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize("coding", READ)
def test_the_same_words_in_every_coding(front: Front, coding: str):
    front.get()
    answer = front.get(HTTP_ACCEPT_ENCODING=coding)
    assert READ[coding](answer.body).decode() == TEXT
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers.get("Content-Encoding", "identity") == coding
    assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
    assert front.renderings == 1


@pytest.mark.parametrize("coding", READ)
def test_the_first_to_ask_gets_it_in_the_coding_of_choice(front: Front, coding: str):
    """A few milliseconds of compressing are less than the way of the plain bytes takes."""
    answer = front.get(HTTP_ACCEPT_ENCODING=coding)
    assert READ[coding](answer.body).decode() == TEXT
    assert answer.headers.get("Content-Encoding", "identity") == coding


def test_each_coding_has_its_own_mark(front: Front):
    front.get()
    marks = {coding: front.get(HTTP_ACCEPT_ENCODING=coding).headers["ETag"] for coding in READ}
    assert len(set(marks.values())) == 3
    for coding, mark in marks.items():
        answer = front.get(HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=mark)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == mark
        assert "Content-Length" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
        assert "s-maxage" in answer.headers["Cache-Control"]
        for other in READ.keys() - {coding}:
            there = front.get(HTTP_ACCEPT_ENCODING=other, HTTP_IF_NONE_MATCH=mark)
            assert there.status == 200


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other",W/{} ', "*"])
def test_a_condition_in_any_spelling(front: Front, form: str):
    mark = front.get().headers["ETag"]
    assert front.get(HTTP_IF_NONE_MATCH=form.format(mark)).status == 304
    assert front.get(HTTP_IF_NONE_MATCH=form.format(mark), method="HEAD").status == 304


def test_a_condition_holds_for_the_first_to_ask_as_well(front: Front):
    mark = front.get().headers["ETag"]
    front.counters.change()
    assert front.get(HTTP_IF_NONE_MATCH=mark).status == 304
    assert "HTTP_IF_NONE_MATCH" not in front.application.asked[1]
    front.application.rendered.text = TEXT + "New."
    front.counters.change()
    assert front.get(HTTP_IF_NONE_MATCH=mark).status == 200


def test_what_is_not_there_has_no_304(front: Front):
    front.application.rendered.status = "404 Not Found"
    front.get()
    assert front.get(HTTP_IF_NONE_MATCH="*").status == 404


@pytest.mark.parametrize(("media_type", "text"), [("image/png", TEXT), ("text/html", "short")])
def test_some_answers_are_better_left_as_they_are(front: Front, media_type: str, text: str):
    front.application.rendered.media_type, front.application.rendered.text = media_type, text
    for _ in range(2):
        answer = front.get(HTTP_ACCEPT_ENCODING="br, gzip")
        assert answer.body.decode() == text
        assert "Content-Encoding" not in answer.headers
