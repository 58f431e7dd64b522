"""The release desk: what goes out together, who approved it, and the instant at which it does."""
