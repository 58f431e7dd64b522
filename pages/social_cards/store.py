"""Where drawn cards are kept: one for each page, in the storage of uploaded files.

A web server may answer for that storage without asking the gate, so that the folder of a page has
a name that nobody can guess, and goes when the page is taken off or deleted.
"""

from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac


def read(page_id: int, fingerprint: str) -> bytes | None:
    """A card that was drawn before."""
    try:
        with default_storage.open(_name(page_id, fingerprint)) as file:
            return file.read()
    except OSError:
        return None


def keep(page_id: int, fingerprint: str, card: bytes) -> None:
    """Store a card, and drop what was drawn of the page before."""
    wanted = _name(page_id, fingerprint)
    stored = default_storage.save(wanted, ContentFile(card))
    if stored != wanted:
        # Somebody else drew the same card at the same moment.
        default_storage.delete(stored)
    for name in _names(page_id):
        if name != wanted:
            default_storage.delete(name)


def forget(page_id: int) -> None:
    """Drop the card of a page."""
    names = _names(page_id)
    for name in names:
        default_storage.delete(name)
    if names:
        # On a disk the empty folder would stay.
        with suppress(OSError):
            default_storage.delete(_folder(page_id))


def _names(page_id: int) -> list[str]:
    folder = _folder(page_id)
    try:
        _, names = default_storage.listdir(folder)
    except OSError:
        return []
    return [f"{folder}/{name}" for name in names]


def _folder(page_id: int) -> str:
    secret = salted_hmac("pages.social_cards", str(page_id), algorithm="sha256").hexdigest()[:32]
    return f"cards/{secret}"


def _name(page_id: int, fingerprint: str) -> str:
    return f"{_folder(page_id)}/{fingerprint}.png"
