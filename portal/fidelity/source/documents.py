"""What a file of the repository is for."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from portal.fidelity.source.front_matter import text_of


class Kind(TextChoices):
    PAGE = "page", "page"
    HOME = "home", "home page"
    CONTACT = "contact", "contact page"
    POST = "post", "post"
    ENTRY = "entry", "listing entry that leads elsewhere"
    LISTING = "listing", "listing"
    SYSTEM = "system", "page of the old site's machinery"


@dataclass
class Document:
    """One file with front matter, and the HTML of its body."""

    path: str
    kind: Kind
    data: dict[str, Any]
    body: str
    address: str
    collection: str = ""
    folders: list[str] = field(default_factory=list)
    moment: str = ""
    hidden: str = ""
    html: str | None = None

    @property
    def title(self) -> str:
        return text_of(self.data.get("title"))

    @property
    def target(self) -> str:
        """Where a listing entry leads."""
        for name in ("external", "file_url", "permalink"):
            if address := text_of(self.data.get(name)):
                return address
        return ""

    @property
    def is_public(self) -> bool:
        return not self.hidden
