"""What rich text says survives being opened and saved in the editor."""

import json
import re

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget

from fixtures.factories import SiteImageFactory
from pages.blocks import features
from pages.contentstate import Converter, RichTextArea

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved():
    """A function that opens rich text in the editor and saves it as it is."""
    converter = Converter(features.CELL)

    def save(html: str) -> str:
        state = json.loads(converter.from_database_format(html))
        return re.sub(r' data-block-key="\w+"', "", converter.to_database_format(json.dumps(state)))

    return save


@pytest.mark.parametrize(
    "html",
    [
        '<ol start="7"><li>a</li><li>b</li></ol>',
        '<ol start="0"><li>a</li></ol>',
        '<ol start="3" type="a"><li>a</li></ol>',
        '<ol type="I" reversed=""><li>a</li><li>b</li></ol>',
        "<ol><li>a</li></ol><p>x</p><ol><li>b</li></ol>",
        '<ol><li>a</li></ol><p>x</p><ol start="2"><li>b</li></ol>',
        '<ol><li>a</li></ol><ol start="4"><li>b</li></ol>',
        '<ol><li>a<ol start="3"><li>b</li><li>c</li></ol></li><li>d</li></ol>',
        '<ul><li>a<ol start="3"><li>b</li></ol></li></ul>',
        '<ol><li>a<ul><li>b</li></ul></li></ol><ol start="9"><li>c</li></ol>',
        '<p><span id="fn:1"></span><span id="b"></span>a <b>b</b></p>',
        '<ul><li><span id="x"></span>a</li><li>b</li></ul>',
        '<ol start="2"><li><span id="x&quot;y"></span>a</li></ol>',
        '<p><a href="#x">a</a></p>',
    ],
)
def test_nothing_is_forgotten(saved, html) -> None:
    assert saved(html) == html


def test_a_list_that_follows_another_says_where_it_starts(saved) -> None:
    html = "<ol><li>a</li></ol><ol><li>b</li></ol>"
    assert saved(html) == '<ol><li>a</li></ol><ol start="1"><li>b</li></ol>'


def test_a_link_to_a_place_on_a_page(saved, add_page) -> None:
    page = add_page("Plan")
    html = f'<p><a linktype="page" id="{page.pk}" anchor="goals">a</a></p>'
    assert saved(html) == html


def test_a_linked_picture(saved) -> None:
    image = SiteImageFactory()
    html = (
        f'<p>a</p><embed embedtype="image" format="fullwidth" id="{image.pk}" alt="x" '
        'href="https://www.example.org/"/><p>b</p>'
    )
    assert saved(html) == html


@pytest.mark.parametrize(
    "data", [None, [], {"start": "7", "kind": "x", "places": "ab"}, {"places": [1, ""]}]
)
def test_odd_data_is_passed_over(data) -> None:
    block = {"key": "a", "type": "ordered-list-item", "depth": 0, "text": "a", "data": data}
    raw = json.dumps({"blocks": [block], "entityMap": {}})
    assert Converter(features.PROSE).to_database_format(raw) == (
        '<ol><li data-block-key="a">a</li></ol>'
    )


def test_it_is_the_editor_of_every_rich_text() -> None:
    assert isinstance(get_rich_text_editor_widget(), RichTextArea)
