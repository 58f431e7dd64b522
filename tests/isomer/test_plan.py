"""Which page, where, at which address."""

from datetime import date

import pytest

from portal.isomer.errors import ImportStop
from portal.isomer.mapping import Mapping, read_mapping
from portal.isomer.planner import make_plan
from portal.isomer.reader import read
from tests.isomer.repository import page

TODAY = date(2026, 3, 2)


def plan_of(folder, *rules, is_taken=lambda key: False):
    return make_plan(read(folder), Mapping(rules), today=TODAY, is_taken=is_taken)


def codes(planned):
    return [str(note.code) for note in planned.notes]


def test_the_tree_follows_collections_and_the_resource_room(make_repository):
    pages = plan_of(make_repository()).by_source()
    assert {source: (p.page_type, p.parent) for source, p in pages.items()} == {
        "index.md": ("home", ""),
        "newsroom/index.html": ("newsroom", "index.md"),
        "newsroom/media-releases/index.html": ("news-list", "newsroom/index.html"),
        "newsroom/stories/index.html": ("news-list", "newsroom/index.html"),
        "_services/collection.yml": ("section", "index.md"),
        "pages/contact.md": ("contact", "index.md"),
        "pages/plan.md": ("content", "index.md"),
        "_services/fees.md": ("content", "_services/collection.yml"),
        "_services/hours.md": ("content", "_services/collection.yml"),
        "newsroom/media-releases/_posts/2023-06-01-post-berths.md": (
            "press-release",
            "newsroom/media-releases/index.html",
        ),
        "newsroom/stories/_posts/2024-03-05-post-pilots.md": (
            "article",
            "newsroom/stories/index.html",
        ),
        "newsroom/stories/_posts/2024-01-02-file-The form.md": (
            "link",
            "newsroom/stories/index.html",
        ),
    }
    assert pages["_services/fees.md"].nav_group == "Money"
    assert pages["newsroom/stories/index.html"].title == "Stories"
    assert pages["newsroom/media-releases/index.html"].default_kind == "press-release"


def test_a_category_outside_the_room_stands_below_the_home_page(make_repository):
    folder = make_repository({"media/talks/_posts/2024-01-01-post-a.md": page("x")})
    planned = plan_of(folder).by_source()["media/talks/index.html"]
    assert (planned.parent, planned.address) == ("index.md", "/media/talks/")


@pytest.mark.parametrize(
    ("category", "page_type"),
    [
        ("press-releases", "press-release"),
        ("Media-Release", "press-release"),
        ("ministerial-statements", "press-release"),
        ("media", "article"),
        ("speeches", "article"),
    ],
)
def test_the_name_of_a_category_tells_releases(make_repository, category, page_type):
    source = f"newsroom/{category}/_posts/2024-01-01-post-a.md"
    folder = make_repository({source: page("x")})
    assert plan_of(folder).by_source()[source].page_type == page_type


def test_an_address_is_given_once_and_a_draft_asks_last(make_repository):
    folder = make_repository({
        "pages/a.md": page("x", published="false"),
        "pages/b.md": page("x"),
        "pages/c.md": page("x", permalink="/PAGE"),
    })  # fmt: skip
    pages = plan_of(folder).by_source()
    assert [pages[f"pages/{name}.md"].address for name in "abc"] == ["", "", "/PAGE"]
    assert codes(pages["pages/b.md"]) == ["address-taken", "slug-changed"]
    assert len({pages[f"pages/{name}.md"].slug for name in "abc"}) == 3


def test_a_section_makes_room_for_a_page_at_its_place(make_repository):
    folder = make_repository({"pages/a.md": page("x", permalink="/services")})
    pages = plan_of(folder).by_source()
    assert pages["pages/a.md"].address == "/services"
    assert pages["_services/collection.yml"].slug == "services-2"


def test_addresses_of_the_application_and_of_other_pages_are_left_alone(make_repository):
    folder = make_repository({"pages/a.md": page("x", permalink="/admin/x/")})
    pages = plan_of(folder, is_taken={"/plan"}.__contains__).by_source()
    assert (pages["pages/a.md"].address, codes(pages["pages/a.md"])) == ("", ["address-reserved"])
    assert pages["pages/plan.md"].address == ""
    assert pages["pages/plan.md"].slug == "the-plan"


def test_unpublished_and_future_posts(make_repository):
    folder = make_repository({
        "newsroom/stories/_posts/2027-01-01-post-later.md": page("x", permalink="/later/"),
        "newsroom/stories/_posts/2024-01-01-post-draft.md": page("x", published="false"),
        "newsroom/stories/_posts/soon-post-x.md": page("x", permalink="/soon/"),
    })  # fmt: skip
    pages = plan_of(folder).by_source()
    later = pages["newsroom/stories/_posts/2027-01-01-post-later.md"]
    assert (later.go_live, codes(later)) == (date(2027, 1, 1), ["future-dated"])
    assert pages["newsroom/stories/_posts/2024-01-01-post-draft.md"].draft
    undated = pages["newsroom/stories/_posts/soon-post-x.md"]
    assert (undated.day, undated.draft) == (date(2000, 1, 1), True)
    assert codes(undated) == ["not-published", "date-missing"]


def test_long_titles_and_slugs_are_cut(make_repository):
    folder = make_repository(
        {"pages/a.md": page("x", title="word " * 80, permalink="/" + "a" * 342)}
    )
    planned = plan_of(folder).by_source()["pages/a.md"]
    assert len(planned.title) <= 255
    assert len(planned.slug) == 120
    assert planned.address == "/" + "a" * 342


def test_a_map_changes_types_where_they_fit(make_repository):
    plan = plan_of(
        make_repository(),
        ("/plan/", "strategy"),
        ("/newsroom/stories/*", "press-release"),
        ("/services/fees", "article"),
        ("/services/*", "skip"),
    )
    pages = plan.by_source()
    assert pages["pages/plan.md"].page_type == "strategy"
    assert pages["newsroom/stories/_posts/2024-03-05-post-pilots.md"].page_type == "press-release"
    assert pages["_services/fees.md"].page_type == "content"
    assert codes(pages["_services/fees.md"]) == ["type-unfit"]
    assert [(d.path, str(note.code)) for d, note in plan.left_out] == [
        ("_services/hours.md", "mapped-out")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# a comment\n\n/plan/ = strategy\n/x/* = press-release\n",
        "/plan/: strategy\n/x/*: press release\n",
        '"/plan/": "strategy"\n"/x/*": Press_Release\n',
        '{"pattern": "/plan/", "type": "strategy"}\n{"pattern": "/x/*", "type": "press-release"}\n',
        '{\n"/plan/": "strategy",\n"/x/*": "press-release"\n}\n',
    ],
)
def test_forms_of_a_map(tmp_path, text):
    path = tmp_path / "map"
    path.write_text(text)
    mapping = read_mapping(path)
    assert mapping.type_for("/plan/") == mapping.type_for("/plan") == "strategy"
    assert mapping.type_for("/x/a/b") == "press-release"
    assert mapping.type_for("/other/") is None


@pytest.mark.parametrize(
    "text",
    [
        "/plan/ = brochure",
        "/plan/",
        "plan = strategy",
        "/plan/ =",
        '{"pattern": "/plan/"}',
        "{broken",
        "/plan/: [strategy]",
        "- a",
    ],
)
def test_a_bad_map_stops_and_names_the_line(tmp_path, text):
    path = tmp_path / "map"
    path.write_text(f"# first\n{text}\n")
    with pytest.raises(ImportStop, match="line 2") as stop:
        read_mapping(path)
    assert "\n" not in str(stop.value)


def test_an_unreadable_map_stops(tmp_path):
    with pytest.raises(ImportStop, match="can't be read"):
        read_mapping(tmp_path / "nowhere")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ImportStop, match="UTF-8"):
        read_mapping(tmp_path / "binary")
