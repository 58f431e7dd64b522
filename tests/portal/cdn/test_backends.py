"""What each kind of cache is asked, on a real server in its place."""

import json

import pytest
from pytest_django.fixtures import Settings

from portal.delivery.cdn import keys
from portal.delivery.cdn.backends import (
    CloudflareBackend,
    CloudfrontBackend,
    NotPurged,
    PurgeBackend,
    raising_what_is_logged,
)
from tests.portal.cdn.cache import Cache, listening


@pytest.fixture
def server():
    with listening() as cache:
        yield cache


def purging(server: Cache) -> PurgeBackend:
    return PurgeBackend({"LOCATION": server.url})


def cloudflare(server: Cache) -> CloudflareBackend:
    backend = CloudflareBackend({"ZONEID": "zone", "BEARER_TOKEN": "word"})
    backend.cloudflare_purge_endpoint_url = f"{server.url}/zones/zone/purge_cache"
    server.answer = json.dumps({"success": True})
    return backend


def cloudfront(server: Cache, monkeypatch: pytest.MonkeyPatch) -> CloudfrontBackend:
    for name, value in {
        "AWS_ENDPOINT_URL": server.url,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "word",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    return CloudfrontBackend({"DISTRIBUTION_ID": "distribution"})


def test_an_address_is_purged_with_its_host_and_parameters(server: Cache):
    purging(server).purge_batch(["https://www.agency.example/news/?page=2", "http://a.example"])
    assert [(told.method, told.address) for told in server.told] == [
        ("PURGE", "http://www.agency.example/news/?page=2"),
        ("PURGE", "http://a.example/"),
    ]


@pytest.mark.parametrize("header", ["Surrogate-Key", "xkey"])
def test_keys_are_purged_some_at_a_time(server: Cache, settings: Settings, header: str):
    settings.CDN_KEYS = header
    assert purging(server).purge_keys([f"page-{number}" for number in range(150)])
    told = [told.header(header).split(" ") for told in server.told]
    assert [len(keys) for keys in told] == [100, 50]
    assert {key for keys in told for key in keys} == {f"page-{number}" for number in range(150)}


@pytest.mark.parametrize(("status", "is_done"), [(404, True), (403, False), (500, False)])
def test_a_cache_that_did_not_have_it_is_as_good(server: Cache, status: int, is_done: bool):
    server.status = status
    if is_done:
        purging(server).purge("http://a.example/")
    else:
        with pytest.raises(NotPurged, match=f"answers {status}"):
            purging(server).purge("http://a.example/")


def test_what_can_be_purged_at_once_is(server: Cache, settings: Settings, monkeypatch):
    settings.CDN_KEYS = "Cache-Tag"
    assert not purging(server).purge_everything()
    assert cloudflare(server).purge_everything()
    assert server.told[-1].json == {"purge_everything": True}
    assert server.told[-1].headers["Authorization"] == "Bearer word"
    server.status, server.answer = 201, "<Invalidation/>"
    assert cloudfront(server, monkeypatch).purge_everything()
    assert "<Path>/*</Path>" in server.told[-1].body


def test_cloudflare_is_told_addresses_and_tags(server: Cache):
    backend = cloudflare(server)
    backend.purge_batch([f"https://a.example/{number}" for number in range(31)])
    assert [len(told.json["files"]) for told in server.told] == [30, 1]
    backend.purge_keys(["page-1"])
    assert server.told[-1].json == {"tags": ["page-1"]}


@pytest.mark.parametrize(
    ("status", "answer"), [(200, '{"success": false}'), (403, "{}"), (502, "<html>")]
)
def test_cloudflares_refusal_is_heard(server: Cache, status: int, answer: str):
    backend = cloudflare(server)
    server.status, server.answer = status, answer
    with pytest.raises(NotPurged, match="Cloudflare"):
        backend.purge_batch(["https://a.example/"])


def test_what_wagtail_only_logs_is_heard(server: Cache, monkeypatch):
    backend = cloudfront(server, monkeypatch)
    server.status = 403
    server.answer = "<ErrorResponse><Error><Code>Denied</Code></Error></ErrorResponse>"
    with pytest.raises(NotPurged, match="CloudFront"), raising_what_is_logged():
        backend.purge_batch(["https://a.example/news/"])


def test_keys_of_an_answer_fit_into_a_header(settings: Settings):
    from django.http import HttpResponse

    response = HttpResponse()
    keys.mark(response, {"page-1"})
    assert "Surrogate-Key" not in response.headers
    settings.CDN_KEYS = "Surrogate-Key"
    keys.mark(response, {"page-1", "below-0001"})
    assert response.headers["Surrogate-Key"] == "below-0001 everything page-1"
    keys.mark(response, {f"page-{number}" for number in range(10_000)})
    assert response.headers["Surrogate-Key"] == "anything everything"
