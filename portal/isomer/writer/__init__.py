"""Saving: the place of the site, pages through revisions, menu and settings."""
