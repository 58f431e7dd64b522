"""What a release can be, and what it does to a page."""

from django.db import models


class Status(models.TextChoices):
    """Where a release stands."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "Waiting for approval"
    APPROVED = "approved", "Approved"
    RELEASED = "released", "Released"
    CANCELLED = "cancelled", "Cancelled"


#: A page can be in one release of these at a time.
OPEN = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
#: What goes out, and when, may still change without anybody's approval being undone.
PREPARED = (Status.DRAFT, Status.IN_REVIEW)

#: The versions that go out, and the addresses at which they do, are settled.
SETTLED = (Status.IN_REVIEW, Status.APPROVED)


class Action(models.TextChoices):
    """What happens to a page at the instant."""

    PUBLISH = "publish", "Publish"
    UNPUBLISH = "unpublish", "Take off the site"
    WITHDRAW = "withdraw", "Mark as withdrawn"


#: Actions that bring a version of the page onto the site.
PINNED = (Action.PUBLISH, Action.WITHDRAW)


class RehearsalCause(models.TextChoices):
    """Why a release was rehearsed."""

    ASKED = "asked", "approval was asked for"
    DEMAND = "demand", "somebody asked for it"
    DAY_BEFORE = "day", "a day before"
    HOUR_BEFORE = "hour", "an hour before"


class Expectation(models.TextChoices):
    """What a visitor should find at an address after a release."""

    NEW = "new", "the new version"
    GONE = "gone", "nothing, or a redirect"
