"""The menu and the settings of the old site as values for the new one."""

from typing import Any

from pages.site_settings import SocialNetwork
from portal.isomer.codes import Note
from portal.isomer.contents import Content, PageRef
from portal.isomer.contents.fragments import is_web_address, plain_text
from portal.isomer.converter.model import ImageRef, LinkRef
from portal.isomer.documents import Document, Kind
from portal.isomer.planner import Plan, PlannedPage
from portal.isomer.reader import Repository
from portal.isomer.resolver.resolve import NO_LINK, Resolved, Resolver
from portal.isomer.site_data import MenuItem

NAVIGATION = "_data/navigation.yml"
FOOTER = "_data/footer.yml"
CONFIG = "_config.yml"


class SiteValues:
    """Menu and settings of one repository, resolved."""

    def __init__(
        self, repository: Repository, plan: Plan, resolver: Resolver, addresses: dict[int, str]
    ):
        """`addresses` holds the public path of each page of the run by its id."""
        self._repository = repository
        self._addresses = addresses
        self._plan = plan
        self._resolver = resolver

    def navigation(self) -> tuple[dict[str, Any], list[Note]]:
        """The menu's items."""
        items = [
            {"type": "item", "value": value}
            for item in self._repository.navigation
            if (value := self._item(item))
        ]
        return self._resolved(NAVIGATION, {"items": items})

    def footer(self) -> tuple[dict[str, Any], list[Note]]:
        """The footer's links and the site's standard ones."""
        footer = self._repository.footer
        values: dict[str, Any] = {"footer_links": [], "social_links": _social(footer)}
        faq = str(footer.get("faq") or "").strip()
        if faq:
            link = {"label": "FAQ", "link": LinkRef(faq)}
            values["footer_links"] = [{"type": "link", "value": link}]
        for key, name in (
            ("feedback", "feedback_url"),
            ("privacy", "privacy_url"),
            ("terms_of_use", "terms_url"),
        ):
            if address := str(footer.get(key) or "").strip():
                values[name] = LinkRef(address)
        if address := str(footer.get("contact_us") or "").strip():
            values["contact_page_id"] = LinkRef(address)
        resolved, notes = self._resolved(FOOTER, values)
        resolved["footer_links"] = [
            entry for entry in resolved["footer_links"] if entry["value"]["link"] != NO_LINK
        ]
        for name in ("feedback_url", "privacy_url", "terms_url"):
            if name in resolved:
                resolved[name] = self._address(resolved[name])
        if "contact_page_id" in resolved:
            resolved["contact_page"] = resolved.pop("contact_page_id")["page"]
        return resolved, notes

    def site(self) -> tuple[dict[str, Any], list[Note]]:
        """Name, colour, logo and banner."""
        config = self._repository.config
        home = next((d for d in self._repository.documents if d.kind == Kind.HOME), None)
        values: dict[str, Any] = {
            "site_name": plain_text(config.title, 120),
            "tagline": plain_text(config.description, 160),
            "is_government": config.is_government,
            "accent_colour": config.primary_colour.lower(),
            "banner_text": plain_text(home.front.get("notification")) if home else "",
        }
        if logo := self._repository.logo:
            values["logo"] = ImageRef(logo)
        return self._resolved(CONFIG, values)

    def _resolved(self, source: str, values: dict[str, Any]) -> tuple[dict[str, Any], list[Note]]:
        resolved = Resolved(self._resolver, source, "/", Content(values))
        return resolved.fields, resolved.notes

    def _address(self, link: dict[str, Any]) -> str:
        if link["page"]:
            return self._addresses[link["page"]]
        return link["url"]

    def _item(self, item: MenuItem) -> dict[str, Any] | None:
        if item.collection:
            return self._collection(item)
        if item.resource_room:
            return self._room(item)
        children = [
            {"label": sub.title[:120], "link": LinkRef(sub.url), "children": []}
            for sub in item.sublinks
            if sub.url
        ]
        link = LinkRef(item.url) if item.url else None
        return {"label": item.title[:120], "link": link, "children": children}

    def _collection(self, item: MenuItem) -> dict[str, Any] | None:
        documents = [
            page for page in self._plan.pages
            if page.kind == Kind.DOCUMENT and page.document is not None
            and page.document.folder == item.collection and not page.draft
        ]  # fmt: skip
        if not documents:
            return None
        children: list[dict[str, Any]] = []
        groups: dict[str, dict[str, Any]] = {}
        for page in documents:
            entry = {"label": page.title[:120], "link": _to(page), "children": []}
            group = _group(page.document)
            if not group:
                children.append(entry)
                continue
            if group not in groups:
                groups[group] = {"label": group, "link": _to(page), "children": []}
                children.append(groups[group])
            groups[group]["children"].append({"label": entry["label"], "link": entry["link"]})
        return {"label": item.title[:120], "link": _to(documents[0]), "children": children}

    def _room(self, item: MenuItem) -> dict[str, Any] | None:
        rooms = [page for page in self._plan.pages if page.kind == Kind.NEWSROOM]
        if not rooms:
            return None
        room = rooms[0]
        filled = {page.parent for page in self._plan.pages if not page.draft}
        lists = [
            page for page in self._plan.pages
            if page.kind == Kind.CATEGORY and page.parent == room.source and page.source in filled
        ]  # fmt: skip
        children = [{"label": "All", "link": _to(room), "children": []}]
        children += [
            {"label": page.title[:120], "link": _to(page), "children": []} for page in lists
        ]
        return {"label": item.title[:120], "link": _to(room), "children": children}


def _to(page: PlannedPage) -> dict[str, Any]:
    return {**NO_LINK, "page": PageRef(page.source)}


def _group(document: Document | None) -> str:
    front = document.front if document else {}
    return " ".join(str(front.get("third_nav_title") or "").split())[:120]


def _social(footer: dict[str, Any]) -> list[dict[str, Any]]:
    networks = footer.get("social_media")
    links = []
    for name, url in networks.items() if isinstance(networks, dict) else []:
        address = str(url or "").strip()
        if not is_web_address(address):
            continue
        network = str(name).lower()
        network = {"twitter": "x"}.get(network, network)
        known = network if network in SocialNetwork.values else SocialNetwork.OTHER
        links.append({"type": "social", "value": {"network": str(known), "url": address}})
    return links
