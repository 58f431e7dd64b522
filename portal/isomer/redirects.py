"""Old addresses that lead elsewhere: Netlify's `_redirects`, and `redirect_from` of pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.isomer.documents import Document

REDIRECTS_FILE = "_redirects"
_STATUS = re.compile(r"(\d{3})(!?)")
_PLACEHOLDER = re.compile(r":([A-Za-z_]\w*)")
_MOVED = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True)
class Redirect:
    """One rule: the path `old` leads to `target`, an address or a path.

    `problem` says why the rule can't be carried out; the others may be empty then.
    """

    source: str
    line: int
    old: str = ""
    target: str = ""
    status: int = 301
    forced: bool = False
    problem: str = ""

    @property
    def is_permanent(self) -> bool:
        return self.status in _PERMANENT

    @property
    def is_exact(self) -> bool:
        """Whether the rule is about one address, and not about all that look alike."""
        return "*" not in self.old and not _PLACEHOLDER.search(self.old)

    def target_of(self, path: str) -> str | None:
        """Where a decoded path is led by this rule; None when it is not meant."""
        match = _pattern(self.old).fullmatch(path.rstrip("/") or "/")
        if match is None:
            return None
        return _filled(self.target, match.groupdict())

    def old_of(self, path: str) -> str | None:
        """Which address this rule leads to a decoded path; None when there is no single one."""
        if not self.target.startswith("/"):
            return None
        names = set(_PLACEHOLDER.findall(self.target))
        needed = set(_PLACEHOLDER.findall(self.old)) | ({"splat"} if "*" in self.old else set())
        if not needed or not needed <= names:
            return None
        target = re.split(r"[?#]", self.target, maxsplit=1)[0]
        match = _pattern(target, splat=":splat").fullmatch(path.rstrip("/") or "/")
        if match is None:
            return None
        filled = self.old.replace("*", ":splat")
        return _filled(filled, match.groupdict())


def parse_redirects(text: str, own_hosts: Iterable[str]) -> list[Redirect]:
    """The rules of a `_redirects` file, in their order; one that is not understood says so."""
    hosts = frozenset(own_hosts)
    rules = []
    for number, line in enumerate(text.splitlines(), start=1):
        tokens = line.strip().split()
        comment = next((at for at, token in enumerate(tokens) if token.startswith("#")), None)
        tokens = tokens[:comment]
        if tokens:
            rules.append(_rule(number, tokens, hosts))
    return rules


def redirects_of(documents: Iterable[Document]) -> Iterator[Redirect]:
    """The old addresses that pages name in `redirect_from`."""
    for document in documents:
        value = document.front.get("redirect_from")
        for old in value if isinstance(value, list) else [value]:
            if path := _own_path(str(old or "").strip(), frozenset()):
                yield Redirect(document.path, 0, path, document.address)


def redirect_to(front: dict[str, Any]) -> str:
    """Where a page sends its visitors instead of showing itself; "" for most."""
    value = front.get("redirect_to")
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value or "").strip()


def _rule(line: int, tokens: list[str], hosts: frozenset[str]) -> Redirect:
    def unable(problem: str) -> Redirect:
        return Redirect(REDIRECTS_FILE, line, tokens[0], problem=problem)

    old = _own_path(tokens[0], hosts)
    rest = tokens[1:]
    parameters = []
    while rest and "=" in rest[0] and not rest[0].startswith(("/", "http")):
        parameters.append(rest.pop(0))
    if not old:
        return unable("it is about another host")
    if not rest or not (rest[0].startswith("/") or urlsplit_scheme(rest[0])):
        return unable("it has no target")
    target, status, forced = rest.pop(0), 301, False
    if rest and (match := _STATUS.fullmatch(rest[0])):
        status, forced = int(match[1]), bool(match[2])
        rest.pop(0)
    if parameters:
        return unable("it depends on a query")
    if any("=" in token for token in rest):
        return unable("it depends on a country, a language or a role")
    if rest:
        return unable("it is not understood")
    if status == 200 and not urlsplit_scheme(target):
        # The old host showed the target under the old address; here the visitor is led there.
        status = 302
    if status not in _MOVED:
        return unable(f"the status {status} is no redirect")
    if "*" in old and (old.count("*") > 1 or not old.endswith("*")):
        return unable("a “*” stands inside its address")
    return Redirect(REDIRECTS_FILE, line, old, target, status, forced)


def urlsplit_scheme(address: str) -> str:
    """The scheme of a full http(s) address, else ""."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return scheme if scheme in {"http", "https"} else ""


def _own_path(address: str, hosts: frozenset[str]) -> str:
    """The decoded path of an address of the old site; "" for any other."""
    if urlsplit_scheme(address):
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").lower().removeprefix("www.")
        except ValueError:
            return ""
        if host not in hosts:
            return ""
        address = parts.path or "/"
    if not address:
        return ""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return "/" + unquote(path).strip("/") if path.strip("/") else "/"


@lru_cache(maxsize=4096)
def _pattern(template: str, splat: str = "*") -> re.Pattern[str]:
    """A template as an expression: placeholders match one part of a path, a splat the rest."""
    template = unquote(template).rstrip("/") or "/"
    parts: list[str] = []
    for piece in re.split(rf"({re.escape(splat)}|:[A-Za-z_]\w*)", template):
        if piece in {splat, ":splat"}:
            if parts and parts[-1].endswith("/"):
                # `/old/*` also means `/old` itself.
                parts[-1] = parts[-1][:-1]
                parts.append("(?:/(?P<splat>.*))?")
            else:
                parts.append("(?P<splat>.*)")
        elif piece.startswith(":"):
            parts.append(f"(?P<{piece[1:]}>[^/]+)")
        else:
            parts.append(re.escape(piece))
    try:
        return re.compile("".join(parts), re.IGNORECASE)
    except re.error:
        # A placeholder that occurs twice.
        return re.compile(r"(?!)")


def _filled(template: str, values: dict[str, str | None]) -> str:
    return _PLACEHOLDER.sub(
        lambda match: values.get(match[1]) or "" if match[1] in values else match[0], template
    )
