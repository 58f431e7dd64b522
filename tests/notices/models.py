from django.db import models
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.snippets.models import register_snippet


class Notice(DraftStateMixin, RevisionMixin, models.Model):
    """A line on every page, with a schedule."""

    text = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.text


register_snippet(Notice)
