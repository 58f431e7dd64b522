"""Runs of `manage.py bake` in processes of their own, and the site that they bake."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from fixtures.factories.lifecycle import State, schedule, stored
from newsroom.former_addresses import send_readers
from newsroom.listing import ITEMS_PER_PAGE
from newsroom.models import NewsListPage
from pages import clock
from pages.media import worker
from tests.portal.page_cache.live import Answer, Live
from tests.releases.faults.live import ROOT

SECRET = "Quillwort"


@dataclass
class Site:
    """What there is to bake, and what must never be."""

    home: Page
    leaf: Page
    news: Page
    embargoed: Page


def build() -> Site:
    """A site with something of each sort."""
    home = make.HomePageFactory(site_root=True, slug="front", title="Front")
    document = make.SiteDocumentFactory(title="Plan")
    link = f'<p>Read <a linktype="document" id="{document.pk}">the plan</a>.</p>'
    leaf = make.ContentPageFactory(
        parent=home, title="Leaf", slug="leaf", body=[("paragraph", link)]
    )
    # Addresses of which one is a folder of the other, where files are named alike.
    make.ContentPageFactory(parent=home, title="Plain", slug="plain", permalink="/Own/Place")
    make.ContentPageFactory(parent=home, title="Below", slug="below", permalink="/Own/Place/below/")
    make.ContentPageFactory(parent=home, title="File", slug="file", permalink="/own/index.html")
    make.ContentPageFactory(parent=home, title="Überall", slug="überall")
    make.SearchPageFactory(parent=home, title="Search", slug="search")
    newsroom = make.NewsroomFactory(parent=home, title="Media", slug="media")
    news = make.NewsListFactory(parent=newsroom, title="News", slug="news")
    topic = make.TopicFactory(name="Harbour", slug="harbour")
    image = make.SiteImageFactory()
    make.NewsArticleFactory(parent=news, title="With a picture", topics=[topic], lead_image=image)
    for number in range(ITEMS_PER_PAGE):
        make.NewsArticleFactory(parent=news, title=f"Item {number}")
    make.NewsLinkFactory(parent=news, title="Elsewhere", slug="elsewhere")
    gone = make.NewsArticleFactory(parent=news, title="Gone", slug="gone")
    gone.unpublish()
    send_readers(stored(gone), None)
    Redirect.objects.create(old_path="/old", site=home.get_site(), redirect_page=leaf)

    embargoed = make.ContentPageFactory(
        parent=home, title=f"{SECRET} later", slug="later", state=State.DRAFT
    )
    schedule(embargoed, clock.now() + timedelta(days=2))
    make.ContentPageFactory(parent=home, title=f"{SECRET} draft", slug="draft", state=State.DRAFT)
    closed = make.ContentPageFactory(parent=home, title=f"{SECRET} closed", slug="closed")
    PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.PASSWORD, password="p"
    )
    # Else the site's worker makes the pictures between two runs.
    worker.work_off()
    return Site(home, leaf, news, embargoed)


def add_choices() -> None:
    """Items among which kind, year and topic can be chosen: so many articles of one year and topic
    that their list has a second page, and one release of another year.
    """
    news, topic = NewsListPage.objects.get(), make.TopicFactory(name="Reef", slug="reef")
    for number in range(ITEMS_PER_PAGE + 1):
        make.NewsArticleFactory(
            parent=news, title=f"Coral {number}", date=date(2019, 5, 1), topics=[topic]
        )
    make.PressReleaseFactory(parent=news, title="Old", date=date(2018, 5, 1), topics=[topic])


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "manage.py", "bake", str(folder), *words]


def bake(folder: Path, *words: str, expected: int = 0) -> str:
    """One run, in the environment of the test; what it printed."""
    done = subprocess.run(
        command(folder, *words), cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def watching(folder: Path, *words: str) -> Iterator[subprocess.Popen]:
    """`manage.py bake --watch`, until the block ends."""
    with (folder.parent / "watch.log").open("w") as output:
        process = subprocess.Popen(
            command(folder, "--watch", *words),
            cwd=ROOT,
            env=os.environ,
            stdout=output,
            stderr=output,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def is_leased(folder: Path) -> bool:
    """Whether nginx may answer out of a folder at this moment."""
    return (folder / "live").is_symlink() and any((folder / "lease").iterdir())


def record(folder: Path) -> dict:
    """What `bake.json` says of the one site."""
    found = json.loads((folder / "current/bake.json").read_text())
    return next(iter(found["sites"].values()))


def files(folder: Path) -> list[Path]:
    """All files of the tree that holds."""
    return [path for path in (folder / "current").resolve().rglob("*") if path.is_file()]


@dataclass
class Front:
    """nginx at `port`, asked with the host of the application at `upstream`."""

    port: int
    upstream: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        host = {"Host": f"localhost:{self.upstream}"}
        return Live(self.port).ask(path, method=method, **{**host, **headers})
