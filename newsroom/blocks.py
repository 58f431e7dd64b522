"""What only the newsroom's pages are made of."""

from wagtail import blocks

from pages.blocks import features
from pages.blocks.stream import TEXT, BodyStoryBlock


class ReleaseParagraphBlock(blocks.StructBlock):
    """Text of a release, whose paragraphs are counted through the whole release."""

    text = blocks.RichTextBlock(features=features.PROSE)
    number = blocks.IntegerBlock(
        required=False,
        min_value=1,
        label="Number of the first paragraph",
        help_text="Left empty, it is counted. Fill in only to start from another number.",
    )
    unnumbered = blocks.BooleanBlock(
        required=False, label="No number", help_text="This text is neither numbered nor counted."
    )

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "blocks/release_paragraph.html"
        form_layout = blocks.BlockGroup(children=["text"], settings=["number", "unnumbered"])
        description = "Paragraphs and lists; paragraphs are numbered if the release says so"
        preview_value = {
            "text": "<p>The agency announced today that applications are open.</p>",
            "number": None,
            "unnumbered": False,
        }


class ReleaseStoryBlock(BodyStoryBlock):
    """The body of a press release."""

    paragraph = ReleaseParagraphBlock(group=TEXT)


class CorrectionBlock(blocks.StructBlock):
    """A mistake that was public: what was wrong, what it said, what it says now."""

    notice = blocks.TextBlock(
        rows=2, label="What was wrong", help_text="Shown to readers above the text."
    )
    earlier = blocks.TextBlock(rows=2, label="What it said")
    later = blocks.TextBlock(
        rows=2,
        required=False,
        label="What it says now",
        help_text="Leave it empty if the words were removed.",
    )

    class Meta:
        icon = "edit"
        label = "Correction"
        description = "A notice of a mistake that was public"
        preview_value = {
            "notice": "The figure for 2025 was wrong.",
            "earlier": "1,140 families",
            "later": "1,410 families",
        }
