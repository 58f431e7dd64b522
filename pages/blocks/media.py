"""Pictures."""

from wagtail import blocks

from pages.blocks import features, samples
from pages.blocks.choosers import ImageBlock
from pages.blocks.links import LinkBlock


class FigureBlock(blocks.StructBlock):
    """One picture with what belongs to it."""

    image = ImageBlock()
    caption = blocks.RichTextBlock(features=features.INLINE, required=False)
    credit = blocks.CharBlock(
        required=False,
        max_length=255,
        help_text="Who made the picture. Left empty, the credit of the library is shown.",
    )
    size = blocks.ChoiceBlock(
        choices=[
            ("full", "As wide as the text"),
            ("large", "Large"),
            ("medium", "Medium"),
            ("small", "Small"),
        ],
        default="full",
        label="Width",
    )
    link = LinkBlock(label="Link of the picture")

    class Meta:
        icon = "image"
        label = "Image"
        template = "blocks/image.html"
        form_layout = blocks.BlockGroup(
            children=["image", "caption", "size"], settings=["credit", "link"]
        )
        description = "A picture with caption and credit"

        @staticmethod
        def preview_value():
            return {"image": samples.picture(), "caption": "<p>A caption says what to see.</p>"}


class GalleryItemBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=255)

    class Meta:
        icon = "image"
        label = "Picture"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    columns = blocks.ChoiceBlock(choices=[("2", "2"), ("3", "3"), ("4", "4")], default="3")
    images = blocks.ListBlock(GalleryItemBlock(), min_num=1, label="Pictures")

    class Meta:
        icon = "image"
        label = "Gallery"
        template = "blocks/gallery.html"
        description = "Several pictures side by side"

        @staticmethod
        def preview_value():
            images = [{"image": picture, "caption": ""} for picture in samples.pictures(3)]
            return {"columns": "3", "images": images}
