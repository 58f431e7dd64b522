"""Correcting a published item in one step: the text, the notice and the words that were wrong."""

from django.core.exceptions import ValidationError

from newsroom import passages
from newsroom.models import NewsroomItem


def correct(
    page: NewsroomItem, *, notice: str, earlier: str, later: str, in_text: bool = True
) -> None:
    """Correct an item in memory and attach the notice; nothing is stored.

    With `in_text`, `earlier` is replaced by `later` in the text; without it the words stand
    elsewhere, in a file or a picture. Raises ValidationError as `check` does.
    """
    if in_text:
        check(page, earlier, later)
        passages.replace(page, earlier, later)
    page.corrections.append(("correction", {"notice": notice, "earlier": earlier, "later": later}))


def check(page: NewsroomItem, earlier: str, later: str) -> None:
    """Raise ValidationError, keyed by the argument to change, when words can't be replaced.

    They must stand in the text exactly once.
    """
    if earlier.split() == later.split():
        raise ValidationError({"later": "These are the same words. Write what it should say."})
    places = passages.count(page, earlier)
    if places == 0:
        raise ValidationError(
            {
                "earlier": "These words do not stand in the text. Copy them exactly, from one "
                "paragraph only."
            }
        )
    if places > 1:
        raise ValidationError(
            {
                "earlier": f"These words stand in {places} places. Copy a few more of the words "
                "around them, so that it is clear which are meant."
            }
        )
