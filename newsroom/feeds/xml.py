"""What the writers of XML share."""

from lxml import etree


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new last child of `parent`. An attribute without a value is left out."""
    given = {key: value for key, value in attributes.items() if value}
    child = etree.SubElement(parent, name, given)
    child.text = text or None
    return child


def written(root: etree._Element) -> bytes:
    """The document in UTF-8, with its declaration."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
