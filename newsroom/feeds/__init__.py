"""Feeds: what readers can see now in each listing, and in each listing about one topic.

One representation (`entries`), three writers (`atom`, `rss`, `json_feed`). The newest items come
first, and an item that readers were told something new about comes up again.
"""
