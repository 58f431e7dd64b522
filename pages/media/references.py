"""Who refers to a document, and to which images a page refers.

Wagtail keeps an index of which object refers to which; of the models of this site it follows
pages, snippets and images by itself, but not settings. A menu that links to a document makes the
document public, so the settings are followed too.
"""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, ReferenceIndex

from pages.models.media import SiteDocument, SiteImage


def follow_settings() -> None:
    """Have the index follow every registered settings model. Called once, when models are ready."""
    for model in registry:
        ReferenceIndex.register_model(model)


def referring_pages(document: SiteDocument):
    """The pages, public or not, whose stored row refers to the document."""
    page_type = ReferenceIndex._get_base_content_type(Page)
    references = ReferenceIndex.get_references_to(document).filter(base_content_type=page_type)
    ids = references.values_list("object_id", flat=True).distinct()
    return Page.objects.filter(pk__in=[int(pk) for pk in ids])


def is_in_settings(document: SiteDocument) -> bool:
    """Whether a site's settings refer to the document, which every page then may."""
    references = ReferenceIndex.get_references_to(document).select_related("base_content_type")
    models = {reference.base_content_type.model_class() for reference in references}
    return any(
        model is not None and issubclass(model, (BaseSiteSetting, BaseGenericSetting))
        for model in models
    )


def images_of(thing: Model) -> Iterator[tuple[int, str]]:
    """Number and place of each image that a page or a settings object has, as it is in memory.

    A place is the path to a field or block, such as `body.gallery.images.item.image`.
    """
    kind = ContentType.objects.get_for_model(SiteImage).pk
    for content_type, pk, place, _ in ReferenceIndex._extract_references_from_object(thing):
        if content_type == kind:
            yield int(pk), place


def stored_images() -> Iterator[tuple[int, str]]:
    """The same for everything that is stored, once for each place."""
    kind = ContentType.objects.get_for_model(SiteImage)
    rows = ReferenceIndex.objects.filter(to_content_type=kind)
    for pk, place in rows.values_list("to_object_id", "model_path").distinct():
        yield int(pk), place
