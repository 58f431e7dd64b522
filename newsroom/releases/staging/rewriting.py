"""The links of a previewed page: those to its companions and their files stay inside the preview."""

from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser


class Rewriting:
    """Which addresses of the site have another one inside the preview."""

    def __init__(self, hosts: set[str], addresses: dict[str, str]) -> None:
        """`hosts` are the site's own names; `addresses` maps decoded paths to preview addresses."""
        self._hosts = hosts
        self._addresses = {_key(path): address for path, address in addresses.items()}

    def apply(self, html: str) -> str:
        """A page with its links rewritten, and without what passes its own address on."""
        tree = LexborHTMLParser(html)
        for name in ("href", "src", "action"):
            for element in tree.css(f"[{name}]"):
                if element.tag == "link":
                    continue
                address = self.address_of(element.attributes.get(name) or "")
                if address:
                    element.attrs[name] = address
        # Nobody is invited to pass on what is for one person only.
        for element in tree.css('link[rel="canonical"], link[rel="alternate"], nav.share'):
            element.decompose()
        return tree.html or html

    def address_of(self, href: str) -> str:
        """The preview address of a link; empty when it stays as it is."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return ""
        if parts.netloc and parts.hostname not in self._hosts:
            return ""
        if parts.scheme not in {"", "http", "https"} or not parts.path.startswith("/"):
            return ""
        address = self._addresses.get(_key(unquote(parts.path)), "")
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return address + query + fragment if address else ""


def _key(path: str) -> str:
    return path.rstrip("/") or "/"
