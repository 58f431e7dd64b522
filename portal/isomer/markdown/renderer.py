"""The tree as HTML in which every block stands on the line that it has in the source."""

from collections.abc import Callable

from portal.isomer.markdown.document import Document
from portal.isomer.markdown.nodes import Node
from portal.isomer.markdown.tags import VOID, attribute_text, escape, escape_all

_NO_BREAK_SPACE = "\xa0"
_SIMPLE_SPANS = frozenset({"em", "strong", "a", "abbr"})
_BLOCKS = frozenset({
    "blockquote", "ul", "ol", "li", "dl", "dd", "table", "thead", "tbody", "tfoot", "tr",
})  # fmt: skip


class Renderer:
    """Writes one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._parts: list[str] = []
        self._line = 0
        self._marks: dict[str, int] = {}

    def html(self) -> str:
        self._blocks(self.document.root)
        self._footnotes()
        return "".join(self._parts)

    def _write(self, piece: str) -> None:
        self._parts.append(piece)
        self._line += piece.count("\n")

    def _to(self, line: int) -> None:
        """Go on to a line of the source; what is already behind it stays where it is."""
        if line > self._line:
            self._parts.append("\n" * (line - self._line))
            self._line = line

    def _blocks(self, parent: Node) -> None:
        for node in parent.children:
            _BLOCK_WRITERS[node.kind](self, node)

    def _nothing(self, node: Node) -> None:
        """Blank lines and definitions show nothing."""

    def _element(self, node: Node) -> None:
        self._to(node.line)
        self._write(f"<{node.kind}{attribute_text(node.attrs)}>")
        self._blocks(node)
        self._write(f"</{node.kind}>")

    def _words(self, node: Node, name: str) -> None:
        self._to(node.line)
        inner = self._spans(node.children)
        self._write(f"<{name}{attribute_text(node.attrs)}>{inner}</{name}>")

    def _paragraph(self, node: Node) -> None:
        if node.info == "bare":
            self._to(node.line)
            self._write(self._spans(node.children))
            return
        only = node.children[0] if len(node.children) == 1 else None
        names = only.attributes.names if only is not None and only.attributes is not None else []
        if only is not None and only.kind == "img" and "standalone" in names:
            self._figure(node, only)
            return
        self._words(node, "p")

    def _figure(self, node: Node, image: Node) -> None:
        attrs, own = dict(node.attrs), dict(image.attrs)
        for key in ("class", "id"):
            if key in own and key not in attrs:
                attrs[key] = own.pop(key)
        self._to(node.line)
        self._write(
            f"<figure{attribute_text(attrs)}><img{attribute_text(own)} />"
            f"<figcaption>{escape(own['alt'])}</figcaption></figure>"
        )

    def _heading(self, node: Node) -> None:
        self._words(node, f"h{node.info}")

    def _cell(self, node: Node) -> None:
        if not node.children:
            node.children = [Node("text", _NO_BREAK_SPACE)]
        self._words(node, node.kind)

    def _term(self, node: Node) -> None:
        self._words(node, "dt")

    def _rule(self, node: Node) -> None:
        self._to(node.line)
        self._write(f"<hr{attribute_text(node.attrs)} />")

    def _code(self, node: Node) -> None:
        self._to(node.line)
        words = escape_all(node.text).removesuffix("\n")
        language = f' class="language-{node.info}"' if node.info else ""
        self._write(f"<pre{attribute_text(node.attrs)}><code{language}>{words}\n</code></pre>")

    def _raw(self, node: Node) -> None:
        if node.line >= 0:
            self._to(node.line)
        self._write(node.text)

    def _html(self, node: Node) -> None:
        if node.line >= 0:
            self._to(node.line)
        start = f"<{node.text}{attribute_text(node.attrs)}"
        if node.kind == "closed" or (not node.children and node.text in VOID):
            self._write(f"{start} />")
        else:
            self._write(f"{start}>")
            self._blocks(node)
            self._write(f"</{node.text}>")

    def _inner_words(self, node: Node) -> None:
        self._write(self._spans(node.children))

    def _formula(self, node: Node) -> None:
        self._to(node.line)
        self._write(f"\\[{escape_all(node.text)}\\]")

    def _spans(self, nodes: list[Node]) -> str:
        return "".join([_SPAN_WRITERS[node.kind](self, node) for node in nodes])

    def _text(self, node: Node) -> str:
        return escape(node.text)

    def _as_is(self, node: Node) -> str:
        return node.text

    def _span(self, node: Node) -> str:
        inner = self._spans(node.children) if node.kind != "abbr" else escape(node.text)
        return f"<{node.kind}{attribute_text(node.attrs)}>{inner}</{node.kind}>"

    def _span_element(self, node: Node) -> str:
        start = f"<{node.text}{attribute_text(node.attrs)}"
        if not node.children and node.text in VOID:
            return f"{start} />"
        return f"{start}>{self._spans(node.children)}</{node.text}>"

    def _image(self, node: Node) -> str:
        return f"<img{attribute_text(node.attrs)} />"

    def _break(self, node: Node) -> str:
        return "<br />"

    def _code_span(self, node: Node) -> str:
        return f"<code{attribute_text(node.attrs)}>{escape_all(node.text)}</code>"

    def _formula_span(self, node: Node) -> str:
        return f"\\({escape_all(node.text)}\\)"

    def _footnote_mark(self, node: Node) -> str:
        name = node.text
        if name not in self._marks:
            self._marks[name] = 0
        else:
            self._marks[name] += 1
        number = list(self._marks).index(name) + 1
        again = f":{self._marks[name]}" if self._marks[name] else ""
        return (
            f'<sup id="fnref:{name}{again}" role="doc-noteref"><a href="#fn:{name}" '
            f'class="footnote" rel="footnote">{number}</a></sup>'
        )

    def _footnotes(self) -> None:
        """The notes that are referred to, in the order of their first mark."""
        if not self._marks:
            return
        self._write('\n<div class="footnotes" role="doc-endnotes"><ol>')
        done = 0
        # A note can refer to further notes.
        while done < len(self._marks):
            name = list(self._marks)[done]
            done += 1
            note = self.document.footnotes[name][0]
            self._write(f'<li id="fn:{name}" role="doc-endnote">')
            self._note(note, name)
            self._write("</li>")
        self._write("</ol></div>")

    def _note(self, note: Node, name: str) -> None:
        children = [child for child in note.children if child.kind not in {"blank", "end"}]
        last = children[-1] if children else None
        while last is not None and last.kind not in {"p", "heading"} and last.kind in _BLOCKS:
            last = last.children[-1] if last.children else None
        if children and children[-1].kind != "p":
            last = None
        back = Node("raw", "")
        if last is None:
            last = Node("p")
            children.append(last)
        else:
            back.text = _NO_BREAK_SPACE
        last.children = [*last.children, back]
        back.text += _BACK.format(name=name, mark="&#8617;")
        note.children = children
        # A mark inside the note itself counts, too: its links are written once it has been read.
        self._blocks_of_note(note, back, name)

    def _blocks_of_note(self, note: Node, back: Node, name: str) -> None:
        for again in range(1, self._marks[name] + 1):
            mark = f"&#8617;<sup>{again + 1}</sup>"
            back.text += _NO_BREAK_SPACE + _BACK.format(name=f"{name}:{again}", mark=mark)
        self._blocks(note)


_BACK = '<a href="#fnref:{name}" class="reversefootnote" role="doc-backlink">{mark}</a>'

_BLOCK_WRITERS: dict[str, Callable[[Renderer, Node], None]] = {
    **dict.fromkeys(_BLOCKS, Renderer._element),
    "blank": Renderer._nothing,
    "end": Renderer._nothing,
    "p": Renderer._paragraph,
    "heading": Renderer._heading,
    "td": Renderer._cell,
    "th": Renderer._cell,
    "dt": Renderer._term,
    "hr": Renderer._rule,
    "code": Renderer._code,
    "raw": Renderer._raw,
    "html": Renderer._html,
    "closed": Renderer._html,
    "words": Renderer._inner_words,
    "math": Renderer._formula,
}
_SPAN_WRITERS: dict[str, Callable[[Renderer, Node], str]] = {
    **dict.fromkeys(_SIMPLE_SPANS, Renderer._span),
    "text": Renderer._text,
    "symbol": Renderer._as_is,
    "raw": Renderer._as_is,
    "html_span": Renderer._span_element,
    "img": Renderer._image,
    "br": Renderer._break,
    "code_span": Renderer._code_span,
    "math_span": Renderer._formula_span,
    "footnote_mark": Renderer._footnote_mark,
}
