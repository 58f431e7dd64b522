"""The CDN in front of the site: how it is told what has changed."""

import re
from importlib.util import find_spec
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

from portal.settings.environment import stop, text

_BACKENDS = "portal.delivery.cdn.backends"
_ALLOWED = (
    "http://host:port, https://host, cloudflare://ZONE, cloudfront://DISTRIBUTION, "
    "azure-cdn://GROUP/PROFILE/ENDPOINT or azure-front-door://GROUP/NAME"
)
#: How the keys of an answer may be called: as Fastly, Varnish (xkey) and Cloudflare read them.
KEY_HEADERS = ("Surrogate-Key", "xkey", "Cache-Tag")
_NAMED = {name.lower(): name for name in KEY_HEADERS}
#: What Azure's packages are called for each kind of address, and what its parts mean to Wagtail.
_AZURE = {
    "azure-cdn": (
        "cdn",
        "AzureCdn",
        ("RESOURCE_GROUP_NAME", "CDN_PROFILE_NAME", "CDN_ENDPOINT_NAME"),
    ),
    "azure-front-door": (
        "frontdoor",
        "AzureFrontDoor",
        ("RESOURCE_GROUP_NAME", "FRONT_DOOR_NAME"),
    ),
}


def keys_header() -> str:
    """CDN_KEYS: the header in which answers say what they were made from; empty for none."""
    wanted = text("CDN_KEYS")
    if wanted and wanted.lower() not in _NAMED:
        stop(f"CDN_KEYS in the environment must be one of {', '.join(KEY_HEADERS)}, not {wanted!r}")
    return _NAMED[wanted.lower()] if wanted else ""


def purging() -> dict[str, dict[str, Any]]:
    """Wagtail's setting of front-end caches from CDN_PURGE_URL; empty without one."""
    address = text("CDN_PURGE_URL")
    if not address:
        return {}
    parts = _parts(address)
    if parts.scheme in _AZURE:
        return _azure(parts)
    if parts.path not in ("", "/"):
        _refuse()
    if parts.scheme == "cloudflare":
        token = text("CDN_PURGE_TOKEN")
        if not token:
            stop(
                "CDN_PURGE_TOKEN is not set in the environment; Cloudflare's CDN_PURGE_URL needs it"
            )
        return _one("Cloudflare", ZONEID=parts.netloc, BEARER_TOKEN=token)
    if parts.scheme == "cloudfront":
        _need("cloudfront", "boto3")
        return _one("Cloudfront", DISTRIBUTION_ID=parts.netloc)
    return _one("Purge", LOCATION=f"{parts.scheme}://{parts.netloc}")


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        _refuse()
    known = {"http", "https", "cloudflare", "cloudfront", *_AZURE}
    if parts.scheme not in known or not parts.hostname or parts.query or parts.fragment:
        _refuse()
    if "@" in parts.netloc:
        _refuse()
    return parts


def _azure(parts: SplitResult) -> dict[str, dict[str, Any]]:
    package, backend, names = _AZURE[parts.scheme]
    values = [parts.netloc, *filter(None, parts.path.split("/"))]
    if len(values) != len(names):
        _refuse()
    _need(parts.scheme, f"azure.mgmt.{package}")
    return _one(backend, **dict(zip(names, values, strict=True)))


def _one(backend: str, **parameters: str) -> dict[str, dict[str, Any]]:
    return {"default": {"BACKEND": f"{_BACKENDS}.{backend}Backend", **parameters}}


def _need(scheme: str, module: str) -> None:
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        found = None
    if found is None:
        package = re.sub(r"\.", "-", module)
        stop(f"CDN_PURGE_URL={scheme}:// in the environment needs the package {package}")


def _refuse() -> NoReturn:
    # The address itself is not repeated: it may hold a secret, put there by mistake.
    stop(f"CDN_PURGE_URL in the environment must look like {_ALLOWED}")
