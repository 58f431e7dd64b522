"""What the API says of an item of the newsroom."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.template.loader import render_to_string
from django.utils.timezone import get_default_timezone
from wagtail.models import Page

from newsroom import numbering
from pages.api.fields import HTMLField, PageField, short

if TYPE_CHECKING:
    from newsroom.models import NewsLinkPage, NewsroomItem, PressReleasePage


class KindField(PageField):
    """What sort of item a page is; null for a page that is none."""

    def to_representation(self, page: Page) -> str | None:
        item = getattr(page, "item_kind", None)
        return item.value if item else None


class DayField(PageField):
    """The day of an item that readers see; null for a page that is none."""

    def to_representation(self, page: Page) -> str | None:
        return page.date.isoformat() if hasattr(page, "item_kind") else None  # type: ignore[attr-defined]


class TopicsField(PageField):
    """The topics of an item, by their names in addresses and their names for readers; none for a
    page that is no item.
    """

    def to_representation(self, page: Page) -> list[dict[str, str]]:
        topics = getattr(page, "topic_list", ())
        return [{"slug": topic.slug, "name": topic.name} for topic in topics]


class ChangesField(PageField):
    """What readers were told since the item was published, newest first."""

    def to_representation(self, page: "NewsroomItem") -> list[dict[str, Any]]:
        return [
            {
                "kind": entry.kind.value,
                "at": _local(entry.at),
                "text": entry.text,
                "earlier": entry.earlier,
                "later": entry.later,
            }
            for entry in page.history.entries
        ]


def _local(instant: datetime | None) -> str | None:
    """As all instants are told: in the site's zone."""
    return instant.astimezone(get_default_timezone()).isoformat() if instant else None


class ReplacedByField(PageField):
    """The page that took the place of a withdrawn item, while the public may see it."""

    def to_representation(self, page: "NewsroomItem") -> dict[str, Any] | None:
        if not page.is_withdrawn or page.replaced_by_id is None:
            return None
        replacement = self.context["base_queryset"].filter(pk=page.replaced_by_id).first()
        return short(replacement, self.context["view"]) if replacement else None


class ReleaseTextField(HTMLField):
    """The text of a release, with its dateline and the numbers of its paragraphs."""

    def html_of(self, page: "PressReleasePage", name: str) -> str:  # type: ignore[override]
        request = self.context["request"]._request
        parts = numbering.numbered_parts(getattr(page, name), page.numbering, page.dateline)
        return "".join(
            part.html
            or render_to_string(
                "components/story.html", {"stream": [part.block], "page": page, "request": request}
            )
            for part in parts
        )


class ContactsField(PageField):
    """Whom to ask about a release."""

    def to_representation(self, page: "PressReleasePage") -> list[dict[str, str]]:
        told = ("name", "role", "organisation", "phone", "email")
        entries = page.contacts.select_related("contact")
        return [{name: getattr(entry.contact, name) for name in told} for entry in entries]


class TargetField(PageField):
    """Where an entry leads; null while the public may not go there."""

    def to_representation(self, page: "NewsLinkPage") -> str | None:
        return urljoin(page.full_url or "", page.target) if page.target else None
