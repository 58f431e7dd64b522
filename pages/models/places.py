from django.conf import settings
from django.db import models
from wagtail.models import Page, Site

from pages import permalinks


class FormerPlace(models.Model):
    """Where a page was before it was renamed or moved: there, and below, visitors are sent on.

    One row stands for everything below the page, so that its number of pages does not matter.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former_places")
    path = models.CharField(max_length=permalinks.MAX_LENGTH)
    #: What all spellings of the path share, as `permalinks.key_of` has it.
    key = models.CharField(max_length=permalinks.MAX_LENGTH)
    left_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "key", "page"], name="former_place_once_per_page"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Relocation(models.Model):
    """A section with many pages below it that is being moved, or got another address: what a
    worker has still to do. It goes when that is done.
    """

    page = models.OneToOneField(
        Page, primary_key=True, on_delete=models.CASCADE, related_name="relocation"
    )
    #: The new parent; empty once the section is there, or when it was only renamed.
    target = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    #: Pages below, and how many of them have their new address.
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    #: Why it could not be moved; it is then left where it was.
    refusal = models.CharField(max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"relocation of page {self.pk}: {self.done} of {self.total}"
