"""The blocks of a stream in their stored form, and what is left of those whose parts are missing."""

from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath
from typing import Any, Protocol

from portal.isomer.converter.model import FileRef, ImageRef, LinkRef, Rich

NO_LINK = {"page": None, "document": None, "url": "", "anchor": ""}


class Values(Protocol):
    """What resolves the values of blocks."""

    def value(self, value: Any) -> Any:
        """The stored form of a value."""

    def rich(self, value: Rich) -> str:
        """The stored form of rich text."""

    def document(self, file: FileRef) -> tuple[int | None, str]:
        """The document that a link leads to, else the link's opening tag, empty for none."""


class Story:
    """Resolves the blocks of one stream."""

    def __init__(self, values: Values):
        self._values = values

    def blocks(self, block: dict) -> list[dict]:
        """A block's stored form; none when nothing of it is left, several when it falls apart."""
        kind = block["type"]
        if kind == "accordion":
            return [self._accordion(block)]
        if kind == "downloads":
            return list(self._downloads(block))
        value = self._values.value(block["value"])
        if kind == "gallery":
            return list(self._gallery(block, value))
        if kind == "image" and value["image"]["image"] is None:
            return self._without_image(block, value)
        if kind == "info_picture" and value["image"]["image"] is None:
            bar = {key: part for key, part in value.items() if key not in {"image", "side"}}
            return [{"type": "info_bar", "value": bar}]
        if kind == "button" and value["link"] == NO_LINK:
            return [_text(block, f"<p>{escape(value['label'], quote=False)}</p>")]
        return [] if _is_gone(kind, value) else [{"type": kind, "value": value}]

    def _accordion(self, block: dict) -> dict:
        items = [
            {
                "title": item["title"],
                "content": [kept for part in item["content"] for kept in self.blocks(part)],
            }
            for item in block["value"]["items"]
        ]
        return {"type": "accordion", "value": {"items": items}}

    def _downloads(self, block: dict) -> Iterator[dict]:
        """The files that are there; a link to any other stands between them as text."""
        found: list[dict] = []
        for item in block["value"]["items"]:
            document, tag = self._values.document(item["document"])
            if document is not None:
                found.append({**item, "document": document})
                continue
            if found:
                yield _files(block, found)
                found = []
            words = escape(item["title"], quote=False)
            yield _text(block, f"<p>{tag}{words}</a></p>" if tag else f"<p>{words}</p>")
        if found:
            yield _files(block, found)

    def _gallery(self, block: dict, value: dict) -> Iterator[dict]:
        """The pictures that are there; captions of the others follow as text."""
        kept = [item for item in value["images"] if item["image"]["image"] is not None]
        if len(kept) > 1:
            yield {"type": "gallery", "value": {**value, "images": kept}}
        for item in kept if len(kept) == 1 else []:
            caption = f"<p>{escape(item['caption'], quote=False)}</p>" if item["caption"] else ""
            figure = {"caption": caption, "credit": "", "size": "full", "link": dict(NO_LINK)}
            yield {"type": "image", "value": {"image": item["image"], **figure}}
        for item in value["images"]:
            if item["image"]["image"] is None and item["caption"]:
                yield _text(block, f"<p>{escape(item['caption'], quote=False)}</p>")

    def _without_image(self, block: dict, value: dict) -> list[dict]:
        """What is left of a picture that is not there: its caption, and where it led."""
        parts = [value["caption"]] if value["caption"] else []
        image, link = block["value"]["image"], block["value"]["link"]
        if link is not None and value["link"] != NO_LINK:
            parts.append(self._values.rich(Rich(f"<p>{_linked(image, link)}</p>")))
        return [_text(block, "".join(parts))] if parts else []


def _linked(image: dict, link: LinkRef) -> str:
    picture: ImageRef = image["image"]
    label = image["alt_text"] or PurePosixPath(picture.src).name
    return f'<a href="{escape(link.href)}" data-line="{link.line}">{escape(label)}</a>'


def _text(block: dict, html: str) -> dict:
    """A paragraph; in a release, one that is not counted."""
    if block.get("release"):
        return {"type": "paragraph", "value": {"text": html, "number": None, "unnumbered": True}}
    return {"type": "paragraph", "value": html}


def _files(block: dict, items: list[dict]) -> dict:
    return {"type": "downloads", "value": {"title": block["value"]["title"], "items": items}}


def _is_gone(kind: str, value: Any) -> bool:
    """Whether nothing of a block is left."""
    if kind == "video":
        return not value["url"] and value["file"] is None
    if kind == "link":
        return value == NO_LINK
    return kind == "latest_items" and value["listing"] is None
