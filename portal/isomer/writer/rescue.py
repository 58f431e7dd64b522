"""What is done with a block that its own checks refuse: its words are kept as text."""

import json
from html import escape

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from pages.models import BasePage
from portal.isomer.codes import Code, Note
from portal.isomer.converter.reading import block_words


def rescue_streams(page: BasePage, error: ValidationError) -> list[Note]:
    """Replace the refused blocks of a page by paragraphs, one note for each.

    Raises the error again when it is about something else than streams or the address.
    """
    notes: list[Note] = []
    for name in getattr(error, "error_dict", {}):
        model_field = next((f for f in page._meta.get_fields() if f.name == name), None)
        if isinstance(model_field, StreamField):
            notes += _rescue(page, name, model_field.stream_block)
        elif name not in {"permalink", "slug"}:
            raise error
    return notes


def _rescue(page: BasePage, name: str, stream: StreamBlock) -> list[Note]:
    notes: list[Note] = []
    kept: list[dict] = []
    for block in getattr(page, name).get_prep_value():
        reason = _refusal(stream, block)
        if reason is None:
            kept.append(block)
            continue
        words = " ".join(block_words({"type": block["type"], "value": block["value"]}))
        notes.append(Note(Code.INVALID, f"{block['type']}: {reason}"[:300]))
        if words and "paragraph" in stream.child_blocks:
            kept.append({"type": "paragraph", "value": _paragraph(stream, words)})
    setattr(page, name, json.dumps(kept))
    return notes


def _refusal(stream: StreamBlock, block: dict) -> str | None:
    child = stream.child_blocks.get(block["type"])
    if child is None:
        return "no such block here"
    try:
        child.clean(child.to_python(block["value"]))
    except ValidationError as error:
        return " ".join(str(message) for message in error.messages) or "refused"
    return None


def _paragraph(stream: StreamBlock, words: str) -> object:
    text = f"<p>{escape(words, quote=False)}</p>"
    if hasattr(stream.child_blocks["paragraph"], "child_blocks"):
        return {"text": text, "number": None, "unnumbered": True}
    return text
