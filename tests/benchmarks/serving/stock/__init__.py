"""A site as Wagtail's documentation and its demo teach to build one: the contender `stock`.

Everything in it is Wagtail's own: page models with a StreamField, tags, people and related pages,
`{% image %}`, menus that walk the tree, breadcrumbs, a cache of renditions. It has a database of
its own, made with `migrate --run-syncdb`.

What an uncached page of the portal is compared with is this site's article: the same texts, links,
pictures, tags, related pages and menu, asked for at the same number of connections and uncompressed,
from as many workers. What counts for both is the time of all processes of the server (the portal's
dispatcher and picture worker among them) and of the database server and Redis: nobody else may use
these meanwhile. The portal's answer has twice the bytes, as it has each picture in three formats and
several sizes, a table of contents, cards with pictures, and data for search engines.
"""
