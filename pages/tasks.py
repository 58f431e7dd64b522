"""Wagtail's background tasks: done at once, or left to who knows better when and how often."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

#: Each task with its arguments, in the order in which they were first asked for.
Asked = dict[tuple[Task, tuple], None]
_left: ContextVar[tuple[tuple[Task, ...], Asked] | None] = ContextVar(
    "pages_tasks_left", default=None
)


class TaskBackend(ImmediateBackend):
    """What TASKS names."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        tasks, asked = _left.get() or ((), {})
        if task not in tasks:
            return super().enqueue(task, args, kwargs)
        asked[task, tuple(args)] = None
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@contextmanager
def left_to_caller(*tasks: Task) -> Iterator[Asked]:
    """Do none of these tasks inside the block; yields those that are asked for."""
    asked: Asked = {}
    token = _left.set((tasks, asked))
    try:
        yield asked
    finally:
        _left.reset(token)
