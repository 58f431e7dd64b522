"""An independent reading of an Isomer repository: files, front matter, addresses, Markdown.

Nothing here comes from the importer, so that a mistake of the one is not repeated by the other.
"""
