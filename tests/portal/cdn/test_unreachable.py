"""A cache that does not answer keeps nobody waiting, and learns of everything in the end."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import Page

from fixtures import factories as make
from newsroom.releases import effects
from newsroom.releases.models.dispatch import Effect
from pages import clock
from portal.delivery.cdn import purging
from tests.isomer.processes import database_url
from tests.portal.cdn.cache import Cache
from tests.portal.cdn.conftest import settled
from tests.releases.faults.live import ROOT, until


def notes():
    return Effect.objects.filter(kind="purge")


def make_due() -> None:
    """Let the time pass after which another process takes up what was left."""
    notes().update(next_attempt_at=clock.database_now() - timedelta(seconds=1))


def told_to_cdn(client: Client) -> str:
    return client.get("/_health/").json()["cdn"]


def test_who_publishes_does_not_wait_for_it(home: Page, cache: Cache):
    settled()
    cache.may_answer.clear()
    make.ContentPageFactory(parent=home, slug="about")
    # Published, while the cache has not answered its first request.
    assert Page.objects.get(slug="about").live
    until(lambda: len(cache.told) > 0, "the first purge")
    assert notes().exists()


@pytest.mark.parametrize("how", ["refuses", "fails"])
def test_what_it_missed_is_told_again(
    home: Page, cache: Cache, client: Client, settings, monkeypatch, how: str
):
    settled()
    good = settings.WAGTAILFRONTENDCACHE
    if how == "fails":
        cache.status = 503
    else:
        settings.WAGTAILFRONTENDCACHE = {
            "default": {**good["default"], "LOCATION": "http://127.0.0.1:1"}
        }
    make.ContentPageFactory(parent=home, slug="about")
    until(lambda: notes().exclude(error="").exists(), "the failure")
    assert told_to_cdn(client) == "ok"
    note = notes().exclude(error="").earliest("pk")
    assert note.error.startswith("NotPurged: ")
    assert note.next_attempt_at > clock.database_now() + timedelta(seconds=50)
    # Nobody has heard of it for a minute.
    notes().update(created_at=clock.database_now() - timedelta(minutes=1))
    assert told_to_cdn(client) == "behind"
    assert client.get("/_health/").status_code == 200

    cache.forget()
    cache.status, settings.WAGTAILFRONTENDCACHE = 200, good
    monkeypatch.setattr(purging, "_resting_until", 0.0)
    make_due()
    effects.deliver_due()
    assert not notes().exists()
    assert "http://localhost/about/" in cache.purged
    assert told_to_cdn(client) == "ok"


def test_pauses_between_attempts_grow(home: Page, cache: Cache, monkeypatch):
    settled()
    cache.status = 503
    make.ContentPageFactory(parent=home, slug="about")
    until(lambda: notes().exists() and not notes().filter(error="").exists(), "the failure")
    pauses = []
    for _ in range(3):
        make_due()
        monkeypatch.setattr(purging, "_resting_until", 0.0)
        before = clock.database_now()
        effects.deliver_due()
        pauses.append(round((notes().earliest("pk").next_attempt_at - before).total_seconds() / 60))
    assert pauses == [2, 4, 8]


def test_several_notes_are_told_together_and_a_cache_that_failed_is_left_alone(
    home: Page, cache: Cache
):
    settled()
    cache.forget()
    cache.status = 503
    for number in range(5):
        make.ContentPageFactory(parent=home, slug=f"page-{number}")
    until(lambda: notes().exists() and not notes().filter(error="").exists(), "the failure")
    assert notes().count() >= 5
    assert len(cache.told) < 5


def test_a_process_that_is_killed_in_between_leaves_it_to_the_next(home: Page, cache: Cache):
    settled()
    cache.forget()
    cache.may_answer.clear()
    publishing = (
        "import django; django.setup();"
        "from fixtures import factories as make; from wagtail.models import Page; import time;"
        "make.ContentPageFactory(parent=Page.objects.get(slug='front').specific, slug='about');"
        "time.sleep(60)"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "CDN_PURGE_URL": cache.url,
    }
    child = subprocess.Popen([sys.executable, "-c", publishing], cwd=ROOT, env=environment)
    try:
        until(lambda: len(cache.told) > 0, "the first purge")
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait(30)
    cache.may_answer.set()
    assert notes().exists()
    make_due()
    effects.deliver_due()
    assert not notes().exists()
    assert "http://localhost/about/" in cache.purged


def test_who_is_about_to_fork_ends_the_thread_and_nothing_is_left_untold(home, cache):
    make.ContentPageFactory(parent=home, slug="about")
    purging.finish()
    assert "cdn-purge" not in {thread.name for thread in threading.enumerate()}
    assert "http://localhost/about/" in cache.purged
    purging.finish()
    # Later changes have a thread again.
    make.ContentPageFactory(parent=home, slug="later")
    settled()
    assert "http://localhost/later/" in cache.purged
