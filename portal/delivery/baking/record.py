"""What is known of a tree: `bake.json` in it. The next run reads there what it need not make anew."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

FILE = "bake.json"
#: Another number says that older files can't be read.
FORMAT = 1


@dataclass
class Entry:
    """The file of one address."""

    #: Below the folder of its host.
    file: str
    digest: str
    status: int
    bytes: int
    #: By which the application knows this version; for files only.
    etag: str = ""
    #: The counter when it was rendered, and the places of what it was made from
    #: (`portal.delivery.counters`); without places it is asked for anew in each run.
    counter: int = -1
    made_from: tuple[int, ...] = ()
    #: Where it leads to on this site, pages and what has no files apart: numbers of
    #: `SiteRecord.linked`.
    links: tuple[int, ...] = ()


@dataclass
class SiteRecord:
    """One host."""

    host: str
    origin: str
    #: By the names of folders: the headers of all that lies in them.
    folders: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    #: By addresses.
    entries: dict[str, Entry] = field(default_factory=dict)
    #: By paths: the status, and for 301 and 302 the address to which it leads.
    redirects: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: By kinds (`404`, `410`, `503`, `redirect`): the headers of what nginx answers by itself.
    headers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    linked: list[str] = field(default_factory=list)
    #: Public addresses that have no file, and why.
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass
class Record:
    """One tree."""

    #: The instant as at which everything was rendered.
    moment: datetime
    #: The publication counter when that began.
    counter: int
    #: What the code, the settings and the number of choices were (`fingerprint`).
    code: str
    #: The number of the run (`writing.next_stamp`).
    stamp: int
    #: When something is published or taken off next, or changes by the day. None: never.
    next_due: datetime | None = None
    #: When pages look different by themselves.
    changes_at: datetime | None = None
    #: By the names of folders.
    sites: dict[str, SiteRecord] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, tree: Path) -> None:
        """Write it into its tree."""
        text = json.dumps(asdict(self), ensure_ascii=False, default=datetime.isoformat, indent=0)
        (tree / FILE).write_text(text, encoding="utf-8")


def read(tree: Path | None) -> Record | None:
    """The record of a tree; None when there is none that can be understood."""
    if tree is None:
        return None
    try:
        found = json.loads((tree / FILE).read_text(encoding="utf-8"))
        return _record(found) if found["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record(found: dict[str, Any]) -> Record:
    sites = {name: _site(site) for name, site in found.pop("sites").items()}
    for name in ("moment", "next_due", "changes_at"):
        found[name] = datetime.fromisoformat(found[name]) if found[name] else None
    return Record(**found, sites=sites)


def _site(found: dict[str, Any]) -> SiteRecord:
    entries = {
        address: Entry(**entry | {name: tuple(entry[name]) for name in ("made_from", "links")})
        for address, entry in found.pop("entries").items()
    }
    for name in ("folders", "headers"):
        found[name] = {
            key: [(header, value) for header, value in pairs] for key, pairs in found[name].items()
        }
    found["redirects"] = {
        path: (status, target) for path, (status, target) in found["redirects"].items()
    }
    return SiteRecord(**found, entries=entries)
