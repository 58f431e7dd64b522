"""The baked copy behind nginx, in front of its application and as a mirror, where the application
can bake one.
"""

import subprocess
import sys
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.databases import ROOT, Database
from tests.benchmarks.serving.checks import checked, sentences_of_the_article
from tests.benchmarks.serving.content import Content, portal_content
from tests.benchmarks.serving.figures import Asked
from tests.benchmarks.serving.load import Contender
from tests.benchmarks.serving.processes import HOST, Server, Unfit, free_port, running
from tests.benchmarks.serving.sites import Machine

COMMAND = "portal.management.commands.bake"
#: Baking takes as long as rendering: a small site has the same page.
ARTICLES = 8
#: Seconds it may take.
PATIENCE = 240
_MODES = {"mirror": Asked.MIRROR, "front": Asked.BAKED}
#: Nobody answers there: what nginx does not find among the baked files fails.
_APPLICATION = f"upstream portal {{ server {HOST}:1; }}\n"


@dataclass(frozen=True)
class Baker:
    """Bakes a small site and serves it. What it starts is ended with the stack."""

    machine: Machine
    database: Database
    nginx: str
    stack: ExitStack

    def contenders(self) -> list[Contender]:
        """nginx with the baked copy, both ways; none, with the reason printed, without one."""
        if find_spec(COMMAND) is None:
            print("The baked copy is left out: there is no `manage.py bake`.")
            return []
        content = self.stack.enter_context(
            portal_content(self.machine, self.database, ARTICLES, name="baked")
        )
        folder = self.machine.folder / "baked"
        settings = self.machine.production(content.url, "")
        words = [sys.executable, "manage.py", "bake", str(folder)]
        if trouble := _trouble(words, settings):
            print(f"The baked copy is left out, it could not be baked: {trouble}")
            return []
        log = self.stack.enter_context((self.machine.folder / "bake.log").open("wb"))
        # Only while this runs does nginx answer in front of the application.
        self.stack.enter_context(running([*words, "--watch"], settings, log))
        found = []
        for mode in _MODES:
            try:
                found.append(self._contender(mode, folder, content))
            except Unfit as error:
                print(f"The baked copy ({mode}) is left out: {error}")
        return found

    def _contender(self, mode: str, folder: Path, content: Content) -> Contender:
        serving = self.stack.enter_context(self._served(mode, folder, content.article))
        one = Contender(_MODES[mode], serving, content.article)
        return checked(one, 200, sentences_of_the_article())

    def _served(self, mode: str, folder: Path, article: str) -> AbstractContextManager[Server]:
        configurations = folder / "current" / "nginx"
        [site] = configurations.glob(f"*.{mode}.conf")
        port = free_port()
        http = f"{_APPLICATION}include {configurations / 'http.conf'};"
        inside = f"listen {HOST}:{port};\ninclude {site};"
        return self.machine.nginx_with(self.nginx, port, inside, path=article, http=http)


def _trouble(words: list[str], settings: dict[str, str]) -> str:
    """What a run said when it failed; empty when it did not."""
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=settings,
            check=False,
            text=True,
            capture_output=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return f"not within {PATIENCE} s"
    return done.stderr.strip()[-300:] or "it failed" if done.returncode else ""
