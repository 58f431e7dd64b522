"""The report as files: the list as CSV, everything as JSON."""

import csv
import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.text import slugify
from django.views.generic import View

from portal.isomer.admin.filters import kind_label
from portal.isomer.admin.permissions import Permitted
from portal.isomer.admin.rows import type_label, warnings_of
from portal.isomer.admin.views.base import find_run
from portal.isomer.admin.views.report import FoundItems
from portal.isomer.models import ImportRun, ImportRunItem

HEADINGS = (
    "Source", "Kind", "Address", "Became", "Page", "Action", "Words in the source",
    "Words on the page", "Images", "Videos", "Frames", "Cards", "Tables", "Links",
    "Links to pages", "Links to files", "Links to other sites", "Links to nowhere",
    "Blocks to rebuild", "Warnings", "Warnings in words",
)  # fmt: skip
_COUNTED = ("images", "videos", "embeds", "cards", "tables")
_LINKS = ("total", "internal", "files", "external", "unresolved")
#: What makes a spreadsheet take a cell for a formula; leading white space does not hinder it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """A file that hands every line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


class CsvView(FoundItems):
    """The items of the current search and filters, one to a line."""

    def get(self, request: HttpRequest, *args, **kwargs) -> StreamingHttpResponse:
        items = self.get_queryset().iterator(chunk_size=500)
        response = StreamingHttpResponse(_lines(items), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{_name(self.run)}.csv"'
        return response


class JsonView(Permitted, View):
    """The whole report, in the form that the command writes."""

    def get(self, request: HttpRequest, run_id: int) -> HttpResponse:
        run = find_run(run_id)
        text = json.dumps(run.report().as_dict(), indent=2, ensure_ascii=False) + "\n"
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{_name(run)}.json"'
        return response


def _name(run: ImportRun) -> str:
    return f"import-{run.pk}-{slugify(run.repository.replace('.', '-')) or 'report'}"


def _lines(items: Iterator[ImportRunItem]) -> Iterator[str]:
    writer = csv.writer(_Line())
    # Without it, spreadsheets take UTF-8 for the machine's own encoding.
    yield _BYTE_ORDER_MARK + writer.writerow(HEADINGS)
    for item in items:
        yield writer.writerow([_harmless(cell) for cell in _cells(item)])


def _cells(item: ImportRunItem) -> list[str | int]:
    data = item.data
    warnings = warnings_of(item)
    links = data.get("links", {})
    said = [
        f"{f'Line {w.line}: ' if w.line else ''}{w.meaning}{f' ({w.detail})' if w.detail else ''}"
        for w in warnings
    ]
    return [
        item.source,
        kind_label(item.kind),
        item.address,
        type_label(item.page_type),
        item.page_id or "",
        item.get_action_display(),
        data.get("words", {}).get("source", 0),
        data.get("words", {}).get("page", 0),
        *(data.get(name, 0) for name in _COUNTED),
        *(links.get(name, 0) for name in _LINKS),
        data.get("legacy_html_blocks", 0),
        " ".join(w.code for w in warnings),
        "\n".join(said),
    ]


def _harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and (cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)):
        return f"'{cell}"
    return cell
