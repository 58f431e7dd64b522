"""Settings of a site that writes down each request that Django is asked."""

import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import MIDDLEWARE as AS_USUAL

#: The environment variable that names the file.
COUNTED_IN = "TESTS_COUNTED_IN"


class Counting:
    """A line for each request: the process, and the path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with open(os.environ[COUNTED_IN], "a", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {request.path}\n")
        return self.get_response(request)


MIDDLEWARE = [f"{__name__}.Counting", *AS_USUAL]
