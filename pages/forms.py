from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    """Refuses an address that another page has, before anything is stored."""

    def clean(self):
        cleaned = super().clean()
        if self.parent_page is None or self.instance.pk:
            return cleaned  # An existing page checks itself in its own clean().
        page = self.instance
        page.slug = cleaned.get("slug", "")
        page.permalink = cleaned.get("permalink", "")
        try:
            page.check_address(self.parent_page)
        except ValidationError as error:
            self._update_errors(error)
        return cleaned
