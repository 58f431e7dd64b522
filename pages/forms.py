from django.core.exceptions import ValidationError
from django.forms import Field

from pages.admin_privacy.references import KnownReferencesForm
from pages.instants import InstantField

#: The fields of a page's own schedule.
SCHEDULE = ("go_live_at", "expire_at")


class BasePageForm(KnownReferencesForm):
    """Refuses an address that another page has, before anything is stored, and takes the times of
    a schedule in the site's zone.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in SCHEDULE:
            if name in self.fields:
                self.fields[name] = _in_the_sites_zone(self.fields[name])

    def clean(self):
        cleaned = super().clean()
        self.instance.schedule_entered = {
            name: cleaned[name] for name in SCHEDULE if cleaned.get(name)
        }
        self.instance.is_rescheduled = not set(SCHEDULE).isdisjoint(self.changed_data)
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


def _in_the_sites_zone(stock: Field) -> InstantField:
    """Wagtail's field reads what is typed in the zone of the person's own account."""
    field = InstantField(required=False, label=stock.label, help_text=stock.help_text)
    for part in field.widget.widgets:
        # With these the schedule's dialog forgets what was typed when it is closed.
        part.attrs |= {
            name: value for name, value in stock.widget.attrs.items() if name.startswith("data-")
        }
    return field
