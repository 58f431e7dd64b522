from django.db import models


class ItemKind(models.TextChoices):
    """What an entry of the newsroom is, in the words of a visitor."""

    PRESS_RELEASE = "press-release", "Press release"
    NEWS = "news", "News article"
    LINK = "link", "Link"


class Numbering(models.TextChoices):
    """Whether the paragraphs of a release carry numbers that can be cited."""

    NONE = "none", "No numbers"
    ALL = "all", "Every paragraph"
    AFTER_FIRST = "after_first", "From the second paragraph on (the first counts, unmarked)"
