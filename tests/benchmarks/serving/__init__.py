"""A page of the portal beside a static file and beside stock Wagtail, side by side in one run."""

from tests.benchmarks.serving.section import SUMMARY, add_arguments, run

__all__ = ["SUMMARY", "add_arguments", "run"]
