"""Who refers to a document.

Wagtail keeps an index of which object refers to which; of the models of this site it follows
pages, snippets and images by itself, but not settings. A menu that links to a document makes the
document public, so the settings are followed too.
"""

from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, ReferenceIndex

from pages.models.media import SiteDocument


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
