"""The load balancer's question."""

from datetime import timedelta
from typing import NoReturn

import pytest
from django.db import OperationalError
from django.test import Client

from newsroom.releases.models import Heartbeat
from portal.delivery import health

pytestmark = pytest.mark.django_db


def refuse(*args: object, **kwargs: object) -> NoReturn:
    raise OperationalError("connection refused by db.internal")


def test_all_is_well(client: Client, django_assert_num_queries, clock):
    Heartbeat.objects.create(name="one", seen_at=clock.now())
    with django_assert_num_queries(2):
        response = client.get("/_health/")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "cache": "ok",
        "dispatcher": "ok",
        "pages": "ok",
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("part", "answers", "status", "summary"),
    [
        ("database", "database_answers", 503, "unavailable"),
        # Everything is answered without it.
        ("cache", "cache_answers", 200, "degraded"),
    ],
)
def test_a_part_that_fails_is_named_and_its_reason_kept(
    client, monkeypatch, part, answers, status, summary
):
    monkeypatch.setattr(health, answers, refuse)
    response = client.get("/_health/")
    assert response.status_code == status
    assert response.json()["status"] == summary
    assert response.json()[part] == "unavailable"
    assert "db.internal" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_cache_that_forgets_is_unavailable(client: Client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert client.get("/_health/").json()["cache"] == "unavailable"


def test_only_reading_is_answered(client: Client):
    assert client.head("/_health/").status_code == 200
    assert client.post("/_health/").status_code == 405


@pytest.mark.parametrize(
    ("seconds", "ended", "told"),
    [(29, False, "ok"), (30, False, "silent"), (1, True, "silent")],
)
def test_a_dispatcher_that_is_silent_is_told_and_keeps_nothing_from_being_served(
    client: Client, clock, seconds, ended, told
):
    Heartbeat.objects.create(
        name="one",
        seen_at=clock.now() - timedelta(seconds=seconds),
        ended_at=clock.now() if ended else None,
    )
    response = client.get("/_health/")
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["dispatcher"]) == ("ok", told)
