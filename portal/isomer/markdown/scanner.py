"""A text, the place that is being read, and its line."""

import re

from portal.isomer.markdown.tags import COMMENT, INSTRUCTION

#: What kramdown takes for white space. A no-break space and its like are letters to it.
WHITE = " \t\r\n\f\v"
BLANK = re.compile(r"(?:[ \t\r\f\v]*\n)+")


class Scanner:
    """Some lines of the source, without what a quote or list put before them."""

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.end = len(text)
        self.pos = 0
        self._line = line
        self._counted = 0
        #: What was opened and is never closed: looked for once, not at each opening.
        self.unclosed: set[str] = set()

    def line(self) -> int:
        """The line of the source at the current place."""
        if self.pos < self._counted:
            self._line -= self.text.count("\n", self.pos, self._counted)
        else:
            self._line += self.text.count("\n", self._counted, self.pos)
        self._counted = self.pos
        return self._line

    def line_end(self, start: int) -> int:
        """The place behind the line that starts here."""
        found = self.text.find("\n", start)
        return self.end if found < 0 else found + 1

    def comment(self, at: int) -> re.Match[str] | None:
        """The HTML comment that begins at a place."""
        return self._closed(COMMENT, "<!--", at)

    def instruction(self, at: int) -> re.Match[str] | None:
        """The XML instruction that begins at a place."""
        return self._closed(INSTRUCTION, "<?", at)

    def _closed(self, pattern: re.Pattern[str], mark: str, at: int) -> re.Match[str] | None:
        if mark in self.unclosed or not self.text.startswith(mark, at):
            return None
        match = pattern.match(self.text, at)
        if not match:
            self.unclosed.add(mark)
        return match
