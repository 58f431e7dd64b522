"""Reading and writing HTML tags the way kramdown does."""

import re

# Sources of the sets: kramdown's documentation, "HTML Blocks" and "HTML Spans".
SPANS = frozenset({
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn",
    "em", "i", "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp",
    "rt", "rtc", "ruby", "samp", "select", "small", "span", "strong", "sub", "sup", "tt", "u",
    "var",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "applet", "body", "blockquote", "caption", "col", "colgroup",
    "dd", "div", "dl", "dt", "fieldset", "figcaption", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "head", "iframe", "legend", "menu", "li",
    "main", "map", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody",
    "td", "th", "thead", "tfoot", "tr", "ul",
})  # fmt: skip
VOID = frozenset({
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
})  # fmt: skip
#: What `markdown="1"` makes of an element's content; anything else stays HTML.
HOLDS_BLOCKS = frozenset({
    "address", "applet", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl",
    "fieldset", "figure", "figcaption", "footer", "form", "header", "hgroup", "iframe", "li",
    "main", "map", "menu", "nav", "noscript", "object", "section", "summary", "td",
})  # fmt: skip
HOLDS_SPANS = frozenset({
    "a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "caption", "del", "dfn", "dt",
    "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "label", "legend", "optgroup", "p", "q",
    "rb", "rbc", "rp", "rt", "rtc", "ruby", "select", "small", "span", "strong", "sub", "sup",
    "th", "tt",
})  # fmt: skip
#: Elements whose words are Markdown within a paragraph; `u` and `font` are not among them.
HOLDS_WORDS = HOLDS_BLOCKS | HOLDS_SPANS
VERBATIM = frozenset({
    "script", "style", "math", "option", "textarea", "pre", "code", "kbd", "samp", "var",
})  # fmt: skip
KNOWN = SPANS | BLOCKS | VOID | HOLDS_BLOCKS | HOLDS_SPANS | VERBATIM

NAME = r"[^\W\d][\w.\-]*+(?::[^\W\d][\w.\-]*+)?+"
_VALUE = r"""(?:\w++|"[^"]*+"|'[^']*+')"""
TAG = re.compile(rf"<({NAME})((?:\s++{NAME}(?:\s*+=\s*+{_VALUE})?+)*+)\s*+(/)?>")
CLOSING = re.compile(rf"</({NAME})\s*>")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
INSTRUCTION = re.compile(r"<\?.*?\?>", re.DOTALL)
_ATTRIBUTE = re.compile(rf"""({NAME})(?:\s*=\s*(?:(\w+)|"([^"]*)"|'([^']*)'))?""")
_NEWLINES = re.compile(r"\n+")
_BARE = re.compile(r"[<>]|&(?!(?:[^\W\d][\w.:\-]*|#\d+|#x[0-9a-fA-F]+);)")
_BARE_IN_VALUE = re.compile(r"[<>\"]|&(?!(?:[^\W\d][\w.:\-]*|#\d+|#x[0-9a-fA-F]+);)")
_ESCAPES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}


def element_name(written: str) -> str:
    """The name of an element; only those that HTML knows ignore case."""
    lowered = written.lower()
    return lowered if lowered in KNOWN else written


def attributes(source: str, *, known: bool = True, one_line: bool = False) -> dict[str, str]:
    """The attributes inside a tag; of two with one name the last counts."""
    found: dict[str, str] = {}
    for name, bare, double, single in _ATTRIBUTE.findall(source):
        value = bare or double or single
        found[name.lower() if known else name] = _NEWLINES.sub(" ", value) if one_line else value
    return found


def escape(text: str) -> str:
    """Text as HTML; references that are written out stay."""
    return _BARE.sub(lambda match: _ESCAPES[match.group()], text)


def escape_all(text: str) -> str:
    """Text of code as HTML: there, a reference is only characters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute_text(attrs: dict[str, str]) -> str:
    """Attributes as they stand in a tag; an empty id is none."""
    if not attrs:
        return ""
    return "".join(
        f' {key}="{_BARE_IN_VALUE.sub(lambda m: _ESCAPES[m.group()], value)}"'
        for key, value in attrs.items()
        if key != "id" or value.strip()
    )
