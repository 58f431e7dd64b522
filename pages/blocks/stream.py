"""The streams of the page types, assembled from the families."""

from wagtail import blocks

from pages.blocks.cards import CardGridBlock, LogoCloudBlock
from pages.blocks.data import DownloadsBlock, StatisticsBlock
from pages.blocks.disclosure import AccordionBlock
from pages.blocks.embeds import EmbedBlock
from pages.blocks.footnotes import FootnotesBlock
from pages.blocks.home import AnnouncementsBlock, InfoBarBlock, InfoPictureBlock
from pages.blocks.links import ButtonBlock
from pages.blocks.listings import ContactsBlock, LatestItemsBlock
from pages.blocks.media import FigureBlock, GalleryBlock
from pages.blocks.strategy import (
    EnablersBlock,
    GoalsBlock,
    InteractiveImageBlock,
    MilestonesBlock,
)
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

TEXT = "Text"
MEDIA = "Pictures and films"
STRUCTURE = "Overview and structure"
ELSEWHERE = "Kept elsewhere"
STRATEGY = "Strategy"


class SharedStoryBlock(blocks.StreamBlock):
    """What every kind of page can be made of."""

    heading = HeadingBlock(group=TEXT)
    paragraph = ParagraphBlock(group=TEXT)
    image = FigureBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
    gallery = GalleryBlock(group=MEDIA)
    card_grid = CardGridBlock(group=STRUCTURE)
    callout = CalloutBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    statistics = StatisticsBlock(group=STRUCTURE)
    button = ButtonBlock(group=STRUCTURE)
    divider = DividerBlock(group=STRUCTURE)
    latest_items = LatestItemsBlock(group=ELSEWHERE)
    contacts = ContactsBlock(group=ELSEWHERE)
    embed = EmbedBlock(group=ELSEWHERE)


class BodyStoryBlock(SharedStoryBlock):
    """The body of a content page or an article."""

    table = TableBlock(group=STRUCTURE)
    accordion = AccordionBlock(group=STRUCTURE)
    downloads = DownloadsBlock(group=ELSEWHERE)
    info_bar = InfoBarBlock(group=STRUCTURE)
    info_picture = InfoPictureBlock(group=MEDIA)
    logo_cloud = LogoCloudBlock(group=MEDIA)
    legacy_html = LegacyHTMLBlock(group=ELSEWHERE)
    footnotes = FootnotesBlock(group=TEXT)


class StrategyStoryBlock(BodyStoryBlock):
    """The body of a strategy page."""

    goals = GoalsBlock(group=STRATEGY)
    enablers = EnablersBlock(group=STRATEGY)
    milestones = MilestonesBlock(group=STRATEGY)
    interactive_image = InteractiveImageBlock(group=STRATEGY)


class HomeStoryBlock(SharedStoryBlock):
    """The bands of the home page."""

    info_bar = InfoBarBlock(group=STRUCTURE)
    info_picture = InfoPictureBlock(group=MEDIA)
    announcements = AnnouncementsBlock(group=ELSEWHERE)
    logo_cloud = LogoCloudBlock(group=MEDIA)
