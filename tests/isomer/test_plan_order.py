"""Listings, menu and groups in the order in which Isomer shows them."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Site

from newsroom.models import NewsroomItem, NewsroomPage
from pages.models import Navigation, SiteSettings
from tests.isomer.outcome import codes, served
from tests.isomer.repository import CONFIG, FOOTER, HOME, page

STORIES = "newsroom/stories/_posts"


def post(title: str, **front: str) -> str:
    return (
        "---\n" + "".join(f"{k}: {v}\n" for k, v in {"title": title, **front}.items()) + "---\nx\n"
    )


def menu() -> dict[str, list]:
    """The menu's entries with the labels below each."""
    entries = Navigation.for_site(Site.objects.get(is_default_site=True)).entries()
    return {
        entry.label: [(child.label, [c.label for c in child.children]) for child in entry.children]
        for entry in entries
    }


def test_posts_of_one_day_stand_by_time_and_then_by_path_backwards(make_repository, run_import):
    run_import(make_repository({
        f"{STORIES}/2024-05-01-a.md": post("A"),
        f"{STORIES}/2024-05-01-c.md": post("C"),
        f"{STORIES}/2024-05-01-b.md": post("B", date="2024-05-01 09:00:00"),
        "newsroom/media-releases/_posts/2024-05-01-z.md": post("Z"),
        f"{STORIES}/2020-01-01-late.md": post("Late", date="2024-05-02T00:00:00.000Z"),
    }))  # fmt: skip
    room = NewsroomPage.objects.get()
    listed = [item.title for item in NewsroomItem.objects.below(room).newest_first()]
    assert listed[:5] == ["Late", "B", "C", "A", "Z"]


def test_a_category_shows_in_the_menu_only_with_a_published_post(make_repository, run_import):
    run_import(make_repository({
        "newsroom/FAQ_and-more/_posts/2024-01-01-x.md": post("X"),
        "newsroom/empty/index.html": "---\nlayout: resources-alt\ntitle: Empty\n---\n",
        "newsroom/drafts/_posts/2024-01-01-x.md": post("Draft", published="false"),
        "newsroom/later/_posts/2094-01-01-x.md": post("Later"),
    }))  # fmt: skip
    assert [label for label, _ in menu()["Newsroom"]] == [
        "All", "Faq And More", "Media Releases", "Stories",
    ]  # fmt: skip
    assert served("/newsroom/empty/").status_code == 200


def test_a_single_category_needs_no_all(make_repository, run_import):
    run_import(make_repository({
        "newsroom/media-releases/_posts/2023-06-01-post-berths.md": None,
        "newsroom/media-releases/index.html": None,
    }))  # fmt: skip
    assert [label for label, _ in menu()["Newsroom"]] == ["Stories"]


def test_groups_lead_to_their_first_page_and_hold_all_of_theirs(make_repository, run_import):
    order = "".join(f"      - {n}\n" for n in ("a.md", "g/.keep", "g/x.md", "b.md", "g/y.md"))
    names = {"a.md": "A", "g/x.md": "X", "b.md": "B", "g/y.md": "Y", "z.md": "Z"}
    files = {
        f"_services/{name}": post(title, permalink=f"/s/{title.lower()}/",
                                  **({"third_nav_title": "Group"} if "/" in name else {}))
        for name, title in names.items()
    }  # fmt: skip
    settings = f"collections:\n  services:\n    output: true\n    order:\n{order}"
    run_import(make_repository({
        "_services/collection.yml": settings, "_services/fees.md": None,
        "_services/hours.md": None, **files,
    }))  # fmt: skip
    assert menu()["Services"] == [("A", []), ("Group", ["X", "Y"]), ("B", []), ("Z", [])]


def test_posts_right_below_the_room_and_in_nested_categories(make_repository, run_import):
    report = run_import(make_repository({
        "newsroom/_posts/2024-06-01-right.md": post("Right below"),
        "newsroom/a/b/_posts/2024-06-02-deep.md": post("Deep"),
    }))  # fmt: skip
    assert not [n for i in report.items for n in i.warnings if n.code == "page-failed"]
    assert served("/newsroom/right.html").status_code == 200
    assert served("/newsroom/a/b/deep.html").status_code == 200
    text = BeautifulSoup(served("/newsroom/").content, "lxml").find("main").get_text(" ")
    assert {"Right below", "Deep"} <= set(re.findall("Right below|Deep", text))


def test_a_second_room_is_a_list_of_its_own(make_repository, run_import):
    run_import(make_repository({
        "archive/index.html": "---\nlayout: resources\ntitle: Archive\n---\n",
        "archive/_posts/2020-01-01-x.md": post("Old"),
    }))  # fmt: skip
    assert served("/archive/").status_code == 200
    assert served("/archive/x.html").status_code == 200


def test_the_older_menu_with_its_own_key_for_what_is_below(make_repository, run_import):
    run_import(make_repository({
        "_data/navigation.yml": "- title: A\n  url: /plan/\n  sub-links:\n    - title: B\n"
                                "      url: /contact/\n",
    }))  # fmt: skip
    assert menu() == {"A": [("B", [])]}


@pytest.fixture
def settings_of(make_repository, run_import):
    """A function that imports a repository with other data files; report and settings."""

    def import_it(**files):
        names = {"config": "_config.yml", "footer": "_data/footer.yml", "home": "index.md"}
        report = run_import(make_repository({names[key]: text for key, text in files.items()}))
        return report, SiteSettings.for_site(Site.objects.get(is_default_site=True))

    return import_it


def test_the_footer_in_all_its_keys(settings_of):
    _, settings = settings_of(footer=FOOTER.replace("privacy:", "privacy_policy:") + (
        "show_reach: true\ncopyright_agency: Harbour Authority\nfeedback: https://form.example.org/\n"
        "terms_of_use: /plan/\nnavlinks:\n  - title: Tides\n    url: /services/hours\n"
    ))  # fmt: skip
    labels = [child.value["label"] for child in settings.footer_links]
    assert labels == ["FAQ", "REACH", "Tides"]
    assert (settings.agency, settings.terms_url) == ("Harbour Authority", "/plan/")
    assert settings.feedback_url == "https://form.example.org/"


def test_settings_without_a_counterpart_are_named(settings_of):
    report, _ = settings_of(
        config=CONFIG + "google_analytics: UA-1\nfavicon: /images/quay.png\nfacebook-pixel: ''\n"
    )
    item = next(item for item in report.items if item.source == "_config.yml")
    dropped = [note.detail for note in item.warnings if note.code == "setting-dropped"]
    assert dropped == ["favicon: /images/quay.png", "google_analytics: UA-1"]


def test_a_notification_is_read_as_markdown(settings_of):
    source = HOME.replace(
        "sections:", "notification: Closed **today**, see [why](/plan/)\nsections:"
    )
    report, settings = settings_of(home=source)
    assert settings.banner_text == "Closed today, see why"
    assert "setting-dropped" in codes(report, "_config.yml")


def test_a_page_dated_in_the_future_is_scheduled_and_not_in_the_menu(make_repository, run_import):
    report = run_import(make_repository({
        "_services/soon.md": page("x", title="Soon", permalink="/soon/", date="2094-01-01"),
    }))  # fmt: skip
    assert "future-dated" in codes(report, "_services/soon.md")
    assert served("/soon/").status_code == 404
    assert "Soon" not in [label for label, _ in menu()["Services"]]
