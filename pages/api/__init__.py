"""Pages for programs: read-only JSON through Wagtail's API v2, behind the gate.

`views` decides which pages there are, `filters` what narrows them, `fields` what is said of one,
`markup` in which HTML. A page type lists its fields in `api_fields`; the rest of a page is not told,
nor is anything that it refers to, save what visitors see on the page itself. A page that the public
may not see answers as one that was never there, wherever it is named.

Pictures and documents are not listed: of a file alone nobody can say whether it is public yet.
`?search=` asks the site's own search, which knows what may be found, and not Wagtail's, which would
go around it.
"""
