"""What follows from creating a listing: communications staff may publish below it. And from
publishing an item again: its address answers itself.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import GroupPagePermission, Page

from newsroom import former_addresses
from newsroom.models import NewsListPage, NewsroomItem, NewsroomPage
from pages.publication import went_live

PUBLISHERS = "Communications"


@receiver(post_save, sender=NewsroomPage, dispatch_uid="newsroom.grant_newsroom")
@receiver(post_save, sender=NewsListPage, dispatch_uid="newsroom.grant_list")
def let_communications_publish(instance, created: bool, raw: bool = False, **kwargs) -> None:
    if not created or raw:
        return
    group = Group.objects.filter(name=PUBLISHERS).first()
    if group is None:
        return
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.get_or_create(group=group, page=instance, permission=publish)


@receiver(went_live, dispatch_uid="newsroom.answer_again")
def answer_again(instance: Page, **kwargs) -> None:
    if isinstance(instance, NewsroomItem):
        former_addresses.forget(instance)
