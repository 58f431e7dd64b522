"""The admin asks as many queries about fifty rows as about five."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from fixtures.factories.releases import make_release, person
from newsroom.models import NewsListPage, Topic
from newsroom.releases.enums import Status
from pages import clock as pages_clock
from pages.admin_privacy.policy import page_policy

FEW, MANY = 5, 50
#: What a list of fifty pages may ask, at most.
MOST = 40
GROUPS = ("Editors", "Communications", "Approvers", "Administrators")
EXPLORERS = ("list", "home", "section", "newsroom", "search", "everywhere")
#: What everybody may look at who may log in.
EVERYBODYS = (
    *EXPLORERS, "dashboard", "chooser", "chooser of items", "chooser search", "edit",
    "edit section", "history", "calendar",
)  # fmt: skip


@pytest.fixture
def site(db, clock) -> dict[str, str]:
    """The addresses to look at, of a site where there are five of everything."""
    home = make.HomePageFactory(site_root=True, slug="front")
    newsroom = make.NewsroomFactory(slug="hub", parent=home)
    news = make.NewsListFactory(slug="news", parent=newsroom)
    make.SearchPageFactory(slug="search", parent=home)
    article = make.NewsArticleFactory(slug="article", parent=news)
    section = make.SectionPageFactory(slug="mixed", parent=home)
    grow(FEW)
    explore = "wagtailadmin_explore"
    return {
        "dashboard": reverse("wagtailadmin_home"),
        "home": reverse(explore, args=[home.pk]),
        "list": reverse(explore, args=[news.pk]),
        "section": reverse(explore, args=[section.pk]),
        "newsroom": reverse(explore, args=[newsroom.pk]),
        "search": reverse(explore, args=[news.pk]) + "?q=item",
        "everywhere": reverse(explore, args=[home.pk]) + "?q=item&search_all=1",
        "chooser": reverse("wagtailadmin_choose_page_child", args=[home.pk]),
        "chooser of items": reverse("wagtailadmin_choose_page_child", args=[news.pk]),
        "chooser search": reverse("wagtailadmin_choose_page_search") + "?q=item",
        "edit": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        "edit section": reverse("wagtailadmin_pages:edit", args=[home.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[article.pk]),
        "topics": reverse("wagtailsnippets_newsroom_topic:list"),
        "contacts": reverse("wagtailsnippets_pages_contact:list"),
        "redirects": reverse("wagtailredirects:index"),
        "releases": reverse("releases:index"),
        "calendar": reverse("releases:agenda"),
        "report of changes": reverse("wagtailadmin_reports:site_history"),
        "report of old pages": reverse("wagtailadmin_reports:aging_pages"),
        "report of locks": reverse("wagtailadmin_reports:locked_pages"),
        "report of types": reverse("wagtailadmin_reports:page_types_usage"),
    }


def grow(number: int) -> None:
    """Let there be so many of everything."""
    news = NewsListPage.objects.get(slug="news")
    home = Page.objects.get(slug="front").specific
    article = Page.objects.get(slug="article").specific
    mixed = Page.objects.get(slug="mixed").specific
    writer = person("Editors")
    have = Topic.objects.count()
    for place in range(have, number):
        make.TopicFactory(name=f"Topic {place}", slug=f"topic-{place}")
        make.ContactFactory(name=f"Desk {place}")
        # Who may not publish may delete a draft, if nothing below it is published.
        section = make.SectionPageFactory(
            slug=f"section-{place}", parent=home, draft=place % 2 == 1, owner=writer
        )
        make.ContentPageFactory(slug=f"page-{place}", parent=section)
        make.NewsListFactory(slug=f"list-{place}", parent=news.get_parent().specific)
        make.StrategyPageFactory(slug=f"strategy-{place}", parent=mixed)
        make.NewsLinkFactory(slug=f"link-{place}", parent=news)
        asked = make.ContentPageFactory(
            slug=f"asked-{place}", parent=mixed, draft=True, owner=writer
        )
        asked.get_workflow().start(asked, writer)
        Redirect.objects.create(old_path=f"/old-{place}", redirect_page=section)
        Page.objects.filter(pk=section.pk).update(locked=True)
        article.save_revision().publish()
        at = pages_clock.now() + timedelta(days=1, minutes=place)
        make.NewsArticleFactory(
            slug=f"scheduled-{place}", parent=news, scheduled=True, go_live_at=at
        )
        status = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)[place % 3]
        draft = make.NewsArticleFactory(slug=f"out-{place}", parent=news, draft=True, owner=writer)
        make_release(draft, title=f"Release {place}", status=status, at=at)
    add_items(news, number - have, list(Topic.objects.order_by("pk")))


def asked(addresses: dict[str, str], client: Client) -> dict[str, int]:
    """How many queries each address takes."""
    counts = {}
    for name, address in addresses.items():
        cache.clear()
        assert client.get(address).status_code == 200, name
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[name] = len(queries)
    return counts


def asked_by_everybody(site: dict[str, str]) -> dict[tuple[str, str], int]:
    """How many queries each address takes, for somebody of each group who may look at it."""
    counts = {}
    for group in GROUPS:
        client = Client()
        client.force_login(person(group))
        may = site if group == "Administrators" else {name: site[name] for name in EVERYBODYS}
        counts |= {(group, name): count for name, count in asked(may, client).items()}
    return counts


def test_the_admin_asks_the_same_of_many_rows(site) -> None:
    few = asked_by_everybody(site)
    grow(MANY)
    many = asked_by_everybody(site)
    # Fewer, where the first page of many holds fewer kinds of rows.
    assert {who: (few[who], many[who]) for who in few if many[who] > few[who]} == {}
    explored = {who: number for who, number in many.items() if who[1] in EXPLORERS}
    assert {who: number for who, number in explored.items() if number > MOST} == {}


@pytest.mark.parametrize("group", GROUPS)
def test_the_chooser_counts_the_pages_of_a_place_and_looks_at_no_others(site, group) -> None:
    client = Client()
    client.force_login(person(group))
    kind = "?page_type=newsroom.newsarticlepage"
    for address in (site["chooser of items"], site["chooser of items"] + kind):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
        of_pages = [sql for sql in counted if '"wagtailcore_page"."path" BETWEEN' in sql]
        assert len(of_pages) == 1
        assert of_pages[0].count('FROM "wagtailcore_page"') == 1


@pytest.mark.parametrize("group", GROUPS)
def test_the_dashboard_counts_pages_once(site, group) -> None:
    client = Client()
    client.force_login(person(group))
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(site["dashboard"]).content.decode()
    counted = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    of_pages = [sql for sql in counted if sql.split("FROM ")[1].startswith('"wagtailcore_page"')]
    assert len(of_pages) == 1
    known = page_policy().explorable_instances(person(group)).filter(depth__gt=1).count()
    link = BeautifulSoup(shown, "lxml").select_one(f"main a[href='{site['home']}']")
    assert link is not None
    assert link.get_text(" ", strip=True).startswith(f"{known} Pages created in ")
