"""The statements of one uncached page: `python -m tests.benchmarks.serving.statements ADDRESS`.

With the settings of the environment, without a server. What is looked up once for each process has
been looked up before. Everything else counts: the look at what is due, and the beginning and the end
of the transaction.
"""

import sys

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def main(address: str) -> None:
    """Print the number."""
    client = Client(SERVER_NAME="127.0.0.1")
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address} answers {response.status_code}")
    print(len(queries))


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
