"""The form in which a page is edited, read as a browser would send it."""

from bs4 import BeautifulSoup


def opened(client, address: str) -> BeautifulSoup:
    """The edit view, with its dialogs."""
    # Dialogs are templates, into which neither selectors nor texts look.
    page = client.get(address).content.replace(b"<template", b"<div")
    return BeautifulSoup(page.replace(b"</template>", b"</div>"), "html.parser")


def sent_by(page: BeautifulSoup) -> dict[str, str]:
    """What the edit form and the dialog of its schedule would send as they stand."""
    form = page.select_one("[data-edit-form]")
    # The blocks of a stream are made by a script; here there are none.
    sent = {f"{tag['id']}-count": "0" for tag in form.select("[data-controller=w-block][id]")}
    for tag in form.select("input[name]"):
        if tag.get("type") not in {"checkbox", "radio"} or tag.has_attr("checked"):
            sent[tag["name"]] = tag.get("value", "")
    for tag in form.select("select[name]"):
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        sent[tag["name"]] = chosen["value"] if chosen else ""
    return sent | {tag["name"]: tag.get_text() for tag in form.select("textarea[name]")}
