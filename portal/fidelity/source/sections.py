"""Pages that are written in front matter, home and contact page, as the HTML they stand for."""

from collections.abc import Iterator
from html import escape
from typing import Any

from portal.fidelity.source.documents import Document
from portal.fidelity.source.front_matter import text_of

#: Parts a page may show in an order of its own are parted by this.
PART = "\f"


def home_html(document: Document) -> str:
    """The sections of a home page in their order."""
    return "\n".join(part for section in _lists(document.data, "sections") for part in _of(section))


def _of(section: dict[str, Any]) -> Iterator[str]:
    for name, value in section.items():
        if name == "carousel":
            for slide in _lists(section, name):
                inner = slide.get("slide")
                yield from _plain(inner if isinstance(inner, dict) else slide)
        if not isinstance(value, dict):
            continue
        match name:
            case "hero":
                yield from _hero(value)
            case "resources":
                yield from _head(value)
            case "textcards" | "infocols":
                yield from _head(value)
                yield _rich(value, "description")
                cards = _lists(value, "cards") or _lists(value, "infoboxes")
                yield from (_card(card) for card in cards)
                yield _button(value, "button", "url")
            case "announcements":
                yield from _head(value)
                yield from (_announcement(entry) for entry in _lists(value, "announcement_items"))
            case _:
                yield from _plain(value)


def _hero(value: dict[str, Any]) -> Iterator[str]:
    yield _rich(value, "title")
    yield _rich(value, "subtitle")
    found = value.get("dropdown")
    dropdown = found if isinstance(found, dict) else {}
    yield _rich(dropdown, "title")
    yield _button(value, "button", "url")
    yield _image(value.get("background"), "")
    yield from (_button(option, "title", "url") for option in _lists(dropdown, "options"))
    for highlight in _lists(value, "key_highlights"):
        yield _button(highlight, "title", "url") or _rich(highlight, "title")
        yield _rich(highlight, "description")


def _head(value: dict[str, Any]) -> Iterator[str]:
    yield _rich(value, "subtitle")
    yield _rich(value, "title")


def _plain(value: dict[str, Any]) -> Iterator[str]:
    """An info bar, an info picture, and whatever else has a title, a text and a button."""
    yield from _head(value)
    yield _rich(value, "description")
    yield _button(value, "button", "url")
    yield _image(value.get("image"), text_of(value.get("alt")))
    for name in ("cards", "items", "columns"):
        for entry in _lists(value, name):
            yield _rich(entry, "title")
            yield _rich(entry, "description")


def _card(value: dict[str, Any]) -> str:
    href = escape(text_of(value.get("url")))
    title, text, label = (text_of(value.get(key)) for key in ("title", "description", "linktext"))
    label = label or text_of(value.get("button"))
    return (
        f'<div class="isomer-card"><a href="{href}"></a>'
        f'<div class="isomer-card-title">{title}</div>'
        f'<div class="isomer-card-description">{text}</div>'
        f'<div class="isomer-card-link">{label}</div></div>'
    )


def _announcement(value: dict[str, Any]) -> str:
    return "".join(
        (
            _rich(value, "title"),
            _rich(value, "announcement") or _rich(value, "description"),
            _button(value, "link_text", "link_url"),
        )
    )


def contact_html(document: Document) -> str:
    """The contacts and locations of a contact page."""
    parts = []
    for contact in _lists(document.data, "contacts"):
        parts.append(PART)
        parts.append(_rich(contact, "title"))
        for line in _lists(contact, "content"):
            parts.extend(f"<p>{text_of(value)}</p>" for value in line.values() if text_of(value))
    for location in _lists(document.data, "locations"):
        parts.append(PART)
        parts.append(_rich(location, "title"))
        address = location.get("address")
        lines = address if isinstance(address, list) else [address]
        parts.extend(f"<p>{text_of(line)}</p>" for line in lines if text_of(line))
        for hours in _lists(location, "operating_hours"):
            parts.extend(_rich(hours, key) for key in ("days", "time", "description"))
        link = escape(text_of(location.get("maps_link")))
        parts.append(f'<a href="{link}"></a>' if link else "")
    feedback = escape(text_of(document.data.get("feedback")))
    parts.append(f'<a href="{feedback}"></a>' if feedback else "")
    return "\n".join([*parts, PART])


def _rich(value: dict[str, Any], key: str) -> str:
    text = text_of(value.get(key))
    return f"<p>{text}</p>" if text else ""


def _button(value: dict[str, Any], label: str, url: str) -> str:
    text, href = text_of(value.get(label)), escape(text_of(value.get(url)))
    if not text:
        return ""
    return f'<p><a href="{href}">{text}</a></p>' if href else f"<p>{text}</p>"


def _image(src: Any, alt: str) -> str:
    return f'<img src="{escape(text_of(src))}" alt="{escape(alt)}">' if text_of(src) else ""


def _lists(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = value.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
