"""Before anything is measured: each contender answers, and rightly."""

import gzip
from dataclasses import replace

from tests.benchmarks.serving import article
from tests.benchmarks.serving.article import Text
from tests.benchmarks.serving.load import Contender
from tests.benchmarks.serving.processes import Answer, Unfit


def sentences_of_the_article() -> list[str]:
    """The beginnings of its paragraphs, without what may be a link."""
    texts = [piece for piece in article.pieces(0) if isinstance(piece, Text)]
    return [text.paragraphs[-1] for text in texts]


def checked(contender: Contender, status: int, wanted: list[str] | None) -> Contender:
    """The contender with the size of its answer. Ends the benchmark when it is not what it must be:
    of this status, and holding these texts, compressed when that was asked for.

    Without texts the answer must be empty.
    """
    answer = contender.server.ask(contender.path, contender.headers)
    if trouble := wrong(answer, status, wanted, compressed="gzip" in contender.headers.values()):
        raise Unfit(f"{contender.name} at {contender.path}: {trouble}")
    return replace(contender, size=size_of(answer))


def wrong(answer: Answer, status: int, wanted: list[str] | None, *, compressed: bool) -> str:
    """What is not as it must be; empty when all is."""
    if answer.status != status:
        return f"answers {answer.status}, not {status}"
    if wanted is None:
        return f"has {len(answer.body)} bytes in its body, not none" if answer.body else ""
    coding = answer.headers.get("content-encoding", "")
    if coding != ("gzip" if compressed else ""):
        return f"its Content-Encoding is {coding!r}"
    text = (gzip.decompress(answer.body) if compressed else answer.body).decode()
    missing = [sentence for sentence in wanted if sentence not in text]
    return f"{len(missing)} of {len(wanted)} texts are not in it" if missing else ""


def size_of(answer: Answer) -> int:
    """Bytes of an answer with its headers, about."""
    return len(answer.body) + sum(
        len(name) + len(value) + 4 for name, value in answer.headers.items()
    )
