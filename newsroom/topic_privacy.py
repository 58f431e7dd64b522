"""Which topics a person may know of.

Topics are a list that is kept, so whoever may look at that list knows them all. To everybody else
the admin offers the topics of pages they know of: a topic that stands on an embargoed item only
says what the item is about.
"""

from django.db.models import QuerySet
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from newsroom.topics import Topic, TopicItem
from pages.admin_privacy import tags
from pages.admin_privacy.policy import page_policy
from pages.admin_privacy.viewer import Person

KEEPERS = ("view", "add", "change", "delete")


def known_topics(user: Person) -> QuerySet[Topic]:
    """The topics that the user may know of."""
    if policy_registry.get_by_type(Topic).user_has_any_permission(user, KEEPERS):
        return Topic.objects.all()
    known = page_policy().choosable_instances(user)
    used = TopicItem.objects.filter(content_object__in=known.values("pk"))
    return Topic.objects.filter(pk__in=used.values("tag"))


class _KnownList:
    def get_object_list(self) -> QuerySet[Topic]:
        return known_topics(self.request.user)  # type: ignore[attr-defined]


class KnownChooseView(_KnownList, ChooseView):
    """The list to choose from."""


class KnownChooseResultsView(_KnownList, ChooseResultsView):
    """The list, searched."""


class KnownChosenView(SnippetChosenView):
    """One topic by its number."""

    def get_object(self, pk: str) -> Topic:
        return known_topics(self.request.user).get(pk=pk)


class KnownChosenMultipleView(SnippetChosenMultipleView):
    """Several topics by their numbers."""

    def get_objects(self, pks: list[str]) -> QuerySet[Topic]:
        return known_topics(self.request.user).filter(pk__in=pks)


class KnownTopicChooserViewSet(SnippetChooserViewSet):
    """The chooser of topics, which offers those the person may know of."""

    choose_view_class = KnownChooseView
    choose_results_view_class = KnownChooseResultsView
    chosen_view_class = KnownChosenView
    chosen_multiple_view_class = KnownChosenMultipleView


tags.may_know(Topic, known_topics)
