"""Press releases, news articles and the listings they appear in."""
