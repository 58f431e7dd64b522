"""What follows from creating a listing: communications staff may publish below it."""

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import GroupPagePermission

from newsroom.models import NewsListPage, NewsroomPage

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
