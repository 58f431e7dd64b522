"""Who may see imports, start them, and go on with, discard or take back what others started."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from wagtail.permission_policies import ModelPermissionPolicy

from portal.isomer.models import ImportRun

SEE = ("add", "change")
START = ("add",)
CHANGE = ("change",)

policy = ModelPermissionPolicy(ImportRun)


def may(user, actions: tuple[str, ...]) -> bool:
    """Whether somebody has one of the permissions on imports."""
    return policy.user_has_any_permission(user, actions)


def grantable() -> QuerySet[Permission]:
    """The permissions that Settings → Groups offers."""
    codenames = [f"{action}_importrun" for action in SEE]
    return Permission.objects.filter(content_type__app_label="isomer", codename__in=codenames)


class Permitted:
    """A view that is only for people with one of `needs`."""

    needs: tuple[str, ...] = SEE
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not may(request.user, self.needs):
            raise PermissionDenied
        self.prepare(**kwargs)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def prepare(self, **kwargs) -> None:
        """Find what the address names, for somebody who may see it."""
