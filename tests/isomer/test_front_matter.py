"""Front matter as real repositories write it."""

import pytest

from portal.isomer import frontmatter


def test_every_value_stays_as_it_was_typed():
    matter = frontmatter.split("---\ntitle: 007\ndate: 2024-01-05\npublished: no\n---\nBody\n")
    assert matter.data == {"title": "007", "date": "2024-01-05", "published": "no"}
    assert matter.body == "Body\n"
    assert matter.body_line == 6
    assert not matter.repaired


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("title: Berths: now open", "Berths: now open"),
        ("title:\tWith a tab", "With a tab"),
        ("title: One\ntitle: Two", "Two"),
        ('title: "Unclosed', '"Unclosed'),
        ("title: A\n  longer one: here\nlayout: post", "A longer one: here"),
        ("title: [unclosed", "[unclosed"),
        ("a: &a [x]\nb: *a\ntitle: Alias", "Alias"),
    ],
)
def test_what_is_no_yaml_is_read_line_by_line(source, title):
    assert frontmatter.split(f"---\n{source}\n---\nBody").data["title"] == title


def test_repairs_are_told():
    assert frontmatter.split("---\ntitle: Berths: now open\n---\n").repaired


@pytest.mark.parametrize("text", ["\n---\ntitle: A\n---\nBody", "Body only", "--- \nnever closed"])
def test_no_front_matter(text):
    matter = frontmatter.split(text)
    assert (matter.data, matter.body, matter.present) == ({}, text, False)


def test_the_end_may_be_the_end_of_the_file_or_dots():
    assert frontmatter.split("---\ntitle: A\n---").data == {"title": "A"}
    assert frontmatter.split("---\ntitle: A\n...\nBody").body == "Body"


def test_expanding_aliases_are_refused_at_once():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(frontmatter.BadYaml, match="aliases"):
        frontmatter.load(bomb)


def test_deep_nesting_is_refused():
    with pytest.raises(frontmatter.BadYaml):
        frontmatter.load("[" * 10_000)


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("No", False), ("off", False), ("maybe", True)]
)
def test_truth(value, expected):
    assert frontmatter.truth(value, default=True) is expected


def test_one_bad_line_does_not_cost_the_structure_of_the_others():
    data = frontmatter.split(
        "---\n"
        "title: Berths: now open\n"
        "sections:\n"
        "  - hero:\n"
        "      title: Welcome\n"
        "tags:\n"
        "- ships\n"
        "- quays: two: three\n"
        "description: |\n"
        "  First line\n"
        "  second line\n"
        "permalink: /berths/\n"
        "---\nBody"
    ).data
    assert data == {
        "title": "Berths: now open",
        "sections": [{"hero": {"title": "Welcome"}}],
        "tags": ["ships", "quays: two: three"],
        "description": "First line\nsecond line",
        "permalink": "/berths/",
    }


def test_of_two_keys_the_last_wins_in_a_repair_too():
    assert frontmatter.split("---\ntitle: A: b\ntitle: C: d\n---\n").data == {"title": "C: d"}


@pytest.mark.parametrize("opening", ["---", "---   ", "---\t"])
def test_spaces_behind_the_dashes_do_not_matter(opening):
    matter = frontmatter.split(f"{opening}\ntitle: A\n---  \nBody\n")
    assert (matter.data, matter.body, matter.body_line) == ({"title": "A"}, "Body\n", 4)


def test_dashes_inside_the_body_stay():
    assert frontmatter.split("---\ntitle: A\n---\nBody\n---\nmore\n").body == "Body\n---\nmore\n"


def test_an_empty_front_matter_is_one():
    matter = frontmatter.split("---\n---\nBody")
    assert (matter.present, matter.data, matter.body) == (True, {}, "Body")


def test_a_block_scalar_with_a_bad_line_is_read_as_text():
    assert frontmatter.split("---\nnote: >\n  one\n two\nx: {\n---\n").data == {
        "note": "one two",
        "x": "{",
    }


def test_a_byte_order_mark_and_windows_lines_are_no_obstacle():
    matter = frontmatter.split("\ufeff---\r\ntitle: A\r\n---\r\nBody\r\n")
    assert (matter.data, matter.body, matter.body_line) == ({"title": "A"}, "Body\n", 4)


def test_a_longer_row_of_dashes_ends_nothing():
    matter = frontmatter.split("---\ntitle: A\n----\nB\n---\nC")
    assert (matter.data, matter.body) == ({"title": "A"}, "C")
