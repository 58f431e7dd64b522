"""Where a card, a button or a picture leads."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks

from pages import permalinks, visibility
from pages.blocks.choosers import DocumentChooserBlock, PageChooserBlock

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def validate_link(address: str) -> None:
    """Refuse an address that is neither on this site nor http(s), mail or telephone.

    Raises ValidationError.
    """
    if address.startswith("/") and not address.startswith("//"):
        return
    if not _is_complete(address):
        raise ValidationError(
            "Write a full address such as https://www.example.org, a path such as /about/, "
            "or mailto: or tel: and what follows."
        )


def _is_complete(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.hostname)
    return parts.scheme in SCHEMES and bool(parts.path)


class LinkValue(blocks.StructValue):
    """A chosen target. It has no `href` while its page is not public."""

    @cached_property
    def href(self) -> str | None:
        """The address to link to, or None when there is nothing the public may reach."""
        if page := self.get("page"):
            address = self._page_address(page)
        elif document := self.get("document"):
            address = document.url
        else:
            address = self.get("url") or None
        if address and (anchor := self.get("anchor")):
            address = f"{address}#{anchor.lstrip('#')}"
        return address

    @property
    def is_external(self) -> bool:
        """Whether the link leaves this site."""
        return bool(self.href and self.href.startswith(("http://", "https://", "//")))

    @property
    def is_set(self) -> bool:
        """Whether the editor chose any target, public or not."""
        return bool(self.get("page") or self.get("document") or self.get("url"))

    @staticmethod
    def _page_address(page) -> str | None:
        return permalinks.address_of(page) if visibility.is_public(page) else None


class LinkBlock(blocks.StructBlock):
    """One target: a page, a document or an address."""

    page = PageChooserBlock(required=False, label="Page of this site")
    document = DocumentChooserBlock(required=False, label="Document")
    url = blocks.CharBlock(
        required=False,
        max_length=2000,
        label="Other address",
        help_text="https://…, mailto:…, tel:… or a path such as /about/",
    )
    anchor = blocks.CharBlock(
        required=False,
        max_length=255,
        label="Place on the page",
        help_text="The name after the # in the address, if the link leads to a part of a page.",
    )

    def clean(self, value):
        cleaned = super().clean(value)
        chosen = [name for name in ("page", "document", "url") if cleaned.get(name)]
        if len(chosen) > 1:
            error = ValidationError("Choose one target only: a page, a document or an address.")
            raise blocks.StructBlockValidationError(block_errors={chosen[1]: error})
        if self.meta.required and not chosen and not self.is_deferred_validation:
            error = ValidationError("Choose where this leads: a page, a document or an address.")
            raise blocks.StructBlockValidationError(block_errors={"page": error})
        if cleaned.get("url"):
            try:
                validate_link(cleaned["url"])
            except ValidationError as error:
                raise blocks.StructBlockValidationError(block_errors={"url": error}) from error
        return cleaned

    class Meta:
        icon = "link"
        label = "Link"
        required = False
        value_class = LinkValue
        form_layout = blocks.BlockGroup(children=["page", "document", "url"], settings=["anchor"])


class ButtonBlock(blocks.StructBlock):
    """A link that looks like a button."""

    label = blocks.CharBlock(max_length=80, label="Text")
    link = LinkBlock(required=True)
    style = blocks.ChoiceBlock(
        choices=[("primary", "Main action"), ("secondary", "Other action")],
        default="primary",
    )

    class Meta:
        icon = "link-external"
        label = "Button"
        template = "blocks/button.html"
        description = "One clear action"
        preview_value = {
            "label": "Read the strategy",
            "link": {"url": "https://www.example.org/"},
            "style": "primary",
        }
