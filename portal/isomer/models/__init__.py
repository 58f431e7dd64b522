"""What the importer remembers: its runs, and what they made."""

from portal.isomer.models.imported import ImportedMedia, ImportedPage, ImportedSetting
from portal.isomer.models.runs import ImportRun, ImportRunItem, RunState

__all__ = [
    "ImportRun",
    "ImportRunItem",
    "ImportedMedia",
    "ImportedPage",
    "ImportedSetting",
    "RunState",
]
