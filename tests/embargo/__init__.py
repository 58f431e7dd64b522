"""The embargo's surfaces: every address of the site, asked by everybody who may not know."""
