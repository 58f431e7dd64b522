"""Renaming and moving: every old address leads on, once, to pages that the public may see."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from fixtures import factories as make
from pages import former_places, relocation
from pages.models import ContentPage, FormerPlace, Relocation, SectionPage


@pytest.fixture
def about(home) -> SectionPage:
    return make.SectionPageFactory(title="About", slug="about", parent=home)


@pytest.fixture
def team(about) -> ContentPage:
    return make.ContentPageFactory(title="Team", slug="team", parent=about)


def answer(address: str) -> tuple[int, str]:
    response = Client().get(address)
    return response.status_code, response.get("Location", "")


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def rename(page: Page, slug: str) -> Page:
    page = fresh(page)
    page.slug = slug
    page.save_revision().publish()
    return fresh(page)


def move(page: Page, target: Page) -> Page:
    fresh(page).move(fresh(target), pos="last-child")
    return fresh(page)


def test_everything_below_a_renamed_section_is_found_again(about, team) -> None:
    deep = make.ContentPageFactory(slug="people", parent=fresh(team))
    rename(about, "who-we-are")
    assert answer("/about/") == (301, "/who-we-are/")
    assert answer("/about/team/") == (301, "/who-we-are/team/")
    assert answer("/about/team/people/") == (301, "/who-we-are/team/people/")
    assert answer(fresh(deep).url) == (200, "")


@pytest.mark.parametrize("spelling", ["/about/team", "/About/TEAM/", "/about/team.html"])
def test_other_spellings_of_an_old_address_lead_there_in_one_step(about, team, spelling) -> None:
    rename(about, "who-we-are")
    assert answer(spelling) == (301, "/who-we-are/team/")


def test_the_query_string_is_kept(about, team) -> None:
    rename(about, "who-we-are")
    assert answer("/about/team/?page=2") == (301, "/who-we-are/team/?page=2")


def test_what_never_was_there_is_not_found(about, team) -> None:
    rename(about, "who-we-are")
    assert answer("/about/others/")[0] == 404
    assert answer("/aboutteam/")[0] == 404


def test_a_moved_section_takes_its_pages_along(home, about, team) -> None:
    move(about, make.SectionPageFactory(slug="ministry", parent=home))
    assert answer("/about/") == (301, "/ministry/about/")
    assert answer("/about/team/") == (301, "/ministry/about/team/")


def test_a_chain_of_renames_is_one_step(about, team) -> None:
    for slug in ("one", "two", "three"):
        rename(about, slug)
    for old in ("about", "one", "two"):
        assert answer(f"/{old}/team/") == (301, "/three/team/")


@pytest.mark.parametrize("first", ["outer", "inner"])
def test_renames_above_and_below_add_up(about, team, first) -> None:
    people = make.ContentPageFactory(slug="people", parent=fresh(team))
    order = [(about, "outer"), (team, "inner")]
    for page, slug in order if first == "outer" else reversed(order):
        rename(page, slug)
    seen = "/outer/team/people/" if first == "outer" else "/about/inner/people/"
    for old in ("/about/team/people/", seen):
        assert answer(old) == (301, fresh(people).url)
    assert answer("/about/team/") == (301, "/outer/inner/")


def test_two_sections_can_swap_their_names(home, about, team) -> None:
    other = make.SectionPageFactory(slug="other", parent=home)
    make.ContentPageFactory(slug="rules", parent=other)
    rename(about, "between")
    rename(other, "about")
    rename(about, "other")
    assert answer("/about/team/") == (301, "/other/team/")
    assert answer("/other/rules/") == (301, "/about/rules/")
    assert answer("/other/") == answer("/about/") == (200, "")
    # And back again: what was true in between still leads on.
    rename(about, "between")
    rename(other, "other")
    rename(about, "about")
    assert answer("/about/team/") == answer("/other/rules/") == (200, "")
    assert answer("/other/team/") == (301, "/about/team/")
    assert answer("/about/rules/") == (301, "/other/rules/")


def test_a_new_page_at_an_old_address_wins(home, about, team) -> None:
    rename(about, "who-we-are")
    new = make.SectionPageFactory(slug="about", parent=fresh(home))
    assert answer("/about/") == (200, "")
    assert answer("/about/team/") == (301, "/who-we-are/team/")
    make.ContentPageFactory(slug="team", parent=new)
    assert answer("/about/team/") == (200, "")


def test_a_page_that_left_is_found_though_its_section_is_gone(home, about, team) -> None:
    rename(about, "who-we-are")
    move(team, home)
    fresh(about).delete()
    assert answer("/who-we-are/team/") == answer("/about/team/") == (301, "/team/")


def test_no_page_is_told_that_the_public_may_not_see(about, team) -> None:
    rename(about, "who-we-are")
    fresh(team).unpublish()
    assert answer("/about/team/") == (404, "")
    fresh(about).unpublish()
    assert answer("/about/") == (404, "")


def test_what_was_never_public_leaves_no_trace(about) -> None:
    draft = make.SectionPageFactory(slug="secret", parent=about, live=False, draft=True)
    draft.slug = "open"
    draft.save()
    assert not FormerPlace.objects.exists() and not Redirect.objects.exists()


def test_an_address_of_its_own_is_led_to_in_one_step(about, team) -> None:
    team = fresh(team)
    team.permalink = "/The.Team"
    team.save_revision().publish()
    rename(about, "who-we-are")
    assert answer("/about/team/") == (301, "/The.Team")
    assert answer("/The.Team") == (200, "")


def test_a_page_that_came_back_does_not_lead_to_itself(about, team) -> None:
    rename(about, "who-we-are")
    rename(about, "about")
    assert former_places.pages_at(Site.objects.get(), "/about/team/") == [
        Page.objects.get(pk=team.pk)
    ]
    fresh(team).unpublish()
    assert answer("/about/team/") == (404, "")


def test_the_list_of_redirects_has_one_entry_for_each_rename(about, team) -> None:
    rename(about, "one")
    rename(about, "two")
    entries = Redirect.objects.order_by("pk").values_list("old_path", "redirect_page_id")
    assert list(entries) == [("/about", about.pk), ("/one", about.pk)]


def test_deleting_the_entry_ends_it_for_all_below(about, team) -> None:
    rename(about, "one")
    Redirect.objects.get().delete()
    assert answer("/about/")[0] == answer("/about/team/")[0] == 404


def test_what_people_wrote_by_hand_stays(about, team) -> None:
    Redirect.objects.create(
        old_path="/about", site=Site.objects.get(), redirect_link="https://www.example.org/"
    )
    rename(about, "who-we-are")
    assert answer("/about/") == (301, "https://www.example.org/")
    assert answer("/about/team/") == (301, "/who-we-are/team/")


def test_an_address_too_long_for_a_redirect_leads_on(about) -> None:
    page = make.ContentPageFactory(slug="x" * 250, parent=about)
    rename(page, "short")
    assert answer(f"/about/{'x' * 250}/") == (301, "/about/short/")


@pytest.mark.parametrize("path", ["/" + "a/" * 900, "/%00/x", "/about/%FF", "//about//team"])
def test_any_other_address_is_not_found(about, team, path) -> None:
    rename(about, "who-we-are")
    assert answer(path)[0] == 404


def test_looking_costs_the_same_however_deep_and_often(about, team) -> None:
    for slug in ("one", "two", "three", "four"):
        rename(about, slug)
    site = Site.objects.get()
    with CaptureQueriesContext(connection) as queries:
        assert former_places.pages_at(site, "/about/a/b/c/d/e/") == []
        assert former_places.pages_at(site, "/nobody/a/b/c/d/e/") == []
    assert len(queries) == 3


# Many pages below


@pytest.fixture
def few_at_once(monkeypatch) -> None:
    monkeypatch.setitem(relocation.AT_ONCE, connection.vendor, 2)
    monkeypatch.setattr(relocation, "BATCH", 2)


@pytest.fixture
def crowd(about) -> list[ContentPage]:
    sections = [make.SectionPageFactory(slug=f"s{n}", parent=fresh(about)) for n in range(2)]
    return [
        make.ContentPageFactory(slug=f"p{n}", parent=fresh(section))
        for section in sections
        for n in range(3)
    ]


def places() -> dict[str, str]:
    """What the tree says the place of each page is, by the one it has."""
    rows = {page.path: page for page in Page.objects.all()}
    told = {}
    for path, page in sorted(rows.items()):
        above = told[rows[path[:-4]].url_path] if len(path) > 4 else ""
        told[page.url_path] = f"{above}{page.slug}/" if above else "/"
    return told


def test_every_page_answers_while_the_addresses_are_written(few_at_once, about, crowd) -> None:
    old = [page.url for page in crowd]
    rename(about, "who-we-are")
    assert answer("/about/") == (301, "/who-we-are/")
    assert Relocation.objects.get().total == 8
    seen = set()
    while relocation.work():
        states = [answer(address) for address in old]
        now = [fresh(page).url for page in crowd]
        for address, url, state in zip(old, now, states, strict=True):
            assert state == ((200, "") if url == address else (301, url))
        seen.add(sum(status == 301 for status, _ in states))
    assert len(seen) > 2
    assert [answer(address) for address in old] == [
        (301, address.replace("/about/", "/who-we-are/")) for address in old
    ]
    assert not Relocation.objects.exists()


def test_progress_is_told(few_at_once, about, crowd) -> None:
    rename(about, "who-we-are")
    told = []
    while relocation.work():
        told += Relocation.objects.values_list("done", flat=True)
    assert told == [2, 4, 6, 8]


@pytest.mark.parametrize("steps", range(6))
def test_what_is_renamed_meanwhile_ends_right(few_at_once, about, crowd, steps) -> None:
    old = [page.url for page in crowd]
    rename(about, "who-we-are")
    for _ in range(steps):
        relocation.work()
    rename(crowd[0].get_parent(), "s9")
    make.ContentPageFactory(slug="new", parent=fresh(crowd[4].get_parent()))
    while relocation.work():
        pass
    told = places()
    assert list(told) == list(told.values())
    for page, address in zip(crowd, old, strict=True):
        assert answer(address) == (301, fresh(page).url)


def test_a_home_page_is_written_at_once(few_at_once, home, about, crowd) -> None:
    rename(home, "start")
    assert not Relocation.objects.exists()
    assert answer("/about/s0/p0/") == (200, "")
    assert not FormerPlace.objects.exists()
