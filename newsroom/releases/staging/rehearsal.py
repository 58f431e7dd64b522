"""The dress rehearsal: the release is carried out on a stage, and every page of it is looked at."""

import time
from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction
from wagtail.models import Page, ReferenceIndex

from newsroom.releases import notifications
from newsroom.releases.enums import RehearsalCause
from newsroom.releases.models import Rehearsal, Release, ReleaseItem
from newsroom.releases.models.locking import items_of, write_log
from newsroom.releases.staging import items, rendering
from newsroom.releases.staging.checks import CHECKS
from newsroom.releases.staging.checks.visited import visit
from newsroom.releases.staging.findings import ERROR, WARNING, Finding, error, seen_by, warning
from newsroom.releases.staging.rolled_back import StagingFailed, stage
from pages import clock, visibility

#: How long a rehearsal may take. SQLite lets nobody else write meanwhile, and they wait 20 seconds.
SECONDS = {"postgresql": 60.0, "sqlite": 15.0}


def rehearse(release: Release, cause: str, by: User | None = None) -> Rehearsal:
    """Carry the release out on a stage, look at its pages, and keep what was found.

    `cause` is a RehearsalCause. Raises StageRefused when there is no time for it now.
    """
    began = time.monotonic()
    at = max(release.instant or clock.now(), clock.now())
    findings = _findings(release, at)
    with transaction.atomic():
        rehearsal = Rehearsal.objects.create(
            release=release,
            cause=cause,
            by=by,
            version=release.version,
            findings=[finding.as_row() for finding in findings],
            seconds=round(time.monotonic() - began, 3),
        )
        errors, warnings = len(rehearsal.errors), len(rehearsal.warnings)
        write_log(release, "rehearsed", by, cause=cause, found=_found(errors, warnings))
        if errors and cause in (RehearsalCause.DAY_BEFORE, RehearsalCause.HOUR_BEFORE):
            notifications.check_failed(release)
    return rehearsal


def rehearse_before_asking(release: Release, by: User) -> list[str]:
    """Rehearse a release whose approval is about to be asked for; returns what forbids asking.

    Raises StageRefused when there is no time for it now.
    """
    rehearsal = rehearse(release, RehearsalCause.ASKED, by)
    return [
        f"“{row['title']}”: {row['text']}" if row["title"] else row["text"]
        for row in seen_by(by, rehearsal.errors)
    ]


def _found(errors: int, warnings: int) -> str:
    counts = ((errors, "error"), (warnings, "warning"))
    words = [f"{count} {noun}{'s' if count > 1 else ''}" for count, noun in counts if count]
    return ", ".join(words) or "nothing was found"


def _findings(release: Release, at: datetime) -> list[Finding]:
    seconds = SECONDS.get(connection.vendor, 15.0)
    try:
        with stage(
            at, releases=[release], everything_due=True, without_failing=True, seconds=seconds
        ) as staged:
            others = [
                Finding(
                    WARNING,
                    f"{failure.what}, due before it, can’t be carried out: {failure.why}",
                    named=failure.named,
                )
                for failure in staged.failures
            ]
            found = [finding for item in items_of(release) for finding in _about(item)]
            return _errors_first([*found, *others])
    except StagingFailed as failure:
        why = Finding(ERROR, f"It can’t go out: {failure.why}", named=failure.named)
        return items.troubles(release, at) or [why]


def _about(item: ReleaseItem) -> Iterator[Finding]:
    assert item.page is not None  # noqa: S101
    page = item.page.specific
    if not item.is_pinned:
        yield from _about_leaving(page, item.redirect_to)
        return
    visited = visit(page)
    for check in CHECKS:
        yield from check(visited)


def _about_leaving(page: Page, target: Page | None) -> Iterator[Finding]:
    """What visitors of a page find that was taken off, and who still sends them there."""
    site, address = page.get_site(), page.url
    if target is not None and not visibility.is_public(target):
        yield error(
            page,
            f"Its readers are sent to “{target.get_admin_display_title()}”, which is not public "
            "then. Choose another page.",
            target,
        )
    elif target is not None and site is not None and address:
        answer = rendering.visit(site, address)
        if answer.status not in {301, 302}:
            yield error(page, f"Its readers are not sent on: its address answers {answer.status}.")
    references = ReferenceIndex.get_references_to(page)
    page_type = ReferenceIndex._get_base_content_type(Page)
    ids = {int(row.object_id) for row in references if row.base_content_type_id == page_type.pk}
    for linking in visibility.public(Page.objects.filter(pk__in=ids - {page.pk})).order_by("pk"):
        yield warning(
            page,
            f"“{linking.get_admin_display_title()}” still links to it; the link becomes plain "
            "text. Look whether the words around it still fit.",
            linking,
        )


def _errors_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.level != ERROR)
