"""granian, which ends with the process that started it:

python -m portal.web_server PARENT GRANIAN-ARGUMENTS...
"""

import logging
import os
import signal
import sys
import threading
import time

from granian.cli import entrypoint

LOOK_EVERY = 1.0
#: For so long a thread that computes keeps the others waiting, in seconds: a finished page is sent in
#: a hundredth of a millisecond, and Python would let it wait for five beside a rendering.
TURN = 0.0005


def end_with(parent: int) -> None:
    """Tell this process to end as soon as `parent` is not the process that started it any more."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)


def is_news(record: logging.LogRecord) -> bool:
    """Whether a line is worth showing. granian takes its threads for those that compute, and warns;
    nearly all of them wait.
    """
    return "Python threads" not in record.getMessage()


if __name__ == "__main__":
    threading.Thread(target=end_with, args=[int(sys.argv.pop(1))], daemon=True).start()
    # The workers are forked from here.
    sys.setswitchinterval(TURN)
    logging.getLogger("_granian").addFilter(is_news)
    entrypoint()
