"""Stills of films: fetched once from their host, within limits, and shown from here."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from fixtures.factories import ContentPageFactory, HomePageFactory
from pages.media import fetching, posters
from pages.media.worker import work_off
from pages.models import FilmPoster, SiteImage
from tests.media import samples
from tests.media.pictures import photograph

pytestmark = pytest.mark.django_db
STILL = samples.encoded(samples.picture((640, 360)), "JPEG")
YOUTUBE = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
VIMEO = "https://vimeo.com/76979871"


class Host:
    """A host of films: what lies at each path, and what was asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[str] = []
        self.address = ""

    def put(self, path: str, content: bytes, status: int = 200, **headers: str) -> None:
        self.answers[path] = (status, content, headers)


@pytest.fixture
def host(settings) -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            host.asked.append(path)
            status, content, headers = host.answers.get(path, (404, b"", {}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        host.address = f"http://127.0.0.1:{server.server_port}"
        settings.FILM_POSTER_HOSTS = dict.fromkeys(settings.FILM_POSTER_HOSTS, host.address)
        yield host
        server.shutdown()


def page_with(url: str, **film):
    HomePageFactory(site_root=True)
    return ContentPageFactory(body=[("video", {"url": url, "title": "A film", **film})])


def fetch_all() -> FilmPoster:
    while row := posters.take():
        posters.fetch(row)
    return FilmPoster.objects.get()


def shown(page) -> BeautifulSoup:
    return BeautifulSoup(Client().get(page.url).content, "lxml").select_one(".video")


def test_the_largest_still_of_a_film_is_kept_here_and_shown(host) -> None:
    host.put("/vi/aqz-KE-bpKQ/maxresdefault.jpg", STILL)
    page = page_with(YOUTUBE)
    assert shown(page).img is None
    row = fetch_all()
    work_off()
    picture = shown(page).picture
    assert picture.source["type"] == "image/avif"
    assert picture.img["src"].startswith("/_media/renditions/")
    assert picture.img["alt"] == ""
    assert shown(page).a["href"] == YOUTUBE
    assert row.image.collection.name == posters.COLLECTION
    assert host.asked == ["/vi/aqz-KE-bpKQ/maxresdefault.jpg"]


def test_a_film_without_a_large_still_has_a_smaller_one(host) -> None:
    host.put("/vi/aqz-KE-bpKQ/hqdefault.jpg", STILL)
    page_with(YOUTUBE)
    assert fetch_all().image is not None


def test_the_still_of_vimeo_is_where_vimeo_says(host) -> None:
    told = json.dumps({"thumbnail_url": f"{host.address}/video/1.jpg"}).encode()
    host.put("/api/oembed.json", told)
    host.put("/video/1.jpg", STILL)
    page_with(VIMEO)
    assert fetch_all().image is not None


def test_a_poster_that_an_editor_chose_stays(host) -> None:
    chosen = photograph((640, 360))
    page = page_with(YOUTUBE, poster=chosen)
    assert not FilmPoster.objects.exists()
    work_off()
    assert "photo" in shown(page).img["src"]


def test_a_film_on_two_pages_is_fetched_once(host) -> None:
    host.put("/vi/aqz-KE-bpKQ/maxresdefault.jpg", STILL)
    page = page_with(YOUTUBE)
    fetch_all()
    page.save_revision().publish()
    fetch_all()
    assert len(host.asked) == 1
    assert SiteImage.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (b"{", "no JSON"),
        (b"[]", "no object"),
        (b'{"thumbnail_url": 7}', "no address"),
        (b'{"thumbnail_url": "https://elsewhere.example/still.jpg"}', "another host"),
        (b'{"thumbnail_url": "file:///etc/passwd"}', "no web address"),
    ],
)
def test_an_answer_that_leads_elsewhere_leaves_a_plain_panel(host, told, why) -> None:
    host.put("/api/oembed.json", told)
    page = page_with(VIMEO)
    row = fetch_all()
    assert (row.state, row.image) == (FilmPoster.State.GIVEN_UP, None)
    assert shown(page).a["href"] == VIMEO
    assert host.asked == ["/api/oembed.json"]


def test_a_redirect_is_not_followed(host) -> None:
    for name in ("maxresdefault", "hqdefault"):
        host.put(f"/vi/aqz-KE-bpKQ/{name}.jpg", b"", 302, Location=f"{host.address}/secret")
    host.put("/secret", STILL)
    page_with(YOUTUBE)
    assert fetch_all().state == FilmPoster.State.GIVEN_UP
    assert "/secret" not in host.asked


@pytest.mark.parametrize("content", [b"<html>", b"", STILL[:400], b"<svg xmlns='x'/>"])
def test_what_is_no_image_is_not_kept(host, content) -> None:
    host.put("/vi/aqz-KE-bpKQ/maxresdefault.jpg", content)
    page_with(YOUTUBE)
    assert fetch_all().state == FilmPoster.State.GIVEN_UP
    assert not SiteImage.objects.exists()


def test_more_than_a_still_can_have_is_not_read(host, monkeypatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", len(STILL) - 1)
    host.put("/vi/aqz-KE-bpKQ/maxresdefault.jpg", STILL)
    page_with(YOUTUBE)
    row = fetch_all()
    assert (row.state, row.attempts) == (FilmPoster.State.WAITING, 1)


def test_a_host_that_does_not_answer_is_asked_again_and_then_no_more(host, clock) -> None:
    host.put("/vi/aqz-KE-bpKQ/maxresdefault.jpg", b"", 503)
    page_with(YOUTUBE)
    for attempt in range(1, posters.MAX_ATTEMPTS + 1):
        row = fetch_all()
        assert (row.attempts, len(host.asked)) == (attempt, attempt)
        clock.set(row.not_before)
    assert row.state == FilmPoster.State.GIVEN_UP
    clock.forward(days=7)
    assert posters.take() is None


def test_hosts_are_asked_by_https_only(settings) -> None:
    assert all(address.startswith("https://") for address in settings.FILM_POSTER_HOSTS.values())


def test_an_installation_can_do_without_other_hosts(settings) -> None:
    settings.FILM_POSTER_HOSTS = {}
    page_with(YOUTUBE)
    assert fetch_all().state == FilmPoster.State.GIVEN_UP
