"""Properties of HTML bodies: nothing raises, nothing active is shown, no word goes missing."""

from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from tests.isomer.fuzz.accounts import unaccounted
from tests.isomer.fuzz.active import active_content
from tests.isomer.fuzz.markup import any_html, numbered, visible_html
from tests.isomer.fuzz.profile import examples


@examples(80)
@given(any_html)
def test_nothing_active_is_ever_shown(passage, source):
    outcome = passage.through(numbered(source))
    assert active_content(outcome.shown) == []


@examples(40)
@given(any_html)
def test_nothing_active_is_ever_shown_in_a_release(passage, source):
    outcome = passage.through(numbered(source), release=True)
    assert active_content(outcome.shown) == []


@examples(80)
@given(visible_html)
def test_no_word_goes_missing_without_a_warning(passage, source):
    source = numbered(source)
    outcome = passage.through(source)
    assert unaccounted(source, outcome) == []


@examples(40)
@given(any_html)
def test_the_same_source_gives_the_same_blocks(passage, source):
    first, second = passage.through(source), passage.through(source)
    assert (first.blocks, first.notes, first.stored) == (second.blocks, second.notes, second.stored)
    assert first.shown == second.shown


@examples(40)
@given(any_html)
def test_what_is_stored_reads_back_as_it_was(passage, source):
    outcome = passage.through(numbered(source))
    known = [block["type"] for block in outcome.stored]
    assert [block["type"] for block in outcome.again] == known, "a block its stream does not know"


@examples(40)
@given(visible_html)
def test_what_was_shown_can_be_imported_again(passage, source):
    """The page's own HTML, taken as a source, loses no word either."""
    shown = passage.through(numbered(source)).shown
    for part in (tree := LexborHTMLParser(shown)).css("svg, .visually-hidden"):
        part.decompose()
    again = tree.body.html if tree.body else ""
    outcome = passage.through(again)
    assert unaccounted(again, outcome) == []
