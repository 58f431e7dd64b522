from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from pages import clock, moments


class BasePageForm(WagtailAdminPageForm):
    """Refuses an address that another page has, before anything is stored, and says in which
    zone its times are.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Wagtail reads what is typed in the zone of the person's own account.
        zone = timezone.get_current_timezone()
        for name in ("go_live_at", "expire_at"):
            if name in self.fields:
                label = moments.zone_label(zone, clock.now())
                self.fields[name].help_text = f"Times are {zone} time, {label}."

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
