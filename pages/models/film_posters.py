"""The stills of films that lie elsewhere, kept here so that a page loads nothing from there."""

from django.db import models

from pages.models.media import SiteImage


class FilmPoster(models.Model):
    """One row for each film that a page shows without a poster chosen by an editor."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        GIVEN_UP = "given-up"

    provider = models.CharField(max_length=10)
    video_id = models.CharField(max_length=20)
    #: Without it the host does not know an unlisted film.
    key = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    image = models.ForeignKey(
        SiteImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        unique_together = (("provider", "video_id"),)

    def __str__(self) -> str:
        return f"poster of {self.provider} {self.video_id}: {self.state}"
