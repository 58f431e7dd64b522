"""Files in a folder of this machine, whose addresses are worked out once."""

from functools import lru_cache

from django.core.files.storage import FileSystemStorage

#: Addresses that a process keeps: about three megabytes.
MOST_KNOWN = 10_000


class FolderStorage(FileSystemStorage):
    """Django's own. A page with pictures asks for dozens of addresses, each time the same."""

    def url(self, name: str | None) -> str:
        return _address(self.base_url, name)


@lru_cache(maxsize=MOST_KNOWN)
def _address(base_url: str, name: str | None) -> str:
    return FileSystemStorage(base_url=base_url).url(name)
