"""Words: headings, paragraphs, quotes, callouts, and what the importer could not rebuild."""

from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail import blocks

from pages.blocks import features
from pages.blocks.choosers import ImageChooserBlock
from pages.blocks.links import LinkBlock
from pages.sanitising import sanitise_legacy


class HeadingValue(blocks.StructValue):
    """A heading as it stands on its page; `pages.outline` sets both when a page is shown whole."""

    @cached_property
    def anchor_id(self) -> str:
        """The heading's name in an address: what the editor or the import gave, else its words."""
        return self._given[0] or slugify(self["text"], allow_unicode=True) or "section"

    @property
    def other_anchors(self) -> list[str]:
        """More names that lead here; names can't hold a space, so that it parts them."""
        return self._given[1:]

    @property
    def _given(self) -> list[str]:
        return (self.get("anchor") or "").split() or [""]

    @cached_property
    def tag(self) -> str:
        """The HTML element: the chosen rank, raised where the text would skip one."""
        return self["level"]


class HeadingBlock(blocks.StructBlock):
    """A heading of the text; the page's title is its first level."""

    text = blocks.CharBlock(max_length=255, label="Heading")
    level = blocks.ChoiceBlock(
        choices=[("h2", "Main heading"), ("h3", "Sub-heading"), ("h4", "Minor heading")],
        default="h2",
        label="Rank",
    )
    anchor = blocks.CharBlock(
        required=False,
        max_length=255,
        label="Name in addresses",
        help_text="Fills in by itself. Change it only if links from elsewhere lead to this place.",
    )
    link = LinkBlock(label="Link of the heading")

    class Meta:
        icon = "title"
        label = "Heading"
        template = "blocks/heading.html"
        value_class = HeadingValue
        form_layout = blocks.BlockGroup(children=["text", "level"], settings=["anchor", "link"])
        description = "A heading that also appears in the table of contents"
        preview_value = {"text": "What we are working towards", "level": "h2", "anchor": ""}


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", features.PROSE)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "blocks/paragraph.html"
        description = "Paragraphs and lists"
        preview_value = (
            "<p>Public services should be <b>easy to find</b>, quick to use and open to all.</p>"
            "<ul><li>Say what matters first</li><li>Then say how it works</li></ul>"
        )


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, and whose they are."""

    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label="Quotation")
    attribution = blocks.RichTextBlock(
        features=["italic", "link"],
        required=False,
        label="Who said it",
        help_text="Name and role. Link the words that lead to the source.",
    )
    portrait = ImageChooserBlock(required=False)

    class Meta:
        icon = "openquote"
        label = "Quote"
        template = "blocks/quote.html"
        description = "A quotation with its source"
        preview_value = {
            "text": "<p>Good policy is written so that the people it is for can read it.</p>",
            "attribution": "<p>Head of the editorial desk</p>",
        }


class CalloutBlock(blocks.StructBlock):
    """A box that stands out from the text."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("info", "Good to know"),
            ("success", "Done or confirmed"),
            ("warning", "Take care"),
            ("danger", "Stop and read"),
        ],
        default="info",
    )
    title = blocks.CharBlock(required=False, max_length=160)
    text = blocks.RichTextBlock(features=features.PROSE)

    class Meta:
        icon = "info-circle"
        label = "Callout"
        template = "blocks/callout.html"
        description = "A note that must not be overlooked"
        preview_value = {
            "kind": "info",
            "title": "Applications close on 30 June",
            "text": "<p>Late applications are kept for the next round.</p>",
        }


class DividerBlock(blocks.StaticBlock):
    """A thin line between two parts."""

    class Meta:
        icon = "horizontalrule"
        label = "Divider"
        template = "blocks/divider.html"
        admin_text = "A thin line."
        description = "A thin line between two parts"
        preview_value = None


class LegacyHTMLValue(blocks.StructValue):
    @cached_property
    def safe_html(self) -> str:
        """The kept HTML, cleaned again at each rendering: stored data is not trusted."""
        return sanitise_legacy(self.get("html") or "")


class LegacyHTMLBlock(blocks.StructBlock):
    """What an import could not turn into blocks. Editors rebuild it; they can't add one."""

    html = blocks.TextBlock(label="Imported code", rows=6)
    note = blocks.CharBlock(required=False, label="Why it was kept as code")

    class Meta:
        # static/css/admin.css hides the choice with this icon: only the importer writes the block.
        icon = "warning"
        label = "Imported content to rebuild"
        template = "blocks/legacy_html.html"
        value_class = LegacyHTMLValue
        description = (
            "Kept from the old site as it was. Rebuild it with other blocks, then delete it."
        )
        preview_value = {"html": "<p>Kept as it was.</p>", "note": "An unknown widget"}
