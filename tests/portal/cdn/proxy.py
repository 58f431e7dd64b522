"""A real nginx in front of the site, which keeps what it is allowed to keep."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.serving.programs import found
from tests.portal.outage.servers import free_port
from tests.portal.page_cache.live import Live
from tests.releases.faults.live import until

#: The header in which it says whether an answer was kept: HIT, MISS, EXPIRED.
CACHED = "X-Cached"
CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 200; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/kept keys_zone=kept:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_set_header Host localhost:{behind};
            proxy_cache kept;
            proxy_cache_lock on;
            add_header {cached} $upstream_cache_status always;
        }}
    }}
}}
"""


@contextmanager
def in_front_of(site: Live, folder: Path) -> Iterator[Live]:
    """nginx with a cache before a running site; the test is skipped where there is none."""
    if (program := found("nginx")) is None:
        pytest.skip("there is no nginx on this machine, and none can be installed")
    folder.mkdir()
    port = free_port()
    (folder / "nginx.conf").write_text(
        CONFIGURATION.format(folder=folder, port=port, behind=site.port, cached=CACHED)
    )
    # Started by root, it gives its workers to nobody, who can't reach the folder of a test.
    words = ["-g", "user root;"] if os.geteuid() == 0 else []
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), *words]
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        proxy = Live(port)
        until(lambda: _answers(proxy) or process.poll() is not None, "nginx")
        assert process.poll() is None, (folder / "said").read_text()
        yield proxy
    finally:
        process.terminate()
        process.wait(30)


def _answers(proxy: Live) -> bool:
    try:
        return proxy.ask("/_health/").status == 200
    except OSError:
        return False
