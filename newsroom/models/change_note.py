from django.db import models

from newsroom.enums import NoteKind


class ChangeNote(models.Model):
    """What readers were told about an item after it was first published, and when.

    A row is made in the moment in which its revision becomes public (`AfterPublication.save`), and
    stays: publishing an older revision later takes nothing back. `key` names what was said, so that
    publishing the same revision twice does not say it twice.
    """

    page = models.ForeignKey(
        "newsroom.NewsroomItem", on_delete=models.CASCADE, related_name="change_notes"
    )
    kind = models.CharField(max_length=20, choices=NoteKind)
    key = models.CharField(max_length=64)
    text = models.TextField()
    #: The words of a correction, before and after.
    earlier = models.TextField(blank=True)
    later = models.TextField(blank=True)
    published_at = models.DateTimeField(db_index=True)
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "key"], name="change_note_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
