"""System checks: invariants of the project."""
