"""Uploaded files: what may come in, what is kept of it, and who may fetch it.

`fields` is the one way into storage: every file of an image or a document passes through it,
whoever saves it (a form, the importer, a script). The rules it applies live beside it: `limits`
and `metadata` for images, `filetypes` for documents, `paths` for both. `serving` answers
`/documents/…`.
"""
