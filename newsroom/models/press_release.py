from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from newsroom import numbering
from newsroom.api.fields import ContactsField, ReleaseTextField
from newsroom.blocks import ReleaseStoryBlock
from newsroom.enums import ItemKind, Numbering
from newsroom.models.after_publication import after_publication_panels
from newsroom.models.item import NewsroomItem, opening_panels
from pages.api.fields import HTMLField
from pages.blocks.data import DownloadsBlock
from pages.blocks.features import PROSE
from pages.snippets import Contact


class PressReleasePage(NewsroomItem):
    """A statement to the press, whose paragraphs can be cited by number."""

    template = "newsroom/press_release_page.html"
    is_creatable = True
    item_kind = ItemKind.PRESS_RELEASE
    can_be_corrected = True
    page_description = "A statement to the press"

    dateline = models.CharField(
        max_length=80, blank=True, help_text="The place, set in front of the first words."
    )
    numbering = models.CharField(
        "numbered paragraphs",
        max_length=20,
        choices=Numbering,
        default=Numbering.AFTER_FIRST,
        help_text="Each number has an address of its own, so that a paragraph can be cited.",
    )
    body = StreamField(ReleaseStoryBlock(), blank=True)
    contacts_heading = models.CharField(
        "words above the contacts",
        max_length=160,
        blank=True,
        default="For media enquiries, please contact:",
    )
    notes_to_editors = RichTextField(blank=True, features=PROSE)
    attachments = StreamField([("downloads", DownloadsBlock())], blank=True, max_num=1)

    content_panels = [
        *opening_panels,
        FieldPanel("topics"),
        MultiFieldPanel(["dateline", "numbering"], heading="Form of the release"),
        FieldPanel("lead_image"),
        FieldPanel("body"),
        FieldPanel("notes_to_editors"),
        MultiFieldPanel(
            ["contacts_heading", InlinePanel("contacts", label="contact")], heading="Media contacts"
        ),
        FieldPanel("attachments"),
        *after_publication_panels,
    ]

    search_fields = [
        *NewsroomItem.search_fields,
        index.SearchField("dateline"),
        index.SearchField("body"),
        index.SearchField("notes_to_editors"),
    ]
    api_fields = [
        *NewsroomItem.api_fields,
        "dateline",
        APIField("body", ReleaseTextField("body")),
        APIField("notes_to_editors", HTMLField("notes_to_editors")),
        APIField("contacts", ContactsField()),
        APIField("attachments", HTMLField("attachments")),
    ]

    class Meta:
        verbose_name = "press release"

    @property
    def media_contacts(self) -> list[Contact]:
        """The contacts of the release, in its order."""
        rows = self.fetched("contact_rows")
        if rows is None:
            return [entry.contact for entry in self.contacts.all()]
        return [Contact(**row) for row in rows]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["numbered_body"] = list(
            numbering.numbered_parts(self.body, self.numbering, self.dateline)
        )
        return context


class ReleaseContact(Orderable):
    """A contact of one release, from the contacts that the newsroom keeps."""

    page = ParentalKey(PressReleasePage, on_delete=models.CASCADE, related_name="contacts")
    contact = models.ForeignKey("pages.Contact", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("contact")]
