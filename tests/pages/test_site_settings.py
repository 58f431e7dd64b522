from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from pages.clock import now
from pages.site_settings import SiteSettings


def make(**fields) -> SiteSettings:
    return SiteSettings(site=Site.objects.get(is_default_site=True), **fields)


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("seconds", "shown"), [(-1, False), (0, True), (59, True), (60, False)])
def test_the_banner_shows_between_its_dates(clock, seconds, shown) -> None:
    start = now()
    settings = make(
        banner_text="Closed", banner_from=start, banner_until=start + timedelta(minutes=1)
    )
    clock.forward(seconds=seconds)
    assert settings.shows_banner is shown


def test_a_banner_without_dates_always_shows_and_without_words_never() -> None:
    assert make(banner_text="Closed").shows_banner
    assert not make(banner_text="  ").shows_banner


def test_a_banner_cannot_end_before_it_begins() -> None:
    settings = make(
        banner_text="Closed", banner_from=now(), banner_until=now() - timedelta(hours=1)
    )
    with pytest.raises(ValidationError) as caught:
        settings.full_clean()
    assert "end before it begins" in caught.value.message_dict["banner_until"][0]


def test_a_pale_accent_colour_is_refused_when_it_is_saved() -> None:
    with pytest.raises(ValidationError) as caught:
        make(accent_colour="#ffee00").full_clean()
    assert "hard to read" in caught.value.message_dict["accent_colour"][0]


def test_a_site_is_not_official_unless_somebody_says_so() -> None:
    assert make().is_government is False
