"""What the importer remembers, so that a second run writes only what changed."""

from django.db import models
from wagtail.models import Page, Site


class ImportedPage(models.Model):
    """A page and the source file it was made from.

    The page is untouched as long as its latest revision is the recorded one and it is as public
    as the import left it. Without a fingerprint it has a place, but no content yet: its run was
    not there yet, or ended before.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    repository = models.CharField(max_length=200)
    source = models.CharField(max_length=700)
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="imported_from")
    fingerprint = models.CharField(max_length=64, blank=True)
    revision = models.BigIntegerField(null=True)
    live = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "repository", "source"], name="imported_page_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.repository}/{self.source}"

    def is_edited(self, page: Page) -> bool:
        """Whether somebody changed, published or unpublished the page since its import.

        A page that went live or expired on its own, at its time, was not touched by anybody.
        """
        if page.latest_revision_id != self.revision:
            return True
        if self.live:
            return not page.live and not page.expired
        return page.live and page.go_live_at is None


class ImportedMedia(models.Model):
    """A file of a repository in the image or document library, known by its content."""

    repository = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=700)
    image = models.ForeignKey(
        "pages.SiteImage", null=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(
        "pages.SiteDocument", null=True, on_delete=models.CASCADE, related_name="+"
    )
    run = models.ForeignKey(
        "isomer.ImportRun", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The run that stored it."""

    class Meta:
        verbose_name_plural = "imported media"
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "sha256"],
                condition=models.Q(image__isnull=False),
                name="imported_image_once",
            ),
            models.UniqueConstraint(
                fields=["repository", "sha256"],
                condition=models.Q(document__isnull=False),
                name="imported_document_once",
            ),
        ]

    def __str__(self) -> str:
        return self.path


class ImportedSetting(models.Model):
    """A value that the import wrote into the menu or the site's settings.

    A value whose fingerprint is no longer the recorded one was changed by somebody.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    repository = models.CharField(max_length=200)
    name = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "repository", "name"], name="imported_setting_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
