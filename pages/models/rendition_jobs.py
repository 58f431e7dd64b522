"""What is to be made of each image: the queue of the process that makes renditions."""

from django.db import models

from pages.models.media import SiteImage


class RenditionJob(models.Model):
    """One row for each image, so that the queue is never longer than the library.

    It stays when the work is done, to tell of what the renditions were made.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        IN_HAND = "in-hand"
        DONE = "done"
        GIVEN_UP = "given-up"

    #: A worker may take it: one in hand, when the worker that has it is late.
    OPEN = (State.WAITING, State.IN_HAND)

    class Priority(models.IntegerChoices):
        FIRST_SCREEN = 0
        PAGE = 1
        LIBRARY = 2

    image = models.OneToOneField(
        SiteImage, primary_key=True, on_delete=models.CASCADE, related_name="rendition_job"
    )
    #: Names in `pages.media.looks`.
    looks = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    priority = models.SmallIntegerField(choices=Priority, default=Priority.LIBRARY)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: When a worker may take it. While one has it in hand, the instant also names that worker.
    not_before = models.DateTimeField()
    #: File, focal point and sizes that were worked on last; see `pages.media.jobs.basis()`.
    made_of = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "priority", "not_before"], name="rendition_job_queue")
        ]

    def __str__(self) -> str:
        return f"renditions of image {self.pk}: {self.state}"
