"""The vocabulary as schema.org's authors publish it, to hold our list against.

Read from `schema.d.ts` of the npm package schema-dts, which is generated from schema.org's own
files. In it the properties of a type stand in `interface <Type>Base`, and a type is the union of
its own leaf and of the types right below it; `Text` and `URL` are types like any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.pages.structured_data.vocabulary import PROPERTIES, TYPES

_BODY = re.compile(r"^interface (\w+)Base extends [^{]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_PROPERTY = re.compile(r'^    "([\w-]+)"\?: SchemaValue<([^,]+),', re.MULTILINE)
_UNION = re.compile(r"^export type (\w+)(?:<[^=]*>)? = ([^;]+);", re.MULTILINE)
_NAME = re.compile(r"\b[A-Z]\w*")
#: How schema.org's Actions write a constraint is no property:
#: https://schema.org/docs/actions.html#part-4
NO_TERMS = {"query-input"}


@dataclass(frozen=True)
class Published:
    """The types with what lies right below each, and what their own properties take."""

    below: dict[str, set[str]]
    properties: dict[str, dict[str, set[str]]]


def read(source: str) -> Published:
    """The vocabulary from the text of `schema.d.ts`."""
    properties = {
        kind: {name: set(_NAME.findall(taken)) for name, taken in _PROPERTY.findall(body)}
        for kind, body in _BODY.findall(source)
    }
    unions = {kind: set(_NAME.findall(members)) for kind, members in _UNION.findall(source)}
    return Published(unions, properties)


def differences(published: Published) -> Iterator[str]:
    """What our list says and the published vocabulary does not, a line for each."""
    for kind, above in TYPES.items():
        if kind not in published.below:
            yield f"there is no type {kind}"
        for parent in above:
            if kind not in published.below.get(parent, ()):
                yield f"{kind} does not lie right below {parent}"
    for kind, taken in PROPERTIES.items():
        told = published.properties.get(kind, {})
        for name in taken.keys() - NO_TERMS:
            if name not in told:
                yield f"{kind} has no property {name} of its own"
                continue
            allowed = told[name] | ({"URL"} if "Text" in told[name] else set())
            for value in set(taken[name]) - allowed:
                yield f"{kind}.{name} takes no {value}: {' or '.join(sorted(told[name]))}"
