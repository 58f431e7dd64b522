"""A card goes with its page."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page

from pages.publication import went_off
from pages.social_cards import store


@receiver(went_off, dispatch_uid="pages.forget_card")
@receiver(post_delete, sender=Page, dispatch_uid="pages.forget_card_of_deleted")
def forget_card(instance: Page, **kwargs) -> None:
    page_id = instance.pk
    transaction.on_commit(lambda: store.forget(page_id))
