"""Tags that the admin suggests: those of files the person may know of.

Wagtail suggests every tag there is to everybody. An application with tags of its own registers what
people may know of them.
"""

from collections.abc import Callable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from taggit.models import Tag, TagBase, TaggedItem
from wagtail.admin import filters
from wagtail.admin.models import popular_tags_for_model
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.images.views import chooser

from pages.admin_privacy.files import known_files
from pages.admin_privacy.viewer import Person, viewer
from pages.models.media import SiteDocument, SiteImage

Rule = Callable[[Person], QuerySet]
_rules: dict[type[TagBase], Rule] = {}


def may_know(model: type[TagBase], rule: Rule) -> None:
    """Register which tags of this kind a person may know of."""
    _rules[model] = rule


def autocomplete(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """The known tags that begin with `term`."""
    term = request.GET.get("term", "").replace("\x00", "")
    known = _known(_kind_of_tag(app_name, model_name), request.user)
    names = known.filter(name__istartswith=term) if term else known.none()
    found = names.order_by("name").values_list("name", flat=True).distinct()
    return JsonResponse(list(found[:TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


def limit_popular() -> None:
    """Let the filters of pictures and documents offer known tags only. Called once."""
    filters.popular_tags_for_model = chooser.popular_tags_for_model = _popular_known


def _kind_of_tag(app_name: str, model_name: str) -> type[TagBase]:
    if not app_name:
        return Tag
    try:
        model = apps.get_model(app_name, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, TagBase):
        raise Http404
    return model


def _known(model: type[TagBase], user: Person) -> QuerySet:
    rule = _rules.get(model)
    return rule(user) if rule else model.objects.none()


def _tags_of_known_files(user: Person) -> QuerySet:
    if user.is_superuser:
        return Tag.objects.all()
    used = Q()
    for model in (SiteImage, SiteDocument):
        used |= Q(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            object_id__in=known_files(model, user).values("pk"),
        )
    return Tag.objects.filter(pk__in=TaggedItem.objects.filter(used).values("tag"))


def _popular_known(model, count: int = 10) -> QuerySet:
    user = viewer()
    if user is None:
        return popular_tags_for_model(model, count)
    content_type = ContentType.objects.get_for_model(model)
    return (
        _known(Tag, user)
        .filter(taggit_taggeditem_items__content_type=content_type)
        .annotate(item_count=Count("taggit_taggeditem_items"))
        .order_by("-item_count", "name")[:count]
    )


may_know(Tag, _tags_of_known_files)
