"""What one visitor gets is never given to another: on a real server process, with its cache on."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from fixtures.factories.lifecycle import State, schedule
from newsroom.releases.staging import as_at, previews
from pages import clock
from tests.portal.page_cache.live import Live, running

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Quillwort"
WORDS = "Words for everybody"


@pytest.fixture
def editor() -> User:
    return make.UserFactory(is_superuser=True)


@pytest.fixture
def home() -> Page:
    return make.HomePageFactory(site_root=True, slug="front", title="Front")


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Page) -> Iterator[Live]:
    make.ContentPageFactory(parent=home, title=WORDS, slug="open")
    with running(monkeypatch, tmp_path) as site:
        yield site


def session_of(user: User | None, **values: object) -> str:
    """A cookie with which a person is logged in, or that holds something for a visitor."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    if user is not None:
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update(values)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def test_requests_that_share_nothing(live: Live, editor: User):
    page = live.assert_shared("/open/")
    assert WORDS in page.body.decode()
    assert "Set-Cookie" not in page.headers

    # Of one person: by cookie, by authorisation.
    for asked in (
        {"Cookie": session_of(editor)},
        {"Cookie": "sessionid=nobody"},
        {"Cookie": "csrftoken=" + "a" * 32},
        {"Cookie": "messages=abc"},
        {"Authorization": "Basic eDp5"},
        {"Range": "bytes=0-9"},
        {"X-HTTP-Method-Override": "DELETE"},
    ):
        answer = live.ask("/open/", **asked)
        assert (answer.status, answer.is_shared) == (200, False), asked
        assert WORDS in answer.body.decode()
    seen_by_editor = live.ask("/open/", Cookie=session_of(editor))
    assert b"wagtail-userbar" in seen_by_editor.body
    assert b"wagtail-userbar" not in live.ask("/open/").body
    # One that says nothing here does not keep a visitor from the cache.
    assert live.ask("/open/", Cookie="_ga=GA1.2.3").headers["ETag"] == page.headers["ETag"]

    # Methods.
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PURGE"):
        assert not live.ask("/open/", method=method).is_shared
    head = live.ask("/open/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == page.headers["Content-Length"]
    # A body is something the answer could depend on.
    assert not live.ask("/open/", body="q=1").is_shared

    # Hosts: each its own; of a wildcard none.
    other = live.ask("/open/", host="127.0.0.1")
    assert other.is_shared
    assert live.ask("/open/", host="unknown.example").status == 400
    for _ in range(2):
        assert not live.ask("/open/", host="made-up.localhost").is_shared
    assert not live.ask("/open/", Host="localhost:1").is_shared

    # Codings and conditions.
    for coding, read in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = live.ask("/open/", Accept_Encoding=coding)
        assert packed.headers["Content-Encoding"] == coding
        assert packed.headers["Content-Length"] == str(len(packed.body))
        assert read(packed.body) == page.body
        known = live.ask("/open/", Accept_Encoding=coding, If_None_Match=packed.headers["ETag"])
        assert (known.status, known.body) == (304, b"")
    assert live.ask("/open/", If_None_Match=packed.headers["ETag"]).status == 200
    for asked in (page, head, packed):
        assert asked.headers["Vary"] == "Accept-Encoding, Cookie"

    # Parameters: those of a campaign leave no trace, other ones nothing behind.
    assert live.ask("/open/?utm_source=Quillwort").headers["ETag"] == page.headers["ETag"]
    assert not live.ask("/open/?x=1").is_shared


def test_addresses_that_share_nothing(live: Live, home: Page, editor: User):
    make.SearchPageFactory(parent=home, slug="find")
    document = make.SiteDocumentFactory(file=ContentFile(b"text", "a.txt"))
    secret = make.ContentPageFactory(parent=home, title=SECRET, slug="secret")
    for kind, slug in (("password", "word"), ("login", "log-in"), ("groups", "group")):
        page = make.ContentPageFactory(parent=home, title=SECRET, slug=slug)
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x" * 9)
    draft = make.ContentPageFactory(
        parent=home, title=SECRET, slug="draft", state=State.DRAFT, owner=editor
    )
    in_a_week = clock.now() + timedelta(days=7)
    _, token = previews.share_page(editor, draft, "A journalist", in_a_week)
    Redirect.objects.create(old_path="/moved", redirect_link="/open/", is_permanent=False)
    later = make.ContentPageFactory(parent=home, title=SECRET, slug="later", state=State.DRAFT)
    schedule(later, clock.now() + timedelta(days=1))

    for path, status in (
        ("/admin/", 302),
        ("/admin/login/", 200),
        (f"/_preview/{token}/", 200),
        (f"/_preview/{token}/{draft.pk}/", 200),
        ("/_health/", 200),
        ("/api/v2/pages/", 200),
        (document.url, 404),
        ("/static/css/site.css", 200),
        ("/_search/?q=words", 302),
        ("/find/?q=words", 200),
        ("/find/?q=words&page=2", 200),
        ("/word/", 200),
        ("/log-in/", 302),
        ("/group/", 302),
        ("/moved", 302),
    ):
        for _ in range(2):
            answer = live.ask(path)
            assert (answer.status, answer.is_shared) == (status, False), path
    for path in ("/admin/login/", "/word/"):
        tokens = {live.ask(path).headers["Set-Cookie"].split(";")[0] for _ in range(3)}
        assert len(tokens) == 3, path

    # Who has given the password sees the page, and nobody after them.
    passed = PageViewRestriction.objects.get(page__slug="word").pk
    cookie = session_of(None, passed_page_view_restrictions=[passed])
    opened = live.ask("/word/", Cookie=cookie)
    assert SECRET in opened.body.decode()
    assert not opened.is_shared
    assert SECRET not in live.ask("/word/").body.decode()

    # The site as it will be, for who may see that.
    assert live.ask("/later/").status == 404
    looking = session_of(
        editor, **{as_at.SESSION_KEY: {"instant": in_a_week.isoformat(), "release": None}}
    )
    ahead = live.ask("/later/", Cookie=looking)
    assert (ahead.status, ahead.is_shared) == (200, False)
    assert SECRET in ahead.body.decode()
    told = live.ask("/later/")
    assert (told.status, SECRET in told.body.decode()) == (404, False)

    # A page of everybody that becomes one of a few.
    assert SECRET in live.assert_shared("/secret/").body.decode()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert live.ask("/secret/").status == 302


def test_addresses_that_all_may_share(live: Live, home: Page):
    newsroom = make.NewsroomFactory(parent=home, slug="media")
    news = make.NewsListFactory(parent=newsroom, slug="news")
    for number in range(13):
        make.PressReleaseFactory(parent=news, title=f"Release {number}")
    for path in (
        "/",
        "/media/",
        "/media/news/?page=2",
        "/media/news/?kind=press_release",
        f"/_feeds/{news.pk}/atom.xml",
        f"/_feeds/{news.pk}/rss.xml",
        f"/_feeds/{news.pk}/feed.json",
        "/sitemap.xml",
        "/sitemap-news.xml",
        "/robots.txt",
        "/_site.webmanifest",
    ):
        assert live.assert_shared(path).status == 200, path
    moved = live.assert_shared("/open")
    assert (moved.status, moved.headers["Location"]) == (301, "/open/")
    campaign = live.ask("/open?utm_source=mail")
    assert (campaign.status, campaign.headers["Location"]) == (301, "/open/?utm_source=mail")
    absent = live.assert_shared("/nowhere/")
    assert (absent.status, "s-maxage=5," in absent.headers["Cache-Control"]) == (404, True)
    # Links from page to page do not carry on what is not in the key.
    listing = live.ask("/media/news/?utm_source=Quillwort&page=2")
    assert listing.is_shared
    assert "Quillwort" not in listing.body.decode()
