"""Sources become content beside the writing: one core converts what the other one writes next."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from portal.isomer.contents import Content, build
from portal.isomer.planner import PlannedPage

if sys.platform == "linux":
    import fcntl

#: With fewer pages a second process costs more than it brings.
WORTHWHILE = 100
#: What the pipe between the processes holds, in bytes: some hundred pages, which are ready when
#: the other process has indexed a batch. It is the most that Linux allows without privileges.
AHEAD = 1024 * 1024

#: What a page's source became, or why it could not be converted.
Converted = Content | Exception


def converted_pages(pages: Sequence[PlannedPage], room: str) -> Iterator[Converted]:
    """The content of each page in turn; `room` is the source of the newsroom.

    On Linux a forked process converts ahead, as far as a pipe holds. It needs no database, and
    ends when this one does. Should it be killed, this process converts the rest itself.
    """
    if len(pages) < WORTHWHILE or sys.platform != "linux":
        yield from (_converted(page, room) for page in pages)
        return
    context = get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    with suppress(OSError):
        fcntl.fcntl(sending.fileno(), fcntl.F_SETPIPE_SZ, AHEAD)
    worker = context.Process(
        target=_convert_all, args=(pages, room, receiving, sending), daemon=True
    )
    worker.start()
    sending.close()
    try:
        for page in pages:
            try:
                yield receiving.recv()
            except EOFError:
                yield _converted(page, room)
    finally:
        receiving.close()
        worker.terminate()
        worker.join()


def _convert_all(
    pages: Sequence[PlannedPage], room: str, receiving: Connection, sending: Connection
) -> None:
    # The end that the other process reads from: open here, it would hide that process's death.
    receiving.close()
    for page in pages:
        try:
            sending.send(_converted(page, room))
        except BrokenPipeError:
            return


def _converted(page: PlannedPage, room: str) -> Converted:
    try:
        return build(page, room=room)
    except Exception as error:
        return error
