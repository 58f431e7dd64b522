"""What a publication leaves warm, and what renews each of these: a page stays in the cache unless
something that it shows has changed.
"""

from datetime import timedelta

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from fixtures import factories as make
from fixtures.factories.lifecycle import edit, schedule, stored
from newsroom import former_addresses
from newsroom.feeds.formats import FORMATS
from pages import clock
from pages.discovery.sitemaps import CHUNK
from pages.models import ContentPage
from pages.site_settings import SiteSettings
from tests.portal.page_cache.both_ways import BothWays, ask

pytestmark = pytest.mark.django_db(transaction=True)
NOWHERE = "/nowhere/"
SITEMAP, NEWS = "/sitemap.xml", "/sitemap-news.xml"
#: What has nothing to do with news.
OF_SITE = ["/robots.txt", "/_site.webmanifest", "/theme.css", "/.well-known/security.txt"]


class Site:
    """Two lists with articles, on a topic each, a section with pages, and a cache of all."""

    def __init__(self) -> None:
        self.home = make.HomePageFactory(site_root=True, title="Front")
        self.section = make.SectionPageFactory(parent=self.home, title="Section")
        self.pages = [make.ContentPageFactory(parent=self.section) for _ in range(3)]
        self.search = make.SearchPageFactory(parent=self.home, title="Search", slug="search")
        self.newsroom = make.NewsroomFactory(parent=self.home, title="Newsroom")
        self.lists = [make.NewsListFactory(parent=self.newsroom) for _ in range(2)]
        self.topics = [make.TopicFactory() for _ in range(2)]
        self.articles = [
            [make.NewsArticleFactory(parent=listing, topics=[topic]) for _ in range(3)]
            for listing, topic in zip(self.lists, self.topics, strict=True)
        ]
        self.settings = SiteSettings.for_site(self.home.get_site())
        self.settings.site_name = "Quillwort"
        self.settings.save()
        self.both = BothWays()

    def feeds(self, number: int) -> list[str]:
        """Of one list, and of what it has on its topic."""
        pk, topic = self.lists[number].pk, self.topics[number].slug
        return [form.address(pk, *about) for form in FORMATS for about in ((), (topic,))]

    def of_list(self, number: int) -> list[str]:
        addresses = [page.url for page in (self.lists[number], *self.articles[number])]
        return [*addresses, *self.feeds(number)]

    def of_section(self) -> list[str]:
        return [page.url for page in (self.section, *self.pages)]

    def everything(self) -> list[str]:
        pages = ["/", self.search.url, self.newsroom.url, *self.of_section()]
        sitemaps = [SITEMAP, NEWS, *self.parts(), self.nothing_there()]
        return [*pages, *self.of_list(0), *self.of_list(1), *OF_SITE, NOWHERE, *sitemaps]

    def parts(self) -> list[str]:
        """The parts of the sitemap with pages of this site."""
        pages = [self.home, self.section, *self.pages, self.search, self.newsroom, *self.lists]
        pages += [article for articles in self.articles for article in articles]
        return sorted({part_of(page) for page in pages})

    def nothing_there(self) -> str:
        """A part of the sitemap that holds none of them."""
        return f"/sitemap-{self.home.pk // CHUNK + 2}.xml"

    def warm(self) -> None:
        self.both.warm(self.everything() * 2)

    def lost(self) -> list[str]:
        """Which addresses Django is asked for anew; all are what they are without the cache."""
        lost = []
        for address in self.everything():
            before = self.both.renderings
            answer = ask(self.both.cache, address)
            if self.both.renderings > before:
                lost.append(address)
            assert answer == ask(self.both.django, address), address
        return lost


def part_of(page: Page) -> str:
    """The part of the sitemap with this page: other tests' pages have numbers, too."""
    return f"/sitemap-{page.pk // CHUNK}.xml"


@pytest.fixture
def site(clock, linked) -> Site:
    site = Site()
    site.warm()
    return site


def assert_warm(site: Site, *addresses: str) -> None:
    lost = site.lost()
    assert lost
    assert [address for address in addresses if address in lost] == []


def assert_renewed(site: Site, *addresses: str) -> None:
    lost = site.lost()
    assert [address for address in addresses if address not in lost] == []


def test_an_article_that_is_edited_renews_what_shows_it_alone(site: Site) -> None:
    first, *_ = site.articles[0]
    edit(first, title="Another title")
    _, beside, third = site.articles[0]
    lists = [site.newsroom.url, site.lists[0].url, *site.feeds(0)]
    # Each shows the others, as it is on the same topic.
    articles = [first.url, beside.url, third.url]
    parts = map(part_of, (first, site.lists[0], site.newsroom))
    assert {*site.lost()} == {*lists, *articles, *parts, SITEMAP, NEWS}


def test_a_new_article_renews_its_list_alone(site: Site) -> None:
    new = make.NewsArticleFactory(parent=stored(site.lists[0]), title="New")
    newest = max(site.articles[0], key=lambda article: (article.date, article.pk))
    lists = [site.newsroom.url, site.lists[0].url, *site.feeds(0)]
    parts = {*map(part_of, (new, site.lists[0], site.newsroom))} & {*site.parts()}
    assert {*site.lost()} == {*lists, newest.url, *parts, SITEMAP, NEWS}


def test_an_article_that_is_taken_off_leaves_the_other_list(site: Site) -> None:
    stored(site.articles[0][1]).unpublish()
    assert_warm(site, *site.of_list(1), *site.of_section(), *OF_SITE, NOWHERE, "/")


def test_other_words_in_a_page_leave_the_pages_beside_it(site: Site) -> None:
    page = site.pages[1]
    edit(page, summary="Other words.")
    assert {*site.lost()} == {page.url, site.section.url, SITEMAP, part_of(page)}


def test_news_that_is_old_leaves_the_news(site: Site) -> None:
    article = site.articles[0][0]
    with clock.at(clock.now() + timedelta(days=4)):
        edit(article, summary="Later")
        site.warm()
        edit(article, summary="Other words.")
        assert_warm(site, NEWS, *site.of_list(1))


def test_what_a_section_says_of_a_page_shows_beside_it(site: Site) -> None:
    for values in ({"title": "New name"}, {"slug": "moved"}, {"nav_group": "Group"}):
        edit(site.pages[1], **values)
        assert_renewed(site, site.pages[0].url, site.pages[2].url, site.section.url)


def test_a_page_that_comes_to_a_section_shows_beside_the_others(site: Site) -> None:
    draft = ContentPage(title="Later", live=False)
    stored(site.section).add_child(instance=draft)
    site.warm()
    draft.save_revision().publish()
    assert_renewed(site, *site.of_section())


def test_an_address_of_its_own_shows_beside_the_others(site: Site) -> None:
    edit(site.pages[1], permalink="/elsewhere")
    assert_renewed(site, site.pages[0].url, site.pages[2].url)


def test_a_new_title_of_the_section_shows_on_its_pages(site: Site) -> None:
    edit(site.section, title="Another section")
    assert_renewed(site, *site.of_section())


def test_an_item_that_comes_renews_its_feeds(site: Site) -> None:
    make.NewsArticleFactory(parent=stored(site.lists[1]), title="New", topics=site.topics[1:])
    assert_renewed(site, *site.feeds(1))
    assert "New" in ask(site.both.cache, site.feeds(1)[0]).body


def test_what_becomes_of_an_item_or_its_list_renews_the_feeds(site: Site) -> None:
    article = stored(site.articles[1][0])
    article.topics.set([site.topics[0]])
    article.save_revision().publish()
    assert_renewed(site, *site.feeds(1))
    stored(article).unpublish()
    assert_renewed(site, *site.feeds(1))
    edit(site.lists[1], title="Another list")
    assert_renewed(site, *site.feeds(1))
    stored(site.lists[1]).unpublish()
    assert_renewed(site, *site.feeds(1))
    assert ask(site.both.cache, site.feeds(1)[0]).status.startswith("404")


def test_what_the_texts_of_a_feed_lead_to_renews_it(site: Site) -> None:
    target = site.pages[0]
    text = f'<p><a linktype="page" id="{target.pk}">There</a></p>'
    article = stored(site.articles[1][0])
    heading = {"text": "There", "level": "h2", "link": {"page": target}}
    article.body = [("paragraph", text), ("heading", heading)]
    article.save_revision().publish()
    site.warm()
    edit(target, slug="moved")
    assert_renewed(site, *site.feeds(1))
    stored(target).unpublish()
    assert_renewed(site, *site.feeds(1))


def test_the_site_itself_renews_what_says_it(site: Site) -> None:
    site.settings.site_name = "Other name"
    site.settings.accent_colour = "#5c0e4a"
    site.settings.security_contact = "https://example.org/weakness"
    site.settings.save()
    assert_renewed(site, *OF_SITE, *site.feeds(1))
    assert "Other name" in ask(site.both.cache, "/_site.webmanifest").body


def test_a_search_page_that_moves_renews_robots(site: Site) -> None:
    edit(site.search, slug="find")
    assert_renewed(site, "/robots.txt", "/")
    stored(site.search).unpublish()
    assert_renewed(site, "/robots.txt", "/")


def test_what_comes_to_an_address_renews_the_404(site: Site) -> None:
    page = make.ContentPageFactory(parent=stored(site.home), title="At last", slug="nowhere")
    assert_renewed(site, NOWHERE)
    assert ask(site.both.cache, NOWHERE).status.startswith("200")
    stored(page).unpublish()
    assert_renewed(site, NOWHERE)
    stored(page).delete()
    edit(site.pages[0], permalink=NOWHERE.rstrip("/"))
    assert_renewed(site, NOWHERE)
    assert ask(site.both.cache, NOWHERE).status.startswith("301")
    edit(site.pages[0], permalink="")
    assert_renewed(site, NOWHERE)


def test_what_comes_to_a_place_that_has_moved_renews_the_404_below_its_old_one(site: Site) -> None:
    edit(site.section, slug="moved")
    missing = "/" + site.section.slug + "/later/"
    site.both.warm([missing] * 2)
    assert ask(site.both.cache, missing).status.startswith("404")
    make.ContentPageFactory(parent=stored(site.section), title="Later", slug="later")
    answer = ask(site.both.cache, missing)
    assert answer.status.startswith("301")
    assert answer == ask(site.both.django, missing)


def test_what_becomes_of_the_target_renews_an_address_that_leads_there(site: Site) -> None:
    left, target = site.articles[0][0], site.pages[0]
    old = left.url
    former_addresses.send_readers(stored(left), stored(target))
    stored(left).unpublish()
    site.both.warm([old] * 2)
    before = ask(site.both.cache, old)
    edit(target, slug="moved")
    answer = ask(site.both.cache, old)
    assert answer == ask(site.both.django, old) != before
    stored(target).unpublish()
    assert ask(site.both.cache, old) == ask(site.both.django, old) != answer


def test_a_redirect_is_renewed_by_what_it_leads_to_alone(site: Site) -> None:
    target = site.pages[0]
    redirect = Redirect.objects.create(
        old_path="/old", site=site.settings.site, redirect_page=target
    )
    site.both.warm(["/old"] * 2)
    edit(site.pages[1], title="Another title")
    edit(site.articles[0][0], title="Another title")
    assert not _is_renewed(site, "/old")
    edit(target, slug="moved")
    assert ask(site.both.cache, "/old") == ask(site.both.django, "/old")
    stored(target).unpublish()
    assert ask(site.both.cache, "/old") == ask(site.both.django, "/old")
    assert ask(site.both.cache, "/old").status.startswith("404")
    redirect.redirect_page = site.pages[1]
    redirect.save()
    assert ask(site.both.cache, "/old").status.startswith("301")


def test_a_publication_without_a_date_leaves_what_is_due(site: Site) -> None:
    """The first one who asks afterwards need not find out when something is due next."""
    with_date, without = site.pages[0], site.pages[1]
    edit(without, summary="Other words.")
    assert not _is_renewed(site, "/")
    schedule(stored(with_date), clock.now() + timedelta(hours=1))
    assert _is_renewed(site, "/")
    page = stored(with_date)
    page.expire_at = clock.now() + timedelta(minutes=1)
    page.save_revision().publish()
    assert _is_renewed(site, "/")


def _is_renewed(site: Site, address: str) -> bool:
    before = site.both.renderings
    ask(site.both.cache, address)
    return site.both.renderings > before
