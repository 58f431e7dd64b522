"""One criterion to a module: what the source has against what the site shows."""
