"""The strip above a page that shows something other than the site as it is."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Notice:
    """What the strip says; `components/stage_notice.html` shows it."""

    title: str
    text: str
    label: str
    """Names the strip for those who can't see it."""
    leave: str = ""
    """Where the button that ends it sends its form; none when empty."""
    address: str = ""
    """Where that leads back to."""
    link: str = ""
    link_text: str = ""
    mark: str = ""
    """Stands at the foot of the page too."""


def put(request: HttpRequest, notice: Notice) -> None:
    """Have the page that answers this request show the strip."""
    request.stage_notice = notice  # type: ignore[attr-defined]
