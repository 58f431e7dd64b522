"""Commands of the release desk."""
