"""Finished answers, in front of Django.

A page is rendered once and then sent as bytes, until something changes that it was made from
(`pages.dependencies`, `portal.delivery.counters`), or by its date: both are looked at for every
request. What reaches this cache, and what is never kept, is decided in five places:

- `key`: which requests may share an answer at all: anonymous GET and HEAD, without anything in
  them that the answer could depend on but host, scheme, path and the parameters of listings. The
  parameters of campaigns are dropped, also from what Django is asked, so that no answer repeats
  them. A request with other parameters goes to Django and is kept by nobody.
- `middleware`: which addresses are pages for everybody. It runs inside Django and says so to the
  layer, with what the page was made from and the seconds until something changes by its date. An
  address that it does not name is never kept.
- `answers`: which answers may be kept, by what their headers say.
- `layer`: for how long, and that only one request renders what many ask for at once.
- `agenda`: when something is due next, for all pages together, so that a schedule that is set after
  a page was made counts for it, too.

While Django answers with an error of its own, as it does without its database, the layer shows
what it made within a day, with `Age` and `Warning`: only what nobody changed since, as far as this
machine knows, and only until the next scheduled change.

Each process keeps what it was asked for, up to PAGE_CACHE_MB. The workers of one server hand to each
other what they have finished, and take turns at rendering (`shelf`): a thousand visitors at all of
them cause one rendering, and a publication one more. What was taken from there is judged like what a
worker has made itself.
"""
