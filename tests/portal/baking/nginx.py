"""A real nginx for the tests: finding one, installing one where there is none, running it."""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.releases.faults.live import until

PACKAGES = ("nginx-light", "libnginx-mod-http-brotli-static")
#: Where distributions put what is not on everybody's PATH, and modules.
_PLACES = os.pathsep.join(["/usr/sbin", "/usr/local/sbin", "/sbin", "/opt/homebrew/bin"])
_BROTLI = "ngx_http_brotli_static_module.so"


@cache
def program() -> str | None:
    """The nginx of this machine, else Debian's, installed when this user may. None without one."""
    return _found() or _installed()


def has_brotli() -> bool:
    """Whether it can send what was packed with Brotli."""
    return bool(_modules())


@contextmanager
def serving(
    folder: Path, upstream: int, mode: str = "front", name: str = "localhost"
) -> Iterator[int]:
    """nginx with the configuration that was baked into a folder; yields its port.

    `upstream` is the port of the application.
    """
    place = Path(tempfile.mkdtemp(prefix="nginx-"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    (place / "nginx.conf").write_text(_configuration(place, folder, port, upstream, mode, name))
    process = subprocess.Popen(
        [program() or "nginx", "-p", str(place), "-c", str(place / "nginx.conf")],
        stderr=(place / "started").open("w"),
    )
    try:
        until(lambda: process.poll() is not None or _listens(port), "nginx")
        assert process.poll() is None, (place / "started").read_text()
        yield port
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(place, ignore_errors=True)


def _configuration(
    place: Path, folder: Path, port: int, upstream: int, mode: str, name: str
) -> str:
    # The workers of a root's nginx would be somebody who can't look into folders of tests.
    who = "user root;\n" if os.geteuid() == 0 else ""
    modules = "".join(f"load_module {module};\n" for module in _modules())
    temporary = "".join(
        f"    {kind}_temp_path {place}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    baked = folder.resolve() / "current/nginx"
    return (
        f"{modules}{who}daemon off;\nworker_processes 1;\npid {place}/pid;\n"
        f"error_log {place}/errors;\nevents {{ }}\nhttp {{\n    access_log off;\n{temporary}"
        + ("    brotli_static on;\n" if modules else "")
        + f"    upstream portal {{ server 127.0.0.1:{upstream}; }}\n"
        f"    include {baked}/http.conf;\n"
        f"    server {{\n        listen 127.0.0.1:{port};\n"
        f"        include {baked}/{name}.{mode}.conf;\n    }}\n}}\n"
    )


def _found() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path=_PLACES)


def _installed() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("No nginx found: installing one ...", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        subprocess.run(
            ["apt-get", "--quiet=2", *command], stdout=sys.stderr, check=False, env=environment
        )
    return _found()


def _modules() -> list[str]:
    return next(
        filter(None, (glob.glob(f"{place}/{_BROTLI}") for place in (
            "/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules"))), []
    )  # fmt: skip


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
