"""Which items of a report are shown: by warning, by what was done, by kind of source."""

from collections import Counter

import django_filters
from django import forms
from django.db.models import Count, QuerySet
from wagtail.admin.filters import WagtailFilterSet

from portal.isomer.codes import Code
from portal.isomer.documents import Kind
from portal.isomer.models import ImportRun, ImportRunItem
from portal.isomer.report import Action

ANY, NONE = "any", "none"
_LABELS = dict(Code.choices)
_KINDS = {**dict(Kind.choices), "file": "other file"}


def kind_label(kind: str) -> str:
    """What a kind of source is called."""
    return str(_KINDS.get(kind, kind)).capitalize()


def meaning(code: str) -> str:
    """What a warning means; codes that are no longer given keep their name."""
    return str(_LABELS.get(code, code))


def files_by_code(run: ImportRun) -> Counter[str]:
    """How many files have each warning."""
    files: Counter[str] = Counter()
    for codes in run.items.exclude(codes="").values_list("codes", flat=True):
        files.update(codes.split())
    return files


def _radio(label: str, method: str | None = None, field: str | None = None):
    return django_filters.ChoiceFilter(
        label=label,
        method=method,
        field_name=field,
        empty_label="All",
        widget=forms.RadioSelect,
        choices=[],
    )


class ItemFilterSet(WagtailFilterSet):
    """The filters of one run's report; each choice says how many files it finds."""

    warning = _radio("Warning", method="with_warning")
    action = _radio("What was done", field="action")
    kind = _radio("Kind of source", field="kind")

    class Meta:
        model = ImportRunItem
        fields: list[str] = []

    def __init__(self, *args, run: ImportRun, **kwargs):
        super().__init__(*args, queryset=run.items.all(), **kwargs)
        self.run = run
        self.files = files_by_code(run)
        self.filters["warning"].extra["choices"] = self._warnings()
        self.filters["action"].extra["choices"] = self._counted("action", dict(Action.choices))
        self.filters["kind"].extra["choices"] = self._counted("kind", _KINDS)

    def with_warning(self, items: QuerySet, name: str, value: str) -> QuerySet:
        if value == ANY:
            return items.exclude(codes="")
        if value == NONE:
            return items.filter(codes="")
        return items.filter(codes__contains=f" {value} ")

    def _warnings(self) -> list[tuple[str, str]]:
        named = sorted(self.files.items(), key=lambda pair: (-pair[1], pair[0]))
        every = [(code, f"{meaning(code)} ({count})") for code, count in named]
        return [(ANY, "Any warning"), (NONE, "No warning"), *every]

    def _counted(self, field: str, labels: dict) -> list[tuple[str, str]]:
        counts = self.run.items.order_by().values_list(field).annotate(Count("pk"))
        return [
            (value, f"{str(labels.get(value, value)).capitalize()} ({count})")
            for value, count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))
        ]
