"""Content that opens on demand."""

from wagtail import blocks

from pages.blocks.cards import CardGridBlock
from pages.blocks.data import DownloadsBlock
from pages.blocks.embeds import EmbedBlock
from pages.blocks.links import ButtonBlock
from pages.blocks.media import FigureBlock, GalleryBlock
from pages.blocks.tables import TableBlock
from pages.blocks.text import (
    CalloutBlock,
    DividerBlock,
    HeadingBlock,
    LegacyHTMLBlock,
    ParagraphBlock,
    QuoteBlock,
)
from pages.blocks.videos import VideoBlock


class AccordionContentBlock(blocks.StreamBlock):
    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    image = FigureBlock()
    table = TableBlock()
    video = VideoBlock()
    button = ButtonBlock()
    downloads = DownloadsBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    card_grid = CardGridBlock()
    embed = EmbedBlock()
    divider = DividerBlock()
    legacy_html = LegacyHTMLBlock()


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=255, label="Question or title")
    content = AccordionContentBlock(required=False)

    class Meta:
        icon = "list-ul"
        label = "Part"


class AccordionBlock(blocks.StructBlock):
    """Parts that open on demand; they work without JavaScript and print open."""

    items = blocks.ListBlock(AccordionItemBlock(), min_num=1, label="Parts")

    class Meta:
        icon = "collapse-down"
        label = "Accordion"
        template = "blocks/accordion.html"
        description = "Questions and answers that open on demand"
        preview_value = {
            "items": [
                {
                    "title": "Who can apply?",
                    "content": [{"type": "paragraph", "value": "<p>Anyone aged 18 or over.</p>"}],
                },
                {
                    "title": "What does it cost?",
                    "content": [{"type": "paragraph", "value": "<p>Nothing.</p>"}],
                },
            ]
        }
