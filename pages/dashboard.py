"""Panels of the admin's first page: what is scheduled next, what went out lately, and how far the
addresses of a large section are.

What waits for the reader comes first; Wagtail's own panel shows it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from wagtail.admin.ui.components import Component

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


class RelocationsPanel(Component):
    """Large sections that are being moved or renamed; nothing while there is none."""

    name = "relocations"
    template_name = "wagtailadmin/home/relocations_panel.html"
    order = 210

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        return {"name": self.name, "relocations": relocation.known_to(user)}
