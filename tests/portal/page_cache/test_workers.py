"""The workers of a server, as it runs in earnest, render what they are asked for once for all."""

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from fixtures.factories.lifecycle import publish
from fixtures.factories.newsroom import NewsListFactory, NewsroomFactory, PressReleaseFactory
from portal.delivery import counters
from portal.delivery.counters import place, sharing, watch
from portal.delivery.page_cache.front import in_front_of
from portal.delivery.page_cache.front import sharing as sharing_pages
from tests.isomer.processes import shared_with_children
from tests.portal.page_cache.counted import COUNTED_IN
from tests.portal.page_cache.live import Answer, Live
from tests.portal.served import Served

WORKERS, VISITORS = 2, 200


@contextmanager
def served(
    monkeypatch: pytest.MonkeyPatch, folder: Path, megabytes: int = 64, workers: int = WORKERS
) -> Iterator[tuple[Live, Served]]:
    """The site with its workers on the database of this test, on a machine of its own."""
    runtime = folder / "machine"
    monkeypatch.setattr(settings, "RUNTIME_DIR", str(runtime))
    sharing.use_for(connection.settings_dict)
    for name, value in {
        "RUNTIME_DIR": runtime,
        "PAGE_CACHE_MB": megabytes,
        COUNTED_IN: folder / "asked",
    }.items():
        monkeypatch.setenv(name, str(value))
    (folder / "asked").touch()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with shared_with_children(monkeypatch):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.portal.page_cache.counted"}
        words = ["--workers", str(workers), "--no-dispatcher", "--no-worker"]
        try:
            with Served(environment, str(port), *words) as site:
                yield Live(port), site
                if site.process.poll() is None:
                    assert site.end(signal.SIGTERM) == 0
        finally:
            watch.stop()


def asked(folder: Path, path: str) -> list[str]:
    """The processes that rendered what is at a path."""
    lines = (folder / "asked").read_text().splitlines()
    return [line.split()[0] for line in lines if line.split()[1] == path]


def crowd(site: Live, path: str) -> list[Answer]:
    with ThreadPoolExecutor(VISITORS) as pool:
        return list(pool.map(lambda _: site.ask(path, Accept_Encoding="gzip"), range(VISITORS)))


def folders(folder: Path) -> list[Path]:
    return [*(folder / "machine").glob("pages-*")]


@pytest.mark.django_db(transaction=True)
def test_a_crowd_causes_one_rendering_after_each_publication(monkeypatch, tmp_path: Path):
    news = NewsListFactory(parent=NewsroomFactory())
    page = PressReleaseFactory(parent=news, title="State 0", slug="cold")
    path = page.url.removeprefix("http://localhost")
    with served(monkeypatch, tmp_path) as (site, _):
        # Until all workers trust their counter, and the rows stand that the first page writes.
        for _ in range(4 * WORKERS):
            site.assert_shared("/robots.txt")
            site.ask(path, host="127.0.0.1")
        before = asked(tmp_path, path)
        for state in range(3):
            if state:
                page.title = f"State {state}"
                publish(page)
            answers = crowd(site, path)
            assert len({(one.status, one.body, one.headers["ETag"]) for one in answers}) == 1
            assert answers[0].status == 200
            renderings = asked(tmp_path, path)[len(before) :]
            assert len(renderings) == 1, (state, renderings)
            before += renderings
        assert len(folders(tmp_path)) == 1
    assert folders(tmp_path) == []
    print(f"{VISITORS} visitors of a cold page at {WORKERS} workers: 1 rendering")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("megabytes", "workers"), [(0, 2), (64, 1)])
def test_without_a_cache_or_other_workers_there_is_nothing_to_share(
    monkeypatch, tmp_path: Path, megabytes: int, workers: int
):
    with served(monkeypatch, tmp_path, megabytes, workers) as (site, _):
        assert site.ask("/robots.txt").status == 200
        assert folders(tmp_path) == []


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_server_leaves_goes_when_the_next_one_starts(monkeypatch, tmp_path: Path):
    with served(monkeypatch, tmp_path) as (site, process):
        site.assert_shared("/robots.txt")
        os.kill(process.child("manage.py serve"), signal.SIGKILL)
        assert process.wait() != 0
    [left] = folders(tmp_path)
    with served(monkeypatch, tmp_path):
        assert len(folders(tmp_path)) == 1
        assert not left.exists()


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(settings, "RUNTIME_DIR", str(tmp_path / "own"))
    with override_settings(PAGE_CACHE_MB=8):
        yield in_front_of(lambda *_: [], counters)


def test_the_folder_is_there_as_long_as_the_server(application, tmp_path: Path):
    with sharing_pages(application, 2):
        assert application.shelf.folder.parent == tmp_path / "own"
        assert application.shelf.room == 2 * 1024 * 1024
    assert [*(tmp_path / "own").iterdir()] == []


def test_a_folder_that_all_may_write_to_is_not_used(application, tmp_path: Path, caplog):
    (tmp_path / "own").mkdir(mode=0o777)
    (tmp_path / "own").chmod(0o777)
    with sharing_pages(application, 2):
        assert application.shelf is None
    assert "Each worker renders for itself" in caplog.text


def test_without_a_folder_of_its_own_it_lies_in_memory(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(settings, "RUNTIME_DIR", "")
    tmp_path.chmod(0o1777)
    monkeypatch.setattr(place, "MEMORY", tmp_path)
    assert place.passing_folder() == tmp_path / f"portal-{os.getuid()}"
    # A folder in which others may put theirs in the place of this one is not.
    for mode in (0o777, 0o700):
        tmp_path.chmod(mode)
        assert place.passing_folder().parent != tmp_path
    monkeypatch.setattr(place, "MEMORY", tmp_path / "missing")
    assert place.passing_folder().parent != tmp_path
