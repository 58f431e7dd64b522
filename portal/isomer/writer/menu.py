"""The menu and the settings of the old site as values for the new one."""

import re
from pathlib import PurePosixPath
from typing import Any

from pages.site_settings import SocialNetwork
from portal.isomer.codes import Code, Note
from portal.isomer.contents import Content, PageRef
from portal.isomer.contents.fragments import is_web_address, plain_text
from portal.isomer.converter.model import ImageRef, LinkRef
from portal.isomer.documents import Document, Kind, without_tags
from portal.isomer.frontmatter import truth
from portal.isomer.markdown import to_html
from portal.isomer.plan import Plan, PlannedPage
from portal.isomer.repository import POSTS, Repository
from portal.isomer.resolver.resolve import NO_LINK, Resolved, Resolver
from portal.isomer.site_data import MenuItem

NAVIGATION = "_data/navigation.yml"
FOOTER = "_data/footer.yml"
CONFIG = "_config.yml"
#: Where Isomer's footer leads when the repository does not say.
_USUAL = {"privacy_url": "/privacy/", "terms_url": "/terms-of-use/"}
_REACH = "https://www.reach.gov.sg/"
#: Settings that this portal has no place for, or must not take over unasked.
_NOT_TAKEN = (
    "favicon", "shareicon", "google_analytics", "google_analytics_ga4", "google-analytics",
    "facebook-pixel", "linkedin-insights", "custom_css_path", "wogaa", "askgov", "domain_name",
)  # fmt: skip


_HREF = re.compile(r'href="([^"]+)"')


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
        config = self._repository.config.data
        links = [("FAQ", footer.get("faq") or config.get("faq_url"))]
        if truth(footer.get("show_reach")):
            links.append(("REACH", _REACH))
        links += [
            (plain_text(link.get("title"), 120), link.get("url"))
            for link in footer.get("navlinks") or []
            if isinstance(link, dict)
        ]
        values["footer_links"] = [
            {"type": "link", "value": {"label": label, "link": LinkRef(str(url).strip())}}
            for label, url in links
            if label and str(url or "").strip()
        ]
        standard = {
            "feedback_url": footer.get("feedback") or config.get("feedback_form_url"),
            "privacy_url": footer.get("privacy") or footer.get("privacy_policy"),
            "terms_url": footer.get("terms_of_use"),
        }
        standard |= {
            name: address
            for name, address in _USUAL.items()
            if not standard[name] and self._resolver.book.page_at(address)
        }
        for name, value in standard.items():
            if address := str(value or "").strip():
                values[name] = LinkRef(address)
        if agency := plain_text(footer.get("copyright_agency"), 160):
            values["agency"] = agency
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
        notification = str(home.front.get("notification") or "") if home else ""
        # The old layout read it as Markdown.
        banner = to_html(notification) if notification else ""
        values: dict[str, Any] = {
            "site_name": plain_text(config.title, 120),
            "tagline": plain_text(config.description, 160),
            "is_government": config.is_government,
            "accent_colour": config.primary_colour.lower(),
            "banner_text": plain_text(without_tags(banner)),
        }
        if logo := self._repository.logo:
            values["logo"] = ImageRef(logo)
        fields, notes = self._resolved(CONFIG, values)
        dropped = [(name, config.data.get(name)) for name in _NOT_TAKEN]
        dropped += [("notification", href) for href in _HREF.findall(banner)]
        notes += [
            Note(Code.SETTING_DROPPED, f"{name}: {value}"[:300])
            for name, value in dropped
            if str(value or "").strip()
        ]
        return fields, notes

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
            and page.document.folder == item.collection and not page.is_hidden
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
        filled = {
            page.parent for page in self._plan.pages if page.kind in POSTS and not page.is_hidden
        }
        lists = [
            (name, page)
            for page in self._plan.pages
            if page.kind == Kind.CATEGORY and page.parent == room.source and page.source in filled
            and (name := PurePosixPath(page.source).parent.name)
        ]  # fmt: skip
        lists.sort(key=lambda entry: entry[0].casefold())
        children = [
            {"label": _capitalised(name)[:120], "link": _to(page), "children": []}
            for name, page in lists
        ]
        if len(children) > 1:
            # Isomer does not offer everything beside the only category.
            children.insert(0, {"label": "All", "link": _to(room), "children": []})
        return {"label": item.title[:120], "link": _to(room), "children": children}


def _capitalised(name: str) -> str:
    """A category as the old menu wrote it: each word with one capital, the rest small."""
    return " ".join(word.capitalize() for word in re.split(r"[-_\s]+", name) if word)


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
