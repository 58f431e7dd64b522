"""One run of the import: who, when, from what, how far, and what became of every file."""

import os
import socket
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from wagtail.models import Page, Site

from pages import clock
from portal.isomer.report import Action, Item, Report

#: A running import says that it is alive at least this often, unless one batch takes longer.
HEARTBEAT = timedelta(minutes=2)
#: No batch takes longer; a process with the number of one that is gone could be another one.
LONGEST_SILENCE = timedelta(minutes=15)


def archive_storage() -> Storage:
    """Where uploaded repositories are kept: a folder that is never served."""
    return FileSystemStorage(location=settings.IMPORT_ROOT, base_url=None)


def _is_alive(process: int) -> bool:
    """Whether a process of this machine exists and has not ended; this one runs no other import."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2]
    except ProcessLookupError:
        return False
    except OSError:
        # Somebody else's process, or a system that does not tell.
        return True
    return state.split()[:1] != ["Z"]


class RunState(models.TextChoices):
    """Where a run stands."""

    WAITING = "waiting", "waiting to start"
    RUNNING = "running", "running"
    FINISHED = "finished", "finished"
    STOPPED = "stopped", "stopped"
    ROLLED_BACK = "rolled-back", "taken back"


class Phase(models.TextChoices):
    """What a running import is doing."""

    READING = "reading", "reading the repository"
    PLACES = "places", "making a place for every page"
    PAGES = "pages", "writing the pages"
    SETTINGS = "settings", "menu, settings and redirects"
    ROLLBACK = "rollback", "taking the pages back"


class ImportRun(models.Model):
    """A run, from the moment it is asked for."""

    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    repository = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=255)
    """The name of the folder or archive that is read."""
    archive = models.FileField(storage=archive_storage, upload_to="", blank=True, max_length=255)
    commit = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of the repository's texts and the rules: the same work has the same one."""
    root = models.CharField(max_length=255, blank=True)
    rules = models.TextField(blank=True)
    dry_run = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=20, choices=RunState.choices, default=RunState.WAITING)
    phase = models.CharField(max_length=20, choices=Phase.choices, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    """Why it stopped, or what a rollback had to keep: for people."""
    asked_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    process = models.CharField(max_length=255, blank=True)
    """Host and number of the process that runs it."""
    totals = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    """What a rollback needs besides the items: values of settings before, what was made."""

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "import"

    def __str__(self) -> str:
        return f"{self.repository or self.source}, {self.asked_at:%-d %B %Y, %H:%M}"

    @property
    def is_running(self) -> bool:
        """Whether a process is at it now."""
        return self.state == RunState.RUNNING and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        """Whether its process ended without a word: killed, or its machine went down."""
        if self.state != RunState.RUNNING:
            return False
        host, _, number = self.process.rpartition(":")
        here = host == socket.gethostname()
        if here and not _is_alive(int(number)):
            return True
        patience = LONGEST_SILENCE if here else HEARTBEAT
        return self.seen_at is None or self.seen_at < clock.now() - patience

    def begin(self, phase: str) -> None:
        """This process runs it from now on."""
        self.state = RunState.RUNNING
        self.phase = phase
        self.process = f"{socket.gethostname()}:{os.getpid()}"
        self.started_at = self.started_at or clock.now()
        self.seen_at = clock.now()
        self.finished_at = None
        self.message = ""
        self.save()

    def beat(self, phase: str, done: int, total: int) -> None:
        """Say how far it is, and that it is alive."""
        self.phase, self.done, self.total, self.seen_at = phase, done, total, clock.now()
        self.save(update_fields=["phase", "done", "total", "seen_at"])

    def finish(self, report: Report) -> None:
        """Done; the totals are kept with it."""
        self.totals = report.totals()
        self._end(RunState.FINISHED)

    def stop(self, message: str) -> None:
        """Ended before it was done; `message` is one line for people."""
        self.message = message
        self._end(RunState.STOPPED)

    def stay(self, message: str) -> None:
        """It was asked to be taken back, and that can't be done; `message` says why."""
        self.process, self.message = "", message
        self.save(update_fields=["process", "message"])

    def rolled_back(self, message: str) -> None:
        """Everything it made that nobody changed is gone."""
        self.message = message
        self._end(RunState.ROLLED_BACK)

    def keep(self, report: Report) -> None:
        """The report of a dry run, which could leave no row while it ran."""
        self.items.all().delete()
        ImportRunItem.objects.bulk_create(
            ImportRunItem.of(self, position, item)
            for position, item in enumerate(report.items, start=1)
        )
        self.finish(report)

    def report(self) -> Report:
        """The report as far as the run got."""
        report = Report(
            self.repository, self.started_at or self.asked_at, self.finished_at, self.dry_run
        )
        report.items = [row.item() for row in self.items.order_by("position")]
        return report

    def _end(self, state: str) -> None:
        self.state = state
        self.process = ""
        self.finished_at = self.seen_at = clock.now()
        self.save()


class ImportRunItem(models.Model):
    """One file of a run's report."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    source = models.CharField(max_length=700)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=700, blank=True)
    page_type = models.CharField(max_length=60, blank=True)
    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, db_constraint=False, related_name="+"
    )
    action = models.CharField(max_length=20, choices=Action.choices)
    codes = models.TextField(blank=True)
    """The codes of its warnings, each between spaces."""
    data = models.JSONField(default=dict)
    """The item as it stands in the report's file."""
    text = models.TextField(blank=True)
    """Front matter and body of the source, where this run wrote something from it."""
    undo = models.JSONField(default=dict)
    """The page's live and latest revision before the run, where it was there before."""

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="import_item_once"),
        ]

    def __str__(self) -> str:
        return self.source

    @classmethod
    def of(cls, run: ImportRun, position: int, item: Item) -> "ImportRunItem":
        """The row of an item, not saved yet."""
        codes = sorted({str(note.code) for note in item.warnings})
        return cls(
            run=run,
            position=position,
            source=item.source[:700],
            kind=str(item.kind),
            address=item.address[:700],
            page_type=item.page_type,
            page_id=item.page_id,
            action=str(item.action),
            codes=f" {' '.join(codes)} " if codes else "",
            data=item.as_dict(),
            text=item.text,
            undo=item.undo,
        )

    def item(self) -> Item:
        """The item in the form of the report."""
        item = Item.from_dict(self.data)
        item.undo, item.text = self.undo, self.text
        return item
