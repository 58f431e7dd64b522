"""What a strategy is made of: goals, systems and enablers, milestones, a picture to explore."""

from django.core.validators import MaxValueValidator, MinValueValidator
from wagtail import blocks

from pages.blocks import features, samples
from pages.blocks.choosers import ImageBlock, ImageChooserBlock
from pages.blocks.links import LinkBlock

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class GoalBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    text = blocks.RichTextBlock(features=features.PROSE)
    image = ImageChooserBlock(required=False)

    class Meta:
        icon = "pick"
        label = "Goal"


class GoalsBlock(blocks.StructBlock):
    """The guiding goals."""

    title = blocks.CharBlock(required=False, max_length=160)
    items = blocks.ListBlock(GoalBlock(), min_num=1, label="Goals")

    class Meta:
        icon = "pick"
        label = "Guiding goals"
        template = "blocks/goals.html"
        description = "What the strategy wants to reach"
        preview_value = {
            "title": "Two guiding goals",
            "items": [
                {"title": "Excellence", "text": "<p>Advance the field where it matters most.</p>"},
                {"title": "Confidence", "text": "<p>Let everyone use it with trust.</p>"},
            ],
        }


class EnablerBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    description = blocks.TextBlock(required=False, rows=2)
    link = LinkBlock()

    class Meta:
        icon = "cog"
        label = "Enabler"


class SystemBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    text = blocks.RichTextBlock(features=features.PROSE, required=False)
    items = blocks.ListBlock(EnablerBlock(), label="Enablers")

    class Meta:
        icon = "cogs"
        label = "System"


class EnablersBlock(blocks.StructBlock):
    """Systems, each with the enablers that drive it."""

    title = blocks.CharBlock(required=False, max_length=160)
    systems = blocks.ListBlock(SystemBlock(), min_num=1)

    class Meta:
        icon = "cogs"
        label = "Systems and enablers"
        template = "blocks/enablers.html"
        description = "How the goals are reached"
        preview_value = {
            "title": "How we get there",
            "systems": [
                {
                    "title": "People",
                    "text": "<p>Those who build and those who use.</p>",
                    "items": [
                        {"title": "Talent", "description": "More practitioners"},
                        {"title": "Skills", "description": "Training for every job"},
                    ],
                }
            ],
        }


class MilestoneBlock(blocks.StructBlock):
    date_label = blocks.CharBlock(max_length=40, label="When", help_text="For example “June 2026”.")
    title = blocks.CharBlock(max_length=160)
    text = blocks.TextBlock(required=False, rows=2)
    state = blocks.ChoiceBlock(
        choices=[("done", "Reached"), ("current", "Under way"), ("planned", "Planned")],
        default="planned",
    )

    class Meta:
        icon = "date"
        label = "Milestone"


class MilestonesBlock(blocks.StructBlock):
    """Progress along a line of dates."""

    title = blocks.CharBlock(required=False, max_length=160)
    items = blocks.ListBlock(MilestoneBlock(), min_num=1, label="Milestones")

    class Meta:
        icon = "date"
        label = "Milestones"
        template = "blocks/milestones.html"
        description = "What has been reached and what comes next"
        preview_value = {
            "title": "Progress",
            "items": [
                {"date_label": "2025", "title": "Strategy published", "state": "done"},
                {"date_label": "2026", "title": "First ten projects", "state": "current"},
                {"date_label": "2027", "title": "Review", "state": "planned"},
            ],
        }


class HotspotBlock(blocks.StructBlock):
    x = blocks.FloatBlock(
        validators=_PERCENT, label="From the left edge (%)", help_text="0 is left, 100 is right."
    )
    y = blocks.FloatBlock(
        validators=_PERCENT, label="From the top edge (%)", help_text="0 is top, 100 is bottom."
    )
    title = blocks.CharBlock(max_length=160)
    text = blocks.TextBlock(required=False, rows=2)
    link = LinkBlock()

    class Meta:
        icon = "crosshairs"
        label = "Point"


class InteractiveImageValue(blocks.StructValue):
    @property
    def points(self) -> list[dict]:
        """The points with their number and their place in the picture's own pixels."""
        image = self["image"]
        if not image:
            return []
        return [
            {
                "number": number,
                "cx": round(image.width * point["x"] / 100),
                "cy": round(image.height * point["y"] / 100),
                "radius": round(image.width * 0.022),
                "value": point,
            }
            for number, point in enumerate(self["hotspots"], start=1)
        ]


class InteractiveImageBlock(blocks.StructBlock):
    """A picture with numbered points; each leads to its explanation below."""

    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=255)
    hotspots = blocks.ListBlock(HotspotBlock(), min_num=1, label="Points")

    class Meta:
        icon = "crosshairs"
        label = "Picture to explore"
        template = "blocks/interactive_image.html"
        value_class = InteractiveImageValue
        description = "A picture with numbered points and their explanations"

        @staticmethod
        def preview_value():
            return {
                "image": samples.picture(),
                "caption": "Three parts work together.",
                "hotspots": [
                    {"x": 25, "y": 50, "title": "Innovation", "text": "Research and industry."},
                    {"x": 70, "y": 40, "title": "People", "text": "Talent and skills."},
                ],
            }
