"""Two whole repositories against what Jekyll makes of them."""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from pages.models import Navigation
from portal.isomer.report import Report
from tests.isomer.repository import CORPUS, corpus, words

NAMES = ("imda-disg", "enterprisesg-cpso")
#: Text of the pages themselves, kept where this test looks for it.
_LISTINGS = {"home", "contact_us", "system:listing", "system:search", "system:404"}


def expected(name: str) -> dict:
    return json.loads((CORPUS / "expected" / f"{name}.json").read_text("utf-8"))


def bodies(name: str) -> dict[str, str]:
    lines = (CORPUS / "expected" / f"{name}.html.jsonl").read_text("utf-8").splitlines()
    return {data["path"]: data["html"] for line in lines if "path" in (data := json.loads(line))}


@pytest.fixture(scope="module", params=NAMES)
def imported(request, import_for_a_module) -> Iterator[tuple[str, Report]]:
    """The name of a repository and the report of its import."""
    with import_for_a_module(corpus(request.param)) as report:
        yield request.param, report


@pytest.mark.django_db
def test_pages_against_jekyll(imported):
    name, report = imported
    manifest = {entry["path"]: entry for entry in expected(name)["pages"]}
    items = {item.source: item for item in report.items}
    rendered = bodies(name)
    client = Client()
    kept = total = 0
    wrong: list[str] = []
    for path, entry in manifest.items():
        item = items.get(path)
        if item is None:
            wrong.append(f"{path} is not in the report")
            continue
        if entry["kind"] == "system:404":
            continue
        response = client.get(quote(entry["url"]))
        if response.status_code != (302 if item.page_type == "NewsLinkPage" else 200):
            wrong.append(f"{entry['url']} answers {response.status_code}")
            continue
        if response.status_code == 302 or entry["kind"] in _LISTINGS:
            continue
        main = BeautifulSoup(response.content, "lxml").find("main")
        for added in main.select(".poster-play, .updated"):
            added.decompose()
        source, shown = words(rendered[path]), words(main)
        total += len(source)
        kept += _kept_in_order(source, shown)
        if entry["cards"] != item.cards:
            wrong.append(f"{path}: {entry['cards']} cards, imported {item.cards}")
    assert wrong == []
    assert kept / total >= 0.999
    legacy = sum(item.legacy_html_blocks for item in report.items)
    assert legacy == 0


def _kept_in_order(source: list[str], shown: list[str]) -> int:
    """How many words of the source are on the page, in their order."""
    if source == shown:
        return len(source)
    matcher = SequenceMatcher(None, source, shown, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


@pytest.mark.django_db
def test_the_menu_is_the_old_one(imported):
    name, _ = imported
    site = Site.objects.get(is_default_site=True)

    def shape(entry: dict) -> tuple:
        return entry["title"], entry["url"], [shape(child) for child in entry.get("children", [])]

    def shown(entry) -> tuple:
        return entry.label, entry.href, [shown(child) for child in entry.children]

    ours = [shown(entry) for entry in Navigation.for_site(site).entries()]
    assert [_loosely(entry) for entry in ours] == [
        _loosely(shape(entry)) for entry in expected(name)["nav"]
    ]


def _loosely(entry: tuple) -> tuple:
    """An entry whose address may differ in its last slash, which redirects."""
    title, address, children = entry
    return title, unquote(address or "").rstrip("/"), [_loosely(child) for child in children]
