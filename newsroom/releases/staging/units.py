"""What is carried out on a stage, and in which order: as the dispatcher would."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from newsroom.releases import publication
from newsroom.releases.carrying_out import carry_out
from newsroom.releases.dispatcher.units import (
    ExpiryUnit,
    ReleaseUnit,
    RevisionUnit,
    Unit,
    all_due_units,
)
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from newsroom.releases.models.approval import pin_latest
from newsroom.releases.models.locking import items_of
from newsroom.releases.staging.findings import Named
from pages import clock

_NOTHING: Named = ()


@dataclass(frozen=True)
class Step:
    """One thing that goes out: when, what people call it, and how it is done."""

    moment: datetime
    rank: int
    name: str
    do: Callable[[datetime], object]
    """Carries it out at a moment."""
    is_asked_for: bool = True
    """Whether it was named, rather than found to be due by then."""
    named: Named = _NOTHING
    """The titles that its name, or the reason of its failure, may hold."""


def steps(
    at: datetime,
    releases: Iterable[Release],
    revisions: Iterable[Revision],
    everything_due: bool,
) -> list[Step]:
    """What goes out on a stage at `at`, the earliest first."""
    found = [
        _of_release(release, min(release.instant or at, at), is_asked_for=True)
        for release in releases
    ]
    found += [_of_revision(revision, at) for revision in revisions]
    if everything_due:
        named = {f"release:{release.pk}" for release in releases}
        found += [_of_unit(unit) for unit in all_due_units(at) if unit.key not in named]
    return sorted(found, key=lambda step: (step.moment, step.rank))


def take(step: Step) -> None:
    """Carry a step out with the clock at its moment, or at the present when that has passed."""
    moment = max(step.moment, clock.now())
    with clock.at(moment):
        step.do(moment)


def _of_release(release: Release, moment: datetime, *, is_asked_for: bool) -> Step:
    items = release.items.values_list("title", "page_id", "parent_id")
    return Step(
        moment,
        ReleaseUnit.rank,
        f"The release “{release.title}”",
        partial(_go_out, release),
        is_asked_for,
        tuple((title, page or parent) for title, page, parent in items),
    )


def _of_revision(revision: Revision, at: datetime) -> Step:
    title = revision.object_str
    named = ((title, int(revision.object_id)),)
    return Step(at, RevisionUnit.rank, f"“{title}”", partial(_publish, revision), named=named)


def _of_unit(unit: Unit) -> Step:
    if isinstance(unit, ReleaseUnit):
        # Its row is neither locked nor marked: a person who changes the release must not wait.
        release = Release.objects.get(pk=unit.pk)
        return _of_release(release, unit.instant, is_asked_for=False)
    title, page = _subject_of(unit)
    what = "The scheduled version" if isinstance(unit, RevisionUnit) else "The expiry"
    return Step(
        unit.instant,
        unit.rank,
        f"{what} of “{title}”",
        unit.carry_out,
        is_asked_for=False,
        named=((title, page),),
    )


def _subject_of(unit: Unit) -> tuple[str, int | None]:
    """What a scheduled version or an expiry belongs to, and its number when that is a page."""
    if isinstance(unit, ExpiryUnit):
        found = unit.model._base_manager.filter(pk=unit.pk).first()
        return str(found), found.pk if isinstance(found, Page) else None
    revision = Revision.objects.get(pk=unit.pk)
    is_page = revision.base_content_type == ContentType.objects.get_for_model(Page)
    return revision.object_str, int(revision.object_id) if is_page else None


def _go_out(release: Release, moment: datetime) -> None:
    if release.status == Status.DRAFT:
        for item in items_of(release):
            pin_latest(item)
    carry_out(release, moment)


def _publish(revision: Revision, moment: datetime) -> None:
    publication.publish(revision, user=revision.user)
