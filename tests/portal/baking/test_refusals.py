"""A run that can't give what was asked for says so in one line, and its exit code is 1."""

import os
from pathlib import Path

import pytest
from django.db import connection
from wagtail.models import Page
from wagtail.models import Site as WagtailSite

from tests.portal.baking.live import Site, bake, files, record
from tests.portal.page_cache.live import Live

pytestmark = pytest.mark.django_db(transaction=True)


def refused(folder: Path) -> str:
    """The one line that a run says."""
    [line] = bake(folder, expected=1).strip().splitlines()
    assert line.startswith("CommandError: ")
    return line


def states(folder: Path) -> dict[Path, int]:
    """All that lies in a folder, and when each of it was changed."""
    return {path: path.lstat().st_mtime_ns for path in (folder, *folder.rglob("*"))}


def test_a_site_whose_host_is_refused_is_not_baked(live: Live, folder: Path, site: Site):
    bake(folder)
    before = states(folder)
    WagtailSite.objects.update(hostname="www.elsewhere.example")
    line = refused(folder)
    assert "ALLOWED_HOSTS does not name www.elsewhere.example" in line
    assert "Add it there" in line
    assert states(folder) == before
    # Nor is a folder made for it, or held.
    refused(folder.with_name("another"))
    assert not folder.with_name("another").exists()


def test_without_a_site_there_is_nothing_to_bake(live: Live, folder: Path, site: Site):
    WagtailSite.objects.all().delete()
    assert "There is no site to bake" in refused(folder)
    assert not folder.exists()


def test_without_a_public_page_the_mirror_is_empty_and_that_is_told(
    live: Live, folder: Path, site: Site
):
    bake(folder)
    assert "/leaf/" in record(folder)["entries"]
    site.home.unpublish()
    said = bake(folder, expected=1)
    assert said.count("CommandError: ") == 1
    assert "CommandError: No page is public, so the mirror shows none." in said
    assert not any(b"Leaf" in path.read_bytes() for path in files(folder))


def test_a_page_that_fails_is_named(live: Live, folder: Path, site: Site):
    page = Page.objects.get(pk=site.leaf.pk).specific
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {page._meta.db_table} SET body = %s WHERE page_ptr_id = %s",
            ['[{"type": "heading", "value": "not what a heading is made of"}]', page.pk],
        )
    said = bake(folder, expected=1)
    assert "CommandError: 1 address could not be rendered" in said
    assert "/leaf/. The log says why." in said
    baked = record(folder)["entries"]
    assert "/leaf/" not in baked
    assert "/" in baked


def test_a_database_that_is_down_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(os.environ, "DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
    [line] = bake(folder, expected=1).strip().splitlines()
    assert line.startswith("The database cannot be reached: ")
    assert not folder.exists()
