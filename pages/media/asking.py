"""When renditions and posters are asked for: an image, a version of a page or the settings were
saved, or a page went live.
"""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page, Revision

from pages.media import jobs, posters
from pages.models.base import BasePage
from pages.models.media import SiteImage
from pages.publication import went_live
from pages.site_settings import SiteSettings


@receiver(post_save, sender=SiteImage, dispatch_uid="pages.renditions_of_image")
def ask_for_image(instance: SiteImage, raw: bool = False, **kwargs) -> None:
    if not raw:
        jobs.ask_for_image(instance)


@receiver(post_save, sender=Revision, dispatch_uid="pages.renditions_of_draft")
def ask_for_draft(instance: Revision, created: bool, raw: bool = False, **kwargs) -> None:
    """Also for a draft, so that everything is there at the instant at which it goes live."""
    # The type of an old version may be gone from the code.
    model = instance.content_type.model_class()
    if raw or not created or model is None or not issubclass(model, BasePage):
        return
    page = instance.content_object
    if page is not None:
        posters.ask_for_page(page)
        jobs.ask_for_page(page)


@receiver(went_live, dispatch_uid="pages.renditions_of_page")
def ask_for_public_page(instance: Page, **kwargs) -> None:
    """Once it is public: a publication waits for no queue, and none can fail because of one."""

    def ask() -> None:
        posters.ask_for_page(instance)
        jobs.ask_for_page(instance)

    transaction.on_commit(ask, robust=True)


@receiver(post_save, sender=SiteSettings, dispatch_uid="pages.renditions_of_settings")
def ask_for_settings(instance: SiteSettings, raw: bool = False, **kwargs) -> None:
    if not raw:
        jobs.ask_for_page(instance)
