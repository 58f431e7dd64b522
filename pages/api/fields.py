"""What the API says of a page. Page types name these in their `api_fields`."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.encoding import force_str
from rest_framework.fields import Field
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from pages.api.markup import portable


class PageField(Field):
    """Something that is made from the page as a whole."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"source": "*", "read_only": True, **kwargs})


class FullURLField(PageField):
    """The one address of the page, with the site's host."""

    def to_representation(self, page: Page) -> str | None:
        return page.full_url


class SummaryField(PageField):
    """One or two sentences about the page; empty without any."""

    def to_representation(self, page: Page) -> str:
        return force_str(getattr(page, "summary_text", page.search_description))


class LocaleField(PageField):
    """The language of the page, as a tag of BCP 47."""

    def to_representation(self, page: Page) -> str | None:
        return self.context["locales"].get(page.locale_id)


class ParentField(PageField):
    """The page above, if it is one of this site that the public may see."""

    def to_representation(self, page: Page) -> dict[str, Any] | None:
        above = page.get_parent()
        parent = self.context["base_queryset"].filter(pk=above.pk).first() if above else None
        return short(parent, self.context["view"]) if parent else None


class HTMLField(PageField):
    """Text of the page as HTML, from one or more of its fields, in the order of the page."""

    def __init__(self, *names: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names = names

    def to_representation(self, page: Page) -> str:
        # Names the headings, as on the page, so that a link to one leads there.
        _ = page.contents  # type: ignore[attr-defined]
        html = "".join(self.html_of(page, name) for name in self.names)
        return portable(html, page.full_url or "")

    def html_of(self, page: Page, name: str) -> str:
        """One field of the page as visitors get it."""
        value = getattr(page, name)
        if not isinstance(value, StreamValue):
            return expand_db_html(value)
        # The plain request: a block may ask which site it is on.
        request = self.context["request"]._request
        context = {"stream": value, "page": page, "request": request}
        return render_to_string("components/story.html", context)


def short(page: Page, view: Any) -> dict[str, Any]:
    """A page that has passed the gate, as another one names it."""
    page = page.specific_deferred
    return {
        "id": page.pk,
        "title": page.title,
        "html_url": page.full_url,
        "detail_url": view.detail_address(page.pk),
    }
