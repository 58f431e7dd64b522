"""What an image file says about itself before anything is decoded."""

from dataclasses import dataclass

EXTENSIONS = {
    "jpeg": ("jpg", "jpeg", "jfif", "jpe"),
    "png": ("png",),
    "gif": ("gif",),
    "webp": ("webp",),
    "avif": ("avif",),
}


class DamagedImageError(ValueError):
    """The file ends too early, or its parts do not fit together."""


@dataclass(frozen=True)
class Header:
    """Format, size in pixels and number of frames, as the file's header gives them."""

    format: str
    width: int
    height: int
    frames: int = 1

    @property
    def pixels(self) -> int:
        """The pixels of all frames: what a decoder would have to hold or go through."""
        return self.width * self.height * max(self.frames, 1)

    @property
    def extensions(self) -> tuple[str, ...]:
        """File name extensions of the format, the usual one first."""
        return EXTENSIONS[self.format]
