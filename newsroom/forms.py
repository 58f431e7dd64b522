"""The form of an item: what it asks once the item has been public."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms

from newsroom.enums import Change
from pages.forms import BasePageForm

#: What the form shows only once the item has been public, and only while it is withdrawn.
AFTERWARDS = ("change_kind", "change_text", "change_key", "corrections")
WITHDRAWAL = ("withdrawal_reason", "replaced_by")


class NewsroomItemForm(BasePageForm):
    """Asks how much a published item changed; says nothing of it before the first publication."""

    # Tells a form that was open while its note was published from one that repeats the note.
    change_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.first_published_at or "change_kind" not in self.fields:
            self._leave_out(AFTERWARDS)
        else:
            self.initial["change_key"] = self.instance.change_key
        if not self.instance.is_withdrawn:
            self._leave_out(WITHDRAWAL)
        elif "withdrawal_reason" in self.fields:
            self.fields["withdrawal_reason"].required = True

    def clean(self) -> dict[str, Any]:
        # Wagtail's own form looks at what is in this dictionary, not at what is returned.
        cleaned = super().clean()
        if "change_kind" not in self.fields:
            return cleaned
        if cleaned.get("change_kind") != Change.MAJOR:
            cleaned.update(change_text="", change_key=None)
            return cleaned
        text = cleaned.get("change_text", "")
        # A draft may be saved before its note is written.
        if not text and not self.is_deferred_validation:
            self.add_error("change_text", "Say in one sentence what changed: readers will see it.")
        if self._is_another_note(text, cleaned.get("change_key")):
            cleaned["change_key"] = uuid4()
        return cleaned

    def save(self, commit: bool = True):
        if "change_kind" in self.fields:
            self.instance.change_key = self.cleaned_data["change_key"]
        return super().save(commit)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        updates = super().get_field_updates_for_resave()
        if "change_kind" in self.fields:
            updates.append(("change_key", str(self.instance.change_key or "")))
        return updates

    def _is_another_note(self, text: str, key: UUID | None) -> bool:
        """Whether the words are not those that the key named when the form was opened."""
        if not key:
            return True
        said = self.instance.change_notes.filter(key=key).first()
        return text != (said.text if said else self.initial.get("change_text"))

    def _leave_out(self, names: Iterable[str]) -> None:
        for name in names:
            self.fields.pop(name, None)
