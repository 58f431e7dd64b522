"""What an editor may do inside rich text. The importer writes nothing beyond these."""

INLINE = ["bold", "italic", "link", "document-link", "superscript", "subscript"]
PROSE = [*INLINE, "ol", "ul"]
CELL = [*PROSE, "image"]
