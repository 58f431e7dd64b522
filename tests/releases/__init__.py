"""The release desk."""
