"""The page cache: what it keeps, for how long, and what it never does."""
