"""The section `serving`: sets the contenders up, asks them in turn, records what was found."""

import os
import sys
import tempfile
from argparse import Namespace, _ArgumentGroup
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import results
from tests.benchmarks.databases import Database
from tests.benchmarks.results import Row
from tests.benchmarks.serving import contenders, figures, memory, programs
from tests.benchmarks.serving.baked import Baker
from tests.benchmarks.serving.contenders import Backends
from tests.benchmarks.serving.content import (
    Content,
    database,
    portal_content,
    server_of,
    stock_content,
)
from tests.benchmarks.serving.figures import Asked, Samples
from tests.benchmarks.serving.load import Contender, Load, Refused, Sample
from tests.benchmarks.serving.processes import Server, redis, signals_end_the_run
from tests.benchmarks.serving.sites import Machine

SUMMARY = "a page from the cache, uncached and baked, beside nginx and stock Wagtail"
#: Pages that are asked for in random order, and connections that render beside cached hits.
MANY, BESIDE = 1_000, 2
#: How often the server is started to see how long that takes.
STARTS = 3
#: Whoever of these fails is left out; when another one does, the run ends.
MAY_FAIL = frozenset({Asked.BAKED, Asked.MIRROR})


def add_arguments(group: _ArgumentGroup) -> None:
    """Options of this section."""
    group.add_argument("--serving-rounds", type=int, default=5, help="rounds of all contenders")
    group.add_argument("--serving-seconds", type=float, default=4, help="seconds of each in one")
    group.add_argument("--serving-articles", type=int, default=10_000, help="pages that are kept")
    group.add_argument(
        "--serving-megabytes", type=int, default=512, help="PAGE_CACHE_MB of the portal"
    )
    group.add_argument(
        "--serving-workers", type=int, default=os.cpu_count() or 1, help="workers of each server"
    )


def run(options: Namespace) -> None:
    """Measure, print and record."""
    wrk = programs.found("wrk")
    if wrk is None:
        print("Nothing is measured without wrk.")
        return
    versions = {"wrk": programs.version_of(wrk, "-v")}
    with (
        signals_end_the_run(),
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        database(Path(name)) as kept_in,
        ExitStack() as stack,
    ):
        machine = Machine(Path(name), options.serving_workers)
        _say(f"filling {kept_in.name} with {options.serving_articles:,} articles, and stock's")
        ours = stack.enter_context(portal_content(machine, kept_in, options.serving_articles))
        stock = stack.enter_context(stock_content(machine, kept_in))
        setting = Setting(machine, kept_in, ours, stock, stack)
        versions |= setting.versions
        rows = setting.first_figures(options.serving_megabytes)
        load = Load(wrk, options.serving_seconds)
        _say(f"{options.serving_rounds} rounds; the load takes its share of the same cores")
        taking_part = setting.contenders()
        try:
            samples = rounds(load, taking_part, setting.uncached, options.serving_rounds)
        except Refused as error:
            sys.exit(str(error))
    results.record("serving", [*figures.rows(samples), *rows], **versions)


class Setting:
    """The servers that are compared. What it starts is ended with the stack."""

    def __init__(
        self,
        machine: Machine,
        database: Database,
        ours: Content,
        stock: Content,
        stack: ExitStack,
    ) -> None:
        self._machine, self._database, self._stack = machine, database, stack
        self._ours, self._stock = ours, stock
        self._nginx = programs.found("nginx")
        self.versions: dict[str, str] = {}
        if self._nginx:
            self.versions["nginx"] = programs.version_of(self._nginx, "-v")
        postmaster, version = server_of(ours.url)
        if version:
            self.versions["PostgreSQL"] = version
        redis = self._redis()
        self._backends = Backends(postmaster, redis.process_id if redis else None)
        self._redis_url = f"redis://127.0.0.1:{redis.port}" if redis else ""

    def first_figures(self, megabytes: int) -> list[Row]:
        """Start the portal, several times, and fill its cache."""
        ours, machine = self._ours, self._machine

        def portal():
            return machine.portal(ours.url, self._redis_url, ours.article, megabytes)

        _say("starting the portal")
        seconds = []
        for _ in range(STARTS - 1):
            with portal() as server:
                seconds.append(server.seconds)
        self._portal = self._stack.enter_context(portal())
        rows = memory.started([*seconds, self._portal.seconds])
        _say(f"letting each of its workers keep {len(ours.pages):,} pages")
        rows += memory.filled(self._portal, machine.workers, ours.article, ours.pages)
        statements = "statements of an uncached page"
        return [
            Row(statements, ours.statements, must=figures.UNCACHED_STATEMENTS),
            Row(f"{statements}, stock Wagtail", self._stock.statements),
            *rows,
        ]

    def contenders(self) -> list[Contender]:
        """All who are asked by themselves, each checked."""
        machine, ours, backends = self._machine, self._ours, self._backends
        folder, many = machine.folder, ours.pages[:MANY]
        files = folder / "files"
        listed = contenders.static_files(files, self._portal, ours.article, many)
        paths = folder / "paths.txt"
        paths.write_text("".join(f"{page}\n" for page in many))
        found, self.uncached = contenders.of_portal(self._portal, backends, ours.article, paths)
        found.append(self.uncached)
        if self._nginx:
            nginx, plain = (
                self._stack.enter_context(machine.nginx(self._nginx, files, remembering=kept))
                for kept in (True, False)
            )
            found += contenders.of_nginx(nginx, plain, listed)
            found += Baker(machine, self._database, self._nginx, self._stack).contenders()
        constant = self._stack.enter_context(machine.constant(files / "article.html.gz"))
        found.append(contenders.of_page(Asked.CONSTANT, constant, "/"))
        empty = self._stack.enter_context(machine.empty(ours.url, self._redis_url))
        found.append(contenders.of_empty(empty))
        return found + self._of_stock()

    def _of_stock(self) -> list[Contender]:
        url, article = self._stock.url, self._stock.article
        plain = self._stack.enter_context(self._machine.stock(url, self._redis_url, article))
        found = contenders.of_stock(plain, self._backends, article)
        if not self._redis_url:
            return found
        cached = self._machine.stock(url, self._redis_url, article, cached=True)
        cached_server = self._stack.enter_context(cached)
        return [*found, contenders.of_middleware(cached_server, self._backends, article)]

    def _redis(self) -> Server | None:
        program = programs.found("redis-server")
        if not program:
            return None
        self.versions["Redis"] = programs.version_of(program, "--version")
        return self._stack.enter_context(redis(program, self._machine.folder))


def rounds(
    load: Load, all_contenders: list[Contender], uncached: Contender, number: int
) -> Samples:
    """Ask all in turn, so many times, every other time backwards; and cached hits while a few
    connections ask for what has to be rendered.
    """
    samples: Samples = {contender.name: [] for contender in all_contenders}
    samples[Asked.BESIDE] = []
    [cached] = [one for one in all_contenders if one.name == Asked.CACHED]
    slow = replace(uncached, connections=BESIDE)
    for round_number in range(number):
        order = all_contenders[:: -1 if round_number % 2 else 1]
        for contender in order:
            if contender.name in samples:
                try:
                    samples[contender.name].append(load.on(contender))
                except Refused as error:
                    if contender.name not in MAY_FAIL:
                        raise
                    _say(f"left out: {error}")
                    del samples[contender.name]
        samples[Asked.BESIDE].append(load.beside(cached, slow)[0])
        _say(f"round {round_number + 1}: {_told(samples)}")
    return samples


def _told(samples: Samples) -> str:
    """The last round of those who are compared most, in short."""
    shown: list[tuple[Asked, Sample]] = [
        (name, samples[name][-1]) for name in (Asked.NGINX, Asked.CACHED) if name in samples
    ]
    return ", ".join(f"{name} {sample.rate:,.0f}/s" for name, sample in shown)


def _say(line: str) -> None:
    print(f"… {line}", flush=True)
