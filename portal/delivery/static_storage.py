"""Static files under names that change with what is in them (`collectstatic`)."""

from functools import cached_property

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KnownStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, which reads its list of names once in a process; so what it says of a file is
    kept as well.
    """

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str, force: bool = False) -> str:
        if force:
            return super().url(name, force)
        known = self._addresses.get(name)
        if known is None:
            # Only names in templates of ours are asked for, which are few.
            known = self._addresses[name] = super().url(name)
        return known
