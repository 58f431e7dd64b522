"""The API as this site offers it: every page, and what only the newsroom's items have."""
