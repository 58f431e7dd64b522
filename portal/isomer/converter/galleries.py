"""Runs of pictures become a gallery, links to files a list of downloads."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from portal.isomer.codes import Code
from portal.isomer.converter.model import (
    BREAK,
    Block,
    FileRef,
    LinkRef,
    ListNode,
    Notes,
    Rich,
    Runs,
    plain,
)

_TAGS = re.compile(r"<[^>]*>")
_MARKED_UP = re.compile(r"<(?!/?p>)")
_LONGEST = 255
_FILES = frozenset({
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".csv", ".txt", ".rtf",
    ".odt", ".ods", ".odp", ".epub", ".ics",
})  # fmt: skip


def gather_galleries(blocks: list[Block], notes: Notes) -> list[Block]:
    """Two or more pictures in direct succession, if a gallery holds all that they have."""
    gathered: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and _fits(block):
            run.append(block)
            continue
        if len(run) > 1:
            notes.add(Code.GALLERY, f"{len(run)} pictures", run[0].line)
            run = [_gallery(run)]
        gathered += run
        run = []
        if block is not None:
            gathered.append(block)
    return gathered


def gather_downloads(blocks: list[Block], notes: Notes) -> list[Block]:
    """Paragraphs and bullet lists that only link to files of the repository.

    Whether the files exist is found out later: a missing one becomes text again.
    """
    gathered: list[Block] = []
    for block in blocks:
        items = _downloads(block)
        if not items:
            gathered.append(block)
            continue
        notes.add(Code.DOWNLOADS, f"{len(items)} file{'s' * (len(items) > 1)}", block.line)
        if gathered and gathered[-1].type == "downloads":
            gathered[-1].value["items"] += items
        else:
            gathered.append(Block("downloads", {"title": "", "items": items}, block.line))
    return gathered


def _fits(block: Block) -> bool:
    if block.type != "image" or block.value["link"] is not None or block.value["credit"]:
        return False
    caption = block.value["caption"]
    return not _MARKED_UP.search(caption) and len(_TAGS.sub("", caption)) <= _LONGEST


def _gallery(run: list[Block]) -> Block:
    columns = "2" if len(run) in {2, 4} else "3"
    images = [
        {"image": block.value["image"], "caption": _unescaped(block.value["caption"])}
        for block in run
    ]
    return Block("gallery", {"columns": columns, "images": images}, run[0].line)


def _unescaped(caption: Rich) -> str:
    text = _TAGS.sub("", caption)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _downloads(block: Block) -> list[dict]:
    """The files that a block links, if it does nothing else; else none."""
    if block.anchors:
        return []
    if block.type == "text":
        return _files(block.value)
    if block.type != "list" or block.value.ordered:
        return []
    found: list[dict] = []
    for item in block.value.items:
        part = item.parts[0] if len(item.parts) == 1 and not item.anchors else None
        items = [] if part is None or isinstance(part, ListNode) else _files(part)
        if not items:
            return []
        found += items
    return found


def _files(runs: Runs) -> list[dict]:
    """The files that a paragraph links, if there is nothing in it but such links."""
    links: dict[int, tuple[LinkRef, Runs]] = {}
    for run in runs:
        link = run.marks.link
        if link is None:
            if run.text != BREAK and run.text.strip():
                return []
        elif not is_file(link.href):
            return []
        else:
            links.setdefault(id(link), (link, []))[1].append(run)
    items = []
    for link, words in links.values():
        title = plain(words)
        if len(title) > _LONGEST:
            return []
        if title:
            file = FileRef(link.href, link.line)
            items.append({"document": file, "title": title, "description": ""})
    return items


def is_file(href: str) -> bool:
    """Whether an address reads like that of a document of the site itself."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme or parts.netloc or parts.query:
        return False
    return PurePosixPath(unquote(parts.path)).suffix.lower() in _FILES
