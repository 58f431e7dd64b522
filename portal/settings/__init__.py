"""Settings: `base` holds what all share; `dev`, `production` and `test` what differs."""
