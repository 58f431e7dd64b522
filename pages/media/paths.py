"""Where uploaded files are stored.

Files on a media server answer to anyone who knows their address, also while the page that will
show them is still a secret. So every stored file lies in a folder of its own whose name is 128
random bits. A rendition gets a fresh folder and not its original's: a cropped picture on a public
page must not lead to the uncropped one, nor to its other renditions.
"""

import re
import secrets
from pathlib import PurePosixPath

from wagtail.coreutils import string_to_ascii

# Linux limits a file name to 255 bytes; storages append a suffix of 8 to a name that is taken.
MAX_NAME_BYTES = 150
MAX_PATH_LENGTH = 255


def random_folder() -> str:
    """A folder name that can't be guessed: 128 bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def image_path(filename: str, folder: str = "") -> str:
    """`images/<random>/<name>`; the name in ASCII, because it appears in image addresses.

    `folder` replaces the random one; it has to be as hard to guess.
    """
    return _path("images", string_to_ascii(filename), folder)


def rendition_path(filename: str) -> str:
    """`renditions/<random>/<name>`."""
    return _path("renditions", string_to_ascii(filename))


def document_path(filename: str, folder: str = "") -> str:
    """`documents/<random>/<name>`; the name in its own script, because visitors save it so."""
    return _path("documents", filename, folder)


def fitting_name(filename: str) -> str:
    """The file name without its directories and odd characters, at most 150 bytes in UTF-8."""
    name = PurePosixPath(filename.replace("\\", "/")).name.strip()
    path = PurePosixPath(re.sub(r"[^\w.-]+", "-", name).lstrip(".-"))
    root, extension = path.stem, path.suffix[:16]
    room = MAX_NAME_BYTES - len(extension.encode())
    root = root.encode()[: max(room, 0)].decode(errors="ignore").rstrip(".-")
    return f"{root or 'file'}{extension}"


def _path(top: str, filename: str, folder: str = "") -> str:
    return f"{top}/{folder or random_folder()}/{fitting_name(filename)}"
