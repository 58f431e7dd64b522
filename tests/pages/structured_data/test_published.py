"""Our list of terms against the vocabulary as it is published.

`npm pack schema-dts`, unpack it, and `SCHEMA_DTS=package/dist/schema.d.ts pytest
tests/pages/structured_data/test_published.py`.
"""

import os
from pathlib import Path

import pytest

from tests.pages.structured_data import published

SAMPLE = """
interface ThingBase extends Partial<IdReference> {
    /** The name of the item. */
    "name"?: SchemaValue<Text, "name">;
    "image"?: SchemaValue<ImageObject | URL | IdReference, "image">;
}
export type Thing = ThingLeaf | Place | Action | string;
export type Place = PlaceLeaf | string;
"""


def test_our_list_is_what_is_published() -> None:
    if not (place := os.environ.get("SCHEMA_DTS")):
        pytest.skip("SCHEMA_DTS does not name the vocabulary, schema.d.ts of schema-dts")
    vocabulary = published.read(Path(place).read_text("utf-8"))
    assert list(published.differences(vocabulary)) == []


@pytest.mark.parametrize(
    ("types", "properties", "found"),
    [
        ({"Thing": (), "Place": ("Thing",)}, {"Thing": {"image": ("URL",)}}, []),
        ({"Thing": ()}, {"Thing": {"name": ("URL", "Text")}}, []),
        ({"Office": ()}, {}, ["there is no type Office"]),
        ({"Thing": ("Place",)}, {}, ["Thing does not lie right below Place"]),
        ({}, {"Place": {"name": ("Text",)}}, ["Place has no property name of its own"]),
        ({}, {"Thing": {"image": ("Text",)}},
         ["Thing.image takes no Text: IdReference or ImageObject or URL"]),
    ],
)  # fmt: skip
def test_a_difference_is_told(types, properties, found, monkeypatch) -> None:
    monkeypatch.setattr(published, "TYPES", types)
    monkeypatch.setattr(published, "PROPERTIES", properties)
    assert list(published.differences(published.read(SAMPLE))) == found
