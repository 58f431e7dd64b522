"""A run from being asked for to its end, whatever that is.

One import at a time writes to a site. A run whose process was killed, or that was stopped, is
taken up again by the next one that is asked to do the same work.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, ProgrammingError, transaction
from wagtail.models import Site

from portal.isomer.errors import ImportStop
from portal.isomer.mapping import Mapping
from portal.isomer.models import ImportRun, RunState
from portal.isomer.models.runs import Phase
from portal.isomer.reader import Repository
from portal.isomer.report import Report
from portal.isomer.rollback import RollbackPlan, preview, roll_back
from portal.isomer.runner import Progress, run
from portal.isomer.writer.place import find_place

logger = logging.getLogger(__name__)

INTERRUPTED = "Interrupted. Start it again, and it goes on where it was."
REPLACED = "Interrupted; a newer import took its place."
FAILED = "An unexpected error ended it; the log has the details. Start it again to go on."


def import_repository(
    repository: Repository,
    mapping: Mapping,
    *,
    root: str | None = None,
    dry_run: bool = False,
    user: User | None = None,
    progress: Progress = lambda phase, done, total: None,
    claimed: ImportRun | None = None,
) -> tuple[ImportRun, Report]:
    """Import a repository and keep the run with its report.

    `claimed` is a row that asked for this run. Raises ImportStop when the place to write to can't
    be found, or when another import is writing to the site.
    """
    asked = claimed or ImportRun(user=user, dry_run=dry_run, root=root or "")
    with watched(asked):
        record = _begun(asked, repository, mapping, root)
    with watched(record):
        report = run(
            repository, mapping, root=root, dry_run=dry_run, progress=progress, record=record
        )
        if dry_run:
            record.keep(report)
    if record.archive and not dry_run:
        # What it held is on the site, and each page's source in the report.
        record.archive.delete()
    return record, report


def take_back(record: ImportRun, progress: Progress) -> RollbackPlan:
    """Take a run back. Raises ImportStop when that can't be done now; the run stays what it was."""
    try:
        with transaction.atomic():
            if record.site is not None:
                Site.objects.select_for_update().get(pk=record.site_id)
                _refuse_a_second(record.site, record)
            if reason := preview(record).blocked:
                raise ImportStop(reason)
            record.begin(Phase.ROLLBACK)
    except ImportStop as stop:
        record.stay(str(stop))
        raise
    with watched(record):
        return roll_back(record, progress)


@contextmanager
def watched(record: ImportRun) -> Iterator[None]:
    """However the work of a run ends, its row says so."""
    try:
        yield
    except ImportStop as stop:
        _stop(record, str(stop))
        raise
    except KeyboardInterrupt:
        _stop(record, INTERRUPTED)
        raise
    except (OperationalError, InterfaceError, ProgrammingError):
        # The database is gone, and the row with it: without a process it counts as interrupted.
        raise
    except Exception:
        logger.exception("The import %s ended", record.pk)
        _stop(record, FAILED)
        raise


def _stop(record: ImportRun, message: str) -> None:
    # A run that could not even begin has no row, unless somebody asked for it in the admin.
    if record.pk is not None:
        record.stop(message)


def _begun(
    asked: ImportRun, repository: Repository, mapping: Mapping, root: str | None
) -> ImportRun:
    """The row of the run from now on: the one that asks, or one that was interrupted."""
    site = find_place(root).site
    fingerprint = _fingerprint(repository, mapping, root)
    with transaction.atomic():
        # Whoever comes second waits here, and then sees the first one running.
        Site.objects.select_for_update().get(pk=site.pk)
        _refuse_a_second(site, asked)
        record = asked
        if asked.pk is None and not asked.dry_run:
            record = _interrupted(site, repository, fingerprint) or asked
        record.site = site
        record.repository = repository.key[:200]
        record.source = record.source or repository.tree.name[:255]
        record.commit = repository.commit
        record.fingerprint = fingerprint
        record.rules = str(mapping)
        record.begin(Phase.PLACES)
    return record


def _refuse_a_second(site: Site, record: ImportRun) -> None:
    for other in ImportRun.objects.filter(site=site, state=RunState.RUNNING):
        if other.pk != record.pk and other.is_running:
            raise ImportStop(
                f"Another import of {other.repository} is running since "
                f"{other.started_at:%H:%M} UTC: wait for its end."
            )


def _interrupted(site: Site, repository: Repository, fingerprint: str) -> ImportRun | None:
    """The newest run of this repository, if it did not get to its end."""
    earlier = ImportRun.objects.filter(site=site, repository=repository.key[:200], dry_run=False)
    latest = earlier.first()
    if latest is None or latest.state not in {RunState.RUNNING, RunState.STOPPED}:
        return None
    if latest.phase == Phase.ROLLBACK:
        raise ImportStop(
            f"Import {latest.pk} was being taken back when it was interrupted: "
            f"end that first, with --rollback {latest.pk} or in Settings → Imports."
        )
    if latest.fingerprint == fingerprint:
        return latest
    if latest.state == RunState.RUNNING:
        latest.stop(REPLACED)
    return None


def _fingerprint(repository: Repository, mapping: Mapping, root: str | None) -> str:
    """The same for the same work."""
    digest = hashlib.sha256(repository.fingerprint.encode())
    digest.update(f"{mapping}\0{root or ''}".encode())
    return digest.hexdigest()
