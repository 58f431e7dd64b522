"""The configuration of nginx for a tree: what is in `nginx/`, with names, headers and redirects of
this site. All headers are those that the application gave, so that nobody writes them twice.

A folder of files has a name that changes with its headers, and the list of redirects one that
changes with what it says. nginx knows the names with which it was started, so that it never sends a
file with headers that are not its own: what it doesn't know yet goes to the application.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings

from pages import languages
from portal.delivery.baking import addresses, redirects
from portal.delivery.baking.record import Record, SiteRecord
from portal.delivery.baking.site import APART
from portal.delivery.cdn.caches import are_told_addresses
from portal.delivery.page_cache.answers import Headers
from portal.delivery.page_cache.front import identifying_cookies
from portal.delivery.page_cache.key import PARAMETERS, TRACKING, TRACKING_PREFIX

FOLDER = "nginx"
_SOURCES = Path(__file__).parent / FOLDER
_CONTENT_TYPE = "Content-Type"
#: Files have a number where their time should be.
_NO_TIME = 'add_header Last-Modified "";'
#: For one entry of a map besides its key, and the least that nginx works with.
_ENTRY, _LEAST_BUCKET = 32, 128


def write(folder: Path, tree: Path, record: Record) -> str:
    """Write the files of a tree; returns a digest that changes when nginx has to be told."""
    (tree / FOLDER).mkdir()
    moved = {name: _redirects(site) for name, site in record.sites.items()}
    files = {"http.conf": _http(record, moved)}
    for number, (name, site) in enumerate(record.sites.items()):
        mark = _mark(moved[name])
        (tree / name).mkdir(exist_ok=True)
        (tree / name / mark).touch()
        (tree / name / "redirects.json").write_text(
            json.dumps(
                {
                    path: {"status": status, **({"to": to} if to else {})}
                    for path, (status, to) in sorted(moved[name].items())
                },
                ensure_ascii=False,
                indent=0,
            ),
            encoding="utf-8",
        )
        for mode in ("front", "mirror"):
            files[f"{name}.{mode}.conf"] = _server(folder, mode, number, name, site, mark)
    for name, text in files.items():
        (tree / FOLDER / name).write_text(text, encoding="utf-8")
    return blake2b("".join(files.values()).encode(), digest_size=8).hexdigest()


def _http(record: Record, moved: dict[str, dict[str, tuple[int, str]]]) -> str:
    longest = max((len(path.encode()) for paths in moved.values() for path in paths), default=0)
    codes = [languages.prefix(code).strip("/") for code, _ in settings.LANGUAGES]
    parts = [
        _filled(
            "http.conf",
            COOKIES="|".join(map(re.escape, identifying_cookies())),
            TRACKING=_dropped_marks(),
            PARAMETERS="|".join([*PARAMETERS, "v"]),
            # A word that no address begins with, where the site has one language.
            LANGUAGES="|".join(filter(None, codes)) or "-",
            MAP_SIZE=str(max(2048, 2 * max((len(paths) for paths in moved.values()), default=0))),
            MAP_BUCKET=str(max(_LEAST_BUCKET, _up_to_power(longest + _ENTRY))),
        )
    ]
    for number, (name, site) in enumerate(record.sites.items()):
        lines = [
            f"    {_quoted(path)} {_quoted(f'{status} {_without_dollar(to)}'.strip())};"
            for path, (status, to) in sorted(moved[name].items())
        ]
        parts.append(
            f"\n# {site.host}: where old addresses and other spellings lead.\n"
            f"map $bake_path $bake_redirect_{number} {{\n"
            + "\n".join(['    default "";', *lines])
            + "\n}\n"
        )
        for index, values in enumerate(_varying(site).values()):
            rows = [f"    {folder} {_quoted(value)};" for folder, value in sorted(values.items())]
            parts.append(
                f"map $bake_folder $bake_header_{number}_{index} {{\n"
                + "\n".join(['    default "";', *rows])
                + "\n}\n"
            )
    return "".join(parts)


def _server(folder: Path, mode: str, number: int, name: str, site: SiteRecord, mark: str) -> str:
    where = f"/moments/$bake_moment/{name}" if mode == "front" else f"/current/{name}"
    prefix = "$bake_" if mode == "front" else "$bake_mirror_"
    headers = _headers(number, site)
    found: dict[str, Counter[str]] = {}
    for address, entry in site.entries.items():
        baked = entry.file.split("/", 1)[0]
        if mode == "front" and baked.endswith(APART):
            continue
        path = unquote(address)
        group = next((start for start in addresses.FILES if path.startswith(start)), "")
        found.setdefault(group, Counter())[baked] += 1
    pages = found.pop("", Counter())
    # Where most pages are; a name that no folder has, where there are none.
    usual = next((folder for folder, _ in pages.most_common(1)), "-")
    others = [folder for folder in pages if folder != usual]
    return _filled(
        f"{mode}.conf",
        DIR=str(folder),
        HOST=site.host,
        NAME=name,
        PAGE_HEADERS=_folder_headers(site.folders.get(usual, [])),
        PAGES=_tried(where, others, f"{prefix}page"),
        PAGE=f"{where}/{usual}{prefix}page",
        FILES="".join(
            _files(mode, start, _tried(where, baked, f"{prefix}file"), headers)
            for start, baked in sorted(found.items())
        ),
        HEADERS=headers,
        REDIRECTS=mark,
        REDIRECT_HEADERS=_fixed(site.headers.get("redirect", []), always=False),
        **{f"{kind}_HEADERS": _fixed(site.headers.get(kind, [])) for kind in ("404", "410", "503")},
        # Last, as it is part of other names.
        N=str(number),
    )


def _files(mode: str, start: str, tried: str, headers: str) -> str:
    lines = [f"    try_files {tried} @otherwise;"]
    if mode == "front":
        lines.append("    error_page 404 = @otherwise;")
    if start == "/documents/":
        lines.append("    add_header Content-Disposition $bake_disposition;")
    lines.append(f"    {headers}")
    return f"\nlocation ^~ {_quoted(start)} {{\n" + "\n".join(lines) + "\n}\n"


def _tried(where: str, folders: Iterable[str], name: str) -> str:
    """The arguments of try_files: pages are looked for first where most of them are."""
    first = sorted(folders, key=lambda folder: (not folder.startswith("html-"), folder))
    return "\n        ".join(f'"{where}/{folder}{name}"' for folder in first) or '"/-"'


def _varying(site: SiteRecord) -> dict[str, dict[str, str]]:
    """Headers that are not the same in all folders: their values by folder."""
    names = dict.fromkeys(name for pairs in site.folders.values() for name, _ in pairs)
    values = {
        name: {folder: dict(pairs).get(name, "") for folder, pairs in site.folders.items()}
        for name in names
    }
    return {name: by_folder for name, by_folder in values.items() if len({*by_folder.values()}) > 1}


def _folder_headers(headers: Headers) -> str:
    lines = [f"add_header {name} {_quoted(value)};" for name, value in sorted(headers)]
    return "\n    ".join([_NO_TIME, *lines])


def _headers(number: int, site: SiteRecord) -> str:
    varying = list(_varying(site))
    pairs = dict(pair for pairs in site.folders.values() for pair in pairs)
    lines = [
        f"add_header {name} $bake_header_{number}_{varying.index(name)};"
        if name in varying
        else f"add_header {name} {_quoted(value)};"
        for name, value in sorted(pairs.items())
    ]
    return "\n    ".join([_NO_TIME, *lines])


def _fixed(headers: Headers, *, always: bool = True) -> str:
    end = " always;" if always else ";"
    pairs = [pair for pair in headers if always or pair[0] != _CONTENT_TYPE]
    lines = [f"add_header {name} {_quoted(value)}{end}" for name, value in pairs]
    return "\n    ".join([f'add_header Last-Modified ""{end}', *lines])


def _redirects(site: SiteRecord) -> dict[str, tuple[int, str]]:
    """By decoded paths in small letters: nginx compares them without regard to that."""
    moved = {path: (301, address) for path, address in redirects.spellings(site).items()}
    moved |= {unquote(path).lower(): told for path, told in site.redirects.items()}
    return {path: told for path, told in moved.items() if path.isprintable()}


def _mark(moved: dict[str, tuple[int, str]]) -> str:
    digest = blake2b(repr(sorted(moved.items())).encode(), digest_size=8).hexdigest()
    return f"redirects-{digest}"


def _filled(source: str, **names: str) -> str:
    text = (_SOURCES / source).read_text(encoding="utf-8")
    for name, value in names.items():
        text = text.replace(f"__{name}__", value)
    return text


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _without_dollar(address: str) -> str:
    # nginx would take what follows for the name of a variable.
    return address.replace("$", "%24")


def _up_to_power(number: int) -> int:
    return 1 << (number - 1).bit_length()


def _dropped_marks() -> str:
    """The marks of campaigns that are dropped before a file is looked for: none where caches are told
    addresses, as these have none. The application says that such an answer is to be asked for.
    """
    if are_told_addresses():
        return "(?!)"
    return "|".join([*sorted(TRACKING), rf"{TRACKING_PREFIX}[\w-]+"])
