"""The site's menu, up to three levels deep."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page

from pages import languages, permalinks
from pages.blocks.links import LinkBlock


class NavigationLinkBlock(blocks.StructBlock):
    """One entry; without a text it takes the title of its page."""

    label = blocks.CharBlock(
        required=False, max_length=120, label="Text", help_text="Left empty, the page’s title."
    )
    link = LinkBlock()

    class Meta:
        icon = "link"
        label = "Entry"


class NavigationGroupBlock(NavigationLinkBlock):
    children = blocks.ListBlock(NavigationLinkBlock(), label="Entries below", collapsed=True)

    class Meta:
        icon = "link"
        label = "Entry"


class NavigationItemBlock(NavigationLinkBlock):
    children = blocks.ListBlock(NavigationGroupBlock(), label="Entries below", collapsed=True)

    class Meta:
        icon = "list-ul"
        label = "Entry"


@dataclass(frozen=True)
class Entry:
    """One entry of the menu as visitors see it; `href` is None for a mere heading."""

    label: str
    href: str | None
    children: list["Entry"] = field(default_factory=list)


@register_setting(icon="list-ul", order=20)
class Navigation(BaseSiteSetting):
    """The menu of one site."""

    items = StreamField(
        [("item", NavigationItemBlock())],
        blank=True,
        help_text="Entries that lead to a page appear only while the public may see the page.",
    )

    panels = [FieldPanel("items")]

    class Meta:
        verbose_name = "menu"

    def entries(self) -> list[Entry]:
        """The menu as visitors see it now, in the language of the answer."""
        return entries_of(self.items)


def entries_of(stream) -> list[Entry]:
    """The entries of a stream as visitors see them; all pages of all levels looked up together.

    In another language than the site's first, a page counts as its translation, and one without is
    left out.
    """
    values = [child.value for child in stream]
    public = languages.translations(_pages(values))
    return [entry for value in values if (entry := _entry(value, public))]


def _pages(values) -> Iterator[Page]:
    for value in values:
        if page := value["link"].get("page"):
            yield page
        yield from _pages(value.get("children", []))


def _entry(value, public: dict) -> Entry | None:
    children = [entry for child in value.get("children", []) if (entry := _entry(child, public))]
    chosen = value["link"].get("page")
    page = public.get(chosen.pk) if chosen else None
    if chosen:
        # The words that the editor chose are those of the site's first language.
        words = value["label"] if page and page.pk == chosen.pk else ""
        anchor = (value["link"].get("anchor") or "").lstrip("#")
        address = permalinks.address_of(page) if page else None
        if address and anchor:
            address = f"{address}#{anchor}"
        href, label = (address, words or page.title) if page else (None, "")
    else:
        href = value["link"].href
        label = value["label"] or href
    if not label or not (href or children):
        return None
    return Entry(label, href, children)
