"""What search engines are told about a page: schema.org in JSON-LD, one graph for a page.

`graph` puts together what is true of every page; `page_types` says what each type adds, and other
applications register theirs in the same way (`graph.described.register`). Only a page that the
public may see is described, and nothing in its description is of a page that they may not.
"""
