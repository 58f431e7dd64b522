"""What differs between the words that were wrong and those that stand there now."""

from django import template

from newsroom.differences import Part, parts_of
from newsroom.history import Entry

register = template.Library()


@register.simple_tag
def difference_of(correction: Entry) -> tuple[list[Part], list[Part]]:
    """The earlier words and the later ones, in parts."""
    return parts_of(correction.earlier, correction.later)
