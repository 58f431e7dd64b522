"""One world for the whole package: building it takes longer than asking it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.embargo.asking import client_of
from tests.embargo.items import State
from tests.embargo.world import World, build


@pytest.fixture(scope="package")
def built(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[World, Path]]:
    """The world, in a transaction that is rolled back at the end, and the folder of its files."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=str(folder)):
            world = build(list(State))
            _make_all_sizes(world)
        yield world, folder
        transaction.set_rollback(True)


@pytest.fixture
def world(
    built: tuple[World, Path], settings: Settings, media_root: Path, mailoutbox: list
) -> Iterator[World]:
    """The world as every test finds it; what a test changes is undone."""
    world, folder = built
    settings.MEDIA_ROOT = str(folder)
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(world: World) -> None:
    """Stands for pytest-django's fixture of this name: the mark `django_db` means the world.

    Its own would close the connection after each test, and with it the world's transaction.
    """


def _make_all_sizes(world: World) -> None:
    """Of every picture, once; a question that makes them is undone and would make them again."""
    client = client_of(world, "superuser")
    pages = [world.home, world.newsroom, world.news, world.article, world.search]
    for page in pages:
        client.get(page.url)
    for item in world.items.values():
        client.get(reverse("wagtailadmin_pages:view_draft", args=[item.page.pk]))
    client.get(reverse("wagtailimages:index"))
