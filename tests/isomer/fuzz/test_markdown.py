"""Properties of Markdown bodies: nothing raises, nothing active is shown, no word goes missing."""

from hypothesis import given

from portal.isomer.liquid import without_liquid
from portal.isomer.markdown import to_html
from tests.isomer.fuzz.accounts import missing, unaccounted
from tests.isomer.fuzz.active import active_content
from tests.isomer.fuzz.kramdown import any_markdown, visible_markdown
from tests.isomer.fuzz.markup import numbered
from tests.isomer.fuzz.profile import examples


@examples(60)
@given(any_markdown)
def test_nothing_active_is_ever_shown(passage, source):
    body, _ = without_liquid(numbered(source))
    assert active_content(passage.through(to_html(body)).shown) == []


@examples(60)
@given(visible_markdown)
def test_no_word_of_the_markdown_is_missing_from_its_html(source):
    source = numbered(source)
    assert missing(source, to_html(source)) == []


@examples(40)
@given(visible_markdown)
def test_no_word_of_the_html_goes_missing_without_a_warning(passage, source):
    html = to_html(numbered(source))
    assert unaccounted(html, passage.through(html)) == []


@examples(30)
@given(any_markdown)
def test_the_same_source_gives_the_same_html(source):
    assert to_html(source) == to_html(source)
