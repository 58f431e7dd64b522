"""The card of a page: as public as the page, drawn once, and gone with it."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import PageViewRestriction, Site

from fixtures import factories as make
from pages import permalinks, social_cards
from pages.site_settings import SiteSettings
from pages.social_cards import drawing, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make.HomePageFactory(site_root=True)


@pytest.fixture
def plan(home):
    return make.ContentPageFactory(title="The plan", parent=home)


@pytest.fixture
def drawn(monkeypatch) -> list:
    """The cards that are drawn during the test."""
    cards = []
    draw = drawing.draw
    monkeypatch.setattr(drawing, "draw", lambda card: (cards.append(card), draw(card))[1])
    return cards


def address(plan) -> str:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    return social_cards.address(plan, social_cards.card_of(plan, settings))


def stored(media_root: Path) -> list[str]:
    return sorted(path.name for path in (media_root / "cards").glob("*/*"))


def test_a_card_is_a_picture_that_can_be_kept_for_ever(plan) -> None:
    response = Client().get(address(plan))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    with Image.open(io.BytesIO(response.content)) as card:
        assert (card.size, card.format) == ((1200, 630), "PNG")
    assert not response.cookies


def test_a_card_is_drawn_once(plan, drawn) -> None:
    first, second = (Client().get(address(plan)).content for _ in range(2))
    assert first == second
    assert [card.title for card in drawn] == ["The plan"]
    known = Client().get(address(plan), headers={"If-None-Match": f'"{address(plan)[-20:-4]}"'})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "unpublished"])
def test_a_page_that_is_not_public_has_no_card(home, drawn, state) -> None:
    plan = make.ContentPageFactory(parent=home, **{state: True})
    other = reverse("social_card", args=[plan.pk, "0" * 16])
    answers = [Client().get(path) for path in (address(plan), other)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert drawn == []


def test_a_page_behind_a_password_has_no_card(plan, drawn) -> None:
    PageViewRestriction.objects.create(page=plan, restriction_type="password", password="secret")
    assert Client().get(address(plan)).status_code == 404
    assert drawn == []


def test_a_page_of_another_site_has_no_card_here(plan, drawn) -> None:
    elsewhere = make.HomePageFactory()
    Site.objects.create(hostname="elsewhere.example", root_page=elsewhere)
    assert Client().get(address(elsewhere)).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999999999999999", "0" * 18])
def test_a_page_that_does_not_exist_has_no_card(home, number) -> None:
    assert Client().get(f"/_cards/{number}-{'0' * 16}.png").status_code == 404


@pytest.mark.parametrize("path", ["1-x.png", "1-0.png", "-1-0000000000000000.png", "%00.png", ""])
def test_an_address_that_is_none_is_not_found(home, path) -> None:
    assert Client().get(f"/_cards/{path}").status_code == 404


def test_another_fingerprint_leads_to_the_card_of_now_and_is_not_drawn(plan, drawn) -> None:
    wrong = reverse("social_card", args=[plan.pk, "0" * 16])
    response = Client().get(wrong)
    assert (response.status_code, response["Location"]) == (301, address(plan))
    assert response["Cache-Control"] == "no-cache"
    assert drawn == []


def test_the_address_follows_what_is_on_the_card(plan, media_root) -> None:
    before = address(plan)
    Client().get(before)
    plan.title = "The new plan"
    plan.save_revision().publish()
    after = address(plan)
    assert after != before
    assert Client().get(before)["Location"] == after
    Client().get(after)
    assert stored(media_root) == [after.rsplit("-")[1]]
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.accent_colour = "#7a1f3d"
    settings.save()
    assert address(plan) != after


def test_a_card_goes_when_its_page_is_taken_off(
    plan, media_root, django_capture_on_commit_callbacks
) -> None:
    Client().get(address(plan))
    assert len(stored(media_root)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        plan.unpublish()
    assert list((media_root / "cards").iterdir()) == []


def test_a_card_goes_when_its_page_is_deleted(
    plan, media_root, django_capture_on_commit_callbacks
) -> None:
    Client().get(address(plan))
    with django_capture_on_commit_callbacks(execute=True):
        plan.delete()
    assert stored(media_root) == []


def test_two_who_draw_the_same_card_at_once_leave_one(plan, media_root) -> None:
    store.keep(plan.pk, "a" * 16, b"card")
    store.keep(plan.pk, "a" * 16, b"card")
    assert stored(media_root) == [f"{'a' * 16}.png"]


def test_where_a_card_lies_cannot_be_guessed(plan, settings, media_root) -> None:
    Client().get(address(plan))
    (folder,) = (media_root / "cards").iterdir()
    assert str(plan.pk) not in folder.name.split() and len(folder.name) == 32
    settings.SECRET_KEY = "another"
    assert store.read(plan.pk, address(plan)[-20:-4]) is None
    assert default_storage.exists(f"cards/{folder.name}")


def test_no_page_can_have_an_address_among_the_cards() -> None:
    assert "_cards" in permalinks.RESERVED_SEGMENTS
