"""When the demo refuses to be loaded: one line, and nothing is written."""

import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from fixtures.demo import build
from fixtures.factories import ContentPageFactory, HomePageFactory, SiteImageFactory

pytestmark = pytest.mark.django_db


def refusal() -> str:
    with pytest.raises(CommandError) as error:
        call_command("load_demo")
    message = str(error.value)
    assert "\n" not in message
    return message


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_settings_that_do_not_allow_it(settings) -> None:
    settings.DEMO_ALLOWED = False
    assert "--force" in refusal()
    assert not User.objects.exists()


def test_a_site_with_pages_of_its_own() -> None:
    HomePageFactory(site_root=True)
    ContentPageFactory(title="Ours")
    assert "2 pages" in refusal()
    assert Page.objects.filter(title="Ours").exists()
    assert not User.objects.exists()


def test_a_site_with_pictures_of_its_own() -> None:
    SiteImageFactory()
    assert "1 images" in refusal()


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("fixtures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "factory", None)
    assert "package factory" in refusal()
    assert not User.objects.exists()


def test_a_failure_on_the_way_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    class Broken(Exception):
        pass

    def fail(self) -> None:
        raise Broken

    monkeypatch.setattr(build.Demo, "configure_site", fail)
    with pytest.raises(Broken):
        call_command("load_demo")
    assert not User.objects.exists()
    assert Page.objects.count() == 2
    assert Site.objects.get(is_default_site=True).root_page.title.startswith("Welcome")
    assert files(media_root) == []
