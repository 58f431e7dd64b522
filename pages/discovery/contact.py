"""The address to which a weakness of the site is reported, as a machine reads it (RFC 9116, 2.5.3)."""

import re
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_TELEPHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,40}")
_SPACE = re.compile(r"[\x00-\x20\x7f]")


def validate(written: str) -> None:
    """Refuse what is no mail address, https:// address or telephone. Raises ValidationError."""
    if not address_of(written):
        raise ValidationError(
            "Write a mail address such as security@agency.example, an address that begins with "
            "https://, or tel: and a number such as tel:+65-6123-4567."
        )


def address_of(written: str) -> str:
    """The contact as an address with its scheme; empty when it is none that may stand there."""
    written = written.strip()
    scheme, colon, rest = written.partition(":")
    if colon and scheme.lower() == "tel":
        return f"tel:{re.sub('[ ().]', '', rest)}" if _TELEPHONE.fullmatch(rest.strip()) else ""
    if colon and scheme.lower() == "https":
        return written if _is_web_address(written) else ""
    mail = rest if colon and scheme.lower() == "mailto" else written
    try:
        validate_email(mail)
    except ValidationError:
        return ""
    return f"mailto:{quote(mail, safe='@+')}"


def _is_web_address(written: str) -> bool:
    try:
        return bool(urlsplit(written).hostname) and not _SPACE.search(written)
    except ValueError:
        return False
