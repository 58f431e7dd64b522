"""An address of a secret and an address of nothing answer alike: status, headers and every byte.

How long the answer takes is not compared.
"""

import re

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from newsroom.releases.models import CalendarKey
from tests.embargo.asking import client_of
from tests.embargo.items import HIDDEN, Item, State
from tests.embargo.tokens import found_in, token
from tests.embargo.world import World

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "other", "adder"]
SPELLINGS = [
    "/hub/news/{}/", "/hub/news/{}", "/hub/news/{}.html", "/HUB/News/{}/", "/hub/news/{}/?a=1",
    "/{}", "/{}/", "/{}/index.html", "/elsewhere/{}/",
]  # fmt: skip
#: What a session or a form puts into an answer differs each time.
_FRESH = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def seen(response: HttpResponseBase) -> tuple[int, dict, bytes, dict]:
    """Everything of an answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name.lower(): value for name, value in response.headers.items()}
    cookies = {name: sorted(morsel) for name, morsel in response.cookies.items()}
    return response.status_code, headers, _FRESH.sub(b"", body), cookies


def addresses(item: Item) -> list[str]:
    """Every spelling of an item's address, made of its slug and of its own address."""
    names = [token(item.state, "slug"), token(item.state, "permalink")]
    return [spelling.format(name) for spelling in SPELLINGS for name in names]


def of_nothing(address: str, item: Item) -> str:
    """The same address, of a page that was never there."""
    for place in ("slug", "permalink"):
        address = address.replace(token(item.state, place), f"never{item.state}{place}")
    return address


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_page_answers_as_nothing_does(world: World, state: State, role: str) -> None:
    item, client = world.items[state], client_of(world, role)
    for address in addresses(item):
        secret, nothing = seen(client.get(address)), seen(client.get(of_nothing(address, item)))
        assert secret == nothing, address
        assert secret[0] == 404


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("method", ["head", "post", "put", "delete", "options"])
def test_other_methods_tell_no_more(world: World, state: State, method: str) -> None:
    item, client = world.items[state], Client()
    for address in addresses(item)[:4]:
        ask = getattr(client, method)
        assert seen(ask(address)) == seen(ask(of_nothing(address, item)))


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"},
        {"Range": "bytes=0-9"},
        {"Accept": "application/json"},
        {"X-Requested-With": "XMLHttpRequest"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_conditions_and_wishes_tell_no_more(world: World, state: State, headers: dict) -> None:
    item, client = world.items[state], Client()
    for address in addresses(item)[:4]:
        secret = client.get(address, headers=headers)
        nothing = client.get(of_nothing(address, item), headers=headers)
        assert seen(secret) == seen(nothing)
        assert not {"ETag", "Last-Modified", "Location"} & set(secret.headers)


@pytest.mark.parametrize("state", HIDDEN)
def test_a_search_for_a_secret_finds_what_a_search_for_nothing_finds(
    world: World, state: State
) -> None:
    for place in ("title", "body", "summary", "seo", "topicname", "alt", "doctitle", "slug"):
        words = token(state, place), "n" * len(token(state, place))
        answers = [Client().get("/search/", {"q": word}) for word in words]
        bodies = [
            answer.content.replace(word.encode(), b"WORD")
            for answer, word in zip(answers, words, strict=True)
        ]
        assert bodies[0] == bodies[1], place


@pytest.mark.parametrize("state", [*HIDDEN, State.AMENDED])
def test_a_topic_of_secrets_filters_as_a_topic_that_is_none(world: World, state: State) -> None:
    topics = token(state, "topicslug"), "n" * len(token(state, "topicslug"))
    for path in ("/hub/", "/hub/news/"):
        bodies = [
            Client().get(path, {"topic": topic}).content.replace(topic.encode(), b"TOPIC")
            for topic in topics
        ]
        assert bodies[0] == bodies[1]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", [*HIDDEN, State.AMENDED])
def test_a_hidden_document_answers_as_none(world: World, state: State, role: str) -> None:
    document, client = world.items[state].document, client_of(world, role)
    name = document.filename
    secret = client.get(reverse("wagtaildocs_serve", args=[document.pk, name]))
    nothing = client.get(reverse("wagtaildocs_serve", args=[999_999, name]))
    assert seen(secret) == seen(nothing)
    assert client.get(f"/_media/{document.file.name}").status_code == 404


def test_a_feed_of_a_hidden_list_answers_as_none(world: World) -> None:
    hidden = world.items[State.BELOW].parent
    numbers = [hidden.pk, world.items[State.DRAFT].page.pk, world.section.pk, 999_999]
    answers = [seen(Client().get(reverse("newsroom_feed", args=[pk]))) for pk in numbers]
    assert answers[0][0] == 404
    assert all(answer == answers[-1] for answer in answers)


@pytest.mark.parametrize("state", HIDDEN)
def test_a_password_is_asked_for_no_hidden_page(world: World, state: State) -> None:
    restriction = PageViewRestriction.objects.create(
        page=world.section, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )
    name = "wagtailcore_authenticate_with_password"
    ask = lambda pk: Client().get(reverse(name, args=[restriction.pk, pk]))  # noqa: E731
    assert ask(world.elsewhere_page.pk).status_code == 200
    assert seen(ask(world.items[state].page.pk)) == seen(ask(999_999))
    assert seen(ask(world.news.pk)) == seen(ask(999_999))


@pytest.mark.parametrize("state", HIDDEN)
def test_a_redirect_to_a_secret_answers_as_no_redirect(world: World, state: State) -> None:
    assert seen(Client().get(f"/old-{state}")) == seen(Client().get("/never-old"))


@pytest.mark.parametrize("state", [*HIDDEN, State.PUBLIC])
@pytest.mark.parametrize("address", ["/hub/news/{slug}/", "http://testserver/hub/news/{slug}/"])
def test_a_redirect_whose_target_was_typed_keeps_the_secret_too(
    world: World, state: State, address: str
) -> None:
    target = address.format(slug=token(state, "slug"))
    Redirect.objects.create(old_path="/typed", site=world.site, redirect_link=target)
    response = Client().get("/typed")
    if state == State.PUBLIC:
        assert (response.status_code, response["Location"]) == (301, target)
    else:
        assert seen(response) == seen(Client().get("/never-typed"))


@pytest.mark.parametrize(
    "target", ["https://www.example.org/x", "/hub/?year=2026", "/theme.css", "/old-public", "/hub"]
)
def test_other_redirects_lead_on(world: World, target: str) -> None:
    Redirect.objects.create(old_path="/typed", site=world.site, redirect_link=target)
    response = Client().get("/typed")
    assert (response.status_code, response["Location"]) == (301, target)


def test_no_link_of_the_desk_tells_whether_it_was_ever_one(world: World) -> None:
    ended = CalendarKey.issue(world.people["approver"])
    CalendarKey.revoke(world.people["approver"])
    answers = [
        seen(Client().get(reverse("release_calendar", args=[key])))
        for key in (ended, "never", CalendarKey.issue(world.people["other"]))
    ]
    assert answers[0][0] == 404
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("path", ["/", "/hub/", "/hub/news/", "/hub/news/old/", "/search/?q=a"])
def test_public_answers_are_the_same_while_secrets_come_and_go(world: World, path: str) -> None:
    """Neither their bytes nor their headers count what is hidden."""
    before = seen(Client().get(path))
    for state in HIDDEN:
        world.items[state].page.delete()
    after = seen(Client().get(path))
    assert found_in(before[2]) and before == after
