"""nginx in front of the application and without it, both real: the same bytes, or no answer of ours."""

import gzip
import time
from pathlib import Path

import brotli
import pytest

from portal.delivery.baking import folder as folders
from portal.delivery.baking.lease import Lease
from tests.portal.baking import nginx
from tests.portal.baking.live import (
    Front,
    Site,
    add_choices,
    bake,
    is_leased,
    record,
    watching,
)
from tests.portal.page_cache.live import Live
from tests.releases.faults.live import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_nginx"),
]

#: Of one answer, of one transfer, or told to caches further out about one page.
NOT_COMPARED = {
    "etag", "date", "server", "connection", "content-length", "last-modified", "accept-ranges",
    "x-content-mark", "surrogate-key", "cache-tag", "xkey", "transfer-encoding", "keep-alive",
    "age", "content-security-policy",
}  # fmt: skip
UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


def headers_of(answer) -> dict[str, str]:
    found = {name.lower(): value for name, value in answer.headers.items()}
    policy = sorted(part.strip() for part in found.get("content-security-policy", "").split(";"))
    if not found.get("content-disposition", "").startswith("attachment"):
        # Pictures are shown where they are, and need no name for that.
        found.pop("content-disposition", None)
    return {name: value for name, value in found.items() if name not in NOT_COMPARED} | {
        "policy": "; ".join(policy)
    }


def was_baked(answer) -> bool:
    """Whether nginx sent a file: its ETag has a time and a size, the application's a digest."""
    return "-" in answer.headers.get("ETag", "").removesuffix('-gz"').removesuffix('-br"')


def test_every_address_answers_what_the_application_does(live: Live, folder: Path, site: Site):
    codings = ["", "gzip", *(["br"] if nginx.has_brotli() else [])]
    with watching(folder):
        until(lambda: folder.exists() and is_leased(folder), "the first lease")
        with nginx.serving(folder, live.port) as port:
            front = Front(port, live.port)
            baked = record(folder)["entries"]
            assert {
                "/", "/leaf/", "/Own/Place", "/Own/Place/below/", "/own/index.html", "/media/",
                "/media/?page=2", "/media/news/?topic=harbour", "/sitemap.xml", "/robots.txt",
                "/%C3%BCberall/",
            } <= set(baked)  # fmt: skip
            for start in ("/static/css/", "/_media/renditions/", "/documents/", "/_feeds/"):
                assert any(address.startswith(start) for address in baked), start
            for address in baked:
                ours = live.ask(address)
                # On a busy machine the lease can lapse for a moment.
                until(lambda asked=address: was_baked(front.ask(asked)), address)  # type: ignore[misc]
                plain = front.ask(address)
                assert (plain.status, plain.body) == (ours.status, ours.body), address
                assert headers_of(plain) == headers_of(ours), address
                tags = {plain.headers["ETag"]}
                for coding in codings[1:]:
                    packed = front.ask(address, Accept_Encoding=coding)
                    sent = packed.headers.get("Content-Encoding", "")
                    assert UNPACK[sent](packed.body) == ours.body, address
                    if address == "/":
                        assert sent == coding
                        tags.add(packed.headers["ETag"])
                if address == "/":
                    assert len(tags) == len(codings)
            assert_conditions(front)
            assert_left_to_the_application(front, live)


def assert_conditions(front: Front) -> None:
    page = front.ask("/leaf/")
    head = front.ask("/leaf/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(page.body))
    etag = page.headers["ETag"]
    assert not etag.startswith("W/")
    known = front.ask("/leaf/", If_None_Match=etag)
    assert (known.status, known.body, known.headers["ETag"]) == (304, b"", etag)
    assert front.ask("/leaf/", If_None_Match='"another"').status == 200
    part = front.ask("/leaf/", Range="bytes=0-9")
    assert (part.status, part.body) == (206, page.body[:10])
    assert part.headers.get_all("Content-Type") == ["text/html; charset=utf-8"]
    assert front.ask("/leaf/?utm_source=letter").body == page.body
    # Redirects and what is gone are nginx's own answers, too.
    for path, to in (("/old", "/leaf/"), ("/leaf", "/leaf/"), ("/LEAF/index.html", "/leaf/")):
        moved = front.ask(path)
        assert (moved.status, moved.headers["Location"]) == (301, to), path
    assert front.ask("/media/news/elsewhere/").headers["Location"] == "https://www.example.org/"
    gone = front.ask("/media/news/gone/")
    assert (gone.status, gone.headers.get_all("Content-Type")) == (
        410,
        ["text/html; charset=utf-8"],
    )
    assert b"taken down" in gone.body


def assert_left_to_the_application(front: Front, live: Live) -> None:
    for asked in (
        {"Cookie": "sessionid=a"},
        {"Cookie": "a=b; csrftoken=c"},
        {"Cookie": "messages=m"},
        {"Cookie": "django_language=ta"},
        {"Authorization": "Basic eDp5"},
        {"X-HTTP-Method-Override": "DELETE"},
    ):
        answer = front.ask("/leaf/", **asked)
        assert (answer.status, was_baked(answer)) == (200, False), asked
    assert was_baked(front.ask("/leaf/", Cookie="_ga=1"))
    for path in ("/leaf/?foo=1", "/media/?kind=news&topic=harbour", "/media/?page=../leaf/"):
        assert not was_baked(front.ask(path)), path
    # No spelling of an address is another one's file.
    for path in ("/leaf/index.html", "/leaf/index.html.gz", "/media/%3Fpage=2", "/own/", "//leaf/"):
        ours, theirs = live.ask(path), front.ask(path)
        assert (theirs.status, was_baked(theirs)) == (ours.status, False), path
    assert front.ask("/nowhere/").status == live.ask("/nowhere/").status == 404
    assert front.ask("/leaf/", method="POST").status == live.ask("/leaf/", method="POST").status
    assert front.ask("/admin/").status == 302


def test_a_mirror_needs_no_application(live: Live, folder: Path):
    bake(folder)
    shown = live.ask("/leaf/").body
    # The first port on which nothing ever listens.
    with nginx.serving(folder, 1, "mirror") as port:
        mirror = Front(port, live.port)
        for address, entry in record(folder)["entries"].items():
            answer = mirror.ask(address)
            assert (answer.status, len(answer.body)) == (200, entry["bytes"]), address
        # Whoever was logged in reads it as everybody does.
        for path, headers in (
            ("/leaf/", {"Cookie": "sessionid=a"}),
            ("/leaf/?utm_source=letter&from=app", {}),
        ):
            assert mirror.ask(path, **headers).body == shown
        missing = mirror.ask("/nowhere/")
        assert (missing.status, missing.headers.get_all("Content-Type")) == (
            404,
            ["text/html; charset=utf-8"],
        )
        assert missing.body == live.ask("/nowhere/").body
        assert mirror.ask("/media/news/gone/").status == 410
        assert mirror.ask("/old").headers["Location"] == "/leaf/"
        for path, method in (
            ("/admin/", "GET"),
            ("/api/v2/pages/", "GET"),
            ("/search/?q=words", "GET"),
            ("/_search/?q=words", "GET"),
            ("/media/?kind=link&topic=harbour", "GET"),
            ("/leaf/", "POST"),
        ):
            answer = mirror.ask(path, method=method)
            assert answer.status == 503, path
            assert b"<h1>Not available at the moment</h1>" in answer.body
            assert answer.headers["Retry-After"] == "600"
            assert "no-store" in answer.headers["Cache-Control"]
            assert answer.headers["Content-Security-Policy"]
        for path in ("/closed/", "/later/", "/draft/", "/bake.json", "/current/bake.json"):
            assert mirror.ask(path).status == 404, path


def test_a_mirror_answers_choices(live: Live, folder: Path, site: Site):
    add_choices()
    bake(folder)
    with nginx.serving(folder, 1, "mirror") as port:
        mirror = Front(port, live.port)
        for asked, shown in (
            ("kind=news&year=2019&topic=reef", "kind=news&year=2019&topic=reef"),
            ("kind=news&year=2019&topic=reef&page=2", "kind=news&year=2019&topic=reef&page=2"),
            # As the form of the list sends them.
            ("kind=&year=&topic=", ""),
            ("kind=news&year=&topic=", "kind=news"),
            ("kind=&year=2019&topic=", "year=2019"),
            ("kind=&year=&topic=reef", "topic=reef"),
            ("kind=news&year=&topic=reef", "kind=news&topic=reef"),
            ("kind=&year=2019&topic=reef", "year=2019&topic=reef"),
            ("kind=news&year=2019&topic=", "kind=news&year=2019"),
        ):
            answer = mirror.ask(f"/media/?{asked}")
            assert answer.status == 200, asked
            assert answer.body == live.ask(f"/media/?{shown}".rstrip("?")).body, asked
        # What is not in the order of the links has no file, nor has what finds nothing.
        for asked in (
            "page=2&topic=reef",
            "page=2&kind=news&year=2019&topic=reef",
            "topic=reef&year=2019&kind=news",
            "topic=reef&year=&kind=news",
            "kind=news&year=2018&topic=reef",
            "kind=&year=2018&topic=harbour",
        ):
            assert mirror.ask(f"/media/?{asked}").status == 503, asked
        bake(folder, "--choices", "1")
        until(lambda: mirror.ask("/media/?kind=news&year=2019").status == 503, "the second run")
        assert mirror.ask("/media/?kind=&year=2019&topic=").status == 200


def test_nothing_that_nginx_remembers_outlives_the_lease(live: Live, folder: Path):
    bake(folder)
    tree = folders.current(folder)
    assert tree is not None
    lease = Lease(folder.resolve())
    # Nobody listens at the port of the application.
    with nginx.serving(folder, 1) as port:
        front = Front(port, live.port)
        for _ in range(5):
            lease.begin(tree)
            assert lease.renew(None)
            # Often enough within each hundredth of a second to be remembered.
            assert {front.ask("/leaf/").status for _ in range(100)} == {200}
            lease.end()
            time.sleep(0.02)
            assert front.ask("/leaf/").status == 502


def test_a_mirror_shows_what_was_baked_last(live: Live, folder: Path, site: Site):
    bake(folder)
    with nginx.serving(folder, 1, "mirror") as port:
        mirror = Front(port, live.port)
        assert {b"Anew" in mirror.ask("/leaf/").body for _ in range(20)} == {False}
        site.leaf.title = "Anew"
        site.leaf.save_revision().publish()
        bake(folder)
        until(lambda: b"Anew" in mirror.ask("/leaf/").body, "the page of the second run")
