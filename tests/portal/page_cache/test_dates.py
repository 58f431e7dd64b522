"""The next date by which pages look different: the first of all that lie ahead, asked once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from fixtures import factories as make
from pages.site_settings import SiteSettings
from portal.delivery.page_cache.instants import Dates

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
SOON, LATER, PAST = NOW + timedelta(hours=1), NOW + timedelta(days=1), NOW - timedelta(hours=1)


@pytest.fixture
def home() -> Page:
    return make.HomePageFactory(site_root=True)


def set_page(home: Page, name: str, date: datetime) -> None:
    Page.objects.filter(pk=home.pk).update(**{name: date})


def set_banner(home: Page, name: str, date: datetime) -> None:
    SiteSettings.objects.update_or_create(site=home.get_site(), defaults={name: date})


PLACES = [
    (set_page, "go_live_at"),
    (set_page, "expire_at"),
    (set_banner, "banner_from"),
    (set_banner, "banner_until"),
]


@pytest.mark.parametrize(("put", "name"), PLACES)
def test_each_date_ahead_counts_and_none_that_is_over(home: Page, put, name: str):
    put(home, name, SOON)
    assert Dates().next(1, NOW) == SOON
    put(home, name, PAST)
    assert Dates().next(1, NOW) is None


def test_the_first_of_several_counts(home: Page):
    set_page(home, "expire_at", LATER)
    set_banner(home, "banner_until", SOON)
    assert Dates().next(1, NOW) == SOON


def test_a_page_that_is_not_live_does_not_count(home: Page):
    set_page(home, "go_live_at", SOON)
    Page.objects.filter(pk=home.pk).update(live=False)
    assert Dates().next(1, NOW) is None


def test_the_tables_are_asked_once_for_a_counter_and_again_when_the_date_has_passed(home: Page):
    set_page(home, "expire_at", SOON)
    dates = Dates()
    with CaptureQueriesContext(connection) as asked:
        for _ in range(2):
            assert dates.next(1, NOW) == SOON
        assert len(asked) == 1
        assert dates.next(2, NOW) == SOON
        assert len(asked) == 2
        assert dates.next(2, SOON) is None
        assert len(asked) == 3
