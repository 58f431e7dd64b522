from django.db import models

from pages import permalinks


class FormerAddress(models.Model):
    """An address of an item that was unpublished, and what it answers now.

    With a `redirect` readers are sent on by it; without one the address answers 410 Gone.
    """

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=permalinks.MAX_LENGTH)
    #: What all spellings of the path share, as `permalinks.key_of` has it.
    key = models.CharField(max_length=permalinks.MAX_LENGTH)
    page = models.ForeignKey(
        "newsroom.NewsroomItem",
        null=True,
        on_delete=models.SET_NULL,
        related_name="former_addresses",
    )
    redirect = models.ForeignKey(
        "wagtailredirects.Redirect", null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "path"], name="former_address_once_per_site"),
        ]
        indexes = [models.Index(fields=["site", "key"], name="former_address_key")]

    def __str__(self) -> str:
        return self.path
