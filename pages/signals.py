"""What follows from publishing a page: routing learns its address, or forgets it."""

from django.dispatch import receiver
from wagtail.models import Page

from pages import permalinks
from pages.models import BasePage
from pages.publication import went_live, went_off


@receiver(went_live, dispatch_uid="pages.record_permalink")
def record_permalink(instance: Page, **kwargs) -> None:
    if isinstance(instance, BasePage):
        permalinks.record(instance)


@receiver(went_off, dispatch_uid="pages.forget_permalink")
def forget_permalink(instance: Page, **kwargs) -> None:
    permalinks.forget(instance)
