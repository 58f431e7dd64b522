"""What a run leaves behind: all that is public and nothing else, whole at every moment."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from wagtail.models import Page

from fixtures.factories.lifecycle import edit
from portal.delivery import counters
from tests.portal.baking.live import SECRET, Site, bake, command, files, record
from tests.portal.page_cache.live import Live
from tests.releases.faults.live import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_makes_what_changed_and_drops_what_is_no_longer_public(
    live: Live, folder: Path, site: Site
):
    bake(folder)
    assert "; 0 rendered" in bake(folder)
    first = (folder / "current").resolve()
    entries = record(folder)["entries"]

    # Nothing that is not public, in whatever file.
    assert not {"/later/", "/draft/", "/closed/", "/media/news/gone/"} & set(entries)
    everything = [path.read_bytes() for path in files(folder) if path.suffix not in (".gz", ".br")]
    assert not any(SECRET.encode() in content for content in everything)
    assert not any(b"wagtail-userbar" in content for content in everything)

    page = Page.objects.get(pk=site.leaf.pk).specific
    page.title = "Leaf in other words"
    page.save_revision().publish()
    Page.objects.get(slug="item-3").specific.unpublish()
    assert "; 0 rendered" not in bake(folder)
    assert not first.exists()
    tree = (folder / "current").resolve()
    now = record(folder)["entries"]
    assert b"Leaf in other words" in (tree / "localhost" / now["/leaf/"]["file"]).read_bytes()
    assert set(entries) - set(now) >= {"/media/news/item-3/"}
    assert not any(b"Item 3<" in path.read_bytes() for path in files(folder))
    for path in files(folder):
        assert "item-3" not in path.name
    # What is as it was is the same file, with the same time: nobody has to fetch it again.
    same = now["/favicon.ico"]["file"]
    assert (tree / "localhost" / same).stat().st_mtime < (
        tree / "localhost" / now["/leaf/"]["file"]
    ).stat().st_mtime


def test_other_words_are_nothing_that_nginx_has_to_read(live: Live, folder: Path, site: Site):
    assert "nginx" in bake(folder)
    edit(site.leaf, title="Leaf in other words")
    # The pages of errors are made anew, too, at another second.
    counters.bump()
    printed = bake(folder)
    assert "; 0 rendered" not in printed
    assert "nginx" not in printed


def test_a_run_that_is_killed_leaves_the_mirror_as_it_was(live: Live, folder: Path, site: Site):
    bake(folder)
    tree = (folder / "current").resolve()
    before = {path: path.read_bytes() for path in files(folder)}
    page = Page.objects.get(pk=site.leaf.pk).specific
    page.title = "Leaf in other words"
    page.save_revision().publish()
    # As in the middle of a run with new code: everything is made again.
    kept = tree / "bake.json"
    text = kept.read_text()
    kept.write_text(text.replace('"code": "', '"code": "another'))

    process = subprocess.Popen(command(folder), cwd=ROOT, stdout=subprocess.DEVNULL)
    unfinished = folder / "trees" / str(int(tree.name) + 1)
    end = time.monotonic() + 90
    while not any(path.is_file() for path in unfinished.rglob("*")):
        assert process.poll() is None, "it ended before it was killed"
        assert time.monotonic() < end
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept.write_text(text)

    assert (folder / "current").resolve() == tree
    assert {path: path.read_bytes() for path in files(folder)} == before
    # The next one clears up and goes on.
    bake(folder)
    assert [path.name for path in (folder / "trees").iterdir()] == [
        (folder / "current").resolve().name
    ]
    leaf = folder / "current/localhost" / record(folder)["entries"]["/leaf/"]["file"]
    assert b"Leaf in other words" in leaf.read_bytes()
