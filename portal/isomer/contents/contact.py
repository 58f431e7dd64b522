"""The contact page: people and numbers, places with their hours, a feedback form."""

import html
from typing import Any

from portal.isomer.codes import Code
from portal.isomer.contents.fragments import is_web_address, plain_text, rich_text
from portal.isomer.contents.model import Content
from portal.isomer.converter import Conversion
from portal.isomer.converter.model import Notes, Rich
from portal.isomer.converter.reading import rich_words, story_words
from portal.isomer.converter.tally import Tally, words_in
from portal.isomer.documents import Document
from portal.isomer.release import ContactData, is_email

_PHONE_LENGTH = 60
_HOURS_LENGTH = 80


def contact_content(document: Document | None, body: list[dict], conversion: Conversion) -> Content:
    """The contact page's fields."""
    front = document.front if document else {}
    notes = Notes()
    contacts: list[ContactData] = []
    extra: list[dict] = []
    for entry in _dicts(front.get("contacts")):
        contact, texts = _contact(entry, notes)
        if contact.reachable and contact.name:
            contacts.append(contact)
            extra += _paragraphs(contact.name, texts, named=False)
        else:
            extra += _paragraphs(contact.name, texts, named=True)
    places = []
    for entry in _dicts(front.get("locations")):
        value, more = _location(entry, notes)
        if value is not None:
            places.append({"type": "location", "value": value, "line": 0})
        extra += more
    agency = plain_text(front.get("agency_name"))
    stream = [{"type": "contacts", "value": {"title": "", "contacts": contacts}, "line": 0}]
    fields: dict[str, Any] = {
        "intro": Rich(f"<p>{html.escape(agency, quote=False)}</p>") if agency else Rich(""),
        "contacts": stream if contacts else [],
        "locations": places,
        "body": [*extra, *body],
    }
    feedback = str(front.get("feedback") or "").strip()
    if is_web_address(feedback):
        fields["feedback_url"] = feedback
    elif feedback:
        notes.add(Code.LINK_INVALID, feedback)
    source = Tally(**vars(conversion.source))
    source.words += _source_words(front)
    words = len(words_in(agency)) + len(story_words([*extra, *body, *places]))
    words += sum(_words_of(contact) for contact in contacts)
    return Content(fields, [], [*notes.all(), *conversion.notes.all()], source, words)


def _contact(entry: dict, notes: Notes) -> tuple[ContactData, list[Rich]]:
    contact = ContactData(name=plain_text(entry.get("title"), 160))
    texts: list[Rich] = []
    for part in _dicts(entry.get("content")):
        for key, value in part.items():
            text = plain_text(value)
            if not text:
                continue
            if key == "phone" and not contact.phone and len(text) <= _PHONE_LENGTH:
                contact.phone = text
            elif key == "email" and not contact.email and is_email(text):
                contact.email = text
            else:
                texts.append(rich_text(value, notes)[0])
    return contact, texts


def _paragraphs(name: str, texts: list[Rich], *, named: bool) -> list[dict]:
    """What a contact says beside number and address."""
    blocks: list[dict] = []
    if name and named:
        value = {"text": name, "level": "h2", "anchor": ""}
        blocks.append({"type": "heading", "value": value, "line": 0})
    if texts:
        blocks.append({"type": "paragraph", "value": Rich("".join(texts)), "line": 0})
    return blocks


def _location(entry: dict, notes: Notes) -> tuple[dict | None, list[dict]]:
    """A place, and as blocks what its fields can't hold."""
    address = entry.get("address")
    given = address if isinstance(address, list) else [address]
    lines = [line for part in given if (line := plain_text(part))]
    name = plain_text(entry.get("title"), 160)
    hours, more = [], []
    for slot in _dicts(entry.get("operating_hours")):
        days = plain_text(slot.get("days"))
        times = " ".join(
            text
            for text in (plain_text(slot.get("time")), plain_text(slot.get("description")))
            if text
        )
        if len(days) > _HOURS_LENGTH or len(times) > _HOURS_LENGTH or not lines:
            more.append(f"{days}: {times}" if days and times else days or times)
        elif days or times:
            hours.append({"days": days or "Hours", "times": times or "–"})
    link = str(entry.get("maps_link") or "").strip()
    if link and not is_web_address(link) and is_web_address(f"https://{link}"):
        notes.add(Code.LINK_REPAIRED, link)
        link = f"https://{link}"
    elif link and not is_web_address(link):
        notes.add(Code.LINK_INVALID, link)
        link = ""
    texts = [rich_text(text, notes)[0] for text in more if text]
    if not lines:
        return None, _paragraphs(name, texts, named=True)
    value = {
        "name": name or "Address",
        "address": "\n".join(lines),
        "hours": hours,
        "map_url": link,
    }
    return value, _paragraphs(name, texts, named=bool(texts))


def _words_of(contact: ContactData) -> int:
    return len(words_in(" ".join([contact.name, contact.phone, contact.email])))


def _source_words(front: dict) -> int:
    words = len(words_in(plain_text(front.get("agency_name"))))
    for entry in [*_dicts(front.get("contacts")), *_dicts(front.get("locations"))]:
        words += sum(_leaf_words(value) for key, value in entry.items() if key != "maps_link")
    return words


def _leaf_words(value: object) -> int:
    if isinstance(value, str):
        return len(rich_words(value))
    if isinstance(value, list):
        return sum(_leaf_words(part) for part in value)
    return sum(_leaf_words(part) for part in value.values()) if isinstance(value, dict) else 0


def _dicts(value: object) -> list[dict]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
