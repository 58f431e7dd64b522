"""Telling people why a page was not published.

Wagtail turns every PermissionDenied into "you do not have permission", and its views have saved a
draft by then. Whoever loses the race between looking and publishing is told the reason instead, and
comes back to where they were.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import escape

from pages import publication

#: What `wagtail.admin.auth.permission_denied` says, in the language of the admin.
DENIED = "Sorry, you do not have permission to access this area."


class PublicationRefusedMiddleware:
    """Puts the lines of `publication.tell` in the place of Wagtail's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        with publication.listening() as lines:
            response = self.get_response(request)
        if not lines:
            return response
        kept = list(messages.get_messages(request))
        # Wagtail renders its messages, so that more than the sentence is there.
        denied = [message for message in kept if DENIED in str(message.message)]
        for message in kept:
            if message not in denied:
                messages.add_message(
                    request, message.level, message.message, extra_tags=message.extra_tags
                )
        said = " ".join(str(message.message) for message in kept)
        for line in dict.fromkeys(lines):
            # A view that caught the refusal has told it already.
            if line not in said and escape(line) not in said:
                messages.warning(request, line)
        return redirect(request.get_full_path()) if denied else response
