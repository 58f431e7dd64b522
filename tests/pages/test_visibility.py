"""The gate: the same answer for one page, for a queryset and for the page's own address."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from pages import visibility
from pages.clock import now
from pages.models import ContentPage

SECOND = timedelta(seconds=1)


def seen(page: Page) -> tuple[bool, bool, int]:
    """Whether the page passes as object and in a queryset, and what its address answers."""
    fresh = ContentPage.objects.get(pk=page.pk)
    listed = ContentPage.objects.public_now().filter(pk=page.pk).exists()
    return visibility.is_public(fresh), listed, Client().get(fresh.url).status_code


def change(page: Page, **fields) -> None:
    type(page).objects.filter(pk=page.pk).update(**fields)


def test_a_live_page_is_public(add_page) -> None:
    assert seen(add_page("Plan")) == (True, True, 200)


def test_a_draft_is_not(add_page) -> None:
    page = add_page("Plan")
    change(page, live=False)
    assert seen(page) == (False, False, 404)


@pytest.mark.parametrize(
    ("offset", "public"), [(-SECOND, False), (timedelta(0), True), (SECOND, True)]
)
def test_a_page_appears_at_its_instant(add_page, clock, offset, public) -> None:
    page = add_page("Plan")
    instant = now() + timedelta(hours=1)
    change(page, go_live_at=instant)
    clock.set(instant + offset)
    assert seen(page) == (public, public, 200 if public else 404)


@pytest.mark.parametrize(
    ("offset", "public"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)]
)
def test_a_page_disappears_at_its_instant(add_page, clock, offset, public) -> None:
    page = add_page("Plan")
    instant = now() + timedelta(hours=1)
    change(page, expire_at=instant)
    clock.set(instant + offset)
    assert seen(page) == (public, public, 200 if public else 404)


@pytest.mark.parametrize(
    "closed",
    [{"live": False}, {"expire_at": now() - SECOND}, {"go_live_at": now() + timedelta(days=1)}],
    ids=["unpublished", "expired", "not yet"],
)
def test_a_page_below_a_hidden_one_is_hidden(add_page, section, closed) -> None:
    inner = add_page("Inner", parent=add_page("Outer", parent=section))
    change(section, **closed)
    assert seen(inner) == (False, False, 404)


def test_a_sibling_of_a_hidden_branch_stays_public(add_page, section) -> None:
    beside = add_page("Beside")
    add_page("Inner", parent=section)
    change(section, live=False)
    assert seen(beside) == (True, True, 200)


def test_a_restricted_page_is_not_public_but_asks_for_the_password(add_page) -> None:
    page = add_page("Plan")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )
    public, listed, status = seen(page)
    assert (public, listed, status) == (False, False, 200)
    assert "password" in Client().get(page.url).content.decode().lower()
    assert "Plan</h1>" not in Client().get(page.url).content.decode()


def test_the_hidden_branches_are_asked_for_once_in_a_request(
    add_page, section, django_assert_num_queries
) -> None:
    page = add_page("Inner", parent=section)
    with visibility.remember(), django_assert_num_queries(1):
        assert visibility.is_public(page)
        assert visibility.is_public(section)
