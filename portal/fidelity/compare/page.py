"""All criteria of one page."""

from portal.fidelity.compare.links import compare_links
from portal.fidelity.compare.pictures import Names, compare_pictures
from portal.fidelity.compare.structures import (
    compare_accordions,
    compare_cards,
    compare_frames,
    compare_numbers,
)
from portal.fidelity.compare.subject import Subject
from portal.fidelity.compare.tables import compare_tables
from portal.fidelity.compare.text import (
    compare_headings,
    compare_legacy,
    compare_title,
    compare_words,
)


def compare_page(subject: Subject, names: Names) -> None:
    """Fill the subject's outcomes."""
    compare_title(subject)
    compare_words(subject)
    compare_links(subject)
    compare_pictures(subject, names)
    compare_frames(subject)
    compare_cards(subject)
    compare_accordions(subject)
    compare_tables(subject)
    compare_numbers(subject)
    compare_headings(subject)
    compare_legacy(subject)
