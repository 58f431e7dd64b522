"""The release desk while things go wrong: real processes, real databases, real kills."""
