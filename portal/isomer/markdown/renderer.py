"""HTML in which every block stands on the line that it has in the source."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict


class AlignedRenderer(RendererHTML):
    """The engine's HTML, with line breaks added where the source is ahead, and none of its own."""

    def render(
        self, tokens: Sequence[Token], options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        parts: list[str] = []
        line = 0
        for place, token in enumerate(tokens):
            if token.map and token.nesting >= 0 and token.map[0] > line:
                parts.append("\n" * (token.map[0] - line))
                line = token.map[0]
            piece = self._piece(tokens, place, options, env)
            parts.append(piece)
            line += piece.count("\n")
        return "".join(parts)

    def _piece(
        self,
        tokens: Sequence[Token],
        place: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        token = tokens[place]
        if token.type == "inline":
            return self.renderInline(token.children or [], options, env) if token.children else ""
        if token.type in self.rules:
            piece = self.rules[token.type](tokens, place, options, env)
        else:
            piece = self.renderToken(tokens, place, options, env)
        # Line ends that only make the output pretty would move what follows down.
        return piece if token.type in {"html_block", "fence", "code_block"} else piece.strip("\n")
