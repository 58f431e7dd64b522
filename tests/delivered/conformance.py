"""All rules for a delivered page. Each takes a Document and yields what breaks it."""

from collections.abc import Callable, Iterator

from tests.delivered import structure, wording
from tests.delivered.document import Document, parse

Rule = Callable[[Document], Iterator[str]]

RULES: tuple[Rule, ...] = (
    structure.parses,
    structure.ids_are_unique,
    structure.references_lead_somewhere,
    structure.fields_are_labelled,
    structure.nothing_to_press_stands_in_something_to_press,
    structure.hidden_parts_cannot_be_reached,
    structure.words_hold_no_blocks,
    structure.children_are_of_the_right_kind,
    structure.captions_stand_first_or_last,
    structure.nothing_is_obsolete,
    structure.nothing_is_written_into_elements,
    structure.roles_fit,
    structure.headings_follow_each_other,
    structure.articles_have_headings,
    structure.landmarks_are_told_apart,
    wording.addresses_are_written_rightly,
    wording.dates_can_be_read_by_machines,
    wording.languages_have_names,
    wording.the_head_is_complete,
    wording.pictures_are_complete,
    wording.links_make_sense_alone,
    wording.links_to_files_say_what_comes,
    wording.frames_have_titles,
    wording.tables_have_names_and_scopes,
)


def faults(html: str) -> list[str]:
    """What is wrong with a page, a line for each finding, beginning with the rule's name."""
    page = parse(html)
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(page)]
