"""One walk over a tree, without recursion: elements as they begin and end, and texts."""

from collections.abc import Callable, Iterator
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

Step = tuple[Literal["begin", "text", "end"], LexborNode]


def parse(markup: str) -> LexborNode | None:
    """The body of a document or of a fragment, as a browser builds it."""
    return LexborHTMLParser(markup).body


def walk(root: LexborNode, skip: Callable[[LexborNode], bool]) -> Iterator[Step]:
    """Every step below `root`; of an element that `skip` names, nothing inside is visited."""
    ancestors: list[LexborNode] = []
    node = root.child
    while True:
        if node is None:
            if not ancestors:
                return
            node = ancestors.pop()
            yield "end", node
            node = node.next
            continue
        if node.tag == "-text":
            yield "text", node
        elif not skip(node):
            yield "begin", node
            ancestors.append(node)
            node = node.child
            continue
        node = node.next
