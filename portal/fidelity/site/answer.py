"""What the site says to a request."""

import hashlib
from dataclasses import dataclass

REDIRECTS = frozenset({301, 302, 307, 308})


@dataclass(frozen=True)
class Answer:
    """The answer to one GET; redirects are not followed."""

    status: int
    location: str = ""
    content_type: str = ""
    body: bytes = b""

    @property
    def is_html(self) -> bool:
        return self.content_type.startswith("text/html")

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def digest(self) -> str:
        """The SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()
