"""A kind of snippet that can be a draft, for tests only: the project itself has none."""
