"""kramdown's own notation, put into a form that Python-Markdown reads with the same meaning.

The rules are kramdown's (https://kramdown.gettalong.org/syntax.html) with the changes of its
GitHub parser, which Jekyll uses: a list or a heading may follow a paragraph without a blank line.
"""

import re

from portal.fidelity.source.html_blocks import html_blocks
from portal.fidelity.source.indents import RULE, indented
from portal.fidelity.source.pipes import tables

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SITE_ADDRESS = re.compile(r"{{-?\s*site\.(?:baseurl|url)\s*-?}}")
_FILTERED = re.compile(
    r"{{-?\s*(['\"])(.*?)\1\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.baseurl)[^}]*}}"
)
_COMMENT = re.compile(r"{%-?\s*comment\s*-?%}.*?{%-?\s*endcomment\s*-?%}", re.DOTALL)
_LIQUID = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_ATTRIBUTES = re.compile(r"{:(?!:)\s*([^{}\n]*)}")
_BLOCK_ATTRIBUTES = re.compile(r"^[ ]{0,3}{:(?!:)\s*([^{}\n]*)}\s*$")
_EXTENSION = re.compile(r"^[ ]{0,3}{::(\w+)[^{}\n]*/?}\s*$|{:/\w*}")
#: Quotation marks that an editor curled make no attribute in kramdown.
_START = re.compile(r"start=([\"'])(\d+)\1")
_ID = re.compile(r"(?:^|\s)#([\w:.-]+)|id\s*=\s*[\"'“”]([^\"'“”]+)")
#: Without a space the GitHub parser takes the signs for text.
_NO_HEADING = re.compile(r"^(?=#{1,6}[^#\s])")
_HEADING_ID = re.compile(r"[ \t]*{#([\w:.-]+)}[ \t]*$")
_BLOCK_TAG = re.compile(
    r"^<(?:p|div|table|ul|ol|h[1-6]|hr|iframe|details|blockquote|section|center|figure|pre)\b", re.I
)
_ANY_ITEM = re.compile(r"^[ ]{0,3}([*+-]|\d+\.)[ \t]+\S")
_ATX = re.compile(r"^#{1,6}[ \t]")
_HTML = re.compile(r"^[ \t]*</?[a-zA-Z!]")
#: A paragraph that says where the next list starts; `numbered` takes it out again.
_MARK = "xliststart{}x"
_MARKED = re.compile(r"<p>xliststart(\d+)x</p>\s*(?:<ol(?![^>]*\sstart=))?", re.IGNORECASE)
_BLOCK_NAMES = (
    r"p|div|table|tr|td|th|ul|ol|li|dl|h[1-6]|details|summary|blockquote|section|article|center"
    r"|figure|pre|form|address"
)
_IN_TEXT = re.compile(rf"<(?=/?(?:{_BLOCK_NAMES})\b)", re.IGNORECASE)
_AT_START = re.compile(
    rf"^[ \t]*(?:[*+-][ \t]+|\d+\.[ \t]+)?</?(?:{_BLOCK_NAMES})\b", re.IGNORECASE
)
_NOTE = re.compile(r"\[\^([^\]\n]+)\](?!:)")
_NOTE_TEXT = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:")
_TASK = re.compile(r"^([ \t]*[*+-] )\[[ xX]\] ")
_ESCAPED_BREAK = re.compile(r"\\\\$")


def carry_out_liquid(text: str) -> str:
    """The forms of Liquid that have a fixed meaning; the rest can't be known and goes."""
    text = _COMMENT.sub("", text)
    text = _SITE_ADDRESS.sub("", _FILTERED.sub(r"\2", text))
    return _LIQUID.sub("", text)


def prepare(text: str) -> str:
    """Markdown in kramdown's notation as Markdown in Python-Markdown's."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    done: list[str] = []
    runs = list(html_blocks(text.split("\n")))
    markdown = "\n".join(line for lines, is_html in runs if not is_html for line in lines)
    noted = set(_NOTE.findall(markdown))
    for lines, is_html in runs:
        done.extend(["", *lines, ""] if is_html else _prepare(_used_notes(lines, noted)))
    return "\n".join(done)


def _used_notes(lines: list[str], noted: set[str]) -> list[str]:
    """The lines without the footnotes that nothing refers to, which kramdown leaves out."""
    used: list[str] = []
    drops = False
    for line in lines:
        if match := _NOTE_TEXT.match(line):
            drops = match[1] not in noted
        elif line.strip() and not line.startswith((" ", "\t")):
            drops = False
        if not drops:
            used.append(line)
    return used


def _prepare(raw: list[str]) -> list[str]:
    lines: list[str] = []
    for line in raw:
        if _BLOCK_ATTRIBUTES.match(line):
            _attach(lines, line)
            continue
        line = _as_text(_EXTENSION.sub("", line))
        line = _ATTRIBUTES.sub(_anchor, line)
        line = _TASK.sub(r"\1", _HEADING_ID.sub(r'<a id="\1"></a>', line))
        lines.append(_NO_HEADING.sub(r"\\", _ESCAPED_BREAK.sub("  ", line)))
    return indented(tables(_apart(lines)))


def _as_text(line: str) -> str:
    """Tags of blocks in the middle of a line of text, which kramdown prints as they are."""
    return line if _AT_START.match(line) or "`" in line else _IN_TEXT.sub("&lt;", line)


def numbered(html: str) -> str:
    """The HTML with the starts of lists that attribute lists gave."""
    return _MARKED.sub(
        lambda match: f'<ol start="{match[1]}"' if match[0].endswith("<ol") else "", html
    )


def _anchor(match: re.Match[str]) -> str:
    found = _ID.search(match.group(1))
    return f'<a id="{found[1] or found[2]}"></a>' if found else ""


def _attach(lines: list[str], line: str) -> None:
    """An attribute list of a block belongs to the block above it, or without one to the next."""
    start, anchor = _START.search(line), _anchor(_BLOCK_ATTRIBUTES.match(line))  # type: ignore[arg-type]
    above = bool(lines and lines[-1].strip())
    if anchor and above:
        lines[-1] += anchor
    elif anchor:
        lines.extend([f"<p>{anchor}</p>", ""])
    if start is None:
        return
    mark = ["", _MARK.format(start[2]), ""]
    place = _list_above(lines) if above else len(lines)
    lines[place:place] = mark


def _list_above(lines: list[str]) -> int:
    """Where the list begins that ends with the last line; the end when there is none.

    Blank lines between items do not end a list, a paragraph that is not indented does.
    """
    first = len(lines)
    place = len(lines)
    while place:
        block = place
        while block and lines[block - 1].strip():
            block -= 1
        items = [index for index in range(block, place) if _ANY_ITEM.match(lines[index])]
        if items:
            first = items[0]
        if block < place and not (items and items[0] == block) and not lines[block][0].isspace():
            return first
        place = block
        while place and not lines[place - 1].strip():
            place -= 1
    return first


def _apart(lines: list[str]) -> list[str]:
    """A blank line before each list and heading that follows a paragraph."""
    apart: list[str] = []
    in_list = False
    for line in lines:
        before = apart[-1] if apart else ""
        starts_item = bool(_ANY_ITEM.match(line)) and not RULE.match(line)
        if before.strip() and (
            _ATX.match(line)
            or (in_list and _BLOCK_TAG.match(line))
            or (starts_item and not in_list and not _HTML.match(before))
        ):
            apart.append("")
        if starts_item:
            in_list = True
        elif line.strip() and not line.startswith((" ", "\t")) and not before.strip():
            in_list = False
        apart.append(line)
    return apart
