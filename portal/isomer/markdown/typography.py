"""kramdown's typographic symbols: dashes, ellipses and guillemets (quotes are the engine's own)."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_SYMBOLS = [
    (re.compile(r"---"), "—"),
    (re.compile(r"--"), "–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"<< ?"), "«"),
    (re.compile(r" ?>>"), "»"),
]


def typography(engine: MarkdownIt) -> None:
    """Add the symbols before the engine turns straight quotes into curly ones."""
    engine.core.ruler.before("smartquotes", "kramdown_symbols", _replace)


def _replace(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text" and any(
                mark in child.content for mark in ("--", "...", "<<", ">>")
            ):
                for pattern, symbol in _SYMBOLS:
                    child.content = pattern.sub(symbol, child.content)
