"""A site as Wagtail's documentation and its demo teach to build one: the contender `stock`.

Everything in it is Wagtail's own: page models with a StreamField, tags, people and related pages,
`{% image %}`, menus that walk the tree, breadcrumbs, a cache of renditions. It has a database of
its own, made with `migrate --run-syncdb`.
"""
