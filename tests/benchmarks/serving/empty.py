"""The portal's settings for production with one address more, which answers nothing.

What Django and this project's middleware cost before any page is looked for.
"""

from portal.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.serving.empty_urls"
