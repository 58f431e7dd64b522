"""kramdown's tables: a header is no must, and rules may stand between any two rows."""

import re

_RULE = re.compile(r"^\s*\|?[\s:|+=-]*[-=][\s:|+=-]*\|?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"(`+).*?\1")
_NOT_A_TABLE = re.compile(r"^(\s*<|\s{4}|\s*([*+-]|\d+\.)\s|#)")


def tables(lines: list[str]) -> list[str]:
    """The lines with a header and one rule for each block of which every line holds a pipe."""
    done: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
            continue
        done.extend(_table(block) if _is_table(block) else block)
        done.append(line)
        block = []
    return done[:-1]


def _is_table(block: list[str]) -> bool:
    return bool(block) and all(
        _PIPE.search(_CODE.sub("", line)) and not _NOT_A_TABLE.match(line) for line in block
    )


def _table(block: list[str]) -> list[str]:
    rules = [index for index, line in enumerate(block) if _RULE.match(line)]
    rows = [line for index, line in enumerate(block) if index not in rules]
    if not rows:
        return []
    rows = [_edged(row) for row in rows]
    columns = max(len(_PIPE.findall(row)) - 1 for row in rows)
    empty = "|" + " |" * columns
    header = rows.pop(0) if rules and rules[0] == 1 else empty
    header += " |" * (columns - len(_PIPE.findall(header)) + 1)
    return [header, "|" + "---|" * columns, *rows]


def _edged(row: str) -> str:
    row = row.strip()
    row = row if row.startswith("|") else f"|{row}"
    return row if row.endswith("|") and not row.endswith("\\|") else f"{row}|"
