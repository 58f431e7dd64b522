"""The notice on the edit view of a page that waits in a release."""

from typing import Any

from django import template

from newsroom.releases.admin import page_notice

register = template.Library()


@register.inclusion_tag("releases/admin/page_notice.html", takes_context=True)
def release_notice(context: dict) -> dict[str, Any]:
    """What somebody who edits `page` should know about its release."""
    page, request = context.get("page"), context["request"]
    notice = page_notice.notice_for(page, request.user) if page and page.pk else None
    return {"notice": notice, "csrf_token": context.get("csrf_token")}
