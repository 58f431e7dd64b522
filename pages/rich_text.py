"""Links inside rich text: one that leads to a page the public may not see becomes plain text."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.images.formats import get_image_format
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.rich_text import expand_db_html, features
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.whitelist import check_url

from pages import permalinks, together
from pages.media import pictures, renditions


def expanded(source: str) -> str:
    """Stored rich text as HTML. What has neither a link nor anything embedded is stored as it is
    shown, and need not be taken apart.
    """
    return expand_db_html(source) if "<a" in source or "<embed" in source else source


class PublicPageLinkHandler(PageLinkHandler):
    """Wagtail's page links, through the gate; all links of a page in one query."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list:
        names = [str(attrs.get("id")) for attrs in attrs_list]
        # Page 0 does not exist: it stands for what is no number.
        ids = [int(name) if name.isdecimal() else 0 for name in names]
        pages = together.public_pages(ids)
        return [pages.get(pk) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        tags = []
        for attrs, page in zip(attrs_list, cls.get_many(attrs_list), strict=True):
            url = permalinks.address_of(page) if page else None
            anchor = f"#{attrs['anchor']}" if attrs.get("anchor") else ""
            # A link element without an address is plain text to browsers and screen readers.
            tags.append(f'<a href="{escape(url + anchor)}">' if url else "<a>")
        return tags


class FetchedDocumentLinkHandler(DocumentLinkHandler):
    """Wagtail's links to documents; all of a page in one query."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list:
        return _fetched(cls.get_model(), attrs_list)


class LinkedImageHandler(ImageEmbedHandler):
    """Wagtail's pictures inside rich text; one may lead to a page, a document or an address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        shown = cls._pictures(attrs_list)
        linked = [place for place, attrs in enumerate(attrs_list) if _is_linked(attrs)]
        for kind in {attrs_list[place].get("linktype", "") for place in linked}:
            places = [place for place in linked if attrs_list[place].get("linktype", "") == kind]
            tags = _opening_tags(kind, [attrs_list[place] for place in places])
            for place, tag in zip(places, tags, strict=True):
                if tag != "<a>":
                    shown[place] = f"{tag}{shown[place]}</a>"
        return shown

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list:
        return _fetched(cls.get_model(), attrs_list)

    @classmethod
    def _pictures(cls, attrs_list: list[dict]) -> list[str]:
        images = cls.get_many(attrs_list)
        renditions.fetch_renditions(image for image in images if image)
        return [
            pictures.picture(image, "text", attrs.get("alt", ""), _class_of(attrs["format"]))
            if image
            else '<img alt="">'
            for attrs, image in zip(attrs_list, images, strict=True)
        ]

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterator[Any]:
        yield from super().extract_references(attrs)
        handler = features.get_link_types().get(attrs.get("linktype", ""))
        if handler and attrs.get("linkid"):
            yield from handler.extract_references({"id": attrs["linkid"]})


def _fetched(model: type[Model], attrs_list: list[dict]) -> list:
    names = [str(attrs.get("id")) for attrs in attrs_list]
    found = together.fetch(model, {int(name) for name in names if name.isdecimal()})
    return [found.get(int(name)) if name.isdecimal() else None for name in names]


def _class_of(format_name: str) -> str:
    return get_image_format(format_name).classname or ""


def _is_linked(attrs: dict) -> bool:
    return bool(attrs.get("href") or (attrs.get("linktype") and attrs.get("linkid")))


def _opening_tags(kind: str, attrs_list: list[dict]) -> list[str]:
    if not kind:
        addresses = [check_url(attrs.get("href")) for attrs in attrs_list]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in addresses]
    handler = features.get_link_types().get(kind)
    if handler is None:
        return ["<a>"] * len(attrs_list)
    wanted = [{"id": attrs["linkid"], "anchor": attrs.get("anchor", "")} for attrs in attrs_list]
    return handler.expand_db_attributes_many(wanted)
