"""The Liquid forms that occur in bodies: values that are known, includes, addresses of files.

What is not known here stays in the text as it was written and is told with its line. A body is read
once from the front; what an include or a value brings in is not read for more than itself asks.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Unknown = list[tuple[str, int]]

# A mark ends before the next one begins, so that an unclosed one costs no second look.
_MARK = re.compile(
    r"\{\{(-?)((?:[^{}\n]++|\{(?![{%])|\}(?!\}))*+)\}\}"
    r"|\{%(-?)((?:[^{%\n]++|\{\{[^{}\n]*+\}\}|\{(?![{%])|%(?!\}))*+)%\}"
)
_FILTERS = re.compile(r"\|(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*\Z)")
_FILTER = re.compile(r"\A(\w+)(?:\s*:\s*(.+))?\Z", re.DOTALL)
_NAME = re.compile(r"\A[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*\Z")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)")
_END = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in ("raw", "comment")}
#: Lines of an include that are joined without a change of meaning.
_JOINABLE = re.compile(
    r"\A\s*<(?!.*(?:<pre|<textarea|<script|<!--|\n[ \t]*\n)).*>\s*\Z", re.S | re.I
)
_DEEPEST = 10
#: What all includes of one body may bring in together.
_MOST_INCLUDED = 1_000_000
#: Longer expressions are no author's.
_LONGEST = 1000


@dataclass(frozen=True)
class LiquidContext:
    """What a body's Liquid can know.

    `include` gives the text of a file in `_includes`, `address_of` the address of a file by its
    path (`link`) or name (`post_url`); both give None for what is not in the repository.
    """

    site: Mapping[str, Any] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)
    include: Callable[[str], str | None] = lambda name: None
    address_of: Callable[[str, str], str | None] = lambda kind, name: None
    parameters: Mapping[str, str] = field(default_factory=dict)


def without_liquid(body: str, context: LiquidContext | None = None) -> tuple[str, Unknown]:
    """The body with everything known filled in, and each tag left as it stands with its line.

    Lines keep their places, but for an include of several lines that can't stand on one.
    """
    if "{{" not in body and "{%" not in body:
        return body, []
    return _Filling(context or LiquidContext()).fill(body)


class _Filling:
    """One body and the includes in it."""

    def __init__(self, context: LiquidContext) -> None:
        self.context = context
        self.depth = 0
        self.left = _MOST_INCLUDED

    def fill(self, body: str) -> tuple[str, Unknown]:
        parts: list[str] = []
        unknown: Unknown = []
        place = line_at = 0
        line = 1
        missing: set[str] = set()
        while match := _MARK.search(body, place):
            parts.append(body[place : match.start()])
            line += body.count("\n", line_at, match.start())
            line_at = match.start()
            place = match.end()
            written = match.group()
            inside = (match.group(2) or match.group(4) or "").strip()
            before = match.group(1) or match.group(3)
            behind = inside.endswith("-")
            inside = inside.removesuffix("-").strip()
            is_tag = match.group(2) is None
            name = inside if is_tag else ""
            if name in _END and name not in missing:
                end = _END[name].search(body, place)
                if end:
                    held = body[place : end.start()]
                    parts.append(held if name == "raw" else "\n" * held.count("\n"))
                    place = end.end()
                    continue
                missing.add(name)
            value = self._tag(inside, unknown, line) if is_tag else self._output(inside)
            if value is None:
                unknown.append((written[:120], line))
                parts.append(written)
                continue
            if before:
                parts[-1] = parts[-1].rstrip(" \t")
            parts.append(value + "\n" * (written.count("\n") - value.count("\n")))
            while behind and body[place : place + 1] in (" ", "\t"):
                place += 1
        parts.append(body[place:])
        return "".join(parts), unknown

    def _tag(self, inside: str, unknown: Unknown, line: int) -> str | None:
        name, _, rest = inside.partition(" ")
        rest = rest.strip()
        if name in {"link", "post_url"}:
            return self.context.address_of(name, rest)
        if name == "include" and len(rest) <= _LONGEST:
            return self._include(rest, unknown, line)
        return None

    def _include(self, rest: str, unknown: Unknown, line: int) -> str | None:
        name, _, settings = rest.partition(" ")
        if self.depth >= _DEEPEST or "{{" in name:
            return None
        text = self.context.include(name)
        if text is None or len(text) > self.left:
            return None
        self.left -= len(text)
        outer = self.context
        given: dict[str, str] = {}
        for key, written in _PARAMETER.findall(settings):
            value = self._output(written)
            if value is not None:
                given[key] = value
        self.context, self.depth = replace(outer, parameters=given), self.depth + 1
        filled, inner = self.fill(text)
        self.context, self.depth = outer, self.depth - 1
        unknown += [(tag, line) for tag, _ in inner]
        filled = filled.removesuffix("\n")
        if "\n" in filled and _JOINABLE.match(filled):
            filled = filled.replace("\n", " ")
        return filled

    def _output(self, expression: str) -> str | None:
        """The value of an expression with its filters; None when anything in it is not known."""
        if len(expression) > _LONGEST:
            return None
        first, *filters = [part.strip() for part in _FILTERS.split(expression)]
        value = self._lookup(first)
        for written in filters:
            match = _FILTER.match(written)
            if value is None or not match:
                return None
            argument = self._lookup(match.group(2).strip()) if match.group(2) else ""
            if argument is None:
                return None
            value = self._filtered(value, match.group(1), argument)
        return value

    def _lookup(self, written: str) -> str | None:
        if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
            return written[1:-1]
        if not _NAME.match(written):
            return None
        start, _, name = written.partition(".")
        if start == "include":
            # A parameter that was not given is empty, as it is for Jekyll.
            return self.context.parameters.get(name, "") if self.depth else None
        if written in {"site.baseurl", "site.url"}:
            return _text(self.context.site.get(name, ""))
        known = {"site": self.context.site, "page": self.context.page}.get(start)
        return None if known is None or name not in known else _text(known[name])

    def _filtered(self, value: str, name: str, argument: str) -> str | None:
        if name in {"relative_url", "absolute_url"}:
            return self._address(value, whole=name == "absolute_url")
        if name == "append":
            return value + argument
        if name == "prepend":
            return argument + value
        if name == "default":
            return value or argument
        return _PLAIN_FILTERS[name](value) if name in _PLAIN_FILTERS else None

    def _address(self, value: str, *, whole: bool) -> str:
        if re.match(r"[a-zA-Z][\w+.-]*:|//", value):
            return value
        base = (_text(self.context.site.get("baseurl", "")) or "").strip("/")
        path = "/" + "/".join(part for part in (base, value.lstrip("/")) if part)
        url = (_text(self.context.site.get("url", "")) or "").rstrip("/") if whole else ""
        return url + path


def _text(value: Any) -> str | None:
    """A value as Liquid prints it; a list or mapping is nothing that a text can hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


_PLAIN_FILTERS: dict[str, Callable[[str], str]] = {
    "strip": str.strip,
    "upcase": str.upper,
    "downcase": str.lower,
    "capitalize": lambda value: value[:1].upper() + value[1:].lower(),
    "strip_newlines": lambda value: value.replace("\n", ""),
    "escape": lambda value: value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
}
