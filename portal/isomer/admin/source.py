"""A source file as it is shown beside its page: front matter, and numbered lines."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from portal.isomer import frontmatter
from portal.isomer.admin.rows import Warned, warnings_of
from portal.isomer.models import ImportRunItem


@dataclass(frozen=True)
class Line:
    """One line of the body with what was noticed there."""

    number: int
    text: str
    warnings: list[Warned]


@dataclass(frozen=True)
class Source:
    """A file in parts; `general` are the warnings that name no line of the body."""

    front: list[tuple[str, str]]
    lines: list[Line]
    general: list[Warned]


def read_source(text: str, item: ImportRunItem) -> Source:
    """Part the text of a file, and put each warning of its item to its line."""
    parts = frontmatter.split(text)
    body = parts.body.rstrip("\n").split("\n") if parts.body.strip() else []
    last = parts.body_line + len(body)
    general, at_line = [], defaultdict(list)
    for warned in warnings_of(item):
        if warned.line and parts.body_line <= warned.line < last:
            at_line[warned.line].append(warned)
        else:
            general.append(warned)
    lines = [
        Line(number, content, at_line[number])
        for number, content in enumerate(body, start=parts.body_line)
    ]
    front = [(str(name), _shown(value)) for name, value in parts.data.items()]
    return Source(front, lines, general)


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return str(value if value is not None else "")
