"""What people can make of a run. Each change is decided under the lock of the run's row."""

import secrets
from functools import partial
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import get_valid_filename
from wagtail.models import Site

from pages import clock
from portal.isomer import background, rollback
from portal.isomer.admin.standing import (
    AT_WORK,
    can_carry_out,
    can_discard,
    can_go_on,
    can_take_back,
    standing_of,
)
from portal.isomer.models import ImportRun, RunState
from portal.isomer.models.runs import Phase


class Refused(Exception):
    """The run does not allow it now; the message says why."""


@transaction.atomic
def ask_for(run: ImportRun, site: Site, upload: UploadedFile) -> ImportRun:
    """Store a new run with its archive, and start it.

    Raises Refused while another import writes to the site.
    """
    _refuse_a_second(site, run)
    run.site = site
    run.state = RunState.WAITING
    run.seen_at = clock.now()
    run.archive.save(_stored_name(upload), upload, save=False)
    try:
        run.save()
    except BaseException:
        run.archive.delete(save=False)
        raise
    transaction.on_commit(partial(background.start, run))
    return run


@transaction.atomic
def go_on(number: int) -> ImportRun:
    """Start a run again that did not get to its end; it goes on where it was.

    Raises Refused when it is at work, is over, or another import writes to the site.
    """
    run = _locked(number)
    if not can_go_on(run):
        raise Refused(f"This import is {standing_of(run).label}; there is nothing to go on with.")
    if run.site:
        _refuse_a_second(run.site, run)
    run.seen_at = clock.now()
    run.message = ""
    if run.phase == Phase.ROLLBACK:
        _claim(run)
        run.state = RunState.STOPPED
        begin = background.start_rollback
    else:
        run.process = ""
        run.state = RunState.WAITING
        begin = background.start
    run.save()
    transaction.on_commit(partial(begin, run))
    return run


@transaction.atomic
def carry_out(number: int, user_id: int | None) -> ImportRun:
    """Import what was rehearsed, from the same archive and with the same rules.

    Returns the new run; the archive is its own from now on. Raises Refused when the run was no
    rehearsal, was carried out already, or another import writes to the site.
    """
    rehearsal = _locked(number)
    if not can_carry_out(rehearsal):
        raise Refused("Only a rehearsal can be carried out, and only once: upload the ZIP again.")
    run = ImportRun(
        site=rehearsal.site, repository=rehearsal.repository, source=rehearsal.source,
        archive=rehearsal.archive.name, root=rehearsal.root, rules=rehearsal.rules, user_id=user_id,
        seen_at=clock.now(),
    )  # fmt: skip
    if run.site:
        _refuse_a_second(run.site, run)
    run.save()
    rehearsal.archive = ""
    rehearsal.save(update_fields=["archive"])
    transaction.on_commit(partial(background.start, run))
    return run


@transaction.atomic
def take_back(number: int) -> ImportRun:
    """Start to remove what a run made. Raises Refused when that can't be done now."""
    run = _locked(number)
    if not can_take_back(run):
        raise Refused(f"This import is {standing_of(run).label}; it can’t be taken back.")
    if run.site:
        _refuse_a_second(run.site, run)
    if blocked := rollback.preview(run).blocked:
        raise Refused(blocked)
    _claim(run)
    run.message = ""
    run.save(update_fields=["process", "seen_at", "message"])
    transaction.on_commit(partial(background.start_rollback, run))
    return run


@transaction.atomic
def discard(number: int) -> ImportRun:
    """Forget a run that left nothing on the site, with its archive and report.

    Raises Refused when it is at work or has written pages.
    """
    run = _locked(number)
    if not can_discard(run):
        raise Refused(f"This import is {standing_of(run).label}; it can’t be discarded.")
    run.delete()
    if run.archive:
        transaction.on_commit(partial(run.archive.delete, save=False))
    return run


def _stored_name(upload: UploadedFile) -> str:
    """A path nobody can guess; its last part is the name of a repository without an address."""
    stem = PurePosixPath(upload.name or "").stem[:80]
    try:
        name = get_valid_filename(stem)
    except SuspiciousFileOperation:
        name = "repository"
    return f"{secrets.token_hex(16)}/{name}.zip"


def _locked(number: int) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",)).select_related("site").get(pk=number)


def _claim(run: ImportRun) -> None:
    """Whoever clicks second sees that a process is on its way."""
    run.process = "starting"
    run.seen_at = clock.now()


def _refuse_a_second(site: Site, run: ImportRun) -> None:
    # Two people who ask at the same moment ask one after the other.
    Site.objects.select_for_update().get(pk=site.pk)
    open_states = (RunState.WAITING, RunState.RUNNING)
    others = ImportRun.objects.filter(site=site).exclude(pk=run.pk)
    for other in others.filter(state__in=open_states) | others.exclude(process=""):
        if standing_of(other) in AT_WORK:
            name = other.repository or other.source
            raise Refused(f"An import of {name} is {standing_of(other).label}: wait for its end.")
