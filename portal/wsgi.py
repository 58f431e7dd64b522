"""The WSGI application that granian, or any other WSGI server, runs."""

import os

from django.core.wsgi import get_wsgi_application

from portal.delivery import counters
from portal.delivery.page_cache.front import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

application = in_front_of(get_wsgi_application(), counters)
