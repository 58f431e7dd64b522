"""The short forms: correct, withdraw, reinstate, and where readers are sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from newsroom import corrections, former_addresses, withdrawal
from newsroom.models import NewsroomItem
from pages.admin_privacy.policy import page_policy
from pages.admin_privacy.viewer import Person


class PageChooser(AdminPageChooser):
    """Wagtail's, which fails when what was sent is no number."""

    def value_from_datadict(self, data, files, name) -> int | None:
        value = super().value_from_datadict(data, files, name)
        return value if str(value).isdecimal() else None


class AboutItems(forms.Form):
    """A form that takes the pages that its user may know of, and no others."""

    def __init__(self, *args, user: Person, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = page_policy().choosable_instances(user).filter(depth__gt=1)


class ItemForm(AboutItems):
    """A form about one item."""

    def __init__(self, *args, page: NewsroomItem, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page


class CorrectionForm(ItemForm):
    """What was wrong, what it said, what it is to say."""

    notice = forms.CharField(
        label="What was wrong",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One or two sentences for readers. They stand above the text from now on.",
        max_length=1000,
    )
    earlier = forms.CharField(
        label="What it says now",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The wrong words, copied from one paragraph of the text. "
        "They stay visible to readers, struck out.",
        max_length=5000,
    )
    later = forms.CharField(
        label="What it should say",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="These words take their place in the text. Empty, if the words are to go.",
        required=False,
        max_length=5000,
    )
    elsewhere = forms.BooleanField(
        label="The wrong words stand in a picture or a file",
        help_text="The text is left as it is; only the notice is added. Replace the file yourself.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "earlier" in cleaned and not cleaned["elsewhere"]:
            corrections.check(self.page, cleaned["earlier"], cleaned["later"])
        return cleaned

    def apply(self) -> None:
        """Correct the text and attach the notice."""
        words = {name: self.cleaned_data[name] for name in ("notice", "earlier", "later")}
        corrections.correct(self.page, **words, in_text=not self.cleaned_data["elsewhere"])


class WithdrawalForm(ItemForm):
    """Why an item no longer holds, and what does."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see this above the text.",
        max_length=2000,
    )
    replaced_by = forms.ModelChoiceField(
        Page.objects.none(),
        label="Replaced by",
        help_text="The page that holds now, if there is one.",
        widget=PageChooser(),
        required=False,
    )

    def clean_replaced_by(self) -> Page | None:
        target = self.cleaned_data["replaced_by"]
        if target is not None and target.pk == self.page.pk:
            raise ValidationError("A page can’t replace itself.")
        return target

    def apply(self) -> None:
        """Set the notice of the withdrawal."""
        withdrawal.withdraw(
            self.page, self.cleaned_data["reason"], self.cleaned_data["replaced_by"]
        )


class ReinstatementForm(ItemForm):
    """Why a withdrawn item holds again."""

    note = forms.CharField(
        label="Why it holds again",
        help_text="One sentence for readers. It is listed under the updates.",
        max_length=255,
    )

    def apply(self) -> None:
        """Take the notice away and say why."""
        withdrawal.reinstate(self.page, self.cleaned_data["note"])


#: The forms that change the draft of their item in memory, by `apply()`, once they are valid.
ChangeForm = CorrectionForm | WithdrawalForm | ReinstatementForm


class Readers(models.TextChoices):
    """What the address of an unpublished item answers."""

    SENT_ON = "sent_on", "Send them to another page"
    NOWHERE = "nowhere", "Tell them that the page was taken down (410 Gone)"


class ReadersForm(AboutItems):
    """Where readers of an item are sent once it is unpublished; nobody decides by leaving it out."""

    readers = forms.ChoiceField(
        label="What about people who follow a link to it?",
        choices=Readers.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    target = forms.ModelChoiceField(
        Page.objects.none(),
        label="The page they are sent to",
        widget=PageChooser(),
        required=False,
    )

    def __init__(self, *args, pages: list[NewsroomItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = pages

    @property
    def asked_about(self) -> list[NewsroomItem]:
        """The items whose readers the answer is about."""
        return self.pages

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("readers") == Readers.NOWHERE:
            return cleaned | {"target": None}
        if cleaned.get("readers") == Readers.SENT_ON and "target" not in self.errors:
            if cleaned.get("target") is None:
                self.add_error("target", "Choose the page.")
            else:
                try:
                    for page in self.asked_about:
                        former_addresses.check_target(page, cleaned["target"])
                except ValidationError as error:
                    self.add_error("target", error)
        return cleaned


class ManyReadersForm(ReadersForm):
    """The same for several pages at once, and whether those below them go too."""

    include_descendants = forms.BooleanField(
        label="Unpublish the pages below them too", required=False
    )
    field_order = ["include_descendants", "readers", "target"]

    def __init__(self, *args, below: list[NewsroomItem], has_subpages: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.below = below
        # Required when one of the pages that go has readers of its own.
        self.fields["readers"].required = False
        if not has_subpages:
            del self.fields["include_descendants"]
        if not (self.pages or below):
            del self.fields["readers"], self.fields["target"]

    @property
    def asked_about(self) -> list[NewsroomItem]:
        with_below = self.cleaned_data.get("include_descendants", False)
        return [*self.pages, *self.below] if with_below else self.pages

    def clean(self) -> dict[str, Any]:
        self.cleaned_data.setdefault("include_descendants", False)
        cleaned = super().clean()
        if self.asked_about and not cleaned.get("readers"):
            self.add_error("readers", "Choose one of the two.")
        return cleaned
