"""What the dispatcher does to one page or snippet, inside its transaction.

Wagtail's own actions do the work; what is different is written here with its reason. Signals for
the world outside go out after the commit, each receiver by itself. The dates of a schedule are
cleared when they have been used. A workflow on a newer version goes on. The log names who approved
it. The caller has locked the row, fetches nothing before that, and has lifted the guard.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.dispatch import Signal
from django.utils.dateparse import parse_datetime
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import registry as log_registry
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, WorkflowMixin
from wagtail.signals import page_published, page_unpublished, published, unpublished

from newsroom.releases import effects
from pages import clock, indexing, publication


class PublicationFailed(Exception):
    """The version can't go live; the message is one line for people."""


def publish(
    revision: Revision,
    *,
    user: User | None,
    log_action: str = "wagtail.publish.scheduled",
    log_data: dict | None = None,
) -> Model:
    """Make a version live now, whatever dates it carries; returns the page or snippet.

    Raises PublicationFailed or ValidationError when it can't be; the transaction must then end.
    """
    if revision.content_object is None:
        raise PublicationFailed("What this version belongs to was deleted.")
    is_page = isinstance(revision.content_object, Page)
    action_type = _PublishPage if is_page else _PublishSnippet
    action = action_type(
        revision, user=user, log_action=False, previous_revision=_Unread(revision.content_object)
    )
    # The instant has come; a later date in the version would only schedule it again.
    action.object.go_live_at = None
    with publication.by_dispatcher():
        action.execute(skip_permission_checks=True)
    _clear_date(action.object, "go_live_at", revision)
    _log(action.object, log_action, user, log_data, revision=revision, content_changed=True)
    return action.object


def take_off(
    instance: Model,
    *,
    user: User | None,
    expired: bool = False,
    log_action: str = "wagtail.unpublish.scheduled",
    log_data: dict | None = None,
) -> None:
    """Take a page or snippet, fetched as its own type under the lock, off the site."""
    action_type = _UnpublishPage if isinstance(instance, Page) else _UnpublishSnippet
    if expired:
        instance.expire_at = None  # type: ignore[attr-defined]
    with publication.by_dispatcher():
        action_type(instance, set_expired=expired, user=user, log_action=False).execute(
            skip_permission_checks=True
        )
    if expired:
        _clear_date(instance, "expire_at")
    _log(instance, log_action, user, log_data)


@dataclass(frozen=True)
class _Unread:
    """Stands for the version before, which Wagtail would fetch for an entry of the log that is not
    written: what is published is logged below."""

    content_object: Model

    def as_object(self) -> Model:
        return self.content_object


class _PublishSnippet(PublishRevisionAction):
    def _after_publish(self):
        _tell_later("publish", self.object, self.revision)
        self._cancel_workflow()

    def _cancel_workflow(self):
        state = self.object.current_workflow_state if _has_workflow(self.object) else None
        task = state.current_task_state if state else None
        # Approval of a newer version is still wanted.
        if state and task and task.revision_id and task.revision_id <= self.revision.pk:
            state.cancel(user=self.user)


class _PublishPage(_PublishSnippet, PublishPageRevisionAction):
    def _after_publish(self):
        for comment in getattr(self.object, COMMENTS_RELATION_NAME).all().only("position"):
            comment.save(update_fields=["position"])
        self.object.update_aliases(revision=self.revision, _content=self.revision.content)
        super()._after_publish()


class _UnpublishSnippet(UnpublishAction):
    def _after_unpublish(self, object):
        _tell_later("unpublish", object)


class _UnpublishPage(_UnpublishSnippet, UnpublishPageAction):
    def _after_unpublish(self, object):
        for alias in object.aliases.specific():
            alias.unpublish(log_action=False)
        super()._after_unpublish(object)


#: What Wagtail tells of each of its actions: of pages, and of everything.
_SIGNALS: dict[str, tuple[Signal, Signal]] = {
    "publish": (page_published, published),
    "unpublish": (page_unpublished, unpublished),
}


def _tell_later(verb: str, instance: Model, revision: Revision | None = None) -> None:
    model = ContentType.objects.get_for_model(instance)
    effects.later(
        "signal",
        {
            "verb": verb,
            "model": model.pk,
            "object": str(instance.pk),
            "revision": revision.pk if revision else None,
        },
    )


@effects.handles("signal")
def _tell(payload: dict) -> None:
    """Tell the search of the admin, and Wagtail's receivers. One that raises stops no other; the
    effect is then tried again."""
    model = ContentType.objects.get_for_id(payload["model"]).model_class()
    instance = model._default_manager.filter(pk=payload["object"]).first() if model else None
    if instance is None:
        return
    options = {}
    if payload["verb"] == "publish":
        options["revision"] = Revision.objects.filter(pk=payload["revision"]).first()
    is_page = isinstance(instance, Page)
    if is_page:
        indexing.tell_admin(instance)
    of_pages, of_all = _SIGNALS[payload["verb"]]
    answers = [
        answer
        for signal in ([of_pages, of_all] if is_page else [of_all])
        for answer in signal.send_robust(type(instance), instance=instance, **options)
    ]
    errors = [f"{_receiver(r)}: {e!r}" for r, e in answers if isinstance(e, Exception)]
    if errors:
        raise RuntimeError("; ".join(errors))


def _log(instance: Model, action: str, user: User | None, data: dict | None, **more) -> None:
    """Write an entry as Wagtail does, but without asking whether what it names is there: it is in
    hand."""
    entries = log_registry.get_log_model_for_instance(instance)
    if entries is None:
        return
    whose = {"page": instance} if isinstance(instance, Page) else {"object_id": instance.pk}
    entry = entries(
        content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
        label=entries.objects.get_instance_title(instance),
        action=action,
        timestamp=clock.now(),
        user=user,
        data=data or {},
        **whose,
        **more,
    )
    entries.objects.bulk_create([entry])


def _receiver(receiver) -> str:
    return f"{receiver.__module__}.{getattr(receiver, '__qualname__', receiver)}"


def _has_workflow(instance: Model) -> bool:
    return isinstance(instance, WorkflowMixin)


def _clear_date(instance: Model, name: str, used: Revision | None = None) -> None:
    """Forget a date that has done its work in the versions that carry it on.

    A past date in the latest version would fail the next save of the editor's form. A later one in
    a newer draft is somebody's plan, and stays.
    """
    kept = {instance.latest_revision_id, getattr(instance, "live_revision_id", None)} - {None}  # type: ignore[attr-defined]
    others = kept - {used.pk} if used else kept
    revisions = [*([used] if used else ()), *Revision.objects.filter(pk__in=others)]
    for revision in revisions:
        date = parse_datetime(revision.content.get(name) or "")
        if date and (revision == used or date <= clock.now()):
            revision.content[name] = None
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
