"""Values that no field takes, and places that are not free."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from pages.blocks.text import HeadingBlock
from pages.models import ContactPage, ContentPage, HomePage, SearchPage, SiteSettings
from tests.isomer.outcome import codes
from tests.isomer.repository import CONFIG, CONTACT, FOOTER, page


def test_contacts_and_places_that_no_field_takes_keep_their_words(make_repository, run_import):
    odd = (
        CONTACT.replace("pilots@harbour.example", "pilots at harbour")
        .replace("https://maps.example.org/pier", "https://")
        .replace("https://form.gov.sg/000000000000000000000000", "/feedback here/")
    )
    report = run_import(make_repository({"pages/contact.md": odd}))
    found = ContactPage.objects.get()
    assert found.contacts[0].value["contacts"][0].phone == "6000 0000"
    assert "pilots at harbour" in found.body[0].value.source
    assert (found.locations[0].value["map_url"], found.feedback_url) == ("", "")
    assert "link-invalid" in codes(report, "pages/contact.md")


def test_settings_that_no_field_takes_are_reported(make_repository, run_import):
    report = run_import(make_repository({
        "_config.yml": CONFIG.replace("#1d4f91", "#ffff00"),
        "_data/footer.yml": FOOTER.replace("https://www.youtube.com/@harbour", "https://"),
    }))  # fmt: skip
    assert "setting-refused" in codes(report, "_config.yml")
    settings = SiteSettings.for_site(Site.objects.get())
    assert settings.accent_colour != "#ffff00"
    assert list(settings.social_links) == []


def test_a_heading_that_no_field_holds_becomes_bold_text(make_repository, run_import):
    folder = make_repository({"pages/a.md": page(f"# {'word ' * 60}\n\nText")})
    report = run_import(folder)
    (block,) = ContentPage.objects.get(title="Page").body
    assert block.value.source.startswith("<p><b>word word")
    assert "heading-long" in codes(report, "pages/a.md")


def test_the_words_of_a_refused_block_become_text(make_repository, run_import, monkeypatch):
    usual = HeadingBlock.clean

    def refuse(self, value):
        if value["text"] == "Refused words":
            raise ValidationError("not this one")
        return usual(self, value)

    monkeypatch.setattr(HeadingBlock, "clean", refuse)
    folder = make_repository({"pages/a.md": page("## Refused words\n\n## Fine\n\nText")})
    report = run_import(folder)
    kinds = [block.block_type for block in ContentPage.objects.get(title="Page").body]
    assert kinds == ["paragraph", "heading", "paragraph"]
    item = next(item for item in report.items if item.source == "pages/a.md")
    assert [note.detail for note in item.warnings if note.code == "invalid"] == [
        "heading: not this one"
    ]


def test_a_second_search_page_is_not_made(make_repository, run_import):
    search = "---\nlayout: search\ntitle: Search\npermalink: /search/\n---\n"
    folder = make_repository({"misc/search.md": search})
    run_import(folder)
    assert Client().get("/search/").status_code == 200
    other = make_repository({
        "_config.yml": CONFIG.replace("harbour.example", "other.example"), "misc/search.md": search,
    }, base=False, name="other")  # fmt: skip
    report = run_import(other)
    assert "search-exists" in codes(report, "misc/search.md")
    assert SearchPage.objects.count() == 1


def test_a_home_page_below_the_root_of_its_site(make_repository, run_import):
    site = Site.objects.get()
    site.root_page.add_child(instance=HomePage(title="Inner", slug="inner"))
    run_import(make_repository(), root="inner")
    plan = ContentPage.objects.get(title="The Plan")
    assert (plan.url_path, plan.permalink) == ("/home/inner/plan/", "/plan/")
    assert Client().get("/plan/").status_code == 200
    assert Page.objects.get(pk=site.root_page_id).specific_class is Page


@pytest.mark.parametrize("body", ["{{ site.baseurl }}/plan/", '{{ "/plan/" | relative_url }}'])
def test_addresses_made_by_liquid(make_repository, run_import, body):
    folder = make_repository({"pages/a.md": page(f"[a]({body})\n\n{{% include x.html %}}\n")})
    report = run_import(folder)
    item = next(item for item in report.items if item.source == "pages/a.md")
    assert item.links["internal"] == 1
    assert [(note.code, note.line) for note in item.warnings] == [("liquid", 7)]
