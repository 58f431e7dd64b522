"""The public site as files that nginx or an object store can serve alone (`manage.py bake`).

- `folder` is what is written to: trees that are made whole and swapped, so that a run that is ended
  by whatever leaves the mirror of before.
- `run` makes what changed anew, as at one moment of the clock, and again while something is
  published meanwhile: so that all of it comes from one state of the database.
- `site` goes through one site, beginning with the pages that the gate lets through (`addresses`),
  and asks the application for each address as a visitor would (`asking`), through the page cache.
  What that would not keep for everybody is not baked.
- `writing` packs, `record` remembers (`bake.json`), `redirects` knows where other addresses lead.
- `nginx_files` fills in the configurations in `nginx/`, with the headers that were answered.
- `lease` says until when nginx may answer in front of the application, `watch` keeps that up.

README.md beside this says how it is used and what holds.
"""
