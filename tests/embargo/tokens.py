"""Words that stand in one place only, so that an answer that holds one says what leaked.

A token is `quokkaz`, the code of the item's state, and the place: `quokkazdrafttitle`. They are plain
letters: slugs, file names and searches leave them as they are.
"""

import re

MARK = "quokkaz"
_TOKEN = re.compile(MARK + r"[a-z]+", re.IGNORECASE)


def token(code: str, place: str) -> str:
    """The word for one place of one item."""
    return f"{MARK}{code}{place}"


def found_in(content: str | bytes) -> set[str]:
    """Every token in a text, in lower case."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    # Nearly every answer holds none: the cheap question first.
    if MARK not in text and MARK not in text.lower():
        return set()
    return {match.lower() for match in _TOKEN.findall(text)}
