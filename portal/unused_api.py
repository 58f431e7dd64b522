"""Wagtail's third API, which has no address here: left out of every process.

Wagtail loads it and describes every model to it whether it is used or not. That takes a fifth of the
time in which a process starts, and 15 MB of its memory.
"""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

APPLICATION = "wagtail.api.v3"


def _nothing(*args: Any) -> None:
    """In place of what would describe models, or add addresses."""


#: What the applications of Wagtail import of it when they are ready, in place of which this stands.
STAND_INS: dict[str, dict[str, Any]] = {
    f"{APPLICATION}.api": {"api": SimpleNamespace(add_router=_nothing)},
    "wagtail.contrib.redirects.api.v3": {"router": None},
    "wagtail.documents.api.v3.registry": {"register_content_types": _nothing},
    "wagtail.documents.api.v3.router": {"router": None},
    "wagtail.images.api.v3.registry": {"register_content_types": _nothing},
    "wagtail.images.api.v3.router": {"router": None},
    "wagtail.locales.api.v3": {"router": None},
    "wagtail.snippets.api.v3": {"register_content_types": _nothing},
    "wagtail.snippets.api.v3.router": {"router": None},
}


def leave_out() -> None:
    """Call it before Wagtail's applications are ready."""
    for name, content in STAND_INS.items():
        if name not in sys.modules:
            stand_in = ModuleType(name)
            vars(stand_in).update(content)
            sys.modules[name] = stand_in
