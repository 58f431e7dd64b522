"""Which words of a passage were changed, so that readers need not compare two paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A word with the signs inside it (“1,140”, “can’t”), white space, or one sign; languages that
#: write no spaces are compared by the character.
_CHARACTER = r"\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[^\W{_CHARACTER}]+(?:[.,:’'\-/][^\W{_CHARACTER}]+)*|\s+|.", re.DOTALL)
#: Passages that share less than this were written anew, and are shown whole.
_ALIKE = 0.5


@dataclass(frozen=True)
class Part:
    """Some words in a row, and whether the other passage has others in their place."""

    text: str
    is_changed: bool


def parts_of(earlier: str, later: str) -> tuple[list[Part], list[Part]]:
    """Both passages in parts: what is the same in them, and what is not."""
    old, new = _TOKEN.findall(earlier), _TOKEN.findall(later)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole(earlier), _whole(later)
    codes = matcher.get_opcodes()
    before = ((old[i:j], code != "equal") for code, i, j, _, _ in codes)
    after = ((new[i:j], code != "equal") for code, _, _, i, j in codes)
    return list(_joined(before)), list(_joined(after))


def _whole(passage: str) -> list[Part]:
    return [Part(passage, is_changed=True)] if passage else []


def _joined(runs: Iterator[tuple[list[str], bool]]) -> Iterator[Part]:
    """The runs as parts; white space between two changes belongs to them."""
    text, is_changed, space = "", False, ""
    for tokens, changed in runs:
        words = "".join(tokens)
        if not words:
            continue
        if is_changed and not changed and words.isspace():
            space = words
            continue
        if changed == is_changed:
            text += space + words
        else:
            if text:
                yield Part(text, is_changed)
            text, is_changed = ("" if changed else space) + words, changed
        space = ""
    if text:
        yield Part(text, is_changed)
    if space:
        yield Part(space, is_changed=False)
