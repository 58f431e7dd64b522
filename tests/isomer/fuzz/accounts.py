"""The words of a source against those of its page."""

from collections import Counter
from itertools import pairwise

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser

from portal.isomer.codes import Code
from tests.isomer.fuzz.markup import WORD
from tests.isomer.fuzz.passage import Outcome

#: Warnings that say of words that they are not on the page, or in another place.
LOSING = frozenset({Code.HEADING_REPEATS})
#: Elements within a line, which part no words.
_WITHIN = frozenset({
    "a", "abbr", "b", "big", "cite", "code", "custom-tag", "em", "font", "i", "ins", "label", "mark",
    "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
})  # fmt: skip


def unaccounted(source: str, outcome: Outcome) -> list[str]:
    """What of the numbered words of `source` is neither on the page nor in a warning."""
    text = _parted(source)
    wanted = Counter(WORD.findall(text))
    problems = [
        f"{where}: {' '.join(lost)} missing"
        for where, found in (("blocks", " ".join(outcome.words)), ("page", visible(outcome.shown)))
        if (lost := sorted((wanted - Counter(WORD.findall(found))).keys()))
    ]
    told = " ".join(detail for _, detail, _ in outcome.notes)
    if problems and outcome.codes & LOSING:
        return []
    if joined := _joined(outcome.words) - _joined(text.split()):
        problems.append(f"joined: {sorted(joined)}")
    return [f"{problem} ({sorted(outcome.codes)}: {told})" for problem in problems]


def visible(markup: str) -> str:
    """The text of rendered HTML."""
    tree = LexborHTMLParser(markup)
    return tree.text(separator=" ") if tree.body else ""


def _joined(found: list[str]) -> set[tuple[str, str]]:
    """Pairs of numbered words with no space between them."""
    return {pair for word in found for pair in pairwise(WORD.findall(word))}


def _parted(markup: str) -> str:
    """The text of a source, with a space wherever a browser parts two words."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(f"<html><body>{markup}</body></html>", parser=parser)
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        parts += [
            "" if element.tag in _WITHIN else " ",
            (element.text if event == "start" else element.tail) or "",
        ]
    return "".join(parts)


def missing(source: str, markup: str) -> list[str]:
    """The numbered words of a source that are nowhere in the HTML made of it."""
    return sorted(set(WORD.findall(source)) - set(WORD.findall(markup)))
