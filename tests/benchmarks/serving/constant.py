"""A WSGI application that always answers the same: what the server itself costs.

BENCH_BODY names the file that it sends, compressed with gzip.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", str(len(BODY))),
    ("Vary", "Accept-Encoding"),
]


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    start_response("200 OK", HEADERS.copy())
    return [BODY]
