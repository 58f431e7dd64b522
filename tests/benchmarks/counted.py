"""A management command whose writes are counted: `python -m tests.benchmarks.counted COMMAND …`.

The last line of its output is a JSON object: for each table the number of statements that insert,
change or delete rows of it.
"""

import json
import re
import sys
from collections import Counter

import django
from django.core.management import call_command
from django.db import connection

_WRITE = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE
)


def main() -> None:
    """Run the command of the arguments."""
    django.setup()
    written: Counter[str] = Counter()

    def count(execute, sql, params, many, context):
        if match := _WRITE.match(str(sql)):
            written[match.group(1)] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        call_command(*sys.argv[1:])
    print(json.dumps(written))


if __name__ == "__main__":
    main()
