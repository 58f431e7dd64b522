"""StreamField blocks, one family to a file; `stream.py` assembles them for each kind of page."""
