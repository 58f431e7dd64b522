"""What is done with values that their own checks refuse: the words of a block are kept as text."""

import json
from collections.abc import Iterable
from html import escape

from django.core.exceptions import ValidationError
from django.db.models import Field
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from pages.models import BasePage
from portal.isomer.codes import Code, Note
from portal.isomer.converter.reading import block_words


def rescue_fields(page: BasePage, error: ValidationError) -> list[Note]:
    """Set refused values to their field's default, one note for each.

    Raises the error again when a field may not be empty, or when it is about no field. An address
    that was refused is the caller's business.
    """
    notes: list[Note] = []
    for name, errors in getattr(error, "error_dict", {"": [error]}).items():
        model_field = next((f for f in page._meta.get_fields() if f.name == name), None)
        if name == "permalink":
            continue
        if not isinstance(model_field, Field) or not model_field.blank:
            raise error
        notes.append(Note(Code.INVALID, f"{name}: {' '.join(errors[0].messages)}"))
        setattr(page, name, model_field.get_default())
    return notes


def rescue_streams(page: BasePage, names: Iterable[str]) -> list[Note]:
    """Replace the refused blocks of streams by paragraphs, one note for each.

    A model's own check does not look into streams; only a form does, when an editor saves.
    """
    notes: list[Note] = []
    for name in names:
        model_field = page._meta.get_field(name)
        if not isinstance(model_field, StreamField):
            continue
        try:
            model_field.stream_block.clean(getattr(page, name))
        except ValidationError:
            notes += _rescue(page, name, model_field.stream_block)
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
