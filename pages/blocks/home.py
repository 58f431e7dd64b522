"""Bands of the home page."""

from wagtail import blocks

from pages.blocks import features, samples
from pages.blocks.choosers import ImageBlock
from pages.blocks.links import LinkBlock


class HighlightBlock(blocks.StructBlock):
    """A short way to something important, right below the opening picture."""

    title = blocks.CharBlock(max_length=80)
    description = blocks.CharBlock(required=False, max_length=160)
    link = LinkBlock()

    class Meta:
        icon = "pick"
        label = "Highlight"
        template = "blocks/highlight.html"
        preview_value = {
            "title": "The strategy",
            "description": "What we are working towards",
            "link": {"url": "https://www.example.org/"},
        }


class InfoBarBlock(blocks.StructBlock):
    """A band with a few words and one link."""

    title = blocks.CharBlock(max_length=160)
    subtitle = blocks.CharBlock(required=False, max_length=160, label="Line above the title")
    text = blocks.RichTextBlock(features=features.PROSE, required=False)
    link = LinkBlock()
    link_label = blocks.CharBlock(required=False, max_length=80)

    class Meta:
        icon = "minus"
        label = "Info bar"
        template = "blocks/info_bar.html"
        description = "A band with a few words and one link"
        preview_value = {
            "title": "Two goals",
            "subtitle": "The plan",
            "text": "<p>Everything we do serves one of two goals.</p>",
            "link": {"url": "https://www.example.org/"},
            "link_label": "See how",
        }


class InfoPictureBlock(InfoBarBlock):
    """Words beside a picture."""

    image = ImageBlock()
    side = blocks.ChoiceBlock(
        choices=[("left", "Left of the words"), ("right", "Right of the words")],
        default="right",
        label="Where the picture stands",
    )

    class Meta:
        icon = "image"
        label = "Info picture"
        template = "blocks/info_picture.html"
        description = "Words beside a picture"

        @staticmethod
        def preview_value():
            words = InfoBarBlock._meta_class.preview_value
            return {**words, "image": samples.picture(), "side": "right"}


class AnnouncementBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    date = blocks.DateBlock(required=False)
    text = blocks.RichTextBlock(features=features.INLINE, required=False)
    link = LinkBlock()

    class Meta:
        icon = "bell"
        label = "Announcement"


class AnnouncementsBlock(blocks.StructBlock):
    """Short notices with their dates."""

    title = blocks.CharBlock(max_length=160, default="Announcements")
    items = blocks.ListBlock(AnnouncementBlock(), min_num=1, label="Announcements")

    class Meta:
        icon = "bell"
        label = "Announcements"
        template = "blocks/announcements.html"
        description = "Short notices with their dates"
        preview_value = {
            "title": "Announcements",
            "items": [
                {"title": "Applications are open", "text": "<p>Until the end of June.</p>"},
                {"title": "New opening hours", "text": "<p>From Monday.</p>"},
            ],
        }
