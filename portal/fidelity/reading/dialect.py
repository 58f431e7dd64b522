"""Which elements mean what: the classes of Isomer's own HTML, and those of this site."""

from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

#: Elements whose content no visitor reads.
UNREAD = frozenset({
    "script", "style", "svg", "template", "head", "iframe", "object", "noframes", "select",
    "-comment", "-document", "textarea", "title",
})  # fmt: skip


def classes(node: LexborNode) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((node.attributes.get("class") or "").split())


@dataclass(frozen=True)
class Dialect:
    """How one side marks up what HTML has no element for."""

    card: Callable[[LexborNode, frozenset[str]], bool]
    card_title: str
    card_description: str
    card_label: str
    unread: Callable[[LexborNode, frozenset[str]], bool]
    frame: Callable[[LexborNode, frozenset[str]], str]
    legacy: str = "\0"


def _source_unread(_: LexborNode, names: frozenset[str]) -> bool:
    # The arrow back from a footnote: kramdown's, Python-Markdown's. What stands for a post until
    # its script has run.
    return bool(names & {"reversefootnote", "footnote-backref", "instagram-media"})


def _source_frame(node: LexborNode, _: frozenset[str]) -> str:
    if node.tag in {"iframe", "embed", "video", "audio", "source"}:
        return (node.attributes.get("src") or node.attributes.get("data-src") or "").strip()
    if post := node.attributes.get("data-instgrm-permalink"):
        return post.strip()
    if node.tag == "object":
        return (node.attributes.get("data") or "").strip()
    return ""


#: Isomer's editor, and HTML written by hand.
SOURCE = Dialect(
    card=lambda node, names: "isomer-card" in names,
    card_title="isomer-card-title",
    card_description="isomer-card-description",
    card_label="isomer-card-link",
    unread=_source_unread,
    frame=_source_frame,
)

#: Parts of a page that its template adds to what an editor wrote. The source has no counterpart
#: for them, so that counting them could only hide a loss.
FURNITURE = frozenset({
    "visually-hidden", "updated", "download-facts", "credit", "poster-play", "quote-dash",
    "result-bar", "pagination", "empty", "section-group", "eyebrow", "topic-list", "byline",
    "lead-figure", "transcript",
})  # fmt: skip


def _page_unread(node: LexborNode, names: frozenset[str]) -> bool:
    if names & FURNITURE or "hidden" in node.attributes:
        return True
    # The first figure of a card without a label is an arrow.
    return "card-label" in names and node.attributes.get("aria-hidden") == "true"


def _page_frame(node: LexborNode, names: frozenset[str]) -> str:
    if node.tag == "div" and "poster" in names:
        return (node.attributes.get("data-embed") or "").strip()
    if node.tag in {"iframe", "source"}:
        return (node.attributes.get("src") or "").strip()
    return ""


#: The templates of this site.
PAGE = Dialect(
    card=lambda node, names: "card" in names,
    card_title="card-title",
    card_description="card-text",
    card_label="card-label",
    unread=_page_unread,
    frame=_page_frame,
    legacy="legacy",
)
