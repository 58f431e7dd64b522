"""Everything of a repository that the import reads, still without a decision."""

import hashlib
import json
from dataclasses import dataclass, field

from portal.isomer.codes import Note
from portal.isomer.documents import Document, Kind
from portal.isomer.redirects import Redirect
from portal.isomer.site_data import MenuItem, SiteConfig
from portal.isomer.source_tree import SourceTree

POSTS = frozenset({Kind.POST, Kind.ENTRY})


@dataclass(frozen=True)
class Collection:
    """A folder of ordered pages."""

    name: str
    title: str
    path: str


@dataclass
class Repository:
    """Everything of a repository that the import reads, still without a decision."""

    tree: SourceTree
    config: SiteConfig
    documents: list[Document] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)
    navigation: tuple[MenuItem, ...] = ()
    logo_path: str = ""
    footer: dict = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)
    """Pictures, documents and other public files: the old site's address of each, decoded."""
    left_out: list[tuple[str, Note]] = field(default_factory=list)
    """Files that become nothing, each with the reason."""

    def close(self) -> None:
        """Nothing more will be read."""
        self.tree.close()

    @property
    def key(self) -> str:
        """The name under which imports remember this repository, wherever it lies."""
        return self.config.host or self.tree.name

    @property
    def commit(self) -> str:
        """The commit that was read; "" when neither folder nor ZIP tells."""
        return self.tree.commit

    @property
    def logo(self) -> str:
        """The path of the site's logo; the menu's file names it."""
        return self.logo_path or str(self.config.data.get("logo") or "").strip()

    @property
    def fingerprint(self) -> str:
        """Changes when any text of the repository does, or the name of any file."""
        digest = hashlib.sha256()
        for document in self.documents:
            digest.update(f"{document.path}\0{document.front}\0{document.body}\0".encode())
        others = [self.config.data, self.footer, self.navigation, self.redirects, self.collections]
        digest.update(json.dumps(others, default=str, sort_keys=True).encode())
        digest.update("\0".join(self.tree.files).encode())
        return digest.hexdigest()

    @property
    def room(self) -> str:
        """The folder of the resource room; "" when there is none."""
        if self.config.resources_name:
            return self.config.resources_name
        return next((d.folder for d in self.documents if d.kind == Kind.NEWSROOM), "")

    def categories(self) -> list[str]:
        """Folders that hold posts, resource room first, then by name."""
        folders = {d.folder for d in self.documents if d.kind in POSTS}
        folders |= {d.folder for d in self.documents if d.kind == Kind.CATEGORY}
        room = self.room
        return sorted(folders, key=lambda name: (not name.startswith(f"{room}/"), name))
