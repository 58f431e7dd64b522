"""Front matter and data files: YAML where it is YAML, lines of `key: value` where it is not."""

import re
from typing import Any

import yaml

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\r?\n)?(---|\.\.\.)[ \t]*(\r?\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t\r]*$")


class _Loader(yaml.BaseLoader):
    """Every scalar stays the text it was written as; aliases can't multiply."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def load(text: str) -> Any:
    """A YAML document as texts, lists and dictionaries. Raises yaml.YAMLError."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506
    except (RecursionError, ValueError) as error:
        raise yaml.YAMLError(str(error)) from error


def split(text: str) -> tuple[dict[str, Any], str] | None:
    """The front matter and the body of a file; None when it has no front matter."""
    match = _FENCE.match(text)
    if match is None:
        return None
    head = match.group(1) or ""
    try:
        data = load(head)
    except yaml.YAMLError:
        data = None
    if not isinstance(data, dict):
        data = _by_line(head)
    return {str(key): value for key, value in data.items()}, text[match.end() :]


def _by_line(head: str) -> dict[str, str]:
    found = {}
    for line in head.splitlines():
        if match := _LINE.match(line):
            value = match.group(2)
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            found[match.group(1)] = value
    return found


def text_of(value: Any) -> str:
    """A scalar of the front matter as text; nothing for lists, dictionaries and null."""
    if not isinstance(value, str):
        return ""
    value = value.strip()
    return "" if value.lower() in {"null", "~"} else value


def is_true(value: Any) -> bool:
    """Whether YAML 1.1 would read the text as true."""
    return text_of(value).lower() in {"true", "yes", "on"}


def is_false(value: Any) -> bool:
    """Whether YAML 1.1 would read the text as false."""
    return text_of(value).lower() in {"false", "no", "off"}
