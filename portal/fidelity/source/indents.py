"""Nested lists: kramdown nests by the column of the text above, Python-Markdown by fours."""

import re

ITEM = re.compile(r"^([ \t]*)([*+-]|\d+\.)([ \t]+)(?=\S)")
RULE = re.compile(r"^[ ]{0,3}([*_-])[ \t]*(\1[ \t]*){2,}$")


def indented(lines: list[str]) -> list[str]:
    """The lines with four columns for each level of a list."""
    return _Lists().indent(lines)


class _Lists:
    """Brings nested lists to four columns a level, which is what Python-Markdown asks for."""

    def __init__(self) -> None:
        #: For each open level: the column of its text, and whether it is numbered.
        self.levels: list[tuple[int, bool]] = []
        self.lines: list[str] = []

    def indent(self, lines: list[str]) -> list[str]:
        for line in lines:
            self._take(line)
        return self.lines

    def _take(self, line: str) -> None:
        if not line.strip():
            self.lines.append(line)
            return
        after_blank = not self.lines or not self.lines[-1].strip()
        wide = line.expandtabs(4)
        column = len(wide) - len(wide.lstrip())
        item = None if RULE.match(line) else ITEM.match(wide)
        if item and (self.levels or column < 4) and self._item(item, column, after_blank):
            return
        if self.levels and after_blank:
            self._leave(column)
        if self.levels:
            inside = max(column - self.levels[-1][0], 0)
            line = f"{' ' * (4 * len(self.levels) + inside)}{wide.lstrip()}"
        self.lines.append(line)

    def _leave(self, column: int) -> None:
        while self.levels and column < self.levels[-1][0]:
            self.levels.pop()

    def _item(self, item: re.Match[str], column: int, after_blank: bool) -> bool:
        before = len(self.levels)
        left = list(self.levels)
        self._leave(column)
        if column - (self.levels[-1][0] if self.levels else 0) >= 4:
            return False
        is_numbered = item[2][0].isdigit()
        depth = len(self.levels)
        if depth < len(left) and left[depth][1] != is_numbered:
            # Another kind of marker: a new list after a blank line, else part of the item above.
            if after_blank:
                self.lines.extend([f"{' ' * 4 * depth}<!-- -->", ""])
            else:
                self.levels.append(left[depth])
                depth += 1
        if depth + 1 != before and not after_blank:
            self.lines.append("")
        self.levels.append((min(item.end(), column + 4 + len(item[2])), is_numbered))
        self.lines.append(f"{' ' * 4 * depth}{item[2]} {_rest(item)}")
        return True


def _rest(item: re.Match[str]) -> str:
    """What follows the marker of a list item."""
    return item.string[item.end() :]
