"""The rolled-back transaction, and what is built on it: rehearsal, as at, shared previews."""

from newsroom.releases.staging.limits import StageRefused
from newsroom.releases.staging.rehearsal import rehearse, rehearse_before_asking
from newsroom.releases.staging.rolled_back import Stage, StagingFailed, stage

__all__ = [
    "Stage",
    "StageRefused",
    "StagingFailed",
    "rehearse",
    "rehearse_before_asking",
    "stage",
]
