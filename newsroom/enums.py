from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemKind(models.TextChoices):
    """What an entry of the newsroom is, in the words of a visitor."""

    PRESS_RELEASE = "press-release", _("Press release")
    NEWS = "news", _("News article")
    LINK = "link", _("Link")

    @classmethod
    def label_of(cls, kind: str) -> str:
        """A kind in the language of the answer; of one that nobody knows, its name. As Django's own
        `get_kind_display`, which would translate the labels of all kinds each time.
        """
        return str(cls(kind).label) if kind in cls else str(kind)


class Numbering(models.TextChoices):
    """Whether the paragraphs of a release carry numbers that can be cited."""

    NONE = "none", "No numbers"
    ALL = "all", "Every paragraph"
    AFTER_FIRST = "after_first", "From the second paragraph on (the first counts, unmarked)"


class Change(models.TextChoices):
    """How much a new version of a published item differs, in the judgement of who wrote it."""

    MINOR = "minor", "Minor: readers need not be told"
    MAJOR = "major", "Major: readers are told what changed"


class NoteKind(models.TextChoices):
    """What readers were told after an item was published."""

    UPDATE = "update", _("Update")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawn")
