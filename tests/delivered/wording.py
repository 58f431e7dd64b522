"""Rules about values and words: addresses, dates, languages, pictures, links, files, tables."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.delivered.document import Document, described, text_of

SCHEMES = {"", "http", "https", "mailto", "tel"}
ADDRESSES = {"href": None, "src": None, "action": None, "poster": None, "cite": None}
#: RFC 5646 in short: a language, then its script, its region and its variants.
LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-\w{5,8})*", re.ASCII | re.IGNORECASE
)
DATE_OR_TIME = re.compile(
    r"""(?P<date>\d{4}-\d\d-\d\d)([T ](?P<at>\d\d:\d\d(:\d\d(\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?)?
    |(?P<month>\d{4}-\d\d)|(?P<year>\d{4})|(?P<time>\d\d:\d\d(:\d\d(\.\d{1,3})?)?)
    |P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?""",
    re.VERBOSE,
)
#: Links that say nothing to somebody who goes from link to link.
EMPTY_WORDS = {
    "", "click here", "here", "link", "more", "read more", "learn more", "see more", "this",
    "this page", "download", "details",
}  # fmt: skip
FILE_SIZE = re.compile(r"\d[\d.,]*\s(bytes?|KB|MB|GB)")
FILE_TYPE = re.compile(r"\b(PDF|CSV|XLSX?|DOCX?|PPTX?|ZIP|TXT|ODT|ODS|Text|Word|Excel|RTF|JSON)\b")


def addresses_are_written_rightly(page: Document) -> Iterator[str]:
    for element in page.all():
        for attribute in ADDRESSES:
            if (value := element.get(attribute)) is not None and (fault := _fault_of(value)):
                yield f"{described(element)}: {fault}"
        if element.tag == "a" and element.get("href") == "":
            yield f"{described(element)} leads nowhere"


def _fault_of(address: str) -> str:
    if re.search(r"[\s\x00-\x1f<>\"{}|\\^`]", address):
        return "a sign that must be escaped"
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        return "a percent sign that escapes nothing"
    try:
        parts = urlsplit(address)
        # Raises for a port that is none.
        _ = parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme.lower() not in SCHEMES:
        return f"the scheme {parts.scheme}"
    if parts.scheme in ("http", "https") and not parts.hostname:
        return "no host"
    return ""


def dates_can_be_read_by_machines(page: Document) -> Iterator[str]:
    for element in page.all("time"):
        value = element.get("datetime")
        if not _is_date(text_of(element) if value is None else value):
            yield f"{described(element)} {text_of(element)}"


def _is_date(value: str) -> bool:
    match = DATE_OR_TIME.fullmatch(value)
    if match is None:
        return False
    try:
        if match["date"]:
            date.fromisoformat(match["date"])
        if match["month"]:
            date.fromisoformat(match["month"] + "-01")
        for clock in (match["at"], match["time"]):
            if clock:
                time.fromisoformat(clock)
        if match["at"]:
            datetime.fromisoformat(value)
    except ValueError:
        return False
    return value not in ("P", "PT")


def languages_have_names(page: Document) -> Iterator[str]:
    root = next(page.all("html"))
    if not root.get("lang"):
        yield "the page has no lang"
    for element in page.all():
        for attribute in ("lang", "hreflang"):
            value = element.get(attribute)
            is_default = attribute == "hreflang" and value == "x-default"
            if value is not None and not is_default and not LANGUAGE.fullmatch(value):
                yield f"{described(element)}: {value} is no language"


def the_head_is_complete(page: Document) -> Iterator[str]:
    titles = [text_of(one) for one in page.all("title")]
    if len(titles) != 1 or not titles[0]:
        yield f"titles: {titles}"
    metas = list(page.all("meta"))
    if not metas or metas[0].get("charset", "").lower() != "utf-8":
        yield "the encoding is not the first that is said"
    viewports = [one.get("content", "") for one in metas if one.get("name") == "viewport"]
    if len(viewports) != 1 or re.search(r"user-scalable|maximum-scale", viewports[0]):
        yield f"viewport: {viewports}"
    names = [one.get("name") for one in metas if one.get("name") not in (None, "theme-color")]
    yield from (f"meta {name} twice" for name in set(names) if names.count(name) > 1)


def pictures_are_complete(page: Document) -> Iterator[str]:
    """Each has words, or says that it needs none, and a size, so that nothing jumps."""
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"{described(image)} has no alt"
        if not all((image.get(side) or "").isdecimal() for side in ("width", "height")):
            yield f"{described(image)} has no size"
        if image.get("loading") == "lazy" and image.get("fetchpriority") == "high":
            yield f"{described(image)} waits and is wanted at once"
    for picture in page.all("picture"):
        tags = [child.tag for child in picture]
        if tags.count("img") != 1 or tags[-1] != "img":
            yield f"{described(picture)} does not end with its img: {tags}"
    for source in page.all("source"):
        if page.parents[source].tag != "picture":
            continue
        if not source.get("srcset") or source.get("src"):
            yield f"{described(source)} names no srcset"
        if not source.get("type") and not source.get("media"):
            yield f"{described(source)} is always taken"
    for element in page.all("img", "source"):
        yield from _faults_of_srcset(element)


def _faults_of_srcset(element: Element) -> Iterator[str]:
    if not (srcset := element.get("srcset")):
        if element.get("sizes"):
            yield f"{described(element)} has sizes without srcset"
        return
    sizes = [entry.split()[1:] or ["1x"] for entry in srcset.split(",")]
    written = [size[0] for size in sizes]
    if any(len(size) != 1 or not re.fullmatch(r"[1-9]\d*w|[\d.]+x", size[0]) for size in sizes):
        yield f"{described(element)}: {written}"
    elif len(set(written)) < len(written):
        yield f"{described(element)} offers a width twice: {written}"
    elif written[0].endswith("w") and not element.get("sizes"):
        yield f"{described(element)} has widths without sizes"


def links_make_sense_alone(page: Document) -> Iterator[str]:
    for link in page.all("a", "{http://www.w3.org/2000/svg}a"):
        if link.get("href") is None:
            continue
        said = page.named(link) or text_of(link)
        if said.strip(" .…→»›").lower() in EMPTY_WORDS:
            yield f"{described(link)} says “{said}”"


def links_to_files_say_what_comes(page: Document) -> Iterator[str]:
    """Type and size stand in the link or beside it."""
    for link in page.all("a"):
        if not urlsplit(link.get("href", "")).path.startswith("/documents/"):
            continue
        parent, grandparent = list(page.above(link))[:2]
        beside = [text_of(one) for one in (link, parent, grandparent)]
        if not any(FILE_SIZE.search(words) and FILE_TYPE.search(words) for words in beside):
            yield f"{described(link)} {beside[-1][:120]}"


def frames_have_titles(page: Document) -> Iterator[str]:
    for frame in page.all("iframe"):
        if not (frame.get("title") or "").strip():
            yield described(frame)


def tables_have_names_and_scopes(page: Document) -> Iterator[str]:
    for table in page.all("table"):
        captions = [text_of(one) for one in table if one.tag == "caption"]
        around = (page.named(one) for one in (table, *list(page.above(table))[:1]))
        if not any(captions) and not any(around):
            yield f"{described(table)} has no caption"
    for header in page.all("th"):
        if header.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            yield f"{described(header)} {text_of(header)} has no scope"
