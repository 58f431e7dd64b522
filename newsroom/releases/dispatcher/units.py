"""What can be due: a release, a scheduled version, an expiry. Each locks its rows, looks again at
what is stored now, and does it in the transaction that its caller has opened.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.models import DraftStateMixin, Page, Revision

from newsroom.releases import notifications, publication, receipts
from newsroom.releases.carrying_out import carry_out, check_reachable, has_expired
from newsroom.releases.dispatcher.locks import Busy
from newsroom.releases.dispatcher.schedule import draft_models
from newsroom.releases.models import Release, UnitFailure
from pages import clock


class Outcome(Enum):
    """What became of a unit that did not fail."""

    DONE = auto()
    #: It can never be done; it was reported and its schedule cleared.
    SKIPPED = auto()
    #: Somebody else has done, moved or cancelled it since it was found due.
    GONE = auto()


@dataclass(frozen=True)
class Unit(ABC):
    """Something that was found due at `instant`."""

    instant: datetime
    pk: int | str

    #: Among units of one instant: what leaves the site frees its address for what comes.
    rank = 0

    @property
    @abstractmethod
    def key(self) -> str:
        """How the book of failures names it."""

    @abstractmethod
    def carry_out(self, at: datetime) -> Outcome:
        """Do it in the present transaction. Raises Busy when somebody else holds its lock."""


class ReleaseUnit(Unit):
    rank = 1

    @property
    def key(self) -> str:
        return f"release:{self.pk}"

    def carry_out(self, at: datetime) -> Outcome:
        due = Release.objects.due(at).filter(pk=self.pk)
        release = due.select_for_update(skip_locked=True, of=("self",)).first()
        if release is None:
            return _gone_unless(due.exists())
        with clock.at(at):
            check_reachable(carry_out(release, at))
        # What visitors see now they saw from the commit on, not from the beginning.
        release.mark_released(clock.database_now())
        receipts.expect(release)
        return Outcome.DONE


class RevisionUnit(Unit):
    rank = 2

    @property
    def key(self) -> str:
        return f"revision:{self.pk}"

    def carry_out(self, at: datetime) -> Outcome:
        due = Revision.objects.filter(pk=self.pk, approved_go_live_at__lte=at)
        seen = due.first()
        if seen is None:
            return Outcome.GONE
        model = _draft_model(seen)
        if model is None or not model._base_manager.filter(pk=seen.object_id).exists():
            return self._forget_orphan(due)
        # The object first, as everybody who publishes does.
        locked = _lock(model, seen.object_id)
        revision = due.select_for_update(of=("self",)).first()
        if revision is None:
            return Outcome.GONE
        if has_expired(revision, at):
            return self._forget_window(revision, locked)
        with clock.at(at):
            publication.publish(revision, user=_who_scheduled(revision, locked))
        return Outcome.DONE

    def _forget_orphan(self, due: models.QuerySet) -> Outcome:
        due.update(approved_go_live_at=None)
        notifications.alarm(
            f"Scheduled version {self.pk} was not published",
            "What it belongs to was deleted, so nothing can be published. Its schedule was cleared.",
        )
        return Outcome.SKIPPED

    def _forget_window(self, revision: Revision, instance: models.Model) -> Outcome:
        go_live_at = revision.approved_go_live_at
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(
            instance=instance,
            action="releases.window_passed",
            revision=revision,
            data={
                "go_live_at": go_live_at.isoformat() if go_live_at else None,
                "expire_at": revision.content.get("expire_at"),
            },
        )
        notifications.alarm(
            f"Scheduled version {self.pk} was not published",
            "Its expiry date passed before it could be published. Its schedule was cleared; the log "
            "of the page or snippet says so.",
        )
        return Outcome.SKIPPED


@dataclass(frozen=True)
class ExpiryUnit(Unit):
    model: type[models.Model]

    @property
    def key(self) -> str:
        return f"expiry:{self.model._meta.label_lower}:{self.pk}"

    def carry_out(self, at: datetime) -> Outcome:
        due = _expired(self.model, at).filter(pk=self.pk)
        locked = due.select_for_update(skip_locked=True, of=("self",)).first()
        if locked is None:
            return _gone_unless(due.exists())
        instance = locked.specific if isinstance(locked, Page) else locked
        # Wagtail forgets every schedule of what it takes off; a version that comes later still does.
        schedules = dict(
            instance.revisions.filter(approved_go_live_at__isnull=False).values_list(
                "pk", "approved_go_live_at"
            )
        )
        with clock.at(at):
            publication.take_off(instance, user=None, expired=True)
        for pk, instant in schedules.items():
            Revision.objects.filter(pk=pk).update(approved_go_live_at=instant)
        return Outcome.DONE


def due_units(at: datetime) -> list[Unit]:
    """What is due at `at` and does not wait for another attempt, in the order in which it is done."""
    waiting = set(UnitFailure.objects.filter(next_attempt_at__gt=at).values_list("key", flat=True))
    return [unit for unit in all_due_units(at) if unit.key not in waiting]


def all_due_units(at: datetime) -> list[Unit]:
    """What is due at `at`, further attempts not waited for, in the order in which it is done."""
    units: list[Unit] = [
        ReleaseUnit(instant, pk)
        for pk, instant in Release.objects.due(at).values_list("pk", "instant")
        if instant is not None
    ]
    units += [
        RevisionUnit(instant, pk)
        for pk, instant in Revision.objects.filter(approved_go_live_at__lte=at).values_list(
            "pk", "approved_go_live_at"
        )
        if instant is not None
    ]
    for model in draft_models():
        found = _expired(model, at).values_list("pk", "expire_at")
        units += [ExpiryUnit(instant, pk, model) for pk, instant in found]
    return sorted(units, key=lambda unit: (unit.instant, unit.rank, str(unit.pk)))


def _expired(model: type[models.Model], at: datetime) -> models.QuerySet:
    return model._base_manager.filter(live=True, expire_at__lte=at)


def _gone_unless(locked: bool) -> Outcome:
    if locked:
        raise Busy
    return Outcome.GONE


def _draft_model(revision: Revision) -> type[models.Model] | None:
    """The model of the row that a version belongs to; None when the project knows it no more."""
    base = ContentType.objects.get_for_id(revision.base_content_type_id).model_class()
    own = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    known = base is not None and own is not None and issubclass(own, DraftStateMixin)
    return base if known else None


def _lock(model: type[models.Model], pk: str) -> models.Model:
    rows = model._base_manager.filter(pk=pk)
    locked = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if locked is None:
        raise Busy
    return locked.specific if isinstance(locked, Page) else locked


def _who_scheduled(revision: Revision, instance: models.Model):
    """The person who approved the schedule; else who wrote the version."""
    entry = (
        log_registry.get_logs_for_instance(instance)
        .filter(action="wagtail.publish.schedule", revision=revision, user__isnull=False)
        .order_by("-timestamp")
        .first()
    )
    return entry.user if entry else revision.user
