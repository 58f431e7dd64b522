"""A run: what it writes, and what it leaves alone."""

from datetime import date

import pytest
from wagtail.models import Page, Site

from newsroom.models import NewsArticlePage, NewsLinkPage, NewsListPage, PressReleasePage
from pages.models import (
    ContactPage,
    ContentPage,
    HomePage,
    Navigation,
    SectionPage,
    SiteDocument,
    SiteImage,
    SiteSettings,
    StrategyPage,
)
from tests.isomer.outcome import actions, codes, everything_counted, served
from tests.isomer.repository import page, picture


def test_a_fresh_database_gets_the_whole_site(imported):
    _, report = imported
    home = Site.objects.get(is_default_site=True).root_page.specific
    assert isinstance(home, HomePage)
    assert home.hero_title == "Ships welcome"
    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()
    assert [str(p) for p in home.get_children()] == [
        "Newsroom", "Services", "Contact", "The Plan",
    ]  # fmt: skip
    assert {str(item.action) for item in report.items} == {"created", "entry"}
    fees = ContentPage.objects.get(title="Fees")
    assert (fees.get_parent().specific_class, fees.nav_group) == (SectionPage, "Money")


@pytest.mark.parametrize(
    "address",
    [
        "/", "/plan/", "/services/fees/", "/services/hours", "/contact/", "/newsroom/",
        "/newsroom/media-releases/", "/newsroom/media-releases/berths",
        "/newsroom/stories/post-pilots.html",
    ],
)  # fmt: skip
def test_every_old_address_answers(imported, address):
    response = served(address)
    assert response.status_code == 200
    assert response.context["page"].url == address


def test_fields_come_from_the_front_matter(imported):
    release = PressReleasePage.objects.get()
    assert (release.title, release.date) == ("Berths: now open", date(2023, 6, 1))
    assert (release.dateline, release.numbering) == ("Harbour", "after_first")
    assert release.permalink == "/newsroom/media-releases/berths"
    story = NewsArticlePage.objects.get()
    assert (story.summary, story.search_description) == ("They start early",) * 2
    assert story.lead_image == story.social_image == SiteImage.objects.get()
    assert story.date == date(2024, 3, 5)
    plan = StrategyPage.objects.get()
    assert (plan.permalink, plan.summary) == ("", "Where we steer")


def test_links_become_page_and_document_links_also_forward_ones(imported):
    plan, fees = StrategyPage.objects.get(), ContentPage.objects.get(title="Fees")
    release = PressReleasePage.objects.get()
    assert f'<a id="{fees.pk}" linktype="page">' in str(plan.body.get_prep_value())
    assert f'<a id="{plan.pk}" linktype="page">' in str(release.body.get_prep_value())
    text = str(fees.body.get_prep_value())
    assert f'<a id="{release.pk}" linktype="page">' in text
    assert f'<a id="{SiteDocument.objects.get().pk}" linktype="document">' in text


def test_an_entry_leads_to_its_document(imported):
    entry = NewsLinkPage.objects.get()
    assert entry.target == SiteDocument.objects.get().url
    assert entry.date == date(2024, 1, 2)


def test_the_contact_page(imported):
    contact_page = ContactPage.objects.get()
    contact = contact_page.contacts[0].value["contacts"][0]
    assert (contact.name, contact.phone, contact.email) == (
        "Pilots", "6000 0000", "pilots@harbour.example",
    )  # fmt: skip
    place = contact_page.locations[0].value
    assert (place["name"], place["address"]) == ("Main pier", "1 Pier Road\nHarbour")
    assert place["hours"][0]["days"] == "Monday"
    assert contact_page.feedback_url.startswith("https://form.gov.sg/")


def test_the_home_page_s_sections_become_bands(imported):
    home = HomePage.objects.get()
    assert [block.block_type for block in home.body] == ["latest_items", "info_bar"]
    assert home.body[0].value["listing"].title == "Newsroom"
    assert home.body[1].value["text"].source == "<p>Built <b>last</b> year.</p>"
    assert home.highlights[0].value["link"]["page"].title == "Fees"
    assert home.hero_link[0].value["page"].title == "The Plan"


def test_menu_and_settings(imported):
    _, report = imported
    site = Site.objects.get(is_default_site=True)
    entries = Navigation.for_site(site).entries()
    assert [(e.label, e.href, [c.label for c in e.children]) for e in entries] == [
        ("Services", "/services/fees/", ["Money", "Opening hours"]),
        ("Newsroom", "/newsroom/", ["All", "Media Releases", "Stories"]),
        ("More", "/plan/", ["Tides"]),
    ]
    settings = SiteSettings.for_site(site)
    assert (settings.site_name, settings.accent_colour) == ("Harbour Office", "#1d4f91")
    assert settings.contact_page.title == "Contact"
    assert settings.footer_links[0].value["link"]["page"].title == "Fees"
    assert settings.social_links[0].value["network"] == "youtube"
    assert settings.privacy_url == ""
    assert codes(report, "_data/footer.yml") == {"link-unresolved"}


def test_one_content_is_stored_once(make_repository, run_import):
    folder = make_repository({
        "images/copy.png": picture(),
        "images/other.png": picture("red"),
        "pages/a.md": page("![A](/images/copy.png)\n\n![B](/images/other.png)\n\n![A](/images/quay.png)"),
    })  # fmt: skip
    run_import(folder)
    assert SiteImage.objects.count() == 2
    (gallery,) = ContentPage.objects.get(title="Page").body
    images = [item["image"] for item in gallery.value["images"]]
    assert images[0].pk == images[2].pk != images[1].pk


def test_a_dry_run_reports_the_same_and_writes_nothing(make_repository, run_import, media_root):
    folder = make_repository()
    before = everything_counted()
    root = Site.objects.get().root_page_id
    dry = run_import(folder, dry_run=True)
    assert everything_counted() == before
    assert Site.objects.get().root_page_id == root
    assert not media_root.exists() or list(media_root.rglob("*")) == []
    real = run_import(folder)

    def told(report):
        items = report.as_dict()["items"]
        return [{key: value for key, value in item.items() if key != "page_id"} for item in items]

    assert told(dry) == told(real)
    assert all(item.page_id is None for item in dry.items)


def test_an_existing_home_page_keeps_its_content(make_repository, run_import):
    tree_root = Page.objects.get(depth=1)
    home = tree_root.add_child(instance=HomePage(title="Ours", slug="ours", hero_title="Ours"))
    home.save_revision().publish()
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.save()
    ours = home.add_child(instance=ContentPage(title="Our plan", slug="plan", live=False))
    ours.save_revision().publish()
    settings = SiteSettings.for_site(site)
    settings.site_name = "Ours"
    settings.save()
    report = run_import(make_repository())
    assert actions(report)["index.md"] == "kept-local-edit"
    assert codes(report, "index.md") >= {"home-exists"}
    home.refresh_from_db()
    assert home.hero_title == "Ours"
    assert "setting-exists" in codes(report, "_config.yml")
    assert SiteSettings.for_site(site).site_name == "Ours"
    assert SiteSettings.for_site(site).accent_colour == "#1d4f91"
    assert codes(report, "pages/plan.md") >= {"address-taken"}
    assert served("/plan/").context["page"].pk == ours.pk
    assert served("/the-plan/").status_code == 200
    assert set(actions(run_import(make_repository())).values()) == {"unchanged", "kept-local-edit"}


def test_unpublished_pages_are_drafts_and_future_ones_are_scheduled(
    make_repository, run_import, clock
):
    folder = make_repository({
        "newsroom/stories/_posts/2027-01-01-post-later.md": page("x", permalink="/later/"),
        "pages/draft.md": page("x", title="Draft", permalink="/draft/", published="false"),
    })  # fmt: skip
    run_import(folder)
    assert served("/draft/").status_code == 404
    assert served("/later/").status_code == 404
    later = NewsArticlePage.objects.get(title="Page")
    assert later.approved_schedule
    assert later.go_live_at.isoformat() == "2026-12-31T16:00:00+00:00"
    assert set(actions(run_import(folder)).values()) == {"unchanged"}


def test_a_category_without_an_index_has_a_list(imported):
    assert NewsListPage.objects.get(title="Stories").default_kind in {"news", "link"}


def test_the_report_counts_words_links_and_warnings_with_lines(make_repository, run_import):
    body = "<h2>One two</h2>\n<p>three <a href='/nowhere/'>four</a>\n<a href='/plan/'>five</a></p>"
    folder = make_repository({"pages/a.md": page(body)})
    report = run_import(folder).as_dict()
    item = next(item for item in report["items"] if item["source"] == "pages/a.md")
    assert item["words"] == {"source": 5, "page": 5}
    assert item["links"] == {
        "total": 2, "internal": 1, "files": 0, "external": 0, "unresolved": 1,
    }  # fmt: skip
    assert item["warnings"] == [{"code": "link-unresolved", "detail": "/nowhere/", "line": 6}]
    assert set(report) >= {"repository", "started", "finished", "totals", "items"}
    assert report["totals"]["created"] + report["totals"]["entry"] == len(report["items"])
