"""Requests that nobody's browser would send: what the admin offers nobody, it takes from nobody."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.admin_privacy.references import REFUSED
from pages.admin_privacy.titles import UNKNOWN
from pages.models import ContentPage
from tests.embargo.asking import client_of
from tests.embargo.forms import edit_address, sent_by_form
from tests.embargo.items import EMBARGOED, HIDDEN, State
from tests.embargo.tokens import found_in, token
from tests.embargo.world import World

pytestmark = pytest.mark.django_db

LINK = {"document": "", "url": "", "anchor": ""}


def button(page: Page) -> dict:
    return nested_form_data(
        {"body": streamfield([("button", {"label": "Go", "style": "primary",
                                          "link": {**LINK, "page": str(page.pk)}})])}
    )  # fmt: skip


def paragraph(*entities: dict) -> dict:
    """A paragraph as the editor's script sends it, with these links or pictures."""
    content = {
        "blocks": [
            {
                "key": "a", "type": "unstyled", "depth": 0, "text": "here " * len(entities),
                "inlineStyleRanges": [],
                "entityRanges": [
                    {"offset": place * 5, "length": 4, "key": place}
                    for place in range(len(entities))
                ],
            }
        ],
        "entityMap": {str(place): entity for place, entity in enumerate(entities)},
    }  # fmt: skip
    return nested_form_data({"body": streamfield([("paragraph", json.dumps(content))])})


def link_to(page: Page) -> dict:
    return {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page.pk}}


def link_to_document(pk: int) -> dict:
    return {"type": "DOCUMENT", "mutability": "MUTABLE", "data": {"id": pk}}


def save(client: Client, page: Page, data: dict) -> HttpResponse:
    return client.post(edit_address(page), sent_by_form(client, page).dict() | data)


def stored(page: Page) -> dict:
    """The latest draft, as it is in the database."""
    return Page.objects.get(pk=page.pk).get_latest_revision().content


@pytest.fixture
def other(world: World) -> Client:
    return client_of(world, "other")


@pytest.fixture
def own(world: World) -> Page:
    """A page of the other group's own, without a reference in it."""
    page = ContentPage.objects.get(pk=world.elsewhere_page.pk)
    page.body = []
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("form", ["button", "link in text"])
def test_a_page_nobody_told_them_of_cant_be_linked_to(
    world: World, other: Client, own: Page, state: State, form: str
) -> None:
    secret = world.items[state].page
    data = button(secret) if form == "button" else paragraph(link_to(secret))
    before = own.get_latest_revision().pk
    response = save(other, own, data)
    assert response.status_code == 200
    assert REFUSED in response.content.decode().replace("&#x27;", "’")
    assert found_in(response.content) == set()
    assert Page.objects.get(pk=own.pk).latest_revision_id == before


def test_what_stands_for_an_unknown_page_says_so(world: World, other: Client, own: Page) -> None:
    response = save(other, own, button(world.items[State.DRAFT].page))
    # The editor’s script gets it as JSON, which writes the apostrophe in its own way.
    assert UNKNOWN.partition("’")[0] in response.content.decode()


@pytest.mark.parametrize("form", ["button", "link in text"])
def test_a_public_page_can_be_linked_to(world: World, other: Client, own: Page, form: str) -> None:
    public = world.items[State.PUBLIC].page
    response = save(other, own, button(public) if form == "button" else paragraph(link_to(public)))
    assert response.status_code == 302
    assert str(public.pk) in stored(own)["body"]


def test_a_link_that_is_there_already_stays(world: World, other: Client, own: Page) -> None:
    secret = world.items[State.DRAFT].page
    own.body = own.body.stream_block.to_python(
        [{"type": "button", "value": {"label": "Go", "link": {"page": secret.pk}}}]
    )
    own.save_revision(user=world.people["author"])
    response = save(other, own, button(secret) | {"title": "Renamed"})
    assert response.status_code == 302
    assert str(secret.pk) in stored(own)["body"]
    assert found_in(other.get(edit_address(own)).content) == set()


@pytest.mark.parametrize("state", EMBARGOED)
@pytest.mark.parametrize("what", ["picture", "picture for sharing", "document", "document in text"])
def test_a_file_they_may_not_choose_is_refused_and_not_shown(
    world: World, other: Client, own: Page, state: State, what: str
) -> None:
    item = world.items[state]
    image = {"image": str(item.image.pk), "alt_text": "x", "decorative": ""}
    data = {
        "picture": lambda: nested_form_data(
            {"body": streamfield([("image", {"image": image, "caption": "null", "credit": "",
                                             "size": "full", "link": {**LINK, "page": ""}})])}
        ),
        "picture for sharing": lambda: {"social_image": str(item.image.pk)},
        "document": lambda: nested_form_data(
            {"body": streamfield([("button", {"label": "Go", "style": "primary", "link": {
                **LINK, "page": "", "document": str(item.document.pk)}})])}
        ),
        "document in text": lambda: paragraph(link_to_document(item.document.pk)),
    }[what]()  # fmt: skip
    before = own.get_latest_revision().pk
    for address in (edit_address(own), reverse("wagtailadmin_pages:preview_on_edit",
                                                args=[own.pk])):  # fmt: skip
        response = other.post(address, sent_by_form(other, own).dict() | data)
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")
        assert found_in(response.content) == set()
    assert Page.objects.get(pk=own.pk).latest_revision_id == before


def test_a_file_of_their_own_is_taken(world: World, other: Client, own: Page) -> None:
    response = save(other, own, {"social_image": str(world.elsewhere_image.pk)})
    assert response.status_code == 302
    assert stored(own)["social_image"] == world.elsewhere_image.pk


@pytest.mark.parametrize("state", HIDDEN)
def test_pages_cant_be_moved_or_copied_to_where_they_know_of_nothing(
    world: World, other: Client, own: Page, state: State
) -> None:
    secret = world.items[state].page
    copy = reverse("wagtailadmin_pages:copy", args=[own.pk])
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(secret.pk)}
    move = reverse("wagtailadmin_pages:move", args=[own.pk])
    for response in (
        other.post(copy, data),
        other.post(move, {"new_parent_page": str(secret.pk)}, follow=True),
    ):
        assert found_in(response.content) == set()
    assert not secret.get_children().exists()


@pytest.mark.parametrize("state", HIDDEN)
def test_copying_does_not_tell_which_addresses_are_taken_elsewhere(
    world: World, other: Client, own: Page, state: State
) -> None:
    """`news` is public, but the other group may not add pages there."""
    address = reverse("wagtailadmin_pages:copy", args=[own.pk])
    answers = []
    for slug in (token(state, "slug"), "n" * len(token(state, "slug"))):
        data = {"new_title": "Copy", "new_slug": slug, "new_parent_page": str(world.news.pk)}
        errors = other.post(address, data).context["form"].errors
        answers.append({name: [str(error) for error in lines] for name, lines in errors.items()})
    assert answers[0] == answers[1]
    assert list(answers[0]) == ["new_parent_page"]


@pytest.mark.parametrize("state", HIDDEN)
def test_moving_does_not_tell_which_addresses_are_taken_elsewhere(
    world: World, other: Client, own: Page, state: State
) -> None:
    locations = []
    for slug in (token(state, "slug"), "n" * len(token(state, "slug"))):
        Page.objects.filter(pk=own.pk).update(slug=slug)
        address = reverse("wagtailadmin_pages:move_confirm", args=[own.pk, world.news.pk])
        response = other.get(address)
        locations.append((response.status_code, response["Location"]))
        assert slug not in other.get(reverse("wagtailadmin_home")).content.decode()
    assert locations[0] == locations[1]
