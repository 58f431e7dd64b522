"""Development and the demo: one machine, no other service, nothing to configure.

DEBUG is off unless the environment asks for it, so that what is seen is what visitors will see.
"""

from portal.settings.base import *
from portal.settings.base import ALLOWED_HOSTS, DEBUG

ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", ".localhost"]

SERVE_MEDIA = True
# The demo brings users whose passwords are printed.
DEMO_ALLOWED = True
# Static files come from where they are written; nothing has to be collected first.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
