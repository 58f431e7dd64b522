"""Content that is kept once and used on many pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.search import index


class PhoneKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    MOBILE = "mobile", _("Mobile")


class Contact(index.Indexed, models.Model):
    """A person or an office to turn to, used by releases and pages alike."""

    name = models.CharField(max_length=160)
    role = models.CharField(max_length=255, blank=True)
    organisation = models.CharField(max_length=255, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    phone_kind = models.CharField(
        "kind of phone", max_length=10, choices=PhoneKind, default=PhoneKind.PHONE
    )
    email = models.EmailField(blank=True)

    panels = [
        MultiFieldPanel(["name", "role", "organisation"], heading="Who"),
        MultiFieldPanel(["phone", "phone_kind", "email"], heading="How to reach them"),
    ]

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("organisation"),
        index.AutocompleteField("organisation"),
    ]

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})" if self.organisation else self.name
