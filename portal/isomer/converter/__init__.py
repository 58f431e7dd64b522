"""HTML becomes neutral blocks: plain data in the shape of the portal's blocks, without a database.

`parse` reads the HTML, `flow` walks it, the families (`figures`, `frames`, `cards`, `lists`,
`tables`, `disclosure`, `quotes`, `leftovers`) know one construct each, `repairs` mend what only
looked like structure, and `assemble` turns text into rich text. Links and pictures stay
references (`LinkRef`, `ImageRef`, `<a href="…" data-line="…">`), which the resolver turns into
pages, documents and images.
"""

from portal.isomer.converter.assemble import assemble
from portal.isomer.converter.convert import Conversion, convert, finish

__all__ = ["Conversion", "assemble", "convert", "finish"]
