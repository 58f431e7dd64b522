"""What the tests of Settings → Imports share: people, runs with items, archives."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from wagtail.models import Site

from fixtures import factories as make
from pages import clock
from pages.models import HomePage
from portal.isomer import background
from portal.isomer.codes import Code, Note
from portal.isomer.models import ImportRun, ImportRunItem, RunState
from portal.isomer.models.runs import Phase
from portal.isomer.report import Action, Item, Report
from tests.isomer.archives import zipped

PASSWORD = "correct horse battery"


@pytest.fixture
def home(db) -> HomePage:
    """The home page of the default site."""
    return make.HomePageFactory(site_root=True)


@pytest.fixture
def site(home) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def archive() -> bytes:
    """The usual repository as GitHub packs it."""
    return zipped()


@pytest.fixture
def log_in_as(db, client) -> Callable[[str], User]:
    """A function that logs a member of a group in; "superuser", or permissions after a colon."""

    def log_in(role: str) -> User:
        name, _, codenames = role.partition(":")
        user = User.objects.create_user(f"{name}-{codenames or 'plain'}".lower()[:150])
        if name == "superuser":
            User.objects.filter(pk=user.pk).update(is_superuser=True)
        else:
            group, _ = Group.objects.get_or_create(name=name)
            if codenames:
                wanted = ["access_admin", *codenames.split("+")]
                group.permissions.set(Permission.objects.filter(codename__in=wanted))
            user.groups.add(group)
        user = User.objects.get(pk=user.pk)
        client.force_login(user)
        return user

    return log_in


@pytest.fixture
def superuser(log_in_as) -> User:
    return log_in_as("superuser")


@pytest.fixture
def make_run(site) -> Callable[..., ImportRun]:
    """A function that stores a run, finished unless told otherwise, with its items."""

    def build(*items: Item, **fields) -> ImportRun:
        now = clock.now()
        wanted = {
            "site": site,
            "repository": "www.harbour.example",
            "source": "harbour-main.zip",
            "archive": "0123/harbour-main.zip",
            "state": RunState.FINISHED,
            "phase": Phase.SETTINGS,
            "started_at": now,
            "finished_at": now,
            "seen_at": now,
            **fields,
        }
        run = ImportRun.objects.create(**wanted)
        rows = [ImportRunItem.of(run, place, item) for place, item in enumerate(items, start=1)]
        ImportRunItem.objects.bulk_create(rows)
        if run.state == RunState.FINISHED:
            report = Report(run.repository, now, now)
            report.items = list(items)
            ImportRun.objects.filter(pk=run.pk).update(totals=report.totals())
            run.refresh_from_db()
        return run

    return build


@pytest.fixture
def interrupted(make_run) -> ImportRun:
    """A run in the middle of its pages, whose process is gone."""
    here = f"{socket.gethostname()}:{2**22 + 1}"
    return make_run(state=RunState.RUNNING, phase=Phase.PAGES, process=here, finished_at=None)


@pytest.fixture
def spawned(monkeypatch) -> list[list[str]]:
    """The commands that would have been started in processes of their own."""
    commands: list[list[str]] = []

    class Child:
        pid = 2**22 + 2

        def __init__(self, command, **options) -> None:
            assert options["start_new_session"] and "shell" not in options
            commands.append([Path(command[1]).name, *command[2:]])

        def poll(self) -> None:
            return None

    monkeypatch.setattr(background.subprocess, "Popen", Child)
    monkeypatch.setattr(background, "_children", {})
    return commands


def page_item(source: str = "pages/plan.md", *notes: tuple, **fields) -> Item:
    """An item of a page; notes are (code, detail, line)."""
    item = Item(
        source,
        fields.pop("kind", "page"),
        fields.pop("address", f"/{source}/"),
        page_type=fields.pop("page_type", "ContentPage"),
        action=fields.pop("action", Action.CREATED),
        source_words=fields.pop("words", 100),
        page_words=99,
        **fields,
    )
    item.warnings = [Note(Code(code), detail, line) for code, detail, line in notes]
    return item


def soup(response) -> BeautifulSoup:
    """The answer, parsed; it must be a page."""
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "lxml")


def words(node) -> str:
    return " ".join(node.get_text(" ").split())
