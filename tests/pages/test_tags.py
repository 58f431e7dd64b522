import pytest
from taggit.utils import edit_string_for_tags, parse_tags

from newsroom.models import Topic


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Research and computing, Health", ["Health", "Research and computing"]),
        ("one two", ["one two"]),
        (' "Quoted, ", a ,, a', ["Quoted", "a"]),
        ("", []),
    ],
)
def test_commas_separate_and_spaces_do_not(text, names) -> None:
    assert parse_tags(text) == names


def test_names_are_shown_without_quotes_and_read_back() -> None:
    topics = [Topic(name="Research and computing"), Topic(name="Health")]
    shown = edit_string_for_tags(topics)
    assert shown == "Health, Research and computing"
    assert parse_tags(shown) == ["Health", "Research and computing"]
