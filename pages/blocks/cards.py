"""Cards and logos in a grid."""

from wagtail import blocks

from pages.blocks import samples
from pages.blocks.choosers import ImageBlock
from pages.blocks.links import LinkBlock


class CardBlock(blocks.StructBlock):
    image = ImageBlock(required=False)
    title = blocks.CharBlock(max_length=255)
    description = blocks.TextBlock(required=False, rows=3)
    link = LinkBlock()
    link_label = blocks.CharBlock(
        required=False, max_length=120, help_text="For example “Read the report”."
    )

    class Meta:
        icon = "form"
        label = "Card"


class CardGridBlock(blocks.StructBlock):
    """Cards of even height, one to four in a row."""

    columns = blocks.ChoiceBlock(
        choices=[("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
        default="3",
        label="Cards in a row",
        help_text="On narrow screens there are fewer.",
    )
    cards = blocks.ListBlock(CardBlock(), min_num=1)

    class Meta:
        icon = "grip"
        label = "Cards"
        template = "blocks/card_grid.html"
        description = "Short pieces that lead somewhere"

        @staticmethod
        def preview_value():
            titles = ["Innovation", "Infrastructure", "People"]
            return {
                "columns": "3",
                "cards": [
                    {
                        "image": samples.picture(),
                        "title": title,
                        "description": "One sentence says what to expect.",
                        "link": {"url": "https://www.example.org/"},
                        "link_label": "Read more",
                    }
                    for title in titles
                ],
            }


class LogoBlock(blocks.StructBlock):
    image = ImageBlock()
    name = blocks.CharBlock(max_length=120)
    url = blocks.URLBlock(required=False, label="Website")

    class Meta:
        icon = "image"
        label = "Logo"


class LogoCloudBlock(blocks.StructBlock):
    """Logos of partners."""

    title = blocks.CharBlock(required=False, max_length=160)
    logos = blocks.ListBlock(LogoBlock(), min_num=1)

    class Meta:
        icon = "group"
        label = "Logos"
        template = "blocks/logo_cloud.html"
        description = "Logos of partners"

        @staticmethod
        def preview_value():
            logos = [{"image": picture, "name": "Partner"} for picture in samples.pictures(4)]
            return {"title": "Our partners", "logos": logos}
