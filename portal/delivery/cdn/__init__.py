"""Caches between here and the visitor: how long they may keep what, and how they learn of a change.

**For how long.** A finished page says `public, max-age=0, s-maxage=N, must-revalidate`:

- `max-age=0`: a browser asks each time, and gets 304 for what has not changed.
- `s-maxage` is PAGE_CACHE_SHARED_SECONDS, and never reaches the next scheduled change: so that one
  needs no purge to be on time. It stays a second below, as caches count in whole ones. What is armed
  later than an answer was given out is not known to that answer; there, the purge at the instant is
  what counts, and PAGE_CACHE_SHARED_SECONDS the bound without it.
- 404 and 410 hold for at most five seconds: what is not there yet may be there at once.
- No `stale-while-revalidate` and no `stale-if-error` on anything that names pages: pages, lists,
  feeds, sitemaps, robots.txt, redirects. A cache that shows an old answer while it asks for a new
  one would show a page once more that was taken off, and one that can't reach us would show it for
  as long as that lasts. While the database is down this application shows old pages itself: only
  what nobody has changed since (`page_cache.layer`).
- Both stand where an old answer gives nothing away: the colours (`/theme.css` without fingerprint),
  the icon. Files whose address holds a fingerprint of their content (static files, sizes of pictures,
  social cards) are `immutable` for a year.
- Documents and the API are asked for before each use; the admin is kept by nobody.
- Where caches are told nothing but addresses, what nobody names is kept by nobody: an answer at any
  other address says `s-maxage=0` (`reached`), and a cache that asks gets 304 from the page cache.
  Several choices of a list at once, its pages after the tenth, years before 2000, topics after the
  sixtieth, marks of campaigns and other names of the host are such. With CDN_KEYS, keys reach them.

**Learning of a change.** With CDN_PURGE_URL, each commit that changes what visitors see leaves notes
in its own transaction (`noting`), one for everything where it writes past Django's signals (`untold`).
After it, a thread purges every address that changed (`purging`, `addresses`) through Wagtail's backends
(`backends`); with CDN_KEYS also the keys (`keys`). A CDN that does not answer delays nobody: the notes
stay, are tried again, and `/_health/` says `"cdn": "behind"`. Everything is, for a cache that takes
nothing but `PURGE` of addresses, the addresses of all pages that are or were public: one that a raw
write has taken from a page is not among them, and kept for PAGE_CACHE_SHARED_SECONDS.
"""
