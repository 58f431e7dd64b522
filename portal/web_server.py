"""granian, which ends with the process that started it:

python -m portal.web_server PARENT GRANIAN-ARGUMENTS...
"""

import os
import signal
import sys
import threading
import time

from granian.cli import entrypoint

LOOK_EVERY = 1.0


def end_with(parent: int) -> None:
    """Tell this process to end as soon as `parent` is not the process that started it any more."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=end_with, args=[int(sys.argv.pop(1))], daemon=True).start()
    entrypoint()
