"""What may happen to an item after readers have seen it: changes, corrections, withdrawal.

A draft carries what readers are to be told. It is told in the moment in which the draft becomes
public: then `ChangeNote` rows are written, in the transaction that writes the page, and the page
forgets what has been said. A revision that is published again says nothing twice.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from django.db import models, transaction
from django.forms import RadioSelect
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField

from newsroom import cards
from newsroom.blocks import CorrectionBlock
from newsroom.enums import Change, NoteKind
from newsroom.models.change_note import ChangeNote
from pages import clock, together
from pages.models import BasePage


class AfterPublication(BasePage):
    """The part of an item that changes what readers have already seen."""

    change_kind = models.CharField(
        "this change is", max_length=10, choices=Change, default=Change.MINOR
    )
    change_text = models.CharField(
        "what changed",
        max_length=255,
        blank=True,
        help_text="One sentence for readers, such as “The closing date was moved to 30 June.”",
    )
    #: Names the note of this draft; a new one for each note.
    change_key = models.UUIDField(null=True, editable=False)
    corrections = StreamField(
        [("correction", CorrectionBlock())],
        blank=True,
        verbose_name="corrections in this draft",
        help_text="Shown to readers above the text from the moment this draft is published. "
        "A correction that was published stays and is no longer listed here.",
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = models.TextField("why it was withdrawn", blank=True)
    replaced_by = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="replaced by",
    )

    #: What happened to this item did not happen to a copy of it.
    exclude_fields_in_copy = [
        "change_kind",
        "change_text",
        "change_key",
        "corrections",
        "withdrawn_at",
        "withdrawal_reason",
        "replaced_by",
    ]

    #: Whether the item has a text of its own, which can be corrected and withdrawn.
    can_be_corrected = False

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        # Stored as live means public: what the draft was to say is said now.
        notes = list(self._take_notes()) if self.live and "update_fields" not in kwargs else []
        result = super().save(*args, **kwargs)
        if notes:
            ChangeNote.objects.bulk_create(notes, ignore_conflicts=True)
        return result

    def with_content_json(self, content: dict):
        page = super().with_content_json(content)
        page.forget_what_was_said()
        return page

    def forget_what_was_said(self) -> None:
        """Drop from a draft what readers have already been told."""
        keys = [correction.id for correction in self.corrections if correction.id]
        if self.change_key:
            keys.append(str(self.change_key))
        if not keys:
            return
        said = set(
            ChangeNote.objects.filter(page_id=self.pk, key__in=keys).values_list("key", flat=True)
        )
        if str(self.change_key) in said:
            self.forget_change()
        for place in reversed(range(len(self.corrections))):
            if self.corrections[place].id in said:
                del self.corrections[place]

    def describe_change(self, text: str) -> None:
        """Let this draft tell readers, once it is public, what changed."""
        self.change_kind, self.change_text, self.change_key = Change.MAJOR, text, uuid4()

    def forget_change(self) -> None:
        """The next change is a minor one until somebody says otherwise."""
        self.change_kind, self.change_text, self.change_key = Change.MINOR, "", None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def withdrawal_key(self) -> str:
        """Names the withdrawal that holds; empty without one."""
        return f"withdrawal-{int(self.withdrawn_at.timestamp())}" if self.withdrawn_at else ""

    @property
    def replacement(self) -> cards.PageCard | None:
        """The page that took the place of a withdrawn one, while readers may see it."""
        if not self.is_withdrawn or self.replaced_by_id is None:
            return None
        page = together.public_pages([self.replaced_by_id]).get(self.replaced_by_id)
        return cards.named(page) if page else None

    def _take_notes(self) -> Iterator[ChangeNote]:
        """The notes that become public now. They no longer wait in the page afterwards."""
        at = self.last_published_at or clock.now()
        # Nobody saw an earlier version, so that there is nothing to tell about it.
        is_first = self.first_published_at is None or self.first_published_at >= at
        if not is_first:
            yield from self._take_change(at)
        for correction in self.corrections:
            if not is_first:
                yield self._note(
                    NoteKind.CORRECTION,
                    correction.id or str(uuid4()),
                    at,
                    text=correction.value["notice"],
                    earlier=correction.value["earlier"],
                    later=correction.value["later"],
                )
        self.corrections = []
        self.forget_change()
        if self.withdrawn_at:
            yield self._note(
                NoteKind.WITHDRAWAL,
                self.withdrawal_key,
                max(at, self.withdrawn_at),
                text=self.withdrawal_reason,
            )

    def _take_change(self, at: datetime) -> Iterator[ChangeNote]:
        if self.change_kind == Change.MAJOR and self.change_text:
            key = str(self.change_key or f"revision-{self.live_revision_id}")
            yield self._note(NoteKind.UPDATE, key, at, text=self.change_text)

    def _note(self, kind: NoteKind, key: str, at: datetime, **words: str) -> ChangeNote:
        return ChangeNote(
            page_id=self.pk,
            kind=kind,
            key=key,
            published_at=at,
            revision_id=self.live_revision_id,
            **words,
        )


#: The end of the form of an item that has been public.
after_publication_panels = [
    FieldPanel("corrections"),
    MultiFieldPanel(
        [
            FieldPanel("withdrawal_reason", required_on_save=True),
            PageChooserPanel("replaced_by"),
        ],
        heading="Withdrawal",
        icon="warning",
    ),
    MultiFieldPanel(
        [
            FieldPanel("change_kind", widget=RadioSelect, disable_comments=True),
            FieldPanel("change_text", classname="change-note-text", disable_comments=True),
        ],
        heading="This change",
        icon="history",
        classname="change-note",
    ),
]
