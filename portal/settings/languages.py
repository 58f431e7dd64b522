"""The languages of the site. `base` takes all of it.

English is the language of every installation: its pages have addresses without a prefix, and its
locale is the one that Wagtail's migrations made. The others are there when SITE_LANGUAGES names
them.
"""

from portal.settings.environment import stop, text

LANGUAGE_CODE = "en-gb"
#: How SITE_LANGUAGES calls them, with the code and the English name of each.
_KNOWN = {
    "en": (LANGUAGE_CODE, "English"),
    "zh-hans": ("zh-hans", "Chinese"),
    "ms": ("ms", "Malay"),
    "ta": ("ta", "Tamil"),
}


def _chosen() -> list[tuple[str, str]]:
    """The languages of SITE_LANGUAGES in their order; English alone without it."""
    value = text("SITE_LANGUAGES", "en")
    names = [name.strip().lower() for name in value.split(",")]
    wrong = [name for name in names if name not in _KNOWN]
    if wrong or names[0] != "en" or len(set(names)) < len(names):
        stop(
            "SITE_LANGUAGES in the environment must be languages among "
            f"{', '.join(_KNOWN)}, each once, en first, with commas between them, not {value!r}"
        )
    return [_KNOWN[name] for name in names]


USE_I18N = True
LANGUAGES = list(_KNOWN.values())
WAGTAIL_CONTENT_LANGUAGES = _chosen()
WAGTAIL_I18N_ENABLED = len(WAGTAIL_CONTENT_LANGUAGES) > 1
