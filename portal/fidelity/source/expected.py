"""HTML that Jekyll made of the repository, which then is the reference instead of our reading."""

import json
from pathlib import Path

from portal.fidelity.errors import CheckStop
from portal.fidelity.source.addresses import is_full
from portal.fidelity.source.documents import Kind
from portal.fidelity.source.repository import Repository


def take_expected(repository: Repository, path: Path) -> int:
    """Give the documents of a repository Jekyll's HTML and addresses; how many were found.

    The file holds one JSON object to a line, with `path`, `url` and `html`. Raises CheckStop.
    """
    by_path = {document.path: document for document in repository.documents}
    found = 0
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CheckStop(f"The expected HTML {path} can't be read.") from error
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line) if line.strip() else {}
        except ValueError as error:
            raise CheckStop(f"{path}, line {number}, is no JSON.") from error
        if not isinstance(record, dict):
            raise CheckStop(f"{path}, line {number}, is no JSON object.")
        document = by_path.get(str(record.get("path")))
        html, url = record.get("html"), record.get("url")
        if document is None or not isinstance(html, str):
            continue
        found += 1
        document.html = html
        if isinstance(url, str) and url and not is_full(url) and document.kind != Kind.ENTRY:
            document.address = f"/{url.lstrip('/')}"
    if not found:
        raise CheckStop(f"{path} holds the HTML of no file of this repository.")
    return found
