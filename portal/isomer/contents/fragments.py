"""Short texts of the front matter, which may hold HTML."""

import html
import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from portal.isomer.converter import assemble, convert
from portal.isomer.converter.model import PLAIN, Block, Notes, Rich, Run

_WEB_ADDRESS = URLValidator(schemes=["http", "https"])
_TAG = re.compile(r"<[^>]*>")


def plain_text(value: object, limit: int = 0) -> str:
    """A text without tags, at most `limit` characters long when a limit is given."""
    text = " ".join(html.unescape(_TAG.sub(" ", str(value or ""))).split())
    if limit and len(text) > limit:
        return text[: limit - 1].rsplit(" ", 1)[0] + "…"
    return text


def is_web_address(text: str) -> bool:
    """Whether a text is a full http(s) address that a field for addresses takes."""
    try:
        _WEB_ADDRESS(text)
    except ValidationError:
        return False
    return True


def rich_text(value: object, notes: Notes) -> tuple[Rich, list[Block]]:
    """A text as rich text, and what in it is no text, such as a picture."""
    source = str(value or "").strip()
    if not source:
        return Rich(""), []
    if "<" not in source and "&" not in source:
        return Rich(f"<p>{html.escape(' '.join(source.split()), quote=False)}</p>"), []
    conversion = convert(source)
    notes.single += conversion.notes.all()
    words: list[Block] = []
    others: list[Block] = []
    for block in conversion.blocks:
        if block.type in {"text", "list"}:
            words.append(block)
        elif block.type == "heading":
            marks = PLAIN.but(bold=True, link=block.value.get("link"))
            words.append(Block("text", [Run(block.value["text"], marks)]))
        else:
            others.append(block)
    assembled = assemble(words)
    return (assembled[0]["value"] if assembled else Rich("")), others
