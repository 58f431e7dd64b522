"""What an address of the source means: a page, a file, another site, or nothing."""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ValidationError

from pages.blocks.links import validate_link
from pages.permalinks import key_of
from portal.isomer.codes import Code
from portal.isomer.site_data import SiteConfig
from portal.isomer.source_tree import SourceTree

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_UNSAFE = frozenset({"javascript", "vbscript", "data", "file", "blob", "about"})
_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$")
_HOST = re.compile(
    r"^(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|org|net|sg|gov|edu|io|ly|me|info|int|eu|uk|us|au|my|asia|ai|app|dev)(?:[/?#:]|$)",
    re.IGNORECASE,
)
_WRONG_SCHEME = re.compile(r"^(?:h+t+p+(s?)|ttp(s?)|htt(?:p)?(s?)):/{0,3}(?=[^/])", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u200b\ufeff\x00-\x1f]+")
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_LONGEST = 2000


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
    """The addresses of one import: its pages by address, its files by path."""

    def __init__(self, config: SiteConfig, tree: SourceTree, pages: dict[str, str]):
        """`pages` holds the source of each page by its address, in the order of precedence."""
        self._own_hosts = config.own_hosts
        self._tree = tree
        self._exact = dict(pages)
        self._loose: dict[str, str] = {}
        for address, source in pages.items():
            self._loose.setdefault(key_of(address), source)

    def find(self, href: str, base: str = "/") -> Target:
        """The meaning of a link that stands on the page with the address `base`."""
        address = href.strip().strip("\u200b\ufeff")
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
                return self._inside(address[1:], base)
            return self._outside(f"https:{address}", repaired=False)
        if scheme:
            return self._with_scheme(address, scheme.group(1).lower())
        if _EMAIL.match(address):
            return Target(url=f"mailto:{address}", repaired=Code.LINK_REPAIRED)
        return self._inside(address, base)

    def find_file(self, src: str, base: str = "/") -> Target:
        """The meaning of a picture's or film's address; a stray bracket or slash is passed over."""
        target = self.find(src, base)
        if target.file or target.url:
            return target
        stripped = src.strip().rstrip(")/ ").lstrip("( ")
        again = self.find(stripped, base) if stripped != src.strip() else target
        return again if again.file else target

    def _with_scheme(self, address: str, scheme: str) -> Target:
        if scheme in {"http", "https"}:
            return self._outside(address, repaired=False)
        if scheme in {"mailto", "tel"}:
            rest = unquote(address.split(":", 1)[1]).strip().strip("/")
            if not rest:
                return Target(problem=Code.LINK_INVALID)
            if scheme == "mailto":
                return _checked(f"mailto:{quote(rest, safe='@?&=+,;:._-%/!~*')}")
            return _checked(f"tel:{quote(_SPACE.sub('', rest), safe='+;=()-.#*')}")
        if wrong := _WRONG_SCHEME.match(address):
            secure = "s" if "s" in wrong.group().lower() else ""
            return self._outside(f"http{secure}://{address[wrong.end() :]}", repaired=True)
        if (
            scheme in {"sms", "whatsapp", "ftp", "callto", "fax"}
            or ":" in address[len(scheme) + 1 :]
        ):
            return Target(problem=Code.LINK_INVALID)
        if _HOST.match(address):
            return self._outside(f"https://{address}", repaired=True)
        return Target(problem=Code.LINK_INVALID)

    def _outside(self, address: str, *, repaired: bool) -> Target:
        clean = _SPACE.sub("%20", address.strip())
        fixed = re.sub(r"^(https?):/*", r"\1://", clean, flags=re.IGNORECASE)
        fixed = re.sub(r"^(https?://)(?:https?:?//?)+", r"\1", fixed, flags=re.IGNORECASE)
        repaired = repaired or fixed != address.strip()
        try:
            parts = urlsplit(fixed)
            host = (parts.hostname or "").lower().removeprefix("www.")
        except ValueError:
            return Target(problem=Code.LINK_INVALID)
        if host in self._own_hosts:
            path = parts.path or "/"
            anchor = f"#{parts.fragment}" if parts.fragment else ""
            return self._inside(f"{path}{anchor}", "/")
        return _checked(fixed, Code.LINK_REPAIRED if repaired else "")

    def _inside(self, address: str, base: str) -> Target:
        path, _, anchor = address.partition("#")
        path = path.partition("?")[0]
        decoded = unquote(path).strip()
        if not decoded:
            return Target(anchor=anchor) if anchor else Target(problem=Code.LINK_INVALID)
        candidates = (
            [decoded] if decoded.startswith("/") else [_joined(base, decoded), f"/{decoded}"]
        )
        for candidate in candidates:
            normal = _normal(candidate)
            if normal is None:
                continue
            source = self._exact.get(normal) or self._loose.get(key_of(normal))
            if source:
                return Target(source=source, anchor=anchor)
            file, exact = self._tree.find(normal)
            if file and _FILE.search(file) and not file.startswith(("_", ".")):
                return Target(file=file, anchor=anchor, repaired="" if exact else Code.IMAGE_CASE)
        if not decoded.startswith(("/", ".")) and _HOST.match(decoded):
            return self._outside(f"https://{address}", repaired=True)
        return Target(problem=Code.LINK_UNRESOLVED)


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


def _normal(path: str) -> str | None:
    """A path without `.` and `..`; None when it climbs above the site."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    slash = "/" if path.endswith("/") and parts else ""
    return "/" + "/".join(parts) + slash
