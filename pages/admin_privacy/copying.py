"""Copying a page."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm


class KnownCopyForm(CopyForm):
    """Says whether an address is taken only below pages that the person may add to."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "new_parent_page" in self.errors:
            self.errors.pop("new_slug", None)
        return cleaned
