"""Search over the public site.

`search(text, chosen, within)` answers any text. A page is found by the words of its title, its
summary and its body, in that order of weight, on PostgreSQL and SQLite alike; nothing but what
`pages.visibility` calls public is found, counted, quoted or suggested.

`words` says what a word is, `query` what a typed text asks for, `reading` what words a page has.
`backend` writes them to an index whenever Wagtail stores a page, `databases` finds them, `spelling`
mends slips, `facets` counts, `highlights` quotes, and `results` puts it all together.
"""
