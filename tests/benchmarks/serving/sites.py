"""The servers that are compared, each started the way it is run in production."""

import os
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.budgets import PRODUCTION
from tests.benchmarks.databases import ROOT, environment
from tests.benchmarks.serving.processes import HOST, Server, free_port, server

#: Where the portal answers nothing (`empty_urls`).
NOTHING = "/_nothing/"
#: Threads of each worker of a Python server, as `manage.py serve` has them.
THREADS = 4
#: What is the same for every nginx here: it writes no log of what it answers, and keeps connections.
_NGINX = """
daemon off;
pcre_jit on;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/errors.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {http}
    server {{
        {server}
    }}
}}
"""
_STATIC = """
        listen {host}:{port};
        root {root};
        default_type text/html;
        charset utf-8;
        gzip_static on;
        {remembering}
"""
#: What nginx does not do unless it is told to: it opens each file once.
_REMEMBERING = "open_file_cache max=20000; open_file_cache_valid 60s;"


@dataclass(frozen=True)
class Machine:
    """Where a run lives: a folder of its own, and how many workers each server has."""

    folder: Path
    workers: int

    def nginx(
        self, program: str, root: Path, *, remembering: bool
    ) -> AbstractContextManager[Server]:
        """Debian's nginx with the files of a folder, found by their names and nothing else.

        `remembering` lets it keep them open for a minute, in which it does not see that they change.
        """
        port = free_port()
        kept = _REMEMBERING if remembering else ""
        inside = _STATIC.format(host=HOST, port=port, root=root, remembering=kept)
        return self.nginx_with(program, port, inside, path="/article.html")

    def nginx_with(
        self, program: str, port: int, inside: str, *, path: str, http: str = ""
    ) -> AbstractContextManager[Server]:
        """nginx with what stands in its `server { … }`, and in its `http { … }` before that."""
        home = self.folder / f"nginx-{port}"
        home.mkdir()
        # The folder of a run is its owner's alone; root's nginx would look at it as somebody else.
        user = "" if os.geteuid() else "user root;"
        configuration = _NGINX.format(
            user=user, workers=self.workers, folder=home, http=http, server=inside
        )
        (home / "nginx.conf").write_text(configuration)
        words = [program, "-e", str(home / "start.log"), "-c", str(home / "nginx.conf")]
        return server(words, os.environ, port, home / "output.log", path=path)

    def portal(
        self, url: str, redis: str, path: str, megabytes: int
    ) -> AbstractContextManager[Server]:
        """`manage.py serve`, with the dispatcher and the worker of the pictures beside it."""
        port = free_port()
        words = [sys.executable, "manage.py", "serve", "--port", str(port)]
        words += ["--workers", str(self.workers)]
        settings = self.production(url, redis) | {"PAGE_CACHE_MB": str(megabytes)}
        return server(words, settings, port, self.folder / "portal.log", path=path)

    def empty(self, url: str, redis: str) -> AbstractContextManager[Server]:
        """The portal's middleware around a view that answers nothing."""
        settings = self.production(url, redis) | {"PAGE_CACHE_MB": "0"}
        settings["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.serving.empty"
        return self._granian("empty", "portal.wsgi:application", settings, path=NOTHING)

    def constant(self, body: Path) -> AbstractContextManager[Server]:
        """An application of one answer."""
        settings = {**os.environ, "BENCH_BODY": str(body)}
        return self._granian("constant", "tests.benchmarks.serving.constant:application", settings)

    def stock(
        self, url: str, redis: str, path: str, *, cached: bool = False
    ) -> AbstractContextManager[Server]:
        """Wagtail as it comes; `cached` puts Django's cache middleware in front."""
        name = "stock-cached" if cached else "stock"
        settings = self.stock_settings(url, redis) | ({"STOCK_PAGE_CACHE": "1"} if cached else {})
        application = "tests.benchmarks.serving.stock.wsgi:application"
        return self._granian(name, application, settings, path=path)

    def stock_settings(self, url: str, redis: str) -> dict[str, str]:
        """The environment of the stock site's processes."""
        settings = environment(url, self.folder / "stock")
        settings["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.serving.stock.settings"
        return settings | ({"REDIS_URL": f"{redis}/1"} if redis else {})

    def development(self, url: str) -> dict[str, str]:
        """The environment of the portal's processes that fill its database."""
        # What the processes of one site share, and nobody else may write to.
        shared = self.folder / f"shared-{Path(url).name}"
        shared.mkdir(mode=0o700, exist_ok=True)
        return environment(url, self.folder) | {"RUNTIME_DIR": str(shared)}

    def production(self, url: str, redis: str) -> dict[str, str]:
        """The environment of the portal's processes that serve."""
        # The site is called `localhost`, which the baked copy is asked for with.
        hosts = {"ALLOWED_HOSTS": f"{HOST},localhost"}
        shared = {"REDIS_URL": f"{redis}/0"} if redis else {}
        return self.development(url) | PRODUCTION | hosts | shared

    def _granian(
        self, name: str, application: str, settings: dict[str, str], path: str = "/"
    ) -> AbstractContextManager[Server]:
        port = free_port()
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST]
        words += ["--port", str(port), "--workers", str(self.workers), "--log-level", "warning"]
        words += ["--blocking-threads", str(THREADS), "--workers-kill-timeout", "3", application]
        return server(words, settings, port, self.folder / f"{name}.log", path=path)


def asked(module: str, *words: object, environment: dict[str, str]) -> str:
    """The last line that `python -m` prints. Ends the benchmark where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        env=environment,
        check=False,
        text=True,
        capture_output=True,
    )
    if done.returncode:
        sys.exit(f"python -m {module} failed:\n{done.stderr[-800:]}")
    return (done.stdout.splitlines() or [""])[-1]
