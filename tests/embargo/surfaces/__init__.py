"""The list: every address of the site, and how to ask it.

An address that takes the number of something is asked once for every item, any other once. What
has no entry here fails `test_every_address_is_listed.py`.
"""

from tests.embargo.surfaces.admin import ADMIN
from tests.embargo.surfaces.files import FILES
from tests.embargo.surfaces.kinds import Surface
from tests.embargo.surfaces.pages import PAGES
from tests.embargo.surfaces.public import PUBLIC

SURFACES: list[Surface] = [*PUBLIC, *PAGES, *FILES, *ADMIN]

__all__ = ["ADMIN", "FILES", "PAGES", "PUBLIC", "SURFACES", "Surface"]
