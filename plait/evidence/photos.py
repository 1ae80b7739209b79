"""Photos, drawn anew: what is kept is pixels, and nothing that rode along with them.

Decoding and encoding again removes place, time, device, comments, thumbnails and
anything appended to the file; what does not decode as a photo is not kept at all.
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1600
MOST_PIXELS = 60_000_000
TYPE = "image/jpeg"


class NotAPhoto(Exception):
    """The file cannot be taken; the sentence says why and what would work."""


@dataclass(frozen=True)
class Picture:
    """A photo as it will be served."""

    data: bytes
    width: int
    height: int

    @property
    def key(self) -> str:
        return sha256(self.data).hexdigest()


def draw_anew(data: bytes) -> Picture:
    """The pixels of a photo, upright, at most 1,600 a side. Raises NotAPhoto."""
    if len(data) > settings.LARGEST_PHOTO_BYTES:
        size, most = len(data) // 1_000_000, settings.LARGEST_PHOTO_BYTES // 1_000_000
        raise NotAPhoto(f"That photo is {size} MB. Choose one under {most} MB.")
    try:
        with Image.open(BytesIO(data), formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotAPhoto("That photo is too large. Choose a smaller one.")
            return _drawn(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError):
        raise NotAPhoto(
            "That is not a photo we can read. Choose a JPEG or PNG."
        ) from None
    except Image.DecompressionBombError:
        raise NotAPhoto("That photo is too large. Choose a smaller one.") from None


def _drawn(image: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")
    flat = upright.convert("RGBA")
    plain.paste(flat, mask=flat.getchannel("A"))
    out = BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return Picture(out.getvalue(), plain.width, plain.height)


def path_of(key: str) -> Path:
    return Path(settings.FILES_ROOT) / key[:2] / key


def keep(picture: Picture) -> str:
    """Store a picture under the hash of its bytes, whole or not at all (ATT-7).

    It is on the disk before any record points at it; one that nothing points at is
    never served.
    """
    target = path_of(picture.key)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, delete=False) as file:
            file.write(picture.data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, target)
    return picture.key
