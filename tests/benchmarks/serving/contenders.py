"""Who is measured: each with its processes, checked before it takes part."""

import gzip
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.serving.checks import checked, sentences_of_the_article, wrong
from tests.benchmarks.serving.figures import Asked
from tests.benchmarks.serving.load import GZIP, Contender
from tests.benchmarks.serving.processes import Server
from tests.benchmarks.serving.sites import NOTHING

#: Nobody keeps the answer to a parameter that no page knows.
UNKEPT = "?nobody-keeps-this=1"
PLAIN = {"Accept-Encoding": "identity"}
MANY_CONNECTIONS = 64


@dataclass(frozen=True)
class Backends:
    """Processes whose time counts as a site's own: those of its database and of its Redis."""

    database: int | None
    redis: int | None

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(one for one in (self.database, self.redis) if one)


def static_files(root: Path, server: Server, article: str, pages: Sequence[str]) -> Path:
    """Write what the application answers as files, plain and compressed; returns the list of the
    paths of `pages` among them.
    """
    root.mkdir()
    (root / "pages").mkdir()
    names = {article: "article.html"}
    names |= {page: f"pages/{number}.html" for number, page in enumerate(pages)}
    for page, name in names.items():
        answer = server.ask(page, GZIP)
        if trouble := wrong(answer, 200, [], compressed=True):
            sys.exit(f"{page}: {trouble}")
        body = answer.body
        (root / f"{name}.gz").write_bytes(body)
        (root / name).write_bytes(gzip.decompress(body))
    listed = root.parent / "files.txt"
    listed.write_text("".join(f"/{names[page]}\n" for page in pages))
    return listed


def of_nginx(server: Server, plain: Server, listed: Path) -> list[Contender]:
    """Debian's nginx with the files, which it remembers; and `plain`, which does not."""
    one = Contender(Asked.NGINX, server, "/article.html")
    many = Contender(Asked.NGINX_MANY, server, "/article.html", paths=listed)
    found = _of_pages(one, many, Asked.NGINX_64, Asked.NGINX_304)
    return [*found, of_page(Asked.NGINX_PLAIN, plain, "/article.html")]


def of_portal(
    server: Server, backends: Backends, article: str, listed: Path
) -> tuple[list[Contender], Contender]:
    """This application, and its uncached page."""
    one = Contender(Asked.CACHED, server, article, also=backends.ids)
    many = Contender(Asked.CACHED_MANY, server, article, paths=listed, also=backends.ids)
    uncached = Contender(Asked.UNCACHED, server, article + UNKEPT, headers=PLAIN, also=backends.ids)
    found = _of_pages(one, many, Asked.CACHED_64, Asked.CACHED_304)
    return found, checked(uncached, 200, sentences_of_the_article())


def of_stock(server: Server, backends: Backends, article: str) -> list[Contender]:
    """Wagtail as it comes, compressing and not."""
    texts = sentences_of_the_article()
    one = Contender(Asked.STOCK, server, article, also=backends.ids)
    plain = Contender(Asked.STOCK_PLAIN, server, article, headers=PLAIN, also=backends.ids)
    return [checked(one, 200, texts), checked(plain, 200, texts)]


def of_middleware(server: Server, backends: Backends, article: str) -> Contender:
    """The same behind Django's cache middleware."""
    one = Contender(Asked.MIDDLEWARE, server, article, also=backends.ids)
    return checked(one, 200, sentences_of_the_article())


def of_page(name: Asked, server: Server, path: str) -> Contender:
    """A server that answers with the article and needs nothing else."""
    return checked(Contender(name, server, path), 200, sentences_of_the_article())


def of_empty(server: Server) -> Contender:
    """The view that answers nothing."""
    return checked(Contender(Asked.EMPTY, server, NOTHING), 200, None)


def _of_pages(one: Contender, many: Contender, crowded: Asked, unchanged: Asked) -> list[Contender]:
    """A page at 8 and at 64 connections, unchanged, and many pages."""
    texts = sentences_of_the_article()
    etag = one.server.ask(one.path, one.headers).headers["etag"]
    told = {**one.headers, "If-None-Match": etag}
    return [
        checked(one, 200, texts),
        checked(
            Contender(crowded, one.server, one.path, MANY_CONNECTIONS, also=one.also), 200, texts
        ),
        checked(Contender(unchanged, one.server, one.path, headers=told, also=one.also), 304, None),
        many,
    ]
