"""Importer of Isomer repositories: reader → converter → planner → writer → report.

Each step knows only the ones before it. `reader` turns a folder into documents, `markdown` gives
kramdown's meaning to Markdown, `converter` turns HTML into neutral blocks without touching the
database, `planner` decides which page each document becomes and where, `writer` saves pages
through revisions, `report` says what became of every file. README.md beside this file is the
user's documentation and lists every warning code.
"""
