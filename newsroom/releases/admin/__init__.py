"""The release desk in the admin: lists, one page for each release, the edit view of pages."""
