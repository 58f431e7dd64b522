"""Cards, accordions, films and frames, list numbers."""

import re
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

from portal.fidelity.compare.subject import Subject
from portal.fidelity.criteria import Criterion
from portal.fidelity.reading.model import Card
from portal.fidelity.reading.sequences import common, missing
from portal.fidelity.reading.words import words
from portal.fidelity.source.addresses import is_full

_YOUTUBE = frozenset({"youtube.com", "youtube-nocookie.com", "m.youtube.com", "youtu.be"})


def compare_accordions(subject: Subject) -> None:
    """Every summary of the source opens something on the page."""
    expected = [text for text in subject.source.summaries if text]
    subject.outcome(Criterion.ACCORDIONS).expected = len(expected)
    for index in missing(expected, subject.page.summaries):
        subject.lose(Criterion.ACCORDIONS, f"“{expected[index][:80]}”")


def compare_cards(subject: Subject) -> None:
    """Every card, in order, with its texts and its target."""
    cards = [card for card in subject.source.cards if card.title or card.description or card.label]
    subject.outcome(Criterion.CARDS).expected = len(cards)
    pairs = dict(
        common(
            [(card.title, card.description) for card in cards],
            [(card.title, card.description) for card in subject.page.cards],
        )
    )
    for index, card in enumerate(cards):
        if index not in pairs:
            subject.lose(Criterion.CARDS, f"“{(card.title or card.description)[:80]}”")
        elif wrong := _card_differs(subject, card, subject.page.cards[pairs[index]]):
            subject.lose(Criterion.CARDS, f"“{card.title[:80]}”: {wrong}")


def _card_differs(subject: Subject, card: Card, shown: Card) -> str:
    if card.label and card.label != shown.label:
        return f"label “{card.label[:60]}” is “{shown.label[:60]}”"
    source = subject.source.anchors
    target = subject.targets.of_source(card.href, subject.document.address, source)
    if target is None or target.defect:
        return ""
    if not shown.href:
        return f"does not lead to {card.href}"
    reached = subject.targets.of_page(shown.href, subject.path)
    return "" if reached.key == target.key else f"leads to {shown.href}"


def compare_frames(subject: Subject) -> None:
    """Every film and frame is there, or a link to it."""
    base, anchors = subject.document.address, subject.source.anchors
    found = Counter(_shown(subject, frame) for frame in subject.page.frames)
    linked = {_shown(subject, link.href) for link in subject.page.links}
    for frame in subject.source.frames:
        if is_full(frame) or not frame.startswith(("/", ".")):
            key = frame_key(frame)
        else:
            target = subject.targets.of_source(frame, base, anchors)
            if target is None or target.defect:
                subject.defective(Criterion.FRAMES, f"no such film: {frame}")
                continue
            key = target.key
        subject.outcome(Criterion.FRAMES).expected += 1
        if found[key] > 0:
            found[key] -= 1
        elif key not in linked:
            subject.lose(Criterion.FRAMES, " ".join(key))


def _shown(subject: Subject, address: str) -> tuple[str, str]:
    """The key of a film on the page: its provider's, or the file's own bytes."""
    if subject.targets.visits.own_path(address) is None or address.startswith("#"):
        return frame_key(address)
    return subject.targets.of_page(address, subject.path).key


def frame_key(address: str) -> tuple[str, str]:
    """A film by its provider's number, anything else by host and path."""
    address = re.sub(r"^(https?:)?//", "", address.strip())
    try:
        parts = urlsplit(f"https://{address}")
    except ValueError:
        return "frame", address
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).rstrip("/")
    query = parse_qs(parts.query)
    if host in _YOUTUBE:
        name = (query.get("v") or [path.rpartition("/")[2]])[0]
        if name in {"videoseries", "playlist", "embed"}:
            name = (query.get("list") or [name])[0]
        return "youtube", name
    if host in {"vimeo.com", "player.vimeo.com"}:
        numbers = re.findall(r"\d{5,}", path)
        return "vimeo", numbers[0] if numbers else path
    if host == "instagram.com":
        path = re.sub(r"/embed(/captioned)?$", "", path)
    return host, path


def compare_numbers(subject: Subject) -> None:
    """Every item of a numbered list carries the number it had."""
    expected = subject.source.items
    subject.outcome(Criterion.NUMBERS).expected = len(expected)
    lost = missing(expected, subject.page.items)
    if not lost:
        return
    # A release makes its numbers itself, as text in front of the paragraph.
    text = f" {' '.join(words(subject.page.text))} "
    for index in lost:
        item = expected[index]
        if f" {item.number} {item.opening} " not in text:
            subject.lose(Criterion.NUMBERS, f"{item.number}. {item.opening}")
