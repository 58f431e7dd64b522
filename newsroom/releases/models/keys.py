import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q

from pages import clock


def new_token() -> str:
    """A token of 256 random bits for an address. Only its digest is kept."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


#: How exactly it is noted when a key was used.
_USE = timedelta(minutes=1)


class CalendarKey(models.Model):
    """A person's key to the calendar feed, until they revoke it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="release_calendar_keys"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Calendar of {self.user}"

    @classmethod
    def issue(cls, user: User) -> str:
        """Give the person a new key in place of the one they had. Returns the token, which is not
        stored and can't be shown again.
        """
        token = new_token()
        with transaction.atomic():
            # One at a time, so that two requests leave one key.
            User.objects.select_for_update(of=("self",)).get(pk=user.pk)
            cls.revoke(user)
            cls.objects.create(user=user, token_hash=digest(token))
        return token

    @classmethod
    def revoke(cls, user: User) -> bool:
        """End the person's key; returns whether they had one."""
        valid = cls.objects.filter(user=user, revoked_at=None)
        return bool(valid.update(revoked_at=clock.now()))

    @classmethod
    def of(cls, user: User) -> "CalendarKey | None":
        """The person's key, when they have one."""
        return cls.objects.filter(user=user, revoked_at=None).first()

    @classmethod
    def open_with(cls, token: str) -> User | None:
        """The person whose key this is. None when there is no such key, or not any more."""
        valid = cls.objects.filter(token_hash=digest(token), revoked_at=None)
        key = valid.select_related("user").first()
        if key is None or not key.user.is_active:
            return None
        now = clock.now()
        long_ago = Q(used_at=None) | Q(used_at__lt=now - _USE)
        cls.objects.filter(long_ago, pk=key.pk).update(used_at=now)
        return key.user
