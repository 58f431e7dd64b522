"""What a press release has besides its text: dateline, numbers, contacts."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.isomer.codes import Code
from portal.isomer.converter.model import Block, Notes, Run, Runs, plain
from portal.isomer.converter.richtext import lines_of, without_start

# The newsroom's choices, by name: this module stays free of models.
NONE, ALL, AFTER_FIRST = "none", "all", "after_first"

_NUMBER = re.compile(r"^([1-9]\d{0,2})\.[\s\u00a0]+(?=\S)")
_DATELINE = re.compile(
    r"^([A-Z][^\W\d_]*(?:[ ,.’'-]+[^\W_][\w.’'-]*){0,6}?),?[ \u00a0]+[–—-]{1,2}[ \u00a0]+(?=\S)"
)
_MONTH = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|ember|tember|ober)?$",
    re.IGNORECASE,
)
_MIXED = re.compile(r"\d\D|\D\d")
_HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Mdm", "Dr", "Prof", "Minister"})
_LONGEST_DATELINE = 80
_CONTACTS_HEADING = re.compile(
    r"\b(?:media|press)\b.*\b(?:enquir|inquir|quer|contact)|\b(?:enquiries|inquiries|queries)\b.*\bcontact\b",
    re.IGNORECASE,
)
_LONGEST_HEADING = 160
_LABELLED = re.compile(
    r"^(mobile|hp|h/p|handphone|phone|tel|telephone|did|office|main|e-?mail)\s*(?:no\.?|number)?\s*[:：]\s*(.*)$",
    re.IGNORECASE,
)
_PHONE = re.compile(r"^\+?[\d ()/-]{7,30}(?:\s*(?:ext|x)\.?\s*\d+)?$", re.IGNORECASE)
#: The labels that a contact's entry prints itself; any other keeps the contacts as text, because
#: a label such as “DID” would be lost.
_PAGE_LABELS = frozenset({"mobile", "phone", "email", ""})


@dataclass
class ContactData:
    """A person to turn to, as the source names them."""

    name: str = ""
    role: str = ""
    organisation: str = ""
    phone: str = ""
    phone_kind: str = "phone"
    email: str = ""

    @property
    def reachable(self) -> bool:
        return bool(self.phone or self.email)


def is_email(text: str) -> bool:
    """Whether a text is an address that a contact can keep."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def take_contacts(blocks: list[Block], notes: Notes) -> tuple[list[Block], str, list[ContactData]]:
    """The blocks without the contacts at their end, the words above these, and the contacts.

    When any line there can't be understood, everything stays as it is and is reported.
    """
    for place in range(len(blocks) - 1, -1, -1):
        heading = _words(blocks[place])
        if not heading or len(heading) > _LONGEST_HEADING or not _CONTACTS_HEADING.search(heading):
            continue
        following = blocks[place + 1 :]
        contacts = None if _has_link(blocks[place]) else _contacts(following, notes)
        if contacts is None:
            if following:
                notes.add(Code.CONTACTS_UNREAD, heading, blocks[place].line)
                for block in blocks[place:]:
                    block.unnumbered = True
            return blocks, "", []
        notes.add(Code.CONTACTS, f"{len(contacts)} contacts", blocks[place].line)
        return blocks[:place], heading, contacts
    return blocks, "", []


def take_dateline(blocks: list[Block], notes: Notes) -> str:
    """The place at the start of the first paragraph, which is taken out of the text."""
    first = next((block for block in blocks if block.type != "heading"), None)
    if first is None or first.type != "text":
        return ""
    text = "".join(run.text for run in first.value)
    match = _DATELINE.match(text)
    if not match or len(match.group(1)) > _LONGEST_DATELINE or not _is_place(match.group(1)):
        return ""
    if text[match.end()].islower() or _loses_a_link(first.value, match.end()):
        return ""
    first.value = without_start(first.value, match.end())
    dateline = " ".join(match.group(1).split())
    notes.add(Code.DATELINE, dateline, first.line)
    return dateline


def take_numbers(blocks: list[Block], notes: Notes) -> str:
    """Which numbers the page has to make; typed ones are taken out of the text.

    After this the page shows exactly the typed numbers: a first paragraph without one, followed
    by 2, counts as 1; any other without one is marked as unnumbered.
    """
    paragraphs = [block for block in blocks if block.type == "text" and not block.unnumbered]
    typed = [_typed_number(block) for block in paragraphs]
    shown = [number for number in typed if number]
    if not shown:
        return NONE
    counts_first = typed[0] is None and shown[0] == 2 and 1 not in shown
    following = 1
    for place, (block, number) in enumerate(zip(paragraphs, typed, strict=True)):
        if number is None:
            if counts_first and place == 0:
                following = 2
            else:
                block.unnumbered = True
            continue
        block.number = None if number == following else number
        following = number + 1
        text = "".join(run.text for run in block.value)
        block.value = without_start(block.value, _NUMBER.match(text).end())  # type: ignore[union-attr]
    notes.add(Code.NUMBERS, f"{len(shown)} numbers", paragraphs[typed.index(shown[0])].line)
    return AFTER_FIRST if counts_first else ALL


def _typed_number(block: Block) -> int | None:
    match = _NUMBER.match("".join(run.text for run in block.value))
    if not match or _loses_a_link(block.value, match.end()):
        return None
    return int(match.group(1))


def _loses_a_link(runs: Runs, length: int) -> bool:
    """Whether the first characters hold a link that would go with them."""
    for run in runs:
        if length < len(run.text):
            return False
        if run.marks.link and run.text.strip():
            return True
        length -= len(run.text)
    return False


def _is_place(text: str) -> bool:
    """Names of places begin with capitals and hold no figures; a date may follow."""
    words = [word.strip(".,") for word in text.split()]
    small = {"of", "de", "the", "and"}
    if words[0] in _HONORIFICS or any(_MIXED.search(word) for word in words):
        return False
    if any(word.isdecimal() for word in words) and not any(_MONTH.match(word) for word in words):
        return False
    return all(word[:1].isupper() or word in small or word.isdecimal() for word in words if word)


def _words(block: Block) -> str:
    if block.type == "text":
        return plain(block.value)
    return block.value["text"] if block.type == "heading" else ""


def _contacts(blocks: list[Block], notes: Notes) -> list[ContactData] | None:
    contacts: list[ContactData] = []
    labels: list[int] = []
    for block in blocks:
        if block.type != "text":
            return None
        lines = lines_of(block.value)
        for place, line in enumerate(lines):
            if any(_leads_elsewhere(run) for run in line):
                return None
            current = contacts[-1] if contacts else None
            labelled = _reach(line)
            if labelled is None:
                # A person begins after the last one's number, or with a paragraph of several lines.
                if current is None or current.reachable or (place == 0 and len(lines) > 1):
                    contacts.append(ContactData())
                if not _describe(contacts[-1], plain(line)):
                    return None
            elif current is None or not _add_reach(current, *labelled):
                return None
            elif not labelled[0]:
                labels.append(block.line)
    if not contacts or not all(contact.name and contact.reachable for contact in contacts):
        return None
    for place in labels:
        notes.tally(Code.CONTACT_LABEL, place)
    return contacts


def _has_link(block: Block) -> bool:
    if block.type == "heading":
        return bool(block.value.get("link"))
    return any(run.marks.link for run in block.value)


def _leads_elsewhere(run: Run) -> bool:
    """Whether a link would be lost: an entry prints only its address and number as links."""
    link = run.marks.link
    return link is not None and not link.href.lower().startswith(("mailto:", "tel:"))


def _reach(line: Runs) -> tuple[str, str] | None:
    """A line's label in lower case and its value, if it is a telephone number or an address."""
    text = plain(line)
    if match := _LABELLED.match(text):
        label, value = match.group(1).lower(), match.group(2).strip()
        known = is_email(value) if "mail" in label else _PHONE.match(value)
        return (label, value) if known else ("unread", value)
    if is_email(text):
        return "", text
    return ("", text) if _PHONE.match(text) else None


def _add_reach(contact: ContactData, label: str, value: str) -> bool:
    """Fill in a number or address.

    False when it can't be told, has a label that the page does not print, or comes out of the
    order in which the page shows them.
    """
    if label not in _PAGE_LABELS:
        return False
    if is_email(value):
        if contact.email:
            return False
        contact.email = value
        return True
    if contact.phone or contact.email or len(value) > 60:
        return False
    contact.phone, contact.phone_kind = value, "mobile" if label == "mobile" else "phone"
    return True


def _describe(contact: ContactData, text: str) -> bool:
    for name, limit in (("name", 160), ("role", 255), ("organisation", 255)):
        if not getattr(contact, name):
            if len(text) > limit:
                return False
            setattr(contact, name, text)
            return True
    joined = f"{contact.organisation}, {text}"
    if len(joined) > 255:
        return False
    contact.organisation = joined
    return True
