"""What every transition of a release does around its own change."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import Page

if TYPE_CHECKING:
    from newsroom.releases.models import Release, ReleaseItem
    from newsroom.releases.querysets import ReleaseItemQuerySet


class TransitionRefused(ValidationError):
    """The release can't take this step now; the message is one line for the person."""

    @property
    def reason(self) -> str:
        return " ".join(self.messages)


class Locking(models.Model):
    """Transitions under the lock of the row, with the log."""

    class Meta:
        abstract = True

    @contextmanager
    def locked(self, version: int | None, statuses: tuple[str, ...]) -> Iterator["Release"]:
        """The release as it is stored, locked until the block's change is saved with it.

        Raises TransitionRefused when it is not in one of `statuses`, or when it has changed since
        the person saw `version`.
        """
        model = cast("type[Release]", type(self))
        with transaction.atomic():
            release = model.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if release.status not in statuses:
                raise TransitionRefused(
                    f"This can’t be done any more: the release is now “{release.get_status_display()}”. "
                    "Nothing was changed."
                )
            if version is not None and version != release.version:
                raise TransitionRefused(
                    "Somebody changed this release while you had it open. Nothing was changed; "
                    "look at it as it is now and try again."
                )
            yield release
            release.version += 1
            release.save()
        self.refresh_from_db()


def lock_page(item: "ReleaseItem") -> None:
    """Lock the row of the item's page before its latest version is read.

    Autosave writes over its own last version, and takes the same lock before it looks whether
    somebody relies on it.
    """
    item.page = Page.objects.select_for_update(of=("self",)).filter(pk=item.page_id).first()


def write_log(release: "Release", action: str, actor, **data) -> None:
    """Write an entry into the release's log; `data` is what the entry needs to explain itself."""
    log(instance=release, action=f"releases.{action}", user=actor, data=data)


def require(allowed: bool, message: str) -> None:
    """Raise TransitionRefused with `message` unless `allowed`."""
    if not allowed:
        raise TransitionRefused(message)


def check_words(release: "Release") -> None:
    """Raise ValidationError when the title or the note can't be stored."""
    others = {field.name for field in release._meta.fields} - {"title", "note"}
    release.clean_fields(exclude=others)


def items_of(release: "Release") -> "ReleaseItemQuerySet":
    """The pages of the release with their versions, read now."""
    return cast("ReleaseItemQuerySet", release.items.all()).with_pages()


def versions_of(items: list["ReleaseItem"]) -> list[dict]:
    """Which version of which page, for the log."""
    return [
        {"page": item.page_id, "title": item.title, "revision": item.revision_id} for item in items
    ]
