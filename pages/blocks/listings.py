"""Things that are kept elsewhere and shown here: contacts and the newest entries of a listing."""

from typing import Protocol, runtime_checkable

from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.models import Page

from pages import languages, permalinks
from pages.blocks.choosers import PageChooserBlock, SnippetChooserBlock


@runtime_checkable
class Listing(Protocol):
    """A page that can name its newest public entries."""

    def latest_items(self, count: int) -> list: ...


class ContactsBlock(blocks.StructBlock):
    """People or offices to turn to."""

    title = blocks.CharBlock(required=False, max_length=160)
    contacts = blocks.ListBlock(SnippetChooserBlock("pages.Contact"), min_num=1)

    class Meta:
        icon = "mail"
        label = "Contacts"
        template = "blocks/contacts.html"
        description = "People or offices to turn to"
        preview_value = {"title": "Contacts", "contacts": []}


class LatestItemsValue(blocks.StructValue):
    @cached_property
    def listing_page(self) -> Page | None:
        """The chosen listing while the public may see it, in the language of the answer."""
        return languages.in_language(self.get("listing"))

    @property
    def listing_address(self) -> str | None:
        """Its address; None while there is none."""
        return permalinks.address_of(self.listing_page) if self.listing_page else None

    @cached_property
    def entries(self) -> list:
        """The newest public entries of the chosen listing."""
        page = self.listing_page.specific_deferred if self.listing_page else None
        if not isinstance(page, Listing):
            return []
        return page.latest_items(int(self["count"]))


class LatestItemsBlock(blocks.StructBlock):
    """The newest entries of a listing."""

    title = blocks.CharBlock(max_length=160, default="Latest")
    subtitle = blocks.CharBlock(required=False, max_length=160, label="Line above the title")
    listing = PageChooserBlock(
        page_type=["newsroom.NewsroomPage", "newsroom.NewsListPage"],
        help_text="The newsroom as a whole, or one of its lists.",
    )
    count = blocks.ChoiceBlock(
        choices=[(str(number), str(number)) for number in (3, 4, 6, 8, 12)],
        default="3",
        label="How many",
    )
    link_label = blocks.CharBlock(required=False, max_length=80, default="All news")

    class Meta:
        icon = "history"
        label = "Latest items"
        template = "blocks/latest_items.html"
        value_class = LatestItemsValue
        description = "The newest entries of a listing, always up to date"
        preview_value = {
            "title": "Latest",
            "subtitle": "From the newsroom",
            "listing": None,
            "count": "3",
            "link_label": "All news",
        }
