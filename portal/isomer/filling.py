"""The Liquid of every body, filled in once all documents and their addresses are known."""

from dataclasses import replace
from pathlib import PurePosixPath

from portal.isomer.documents import Document
from portal.isomer.errors import FileProblem
from portal.isomer.liquid import LiquidContext, without_liquid
from portal.isomer.repository import POSTS, Repository
from portal.isomer.source_tree import SourceTree


def fill(repository: Repository) -> None:
    """Replace what is known in each body; a document keeps what is not, with its lines."""
    tree = repository.tree
    files = {document.path: document.address for document in repository.documents}
    posts = {
        PurePosixPath(document.path).stem: document.address
        for document in repository.documents
        if document.kind in POSTS
    }

    def address_of(kind: str, name: str) -> str | None:
        if kind == "link":
            return files.get(name.lstrip("/"))
        return posts.get(PurePosixPath(name).name)

    def filled(document: Document) -> Document:
        if "{{" not in document.body and "{%" not in document.body:
            return document
        context = LiquidContext(
            site=repository.config.data,
            page={"url": document.address, "title": document.title, **document.front},
            include=lambda name: _include(tree, name),
            address_of=address_of,
        )
        body, unknown = without_liquid(document.body, context)
        return replace(document, body=body, liquid=tuple(unknown))

    repository.documents[:] = [filled(document) for document in repository.documents]


def _include(tree: SourceTree, name: str) -> str | None:
    path = f"_includes/{name}"
    if path not in tree:
        return None
    try:
        return tree.read_text(path)[0]
    except FileProblem:
        return None
