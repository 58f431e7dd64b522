"""How the admin knows the newsroom."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsroom.viewsets import TopicViewSet, newsroom_item_viewset


@hooks.register("register_admin_viewset")
def register_newsroom_items():
    return newsroom_item_viewset


register_snippet(TopicViewSet)
