"""Panels of the admin's first page: what is scheduled next, what went out lately, and how far the
addresses of a large section are.

What waits for the reader comes first; Wagtail's own panel shows it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState, WorkflowTask

from pages import relocation, schedules


class MomentsPanel(Component):
    """A table of pages with an instant each."""

    template_name = "wagtailadmin/home/moments_panel.html"
    name: str
    heading: str
    empty: str
    #: Finds the moments that a person may know of.
    find: Callable[[AbstractUser], list[schedules.Moment]]

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "moments": self.find(parent_context["request"].user),
        }


class ScheduledNextPanel(MomentsPanel):
    name = "scheduled-next"
    heading = "Scheduled next"
    empty = "Nothing is scheduled. Set “Go live date/time” on a page and publish it to schedule it."
    order = 230
    find = staticmethod(schedules.next_scheduled)


class PublishedLatelyPanel(MomentsPanel):
    name = "published-lately"
    heading = "Published lately"
    empty = "Nothing has been published yet."
    order = 240
    find = staticmethod(schedules.lately_published)


class AwaitingReviewPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's list of what awaits the reader's review, which asks twice for each row of it."""

    #: As many as a person decides about before they look again.
    SHOWN = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        found = TaskState.objects.reviewable_by(request.user).select_related(
            "revision__user", "workflow_state__workflow"
        )
        found = found.prefetch_related("revision__content_object__latest_revision")
        previous = Revision.objects.previous_revision_id_subquery()
        states = found.annotate(previous_revision_id=previous).order_by("-started_at")
        shown = [state for state in states[: self.SHOWN] if state.revision.content_object]
        tasks = tasks_of([state.workflow_state for state in shown])
        kinds = Task.objects.filter(pk__in={state.task_id for state in shown}).specific()
        asking = {task.pk: task for task in kinds}
        return {
            "request": request,
            "csrf_token": parent_context["csrf_token"],
            "states": [
                self._row(state, tasks[state.workflow_state_id])
                | {
                    "actions": asking[state.task_id].get_actions(
                        state.revision.content_object, request.user
                    )
                }
                for state in shown
            ],
        }

    def _row(self, state: TaskState, tasks: list[Task]) -> dict[str, Any]:
        thing = state.revision.content_object
        address = (
            "wagtailadmin_pages:{}".format
            if isinstance(thing, Page)
            else thing.snippet_viewset.get_url_name
        )
        can_be_seen = getattr(thing, "is_previewable", False)
        return {
            "obj": thing,
            "revision": state.revision,
            "previous_revision_id": state.previous_revision_id,
            "live_revision_id": thing.live_revision_id,
            "task_state": state,
            "workflow_tasks": tasks,
            "workflow_action_url_name": address("workflow_action"),
            "workflow_preview_url_name": address("workflow_preview") if can_be_seen else None,
            "revisions_compare_url_name": address("revisions_compare"),
        }


def tasks_of(states: Iterable[WorkflowState]) -> dict[int, list[Task]]:
    """By state of a workflow: its tasks with their status there, as each state's
    `all_tasks_with_status()` gives them.
    """
    states = list(states)
    done = TaskState.objects.filter(workflow_state__in=states).order_by("started_at", "pk")
    of_state: dict[int, list[TaskState]] = defaultdict(list)
    for task_state in done:
        of_state[task_state.workflow_state_id].append(task_state)
    steps = WorkflowTask.objects.filter(workflow__in={state.workflow_id for state in states})
    of_workflow: dict[int, list[Task]] = defaultdict(list)
    for step in steps.select_related("task").order_by("sort_order"):
        of_workflow[step.workflow_id].append(step.task)
    return {
        state.pk: [
            _with_status(task, of_state[state.pk]) for task in of_workflow[state.workflow_id]
        ]
        for state in states
    }


def _with_status(task: Task, states: list[TaskState]) -> Task:
    if getattr(settings, "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT", False):
        last = max((state.revision_id or 0 for state in states), default=0)
        states = [state for state in states if state.revision_id == last]
    status = {state.task_id: state.status for state in states}.get(task.pk)
    task = copy(task)
    task.status = status
    task.status_display = dict(TaskState.STATUS_CHOICES).get(status, "Not started")
    return task


class RelocationsPanel(Component):
    """Large sections that are being moved or renamed; nothing while there is none."""

    name = "relocations"
    template_name = "wagtailadmin/home/relocations_panel.html"
    order = 210

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        return {"name": self.name, "relocations": relocation.known_to(user)}
