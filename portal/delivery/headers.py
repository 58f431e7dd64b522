"""The content security policy: strict for visitors, one step wider inside the admin.

Public pages load scripts and styles from this site only and hold neither inline. The admin's
rich text editor writes inline styles, and its upload previews are blob: and data: images.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


def public_policy() -> dict[str, list[str]]:
    """The directives of a public page, from the hosts that the settings allow."""
    media = [f"https://{settings.S3_PUBLIC_HOST}"] if settings.S3_PUBLIC_HOST else []
    frames = [f"https://{host}" for host in (*settings.VIDEO_HOSTS, *settings.EMBED_HOSTS)]
    return {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *media],
        "media-src": [SELF, *media],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": frames,
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }


def admin_policy() -> dict[str, list[str]]:
    """The directives of an admin page: what its editors need on top, and previews in frames."""
    policy = public_policy()
    policy["style-src"] = [SELF, UNSAFE_INLINE]
    policy["img-src"] = [*policy["img-src"], "blob:"]
    policy["frame-src"] = [SELF, *policy["frame-src"]]
    return policy


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Chooses the policy by address: the admin's under the admin's root, else the public one."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            in_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
            parts.config = admin_policy() if in_admin else public_policy()
        return parts
