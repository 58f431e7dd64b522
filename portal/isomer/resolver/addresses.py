"""What an address of the source means: a page, a file, another site, or nothing."""

import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ValidationError

from pages.blocks.links import validate_link
from pages.permalinks import key_of
from portal.isomer.codes import Code
from portal.isomer.redirects import Redirect
from portal.isomer.site_data import SiteConfig
from portal.isomer.source_tree import SourceTree

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_UNSAFE = frozenset({"javascript", "vbscript", "data", "file", "blob", "about"})
_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$")
_HOST = re.compile(
    r"^(?:www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+|(?:[a-z0-9-]+\.)+(?:com|org|net|sg|gov|edu|io|ly|me|info"
    r"|int|eu|uk|us|au|my|asia|ai|app|dev))(?:[:/?#]|$)",
    re.IGNORECASE,
)
_WRONG_SCHEME = re.compile(
    r"^(?:h+t+p+(s?)|ttp(s?)|htt(?:p)?(s?)|https?(s)):/{0,3}(?=[^/])", re.IGNORECASE
)
_MAIL_AS_WEB = re.compile(r"^https?:/*(?=(?:mailto|tel):)", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u200b\ufeff\x00-\x1f]+")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00a0"
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_SOURCE_SUFFIXES = (".md", ".markdown", ".html", ".htm")
_STRAY = "()[]{}.,;:\"'“”‘’<> \t"
_LONGEST = 2000
#: A redirect may lead to another one; further than this it leads nowhere.
_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Target:
    """Where a link leads. `source` is a page of the import, `file` a path of the repository."""

    source: str = ""
    file: str = ""
    url: str = ""
    anchor: str = ""
    problem: str = ""
    """A warning's code, when the link leads nowhere; the others are empty then."""
    repaired: str = ""
    """A warning's code, when the address was mended."""


class AddressBook:
    """The addresses of one import: its pages by address, its files by path, old redirects."""

    def __init__(
        self,
        config: SiteConfig,
        tree: SourceTree,
        pages: dict[str, str],
        *,
        redirects: Sequence[Redirect] = (),
        media: Mapping[str, str] | None = None,
    ):
        """`pages` holds the source of each page by its address, in the order of precedence.

        `media` holds the address that each public file had, as `Repository.media` does.
        """
        self._own_hosts = config.own_hosts
        self._base_path = config.base_path
        self._tree = tree
        usable = [rule for rule in redirects if rule.target and not rule.problem]
        self._moved: dict[str, Redirect] = {}
        for rule in usable:
            if rule.is_exact:
                self._moved.setdefault(_key(rule.old), rule)
        self._patterns = [rule for rule in usable if not rule.is_exact]
        self._exact = dict(pages)
        self._loose: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        for address, source in pages.items():
            self._loose.setdefault(_key(address), source)
        for source in dict.fromkeys(pages.values()):
            for name in {source, source.lstrip("_")}:
                self._sources.setdefault(_key(f"/{name}"), source)
        self._by_name = _once((PurePosixPath(source).name, source) for source in pages.values())
        moved = {address: path for path, address in (media or {}).items() if address != f"/{path}"}
        self._files = {_key(address): path for address, path in moved.items()}

    @property
    def pages(self) -> Mapping[str, str]:
        """The source of each page by its address."""
        return self._exact

    def page_at(self, path: str) -> str | None:
        """The source of the page that answers, or redirects, at a decoded path."""
        return self._exact.get(path) or self._loose.get(_key(path))

    def find(self, href: str, base: str = "/") -> Target:
        """The meaning of a link that stands on the page with the address `base`."""
        return self._find(href, base, _MOST_REDIRECTS)

    def _find(self, href: str, base: str, redirects: int) -> Target:
        address = href.strip().strip(_INVISIBLE).strip()
        address = _MAIL_AS_WEB.sub("", address)
        if not address:
            return Target(problem=Code.LINK_INVALID)
        if address.startswith("#"):
            return (
                Target(anchor=address[1:])
                if len(address) > 1
                else Target(problem=Code.LINK_INVALID)
            )
        # Browsers pass over whitespace and control characters inside a scheme.
        scheme = _SCHEME.match(_SPACE.sub("", address[:60]))
        if scheme and scheme.group(1).lower() in _UNSAFE:
            return Target(problem=Code.LINK_UNSAFE)
        if address.startswith("\\"):
            address = "/" + address.lstrip("\\/")
        if address.startswith("//"):
            # `//images/x.png` is a path with a slash too many, not a host.
            if "." not in address[2:].split("/", 1)[0]:
                return self._inside(address[1:], base, redirects)
            return self._outside(f"https:{address}", redirects, repaired=False)
        if scheme:
            return self._with_scheme(address, scheme.group(1).lower(), base, redirects)
        if _EMAIL.match(address):
            return Target(url=f"mailto:{address}", repaired=Code.LINK_REPAIRED)
        return self._inside(address, base, redirects)

    def find_file(self, src: str, base: str = "/") -> Target:
        """The meaning of a picture's or film's address; a stray bracket or slash is passed over."""
        target = self.find(src, base)
        if target.file or target.url:
            return target
        stripped = src.strip().rstrip(")/ ").lstrip("( ")
        again = self.find(stripped, base) if stripped != src.strip() else target
        return again if again.file else target

    def _with_scheme(self, address: str, scheme: str, base: str, redirects: int) -> Target:
        if scheme in {"http", "https"}:
            return self._outside(address, redirects, repaired=False)
        if scheme in {"mailto", "tel"}:
            return _mail_or_phone(scheme, address.split(":", 1)[1])
        if wrong := _WRONG_SCHEME.match(address):
            secure = "s" if "s" in wrong.group().lower() else ""
            rest = address[wrong.end() :]
            return self._outside(f"http{secure}://{rest}", redirects, repaired=True)
        if scheme in {"sms", "whatsapp", "ftp", "callto", "fax"}:
            return Target(problem=Code.LINK_INVALID)
        if _HOST.match(address):
            return self._outside(f"https://{address}", redirects, repaired=True)
        # A colon may stand in the name of a file or page: `Annex A: Form.pdf`.
        inside = self._inside(address, base, redirects)
        return inside if not inside.problem else Target(problem=Code.LINK_INVALID)

    def _outside(self, address: str, redirects: int, *, repaired: bool) -> Target:
        clean = _SPACE.sub("%20", address.strip())
        fixed = re.sub(r"^(https?):[/\\]*", r"\1://", clean, flags=re.IGNORECASE)
        fixed = re.sub(r"^(https?://)(?:https?:?/*)+", r"\1", fixed, flags=re.IGNORECASE)
        repaired = repaired or fixed != address.strip()
        try:
            parts = urlsplit(fixed)
            host = (parts.hostname or "").lower().removeprefix("www.")
        except ValueError:
            return Target(problem=Code.LINK_INVALID)
        if self._is_own(host):
            path = parts.path or "/"
            anchor = f"#{parts.fragment}" if parts.fragment else ""
            return self._inside(f"{path}{anchor}", "/", redirects)
        return _checked(fixed, Code.LINK_REPAIRED if repaired else "")

    def _is_own(self, host: str) -> bool:
        """Whether a host is the old site: itself, or where it was tried out."""
        if host in self._own_hosts:
            return True
        bare = re.sub(r"^(?:staging|stg|test)[.-]", "", host).removeprefix("www.")
        return bare in self._own_hosts

    def _inside(self, address: str, base: str, redirects: int) -> Target:
        path, _, anchor = address.partition("#")
        # A “?” belongs to a name where a file is called so.
        path = path if unquote(path).lstrip("/") in self._tree else path.partition("?")[0]
        decoded = unquote(path).replace("\\", "/").strip()
        if not decoded:
            return Target(anchor=anchor) if anchor else Target(problem=Code.LINK_INVALID)
        candidates = (
            [decoded] if decoded.startswith("/") else [_joined(base, decoded), f"/{decoded}"]
        )
        for candidate in candidates:
            if target := self._at(candidate, anchor):
                return target
        for candidate in candidates:
            if target := self._redirected(candidate, anchor, redirects):
                return target
        stripped = decoded.strip(_STRAY)
        if stripped and stripped != decoded:
            again = self._inside(quote(stripped) + (f"#{anchor}" if anchor else ""), base, 0)
            if again.source or again.file:
                return replace(again, repaired=Code.LINK_REPAIRED)
        if not decoded.startswith(("/", ".")) and _HOST.match(decoded):
            return self._outside(f"https://{address}", redirects, repaired=True)
        return Target(problem=Code.LINK_UNRESOLVED)

    def _at(self, candidate: str, anchor: str) -> Target | None:
        """The page or file at a decoded path; also at the path or name of a source file."""
        normal = _normal(candidate)
        if self._base_path and f"{normal}/".startswith(f"{self._base_path}/"):
            normal = normal.removeprefix(self._base_path) or "/"
        if source := self.page_at(normal):
            return Target(source=source, anchor=anchor)
        if path := self._files.get(_key(normal)):
            return Target(file=path, anchor=anchor)
        if normal.lower().endswith(_SOURCE_SUFFIXES):
            bare = _key(normal)
            source = self._sources.get(bare) or self._by_name.get(PurePosixPath(normal).name)
            if source:
                return Target(source=source, anchor=anchor, repaired=Code.LINK_REPAIRED)
        file, exact = self._tree.find(normal)
        if file and _FILE.search(file) and not file.startswith(("_", ".")):
            return Target(file=file, anchor=anchor, repaired="" if exact else Code.IMAGE_CASE)
        return None

    def _redirected(self, candidate: str, anchor: str, redirects: int) -> Target | None:
        """Where an old redirect leads a decoded path."""
        normal = _normal(candidate)
        if not redirects:
            return None
        exact = self._moved.get(_key(normal))
        for rule in [exact] if exact else self._patterns:
            target = rule.target if rule is exact else rule.target_of(normal)
            if target is not None and target.rstrip("/") != normal.rstrip("/"):
                found = self._find(target, "/", redirects - 1)
                return replace(found, anchor=found.anchor or anchor) if not found.problem else None
        return None


def _mail_or_phone(scheme: str, rest: str) -> Target:
    rest = unquote(rest).strip().strip("/").strip(_INVISIBLE)
    rest = re.sub(r"^(?:mailto|tel):", "", rest, flags=re.IGNORECASE)
    if not rest:
        return Target(problem=Code.LINK_INVALID)
    if scheme == "tel":
        return _checked(f"tel:{quote(_SPACE.sub('', rest), safe='+;=()-.#*')}")
    people, question, query = rest.partition("?")
    # Several people are parted by commas (RFC 6068); people write semicolons and spaces.
    several = ",".join(part for part in re.split(r"[\s;,]+", people) if part)
    quoted = quote(f"{several}{question}{query}", safe="@?&=+,;:._-%/!~*")
    return _checked(f"mailto:{quoted}")


def _checked(address: str, repaired: str = "") -> Target:
    try:
        validate_link(address)
    except ValidationError:
        return Target(problem=Code.LINK_INVALID)
    if len(address) > _LONGEST or any(char in address for char in '<>"\\^`{|}\x7f'):
        safe = quote(address, safe=":/?#[]@!$&'()*+,;=%-._~")
        return (
            Target(url=safe, repaired=Code.LINK_REPAIRED)
            if len(safe) <= _LONGEST
            else Target(problem=Code.LINK_INVALID)
        )
    return Target(url=address, repaired=repaired)


def _joined(base: str, relative: str) -> str:
    return posixpath.join(base if base.endswith("/") else posixpath.dirname(base), relative)


def _key(path: str) -> str:
    """What all spellings of a path share, the composition of accented characters included."""
    return unicodedata.normalize("NFC", key_of(path))


def _once(pairs) -> dict[str, str]:
    """The values of the names that occur with one value only."""
    found: dict[str, set[str]] = {}
    for name, value in pairs:
        found.setdefault(name, set()).add(value)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def _normal(path: str) -> str:
    """A path without `.` and `..`, which never climbs above the site."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            # Above the site there is nothing: browsers stay at its root.
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    slash = "/" if path.endswith("/") and parts else ""
    return "/" + "/".join(parts) + slash
