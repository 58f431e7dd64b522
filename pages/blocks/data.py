"""Figures and files."""

from wagtail import blocks

from pages.blocks import samples
from pages.blocks.choosers import DocumentChooserBlock


class StatisticBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=40, label="Figure", help_text="For example 15,000 or 72 %.")
    label = blocks.CharBlock(max_length=160, label="What it counts")
    note = blocks.CharBlock(required=False, max_length=255, label="Source or remark")

    class Meta:
        icon = "order"
        label = "Figure"


class StatisticsBlock(blocks.StructBlock):
    """A row of key figures."""

    items = blocks.ListBlock(StatisticBlock(), min_num=1, label="Figures")

    class Meta:
        icon = "order"
        label = "Key figures"
        template = "blocks/statistics.html"
        description = "A few large numbers"
        preview_value = {
            "items": [
                {"value": "15", "label": "actions under way", "note": ""},
                {"value": "1,850", "label": "training places this year", "note": ""},
                {"value": "72 %", "label": "of services online", "note": "Survey of March"},
            ]
        }


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    title = blocks.CharBlock(
        required=False, max_length=255, help_text="Left empty, the document’s own title is shown."
    )
    description = blocks.CharBlock(required=False, max_length=255)

    class Meta:
        icon = "doc-full"
        label = "File"


class DownloadsBlock(blocks.StructBlock):
    """Files to take away; type and size are shown."""

    title = blocks.CharBlock(required=False, max_length=160)
    items = blocks.ListBlock(DownloadBlock(), min_num=1, label="Files")

    class Meta:
        icon = "download"
        label = "Downloads"
        template = "blocks/downloads.html"
        description = "Files with their type and size"

        @staticmethod
        def preview_value():
            document = samples.document()
            items = [{"document": document, "title": "", "description": ""}] if document else []
            return {"title": "Downloads", "items": items}
