"""The WSGI application that granian, or any other WSGI server, runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from portal.delivery import counters
from portal.delivery.page_cache.front import in_front_of
from portal.delivery.rendering_threads import RenderingThreads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

django = get_wsgi_application()
#: `manage.py serve` sets it; another server's own threads run Django.
threads = int(os.environ.get("RENDERING_THREADS", "0"))
application = in_front_of(RenderingThreads(django, threads) if threads else django, counters)
# What is loaded by now stays: the collector, which holds up every thread, need not look at it again.
gc.freeze()
# A page is written with some ten thousand objects that are gone with it. Counted by hundreds, as
# Python does, they would be looked at again and again meanwhile. Between pages there is
# `portal.delivery.tidying`.
gc.set_threshold(50_000 if threads else 20_000, 10, 10)
