"""How the log of a release reads."""

from wagtail import hooks
from wagtail.log_actions import LogFormatter

#: Label of each action, and the sentence of its entry; names in braces are data of the entry.
ACTIONS = {
    "begin": ("Begin", "Made the release"),
    "describe": ("Describe", "Changed the title or the note"),
    "reschedule": ("Reschedule", "Set the instant to {new}; before: {old}"),
    "add": ("Add page", "Added “{item}”"),
    "remove": ("Remove page", "Took “{item}” out"),
    "ask": ("Ask for approval", "Asked for approval"),
    "take_latest": ("Take newer version", "Took the newest version of “{item}”"),
    "refuse": ("Send back", "Sent it back: {reason}"),
    "approve": ("Approve", "Approved exactly these versions"),
    "reopen": ("Reopen", "Made it a draft again: {reason}"),
    "cancel": ("Cancel", "Cancelled it: {reason}"),
    "propose": ("Propose version", "Asked for approval of a newer version of “{item}”"),
    "approve_proposal": ("Approve version", "Approved the newer version of “{item}”"),
    "decline_proposal": ("Decline version", "Kept the armed version of “{item}”: {reason}"),
    "release_now": ("Send out now", "Sent it out alone, at once: {reason}"),
    "date": ("Date", "Dated “{item}” {day}, the day on which it goes out"),
    "confirm": ("Confirm", "Confirmed it afterwards"),
    "released": ("Go out", "Went out at {at}, {seconds_late} s after its instant"),
    "failed": ("Fail", "Could not go out: {error}"),
    "rehearsed": ("Rehearse", "Rehearsal: {found}"),
    "share_preview": ("Share a preview", "Shared a preview with {person}, until {until}"),
    "revoke_preview": ("Revoke a preview", "Closed the preview of {person}"),
    "window_passed": (
        "Schedule passed",
        "Not published: it was to go off at {expire_at}, which had passed",
    ),
    "publish": ("Publish with a release", "Published with release {release}"),
    "unpublish": ("Take off with a release", "Taken off the site with release {release}"),
}


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return ""


def _formatter(name: str, sentence: str, label_text: str) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = label_text

        def format_message(self, log_entry) -> str:
            text = sentence.format_map(_Blank(log_entry.data or {}))
            # Of a reason that nobody gave, or an instant that was not set before.
            return text.removesuffix(": ").removesuffix("; before")

    Formatter.__name__ = f"{name.title()}Formatter"
    return Formatter


@hooks.register("register_log_actions")
def register_release_actions(actions) -> None:
    for name, (label, sentence) in ACTIONS.items():
        actions.register_action(f"releases.{name}")(_formatter(name, sentence, label))
