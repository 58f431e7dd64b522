"""The longest common subsequence: what of one sequence is found in another, in order."""

from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

#: Beyond this many differences the exact search would take too long; difflib estimates then,
#: never counting more as common than there is.
_MOST_EDITS = 600


def common(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of indexes, rising in both, of a longest common subsequence."""
    start = 0
    end_first, end_second = len(first), len(second)
    while start < min(end_first, end_second) and first[start] == second[start]:
        start += 1
    while (
        end_first > start and end_second > start and first[end_first - 1] == second[end_second - 1]
    ):
        end_first -= 1
        end_second -= 1
    inner_first, inner_second = first[start:end_first], second[start:end_second]
    pairs = [(index, index) for index in range(start)]
    pairs += [(a + start, b + start) for a, b in _inner(inner_first, inner_second)]
    rest = len(first) - end_first
    return pairs + [(end_first + index, end_second + index) for index in range(rest)]


def missing(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[int]:
    """The indexes of `first` that have no partner in `second`."""
    found = {index for index, _ in common(first, second)}
    return [index for index in range(len(first)) if index not in found]


def _inner(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    if not first or not second:
        return []
    exact = _myers(first, second)
    if exact is not None:
        return exact
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return [
        (block.a + step, block.b + step)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def _myers(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    """E. W. Myers, An O(ND) Difference Algorithm (1986); None when N gets too large."""
    rows, columns = len(first), len(second)
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(rows + columns, _MOST_EDITS) + 1):
        trace.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
            )
            x = reach.get(diagonal + 1, 0) if down else reach.get(diagonal - 1, 0) + 1
            y = x - diagonal
            while x < rows and y < columns and first[x] == second[y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            if x >= rows and y >= columns:
                return _walk_back(trace, rows, columns)
    return None


def _walk_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        reach = trace[edits]
        diagonal = x - y
        down = diagonal == -edits or (
            diagonal != edits and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        from_x = reach.get(before, 0)
        from_y = from_x - before
        while x > max(from_x, 0) and y > max(from_y, 0) and not (x == from_x and y == from_y):
            x, y = x - 1, y - 1
            pairs.append((x, y))
        if edits:
            x, y = from_x, from_y
    return pairs[::-1]
