"""What goes into the fields of each page: still neutral, with references to be resolved."""

from portal.isomer.contents.build import build
from portal.isomer.contents.model import Content, PageRef

__all__ = ["Content", "PageRef", "build"]
