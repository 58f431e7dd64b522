"""Every warning of the report, with its meaning. README.md repeats this list."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Code(TextChoices):
    """What was repaired, what could not be kept, what an editor should look at."""

    # The file
    FRONT_MATTER = (
        "front-matter",
        "The front matter was no valid YAML; its lines were read one by one.",
    )
    NO_FRONT_MATTER = (
        "no-front-matter",
        "A text file without front matter; the old site showed it raw or not at all.",
    )
    NOT_PUBLISHED = (
        "not-published",
        "The old site did not publish this file: a draft, a name without a date, left out by name.",
    )
    BUILD_FILE = "build-file", "A file of the old site's machinery; the portal has its own."
    CHARACTERS = "characters", "The file is not clean UTF-8; control characters were removed."
    TOO_LARGE = "too-large", "A text file of more than 5 MB was left out."
    SYMLINK = "symlink", "A symbolic link was not followed."
    UNREADABLE = "unreadable", "A file can't be read; the import went on without it."
    ARCHIVE_ENTRY = (
        "archive-entry",
        "An entry of the archive was left out: its name, its kind or its packing is not taken.",
    )
    DATA_FILE = "data-file", "A data file is no valid YAML and was left out."
    DATE_MISSING = "date-missing", "A post has no usable date; one near its name was taken."
    ENTRY_TEXT = (
        "entry-text",
        "A listing entry leads elsewhere, but has a text of its own; it was left out.",
    )
    SYSTEM_PAGE = "system-page", "A page of the old site's machinery; the portal has its own."
    UNPUBLISHED = "unpublished", "Marked `published: false`; imported as a draft."
    FUTURE_DATED = "future-dated", "Dated in the future; imported as a scheduled draft."
    LIQUID = "liquid", "A Liquid tag was not carried out; it stands in the text as written."

    MAPPED_OUT = "mapped-out", "The map says to leave this file out."

    # Address and place
    ADDRESS_TAKEN = "address-taken", "Another page already has this address; this one got another."
    ADDRESS_RESERVED = (
        "address-reserved",
        "The address belongs to the application; the page got another.",
    )
    SLUG_CHANGED = "slug-changed", "The last part of the address was shortened or numbered."
    TITLE_SHORTENED = "title-shortened", "The title had more than 255 characters."
    TYPE_CHANGED = "type-changed", "The page was imported as another type before and was made anew."
    TYPE_UNFIT = (
        "type-unfit",
        "The mapped page type is not allowed at this place; the usual one was taken.",
    )
    HOME_EXISTS = (
        "home-exists",
        "The home page was not made by this import; its content was left alone.",
    )
    SEARCH_EXISTS = "search-exists", "The site has a search page already; no second one was made."
    SETTING_EXISTS = (
        "setting-exists",
        "A setting already has a value from elsewhere; it was left alone.",
    )

    SETTING_REFUSED = (
        "setting-refused",
        "A setting's value was refused, such as a colour with too little contrast.",
    )

    REDIRECT_UNSUPPORTED = (
        "redirect-unsupported",
        "An old redirect can't be carried out here, or only for some of its addresses.",
    )
    REDIRECT_CONFLICT = (
        "redirect-conflict",
        "A page, a file or another redirect stands at an old redirect's address; it was left alone.",
    )
    REDIRECT_ONLY = "redirect-only", "A page that only leads elsewhere; it became a redirect."
    REDIRECT_NOWHERE = "redirect-nowhere", "An old redirect leads to nothing; it was left out."

    SETTING_DROPPED = (
        "setting-dropped",
        "A setting of the old site that has no counterpart; it was not taken over.",
    )

    # Links
    LINK_UNRESOLVED = "link-unresolved", "An internal link leads to nothing; its text was kept."
    LINK_HIDDEN = (
        "link-hidden",
        "A link leads to a page that is not public, or not yet; until it is, only the text shows.",
    )
    LINK_UNSAFE = "link-unsafe", "A link with a forbidden scheme was removed; its text was kept."
    LINK_INVALID = "link-invalid", "A link's address is empty or no address; its text was kept."
    LINK_REPAIRED = (
        "link-repaired",
        "A link's address was repaired: scheme, bare e-mail, stray characters.",
    )
    LINK_IN_HEADING = (
        "link-in-heading",
        "A link in a heading spans the whole heading now; further ones follow it as text.",
    )
    LINK_EMPTY = "link-empty", "A link with nothing to see or click was removed."

    # Pictures, films, files
    IMAGE_MISSING = "image-missing", "An image is not in the repository."
    IMAGE_EXTERNAL = "external-image", "An image lies on another host and was not fetched."
    IMAGE_BROKEN = "image-broken", "An image file can't be decoded or is too large."
    IMAGE_UNSUPPORTED = (
        "image-unsupported",
        "An image is of a kind the image library does not take.",
    )
    IMAGE_EMBEDDED = "image-embedded", "An image written into the page as data was removed."
    IMAGE_CASE = "file-case", "A file was found only by ignoring case."
    ALT_MISSING = "alt-missing", "An image has no alternative text; it is treated as decoration."
    MEDIA_IN_TABLE = (
        "media-in-table",
        "A film or frame stood in a table cell; it now follows the table.",
    )
    FILE_REFUSED = "file-refused", "A file is of a kind, or a size, that the library does not take."
    FILE_UNUSED = "file-unused", "No page uses this file; it was imported, so its address answers."
    VIDEO_TITLED = "video-titled", "A video had no title; it was taken from the heading above it."
    EMBED_UNKNOWN = "embed-unknown", "A frame of an unknown host became a link."
    FRAME_REMOVED = "frame-removed", "A frame without a usable address was removed."

    # Structure that was repaired
    EMPTY_PARAGRAPHS = "empty-paragraph", "Empty paragraphs were removed."
    BREAKS = "break-run", "Runs of line breaks became paragraphs."
    BULLETS = "bullet-list", "Paragraphs that began with a bullet character became a list."
    BOLD_HEADING = "bold-heading", "A bold paragraph that served as a heading became one."
    SIGN_HEADING = (
        "sign-heading",
        "A line that began with # and no space became the heading it was meant as.",
    )
    HEADING_LEVELS = (
        "heading-level",
        "Headings were re-levelled to start at the second level without gaps.",
    )
    HEADING_REPEATS = (
        "heading-repeats-title",
        "A heading that repeats the page's title was removed.",
    )
    HEADING_LONG = "heading-long", "A heading of more than 255 characters became bold text."
    HEADING_EMPTY = "heading-empty", "A heading without text was removed."
    DIVIDER_DROPPED = "divider-dropped", "A line before the contacts, or at an end, was removed."
    ATTRIBUTION = (
        "attribution-joined",
        "A paragraph that names a quote's author was joined to the quote.",
    )
    DATELINE = "dateline-moved", "The place at the start of a release became its dateline."
    NUMBERS = "numbers-generated", "Typed paragraph numbers are now made by the page."
    CONTACTS = "contacts-moved", "The contacts at the end of a release became contact entries."
    CONTACT_LABEL = (
        "contact-label",
        "A contact's number or address had no label; the page prints one.",
    )
    CONTACTS_UNREAD = (
        "contacts-unread",
        "Contacts of a release could not be told apart; they stay as text.",
    )
    LIST_SPLIT = "list-split", "A list was parted, because an item holds more than text."
    NESTING = "nesting", "Elements nested too deeply were flattened; their text was kept."
    LAYOUT_TABLE = "layout-table", "A table that only arranged its content was dissolved."
    GALLERY = "gallery", "Pictures in direct succession became a gallery."
    DOWNLOADS = "downloads", "Links to files with nothing around them became downloads."
    HEADING_IN_LIST = "heading-in-list", "A heading in a list or table cell became bold text."
    LINK_IN_CARD = (
        "link-in-card",
        "A link inside a card's text was left out; the card leads elsewhere.",
    )
    FORMATTING = (
        "formatting-lost",
        "Struck-out, code, or in a heading raised text is shown as plain text.",
    )
    TABLE_NESTED = "table-nested", "A table in a table became lines of text."
    CARD_INCOMPLETE = (
        "card-incomplete",
        "A card has no title; its label or description serves as one.",
    )
    ACCORDION_FLATTENED = "accordion-flattened", "A part of an accordion was simplified to text."

    # What was not kept, or only as it was
    SCRIPT_REMOVED = "script-removed", "A script, a style sheet or an event handler was removed."
    ANCHOR_LOST = "anchor-lost", "A link leads to a place that its page does not have."
    LEGACY_HTML = "legacy-html", "Content was kept as sanitised HTML, to be rebuilt by an editor."
    SECTION_UNKNOWN = (
        "section-unknown",
        "A section of the home page has no block; its text was kept.",
    )
    FIELD_TRUNCATED = "field-truncated", "A value was longer than its field and was cut."
    INVALID = "invalid", "A value was refused by its own checks; a block's words were kept as text."
    PAGE_FAILED = "page-failed", "The page could not be written; the other pages were."
    SOURCE_GONE = "source-gone", "The source file is gone; its page was left as it is."
    LOCAL_EDIT = "local-edit", "The page was changed in the admin since its import."


@dataclass(frozen=True)
class Note:
    """One warning of the report; `line` counts from 1 in the source file, 0 when unknown."""

    code: str
    detail: str = ""
    line: int = 0
