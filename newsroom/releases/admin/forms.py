"""The forms of the release desk."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from newsroom.releases.enums import PREPARED, Action
from newsroom.releases.models import Release
from pages import moments
from pages.instants import InstantField


class ReleaseForm(forms.Form):
    """What a release is called, and when it goes out."""

    title = forms.CharField(
        max_length=160,
        help_text="For the team only: neither visitors nor mails show it.",
    )
    instant = InstantField(
        label="Goes out at",
        required=False,
        help_text="It can be set later, but before approval is asked for.",
    )
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What the others should know: the occasion, who was told, what to do.",
    )

    @classmethod
    def of(cls, release: Release, data=None) -> "ReleaseForm":
        """The form with what the release has."""
        initial = {"title": release.title, "instant": release.instant, "note": release.note}
        return cls(data, initial=initial)


class StepForm(forms.Form):
    """What is sent with a transition: the version the person saw, and their words."""

    version = forms.IntegerField(min_value=1)
    reason = forms.CharField(required=False, strip=True, max_length=2000)

    @property
    def seen_version(self) -> int:
        """The version of the release that the person saw."""
        return self.cleaned_data["version"]

    @property
    def words(self) -> str:
        """What the person wrote, also when the rest can't be understood."""
        return str(self.data.get("reason", "")).strip()

    def require_valid(self) -> None:
        """Raise ValidationError with a line for the person when this can't be what they sent."""
        if self.is_valid():
            return
        if "reason" in self.errors:
            raise ValidationError("Say it in at most 2000 characters.")
        raise ValidationError("Look at the release as it is now and try again.")


class JoinForm(forms.Form):
    """Which release a page goes into, and what happens to it there."""

    NEW = "new"

    release = forms.ChoiceField(label="Release", widget=forms.RadioSelect)
    title = forms.CharField(
        label="Title of the new release",
        required=False,
        max_length=160,
        help_text="For the team only: neither visitors nor mails show it.",
    )
    instant = InstantField(label="Goes out at", required=False, help_text="It can be set later.")
    action = forms.ChoiceField(label="At the instant", widget=forms.RadioSelect)
    redirect_to = forms.ModelChoiceField(
        Page.objects.filter(depth__gt=1),
        label="Send its readers to",
        required=False,
        widget=AdminPageChooser(),
        help_text="For a page that is taken off. Left empty, its address leads nowhere.",
    )
    reason = forms.CharField(
        label="What readers are told",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For a withdrawal. It stands above the text, which stays.",
    )

    def __init__(self, page: Page, *args, **kwargs):
        super().__init__(*args, **kwargs)
        waiting = Release.objects.filter(status__in=PREPARED).order_by("instant", "-pk")
        self.releases = {str(release.pk): release for release in waiting}
        self.fields["release"].choices = [  # type: ignore[attr-defined]
            *((key, _choice(release)) for key, release in self.releases.items()),
            (self.NEW, "A new release"),
        ]
        self.fields["action"].choices = _sensible_actions(page)  # type: ignore[attr-defined]

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("release") == self.NEW and not cleaned.get("title"):
            self.add_error("title", "Give the new release a title.")
        if cleaned.get("action") == Action.WITHDRAW and not cleaned.get("reason"):
            self.add_error("reason", "Say what readers are told about the withdrawal.")
        return cleaned

    @property
    def chosen(self) -> Release | None:
        """The release that was chosen; None for a new one."""
        return self.releases.get(self.cleaned_data["release"])

    @property
    def item(self) -> dict:
        """What `Release.add` is told about the page; no more than its action needs."""
        action = self.cleaned_data["action"]
        return {
            "action": action,
            "redirect_to": (self.cleaned_data["redirect_to"] if action != Action.PUBLISH else None),
            "reason": self.cleaned_data["reason"] if action == Action.WITHDRAW else "",
        }


def _choice(release: Release) -> str:
    when = moments.stamp(release.instant) if release.instant else "no instant yet"
    return f"{release.title} – {when} – {release.get_status_display().lower()}"


def _sensible_actions(page: Page) -> list[tuple[str, str]]:
    """What can be done to the page: one that is not on the site can't be taken off it."""
    actions = [(Action.PUBLISH.value, "Publish its newest version")]
    if page.live:
        if hasattr(page.specific_class, "withdrawal_reason"):
            label = "Mark as withdrawn: the text stays, under a notice"
            actions.append((Action.WITHDRAW.value, label))
        actions.append((Action.UNPUBLISH.value, "Take it off the site"))
    return actions
