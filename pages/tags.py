"""Tags in a text field: names with commas between them, and nothing else to know.

The settings TAGGIT_TAGS_FROM_STRING and TAGGIT_STRING_FROM_TAGS name these functions.
"""

from collections.abc import Iterable
from typing import Protocol


class Named(Protocol):
    name: str


def split_tags(text: str) -> list[str]:
    """The names in `text`, each once, in order of the alphabet; quotes around one are dropped."""
    names = (name.strip().strip('"').strip() for name in (text or "").split(","))
    return sorted({name for name in names if name})


def join_tags(tags: Iterable[Named]) -> str:
    """The names of `tags` as `split_tags` reads them."""
    return ", ".join(sorted(tag.name for tag in tags))
