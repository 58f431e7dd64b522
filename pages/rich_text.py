"""Links inside rich text: one that leads to a page the public may not see becomes plain text."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from pages import visibility


class PublicPageLinkHandler(PageLinkHandler):
    """Wagtail's page links, through the gate; all links of a text in one query for each type."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list:
        names = [str(attrs.get("id")) for attrs in attrs_list]
        # Page 0 does not exist: it stands for what is no number.
        ids = [int(name) if name.isdecimal() else 0 for name in names]
        pages = visibility.public_pages(ids)
        return [pages.get(pk) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        tags = []
        for attrs, page in zip(attrs_list, cls.get_many(attrs_list), strict=True):
            url = page.url if page else None
            anchor = f"#{attrs['anchor']}" if attrs.get("anchor") else ""
            # A link element without an address is plain text to browsers and screen readers.
            tags.append(f'<a href="{escape(url + anchor)}">' if url else "<a>")
        return tags
