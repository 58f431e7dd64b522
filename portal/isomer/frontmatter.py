"""Front matter with Jekyll's rules, forgiving where real repositories break them.

Every scalar stays a string: `2024-01-05`, `yes` and `007` mean what was typed. Rules from outside:
Jekyll's `YAML_FRONT_MATTER_REGEXP` and YAML 1.1 as its parser reads it (of two equal keys the last
wins).
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\A(---[ \t]*\n.*?\n?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_KEY = re.compile(r"^([A-Za-z_][\w -]*?)[ \t]*:(?:[ \t]+(.*))?$")
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]*\Z")
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
#: Deeper nesting than any real file has; beyond it the parser's recursion could fail.
_MAX_BRACKETS = 400


class BadYaml(ValueError):
    """YAML that can't be read; the message says where."""


@dataclass(frozen=True)
class FrontMatter:
    """A file's front matter, its body, and the line the body starts on (counted from 1)."""

    data: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    repaired: bool = False
    present: bool = False


def split(text: str) -> FrontMatter:
    """Part a file into front matter and body; a blank line first means no front matter at all."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text)
    if not match:
        return FrontMatter(body=text)
    source = match.group(1).split("\n", 1)[1]
    body = text[match.end() :]
    body_line = text.count("\n", 0, match.end()) + 1
    repaired = False
    try:
        data = load(source)
    except BadYaml:
        data, repaired = _line_by_line(source), True
    if not isinstance(data, dict):
        data, repaired = {}, bool(source.strip())
    return FrontMatter(data, body, body_line, repaired, present=True)


def load(source: str) -> Any:
    """YAML with every scalar as a string.

    Raises BadYaml, also for aliases: an expanding alias can take all memory, and no Isomer file
    needs one.
    """
    if source.count("[") + source.count("{") > _MAX_BRACKETS:
        raise BadYaml("too deeply nested")
    try:
        for event in yaml.parse(source, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                raise BadYaml("aliases are not allowed")
        return yaml.load(source, Loader=_Loader)  # noqa: S506 - a base loader builds no objects
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise BadYaml(f"{where}{error.problem or 'not YAML'}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadYaml(str(error).splitlines()[0] if str(error) else "not YAML") from error


def truth(value: Any, *, default: bool = False) -> bool:
    """A YAML boolean that was kept as text."""
    text = str(value).strip().lower()
    if text in _TRUE:
        return True
    return False if text in _FALSE else default


def _line_by_line(source: str) -> dict[str, Any]:
    """Front matter that is no YAML as a whole: each top-level key with its lines on its own.

    What is YAML by itself keeps its structure; of the rest, a value is what stands in its lines.
    """
    data: dict[str, Any] = {}
    for key, value, rows in _entries(source.replace("\t", " ")):
        try:
            loaded = load("\n".join([f"{key}: {value}", *rows]))
        except BadYaml:
            loaded = None
        data[key] = (
            loaded[key] if isinstance(loaded, dict) and key in loaded else _joined(value, rows)
        )
    return data


def _entries(source: str) -> list[tuple[str, str, list[str]]]:
    """Top-level keys, what stands behind each, and the lines below that belong to it."""
    entries: list[tuple[str, str, list[str]]] = []
    for line in source.split("\n"):
        row = line.rstrip()
        match = None if row.startswith(" ") else _KEY.match(row)
        if match:
            entries.append((match.group(1), (match.group(2) or "").strip(), []))
        elif entries and (row == "-" or row.startswith((" ", "- "))):
            entries[-1][2].append(row)
    return entries


def _joined(value: str, rows: list[str]) -> Any:
    """A value that is no YAML: a list when its lines are points, else one text."""
    lines = [row.strip() for row in rows if row.strip()]
    if not value and lines and all(line.startswith("-") for line in lines):
        return [_unquote(line[1:].strip()) for line in lines]
    start = "" if _BLOCK_SCALAR.match(value) else value
    return _unquote(" ".join([start, *lines]).strip())


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
