"""How many of kind, year and topic may be chosen at once in a list that has files."""

from collections import Counter
from itertools import combinations, product
from pathlib import Path

import pytest
from django.utils.http import urlencode
from wagtail.models import Page

from fixtures.factories.lifecycle import edit
from newsroom.listing import ITEMS_PER_PAGE
from newsroom.models import NewsroomItem
from tests.portal.baking.live import Site, add_choices, bake, is_leased, record, watching
from tests.portal.page_cache.live import Live
from tests.releases.faults.live import until

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("kind", "year", "topic")
LISTS = ("/media/", "/media/news/")


@pytest.fixture
def site(site: Site) -> Site:
    add_choices()
    return site


def findable(most: int) -> set[str]:
    """The addresses of both lists, of what at most so many choices leave of them if that is
    anything, and of their further pages: worked out from the items.
    """
    found: Counter[tuple] = Counter()
    for item in NewsroomItem.objects.live().specific():
        topics = [topic.slug for topic in item.topics.all()]
        for number in range(most + 1):
            for names in combinations(NAMES, number):
                values = {"kind": [item.kind], "year": [item.date.year], "topic": topics}
                for chosen in product(*(values[name] for name in names)):
                    found[tuple(zip(names, chosen, strict=True))] += 1
    return {
        f"{place}?{urlencode([*chosen, *([('page', page)] if page > 1 else [])])}".rstrip("?")
        for place in LISTS
        for chosen, number in found.items()
        for page in range(1, -(-number // ITEMS_PER_PAGE) + 1)
    }


def baked(folder: Path) -> set[str]:
    """The addresses of lists that have files; and there are no other files of lists."""
    place = (folder / "current/localhost").resolve()
    entries = record(folder)["entries"]
    found = {address: entry["file"] for address, entry in entries.items() if is_list(address)}
    lying = {str(path.relative_to(place)) for path in place.glob("html-*/media/**/[?]*")}
    lying = {name for name in lying if not name.endswith((".gz", ".br"))}
    assert lying == {name for name in found.values() if "?" in name}
    return set(found)


def is_list(address: str) -> bool:
    return address.partition("?")[0] in LISTS


def test_a_mirror_has_all_choices_that_find_something(live: Live, folder: Path, site: Site):
    bake(folder)
    everything = findable(3)
    assert "/media/news/?kind=news&year=2019&topic=reef&page=2" in everything
    assert "/media/?kind=news&year=2018&topic=reef" not in everything
    assert baked(folder) == everything
    # What is taken over leads where it led.
    before = record(folder)["entries"]
    edit(Page.objects.get(slug="below").specific, title="Below in other words")
    bake(folder)
    now = record(folder)["entries"]
    assert now["/Own/Place/below/"] != before["/Own/Place/below/"]
    assert all(now[address]["counter"] == before[address]["counter"] for address in everything)
    assert baked(folder) == everything


def test_another_number_adds_and_removes_files(live: Live, folder: Path, site: Site):
    for number in (1, 3, 0):
        assert "; 0 rendered" not in bake(folder, "--choices", str(number))
        assert baked(folder) == findable(number), number
    assert "; 0 rendered" in bake(folder, "--choices", "0")


def test_in_front_of_the_application_one_choice_has_files(live: Live, folder: Path, site: Site):
    for words, number in (((), 1), (("--choices", "2"), 2)):
        with watching(folder, *words):
            until(lambda: folder.exists() and is_leased(folder), "the first lease")
            assert baked(folder) == findable(number), words


def test_a_cache_keeps_only_what_it_is_told_of(
    live: Live, folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
):
    """Where it is told addresses: choices of one at a time, without the marks of campaigns."""
    monkeypatch.setenv("CDN_PURGE_URL", "http://127.0.0.1:9")
    bake(folder)
    known = record(folder)

    def kept(address: str) -> str:
        name = known["entries"][address]["file"].partition("/")[0]
        return dict(known["folders"][name])["Cache-Control"]

    assert kept("/media/?kind=news") == "public, max-age=0, s-maxage=10, must-revalidate"
    both = kept("/media/news/?kind=news&year=2019")
    assert both == "public, max-age=0, s-maxage=0, must-revalidate"
    assert "utm_" not in (folder / "current/nginx/http.conf").read_text()


@pytest.mark.parametrize("number", ["4", "-1", "two"])
def test_a_wrong_number_is_refused(folder: Path, number: str):
    line = bake(folder, "--choices", number, expected=2).strip().splitlines()[-1]
    assert line.startswith("manage.py bake: error: argument --choices: invalid ")
    assert number in line
    assert not folder.exists()
