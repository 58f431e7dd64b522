"""Notes at the end of a page, which `[1]`, `[2]` … in its text lead to."""

from wagtail import blocks


class FootnotesValue(blocks.StructValue):
    """Notes with their numbers; `pages.footnotes` sets where counting starts and what is cited."""

    start = 1
    cited: frozenset[int] = frozenset()

    @property
    def numbered(self) -> list[dict]:
        """Each note with its number, and whether the text has a mark to go back to."""
        return [
            {"number": number, "text": text, "is_cited": number in self.cited}
            for number, text in enumerate(self["notes"], start=self.start)
        ]


class FootnotesBlock(blocks.StructBlock):
    """Notes in the order of their numbers."""

    notes = blocks.ListBlock(
        blocks.RichTextBlock(features=["bold", "italic", "link", "document-link"], label="Note"),
        min_num=1,
        label="Notes",
        help_text="Write [1] in the text where the first note belongs, [2] for the second, and so "
        "on. Each becomes a link to its note, and the note links back.",
    )

    class Meta:
        icon = "openquote"
        label = "Footnotes"
        template = "blocks/footnotes.html"
        value_class = FootnotesValue
        description = "Notes that [1], [2] … in the text lead to"
        preview_value = {
            "notes": [
                "<p>Survey of March 2026, 4,316 answers.</p>",
                "<p>The figures of 2025 count only full years.</p>",
            ]
        }
