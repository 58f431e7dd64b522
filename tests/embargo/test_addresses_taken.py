"""Two pages can't have one address. Who may add a page beside a secret one is told no more."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.embargo.asking import client_of
from tests.embargo.forms import edit_address, sent_by_form
from tests.embargo.items import HIDDEN, State
from tests.embargo.tokens import found_in, token
from tests.embargo.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def adder(world: World) -> Client:
    return client_of(world, "adder")


def save(client: Client, page: Page, **fields: str) -> tuple[dict, bytes]:
    """The form's errors and the page that shows them, after trying to save."""
    response = client.post(edit_address(page), sent_by_form(client, page).dict() | fields)
    errors = response.context["form"].errors if response.status_code == 200 else {}
    return {name: [str(line) for line in lines] for name, lines in errors.items()}, response.content


@pytest.mark.parametrize("state", [state for state in HIDDEN if state != State.BELOW])
def test_a_slug_that_is_taken_says_nothing_about_the_page_that_has_it(
    world: World, adder: Client, state: State
) -> None:
    slug = token(state, "slug")
    errors, content = save(adder, world.own_draft, slug=slug)
    assert list(errors) == ["slug"]
    assert found_in(content) - {slug} == set()
    public, _ = save(adder, world.own_draft, slug=token(State.PUBLIC, "slug"))
    assert [line.replace(slug, "SLUG") for line in errors["slug"]] == [
        line.replace(token(State.PUBLIC, "slug"), "SLUG") for line in public["slug"]
    ]


@pytest.mark.parametrize("state", [state for state in HIDDEN if state != State.BELOW])
def test_the_address_of_a_secret_pages_place_says_no_more(
    world: World, adder: Client, state: State
) -> None:
    address = f"/hub/news/{token(state, 'slug')}"
    errors, content = save(adder, world.own_draft, permalink=address)
    assert errors == {"permalink": ["Another page already has this address. Choose a different "
                                    "one."]}  # fmt: skip
    assert found_in(content) - {token(state, "slug")} == set()


@pytest.mark.parametrize("state", [State.DRAFT, State.SCHEDULED, State.ARMED, State.AMENDED])
def test_the_own_address_of_a_draft_is_not_known_before_it_is_published(
    world: World, adder: Client, state: State
) -> None:
    errors, _ = save(adder, world.own_draft, permalink=f"/{token(state, 'permalink')}")
    assert errors == {}


def test_a_new_page_is_told_the_same(world: World, adder: Client) -> None:
    name = ["newsroom", "newsarticlepage", world.news.pk]
    address = reverse("wagtailadmin_pages:add", args=name)
    data = {
        "title": "New", "slug": token(State.DRAFT, "slug"), "date": "2026-03-02",
        "body-count": "0", "related-TOTAL_FORMS": "0", "related-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = adder.post(address, data)
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors
    assert found_in(response.content) == {token(State.DRAFT, "slug")}
