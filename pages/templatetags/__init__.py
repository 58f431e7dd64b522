"""Template tags: icons, and the navigation that surrounds a page."""
