"""What follows from publishing a page: routing learns its address, or forgets it."""

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from pages import permalinks
from pages.models import BasePage


@receiver(page_published, dispatch_uid="pages.record_permalink")
def record_permalink(instance: Page, **kwargs) -> None:
    # Wagtail also sends this when a page that was never live is only scheduled.
    if instance.live and isinstance(instance, BasePage):
        permalinks.record(instance)


@receiver(page_unpublished, dispatch_uid="pages.forget_permalink")
def forget_permalink(instance: Page, **kwargs) -> None:
    permalinks.forget(instance)
