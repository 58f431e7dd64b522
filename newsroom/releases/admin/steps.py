"""Transitions as requests: each is a POST, decided by the model; a refusal loses nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from newsroom.releases import permissions
from newsroom.releases.admin.access import find_release
from newsroom.releases.admin.detail import DetailView
from newsroom.releases.admin.forms import StepForm
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, ReleaseItem
from newsroom.releases.staging import StageRefused, rehearse_before_asking


@dataclass(frozen=True)
class Transition:
    """A method of the release and what is said when it has been done."""

    method: Callable[..., object]
    said: str
    #: Whether the method takes the words of the person.
    takes_reason: bool = False


RELEASE_STEPS = {
    "ask": Transition(
        Release.ask_for_approval, "Approval was asked for. Those who can give it get a mail."
    ),
    "approve": Transition(Release.approve, "Approved. It goes out by itself."),
    "refuse": Transition(Release.refuse, "Sent back. Its team gets a mail.", takes_reason=True),
    "reopen": Transition(
        Release.reopen, "It is a draft again and does not go out.", takes_reason=True
    ),
    "cancel": Transition(
        Release.cancel, "Cancelled. Its pages stayed as they were.", takes_reason=True
    ),
    "confirm": Transition(Release.confirm, "Confirmed."),
}
ITEM_STEPS = {
    "remove": Transition(Release.remove, "Taken out of the release. The page itself stays."),
    "take_latest": Transition(Release.take_latest, "The newest version is in the release now."),
    "propose": Transition(
        Release.propose,
        "The newer version waits for approval. Until then the approved one stays armed.",
    ),
    "approve_proposal": Transition(
        Release.approve_proposal, "Approved. The newer version goes out."
    ),
    "decline_proposal": Transition(
        Release.decline_proposal, "The approved version stays armed.", takes_reason=True
    ),
}


class TransitionView(DetailView):
    """Takes a step of the release; when it is refused, the page comes back with what was typed."""

    steps = RELEASE_STEPS
    transition: Transition

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.step = kwargs["step"]
        if self.step not in self.steps:
            raise Http404("There is no such step.")
        self.transition = self.steps[self.step]

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect("releases:detail", self.release.pk)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = StepForm(request.POST)
        try:
            form.require_valid()
            self.take(form)
        except ValidationError as refused:
            return self.refused(refused.messages, form.words)
        messages.success(request, self.transition.said)
        if self.step == "ask" and not self._somebody_can_approve():
            messages.warning(
                request,
                "Nobody can approve it as it is: everybody who may approve has written part of it, "
                "or may not publish one of its pages.",
            )
        return redirect("releases:detail", self.release.pk)

    def take(self, form: StepForm) -> None:
        """Take the step. Raises ValidationError with lines for the person."""
        if self.step == "ask":
            self._rehearse(form)
        reason = {"reason": form.words} if self.transition.takes_reason else {}
        self.transition.method(
            self.release, self.actor, *self.subject(), version=form.seen_version, **reason
        )

    def _rehearse(self, form: StepForm) -> None:
        """Look before others are asked. Raises ValidationError with what would go wrong."""
        release = self.release
        seen = form.seen_version == release.version
        if not (seen and release.status == Status.DRAFT and permissions.may_manage(self.actor)):
            return  # The transition says why it can't be.
        if release.instant is None or not release.items.exists():
            return
        try:
            errors = rehearse_before_asking(release, self.actor)
        except StageRefused as busy:
            messages.warning(self.request, f"It was not rehearsed. {busy}")
            return
        if errors:
            raise ValidationError(["Approval was not asked for. This would go wrong:", *errors])

    def _somebody_can_approve(self) -> bool:
        return any(
            not permissions.obstacles_to_approval(person, self.release)
            for person in permissions.approvers()
        )

    def subject(self) -> list[ReleaseItem]:
        """What the step is about, besides the release."""
        return []

    def refused(self, lines: list[str], words: str) -> HttpResponse:
        """The page as it is now, with the refusal on top and the typed words in their field."""
        self.release = find_release(self.release.pk)
        context = self.get_context_data(refusal=lines, refused_url=self.request.path, words=words)
        return self.render_to_response(context, status=409)


class ItemTransitionView(TransitionView):
    """Takes a step of one page in the release."""

    steps = ITEM_STEPS

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.item_pk = kwargs["item"]

    def subject(self) -> list[ReleaseItem]:
        # One that is not there any more is refused by the transition, which looks again.
        found = ReleaseItem.objects.filter(pk=self.item_pk, release=self.release).first()
        return [found or ReleaseItem(pk=self.item_pk)]
