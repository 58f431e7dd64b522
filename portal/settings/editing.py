"""Wagtail: the admin, its images and documents, its search. `base` takes all of it."""

from portal.settings.environment import text, time_zone

WAGTAIL_SITE_NAME = "Portal"
WAGTAILADMIN_BASE_URL = text("WAGTAILADMIN_BASE_URL", f"http://localhost:{text('PORT', '8000')}")
WAGTAIL_APPEND_SLASH = True
# The admin makes no call to a machine that is not ours.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict] = []
# A list of our own: the default one holds an entry that no time zone database knows.
WAGTAIL_USER_TIME_ZONES = sorted({
    time_zone(), "UTC", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Jakarta", "Asia/Bangkok",
    "Asia/Manila", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul",
    "Asia/Kolkata", "Asia/Dubai", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
    "Europe/London", "Europe/Berlin", "Europe/Paris", "Africa/Johannesburg", "America/New_York",
    "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo",
})  # fmt: skip
# pages/former_places.py does that, for any number of pages below.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M"
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# A page that waits in a release is published by it, not by the end of its workflow.
WAGTAIL_FINISH_WORKFLOW_ACTION = "newsroom.releases.workflow.finish"
# Who runs the machines need not know what is about to be published.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

WAGTAILIMAGES_IMAGE_MODEL = "pages.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.media.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILIMAGES_JPEG_QUALITY = 80

# Where the stills of films are fetched when a page is saved; from nowhere else, and never by the
# browser of a visitor. Without any, films have the posters that editors choose.
FILM_POSTER_HOSTS = {
    "youtube-stills": "https://i.ytimg.com",
    "vimeo": "https://vimeo.com",
    "vimeo-stills": "https://i.vimeocdn.com",
}

WAGTAILDOCS_DOCUMENT_MODEL = "pages.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Which types are allowed is in pages/media/filetypes.py, with how each is recognised.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.media.forms.SiteDocumentForm"

# Topics and tags are typed with commas between them; their names may hold spaces.
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "pages.tags.split_tags"
TAGGIT_STRING_FROM_TAGS = "pages.tags.join_tags"

WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "pages.contentstate.RichTextArea",
        "OPTIONS": {
            "features": [
                "bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript",
            ]
        },
    }
}  # fmt: skip
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": text("SEARCH_BACKEND", "pages.search.admin_backend"),
        **({"URLS": [text("SEARCH_URL")]} if text("SEARCH_URL") else {}),
    },
    # What visitors search; the other one is for the admin.
    "site": {"BACKEND": "pages.search.backend"},
}
# The indexes of a publication are written once, and together.
TASKS = {"default": {"BACKEND": "pages.tasks.TaskBackend"}}
