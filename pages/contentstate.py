"""What the editor would forget when it saves.

Where a list starts, the names that lead to a place in the text, the place on a page that a link
leads to, and the link of a picture. Draft.js keeps a `data` map with each block and each entity
from opening to saving (https://draftjs.org/docs/api-reference-content-block), so all of it
travels there; editors neither see nor change it.
"""

import re
from typing import Any

from django.forms import Media
from django.utils.functional import cached_property
from draftjs_exporter import DOM
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters import contentstate as stock
from wagtail.admin.rich_text.converters import html_to_contentstate as handlers
from wagtail.admin.rich_text.converters.contentstate_models import Block
from wagtail.images.rich_text.contentstate import ImageElementHandler, image_entity
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.admin_privacy.titles import may_be_linked

_ORDERED = "ordered-list-item"
_KINDS = frozenset({"a", "A", "i", "I"})
#: Attributes of a picture that say where it leads.
PICTURE_LINK = ("href", "linktype", "linkid", "anchor")
#: The first item of a list, as the exporter writes it; nothing but tags can hold a bare `<`.
_MARKED_ITEM = re.compile(r'(<ol>)?<li((?: [\w-]+="[^"]*")*?) data-list="([^"]*)"')


class Converter(stock.ContentstateConverter):
    """Wagtail's converter; lists begin where their first item says."""

    def to_database_format(self, contentstate_json: str) -> str:
        html = super().to_database_format(contentstate_json)
        return _MARKED_ITEM.sub(_opened, html)


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor, with a converter that forgets nothing; lists show their own numbers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.converter = Converter(self.features)
        self.options.setdefault("plugins", []).append({"type": "LIST_NUMBERS"})

    @cached_property
    def media(self) -> Media:
        return super().media + Media(js=["js/list-numbers.js"])


class KeptBlock(Block):
    """A block of the editor with a `data` map."""

    def __init__(self, typ: str, depth: int = 0, key: str | None = None):
        super().__init__(typ, depth, key)
        self.data: dict[str, Any] = {}

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), **({"data": self.data} if self.data else {})}


class ListHandler(handlers.ListElementHandler):
    """`<ul>` and `<ol>`; what an ordered list says about its numbers waits for its first item."""

    def handle_starttag(self, name, attrs, state, contentstate):
        super().handle_starttag(name, attrs, state, contentstate)
        given = dict(attrs)
        data: dict[str, Any] = {}
        if self.list_item_type == _ORDERED:
            start = given.get("start") or ""
            if start.lstrip("-").isdecimal():
                data["start"] = int(start)
            elif _follows_a_list(contentstate.blocks, state.list_depth):
                # The editor would take two lists without anything between them for one.
                data["start"] = 1
            if given.get("type") in _KINDS:
                data["kind"] = given["type"]
            if "reversed" in given:
                data["reversed"] = True
        state.list_data = data


class ListItemHandler(handlers.ListItemElementHandler):
    """`<li>`; the first one of a list carries what the list says about its numbers."""

    def create_block(self, name, attrs, state, contentstate):
        made = super().create_block(name, attrs, state, contentstate)
        block = KeptBlock(made.type, made.depth, made.key)
        block.data.update(getattr(state, "list_data", {}))
        state.list_data = {}
        return block


class PlaceHandler:
    """`<span id="…">`: a name by which addresses lead to the paragraph or item around it."""

    def handle_starttag(self, name, attrs, state, contentstate):
        if state.current_block is None:
            handlers.add_paragraph_block(state, contentstate)
        block = state.current_block
        if not isinstance(block, KeptBlock):
            kept = KeptBlock(block.type, block.depth, block.key)
            kept.__dict__.update(block.__dict__)
            contentstate.blocks[-1] = state.current_block = block = kept
        block.data.setdefault("places", []).append(dict(attrs)["id"])

    def handle_endtag(self, name, state, contentstate):
        pass


class PageLinkHandler(handlers.PageLinkElementHandler):
    """A link to a page, or to a place on it."""

    def get_attribute_data(self, attrs):
        data = super().get_attribute_data(attrs)
        if not may_be_linked(data.get("id")):
            data = {"id": data["id"], "url": None, "parentId": None}
        return {**data, "anchor": attrs["anchor"]} if attrs.get("anchor") else data


class PictureHandler(ImageElementHandler):
    """A picture with its link."""

    def create_entity(self, name, attrs, state, contentstate):
        entity = super().create_entity(name, attrs, state, contentstate)
        entity.data |= {key: attrs[key] for key in PICTURE_LINK if attrs.get(key)}
        return entity


def register(features: FeatureRegistry) -> None:
    """Replace Wagtail's rules; must run after Wagtail registered its own."""
    item = ListItemHandler()
    lists = (("ol", _ORDERED), ("ul", "unordered-list-item"))
    for tag, kind in lists:
        rule = {
            "from_database_format": {tag: ListHandler(kind), "li": item},
            "to_database_format": {"block_map": {kind: {"element": _item, "wrapper": tag}}},
        }
        features.register_converter_rule("contentstate", tag, rule)
    links = {
        "from_database_format": {
            "a[href]": handlers.ExternalLinkElementHandler("LINK"),
            'a[linktype="page"]': PageLinkHandler("LINK"),
            "span[id]": PlaceHandler(),
        },
        "to_database_format": {
            "block_map": {"unstyled": _paragraph},
            "entity_decorators": {"LINK": _link},
        },
    }
    features.register_converter_rule("contentstate", "link", links)
    pictures = {
        "from_database_format": {'embed[embedtype="image"]': PictureHandler()},
        "to_database_format": {"entity_decorators": {"IMAGE": _picture}},
    }
    features.register_converter_rule("contentstate", "image", pictures)


def _follows_a_list(blocks: list[Block], depth: int) -> bool:
    """Whether the last block of this depth or a lesser one is an item of an ordered list."""
    for block in reversed(blocks):
        if not block.type.endswith("-list-item"):
            return False
        if block.depth <= depth:
            return block.depth == depth and block.type == _ORDERED
    return False


def _opened(match: re.Match) -> str:
    opened, attributes, numbers = match.groups()
    return f"{'' if opened else '</ol>'}<ol{numbers.replace('~', chr(34))}><li{attributes}"


def _item(props: dict[str, Any]):
    data = _data(props)
    attributes = {}
    if props["block"]["type"] == _ORDERED:
        numbers = ""
        if isinstance(start := data.get("start"), int):
            numbers += f" start=~{start}~"
        if data.get("kind") in _KINDS:
            numbers += f" type=~{data['kind']}~"
        if data.get("reversed"):
            numbers += " reversed=~~"
        if numbers:
            attributes["data-list"] = numbers
    return DOM.create_element("li", attributes, *_places(data), props["children"])


def _paragraph(props: dict[str, Any]):
    return DOM.create_element("p", {}, *_places(_data(props)), props["children"])


def _data(props: dict[str, Any]) -> dict[str, Any]:
    data = props["block"].get("data")
    return data if isinstance(data, dict) else {}


def _places(data: dict[str, Any]) -> list:
    names = data.get("places")
    return [
        DOM.create_element("span", {"id": name})
        for name in (names if isinstance(names, list) else [])
        if isinstance(name, str) and name
    ]


def _link(props: dict[str, Any]):
    element = stock.link_entity(props)
    if props.get("id") is not None and props.get("anchor"):
        element.attr["anchor"] = str(props["anchor"])
    return element


def _picture(props: dict[str, Any]):
    element = image_entity(props)
    element.attr.update({key: str(props[key]) for key in PICTURE_LINK if props.get(key)})
    return element
