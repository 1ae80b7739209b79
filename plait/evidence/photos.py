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
from threading import Lock
from typing import BinaryIO

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1600
# A JPEG is made small while it is unpacked; the others are held whole for a moment.
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
TYPE = "image/jpeg"
TOO_LARGE = "That photo is too large. Choose a smaller one."
# A small file can hold a vast picture: a process unpacks one at a time.
unpacking = Lock()


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


def refuse_large(size: int) -> None:
    """Before a file is read at all. Raises NotAPhoto."""
    most = settings.LARGEST_PHOTO_BYTES
    if size > most:
        megabytes = -(-size // 1_000_000)
        raise NotAPhoto(
            f"That photo is {megabytes} MB. Choose one under {most // 1_000_000} MB."
        )


def draw_anew(data: bytes) -> Picture:
    """The pixels of a photo, upright, at most 1,600 a side. Raises NotAPhoto."""
    refuse_large(len(data))
    try:
        with unpacking, Image.open(BytesIO(data), formats=tuple(MOST_PIXELS)) as image:
            if image.width * image.height > MOST_PIXELS[str(image.format)]:
                raise NotAPhoto(TOO_LARGE)
            return _drawn(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError):
        raise NotAPhoto(
            "That is not a photo we can read. Choose a JPEG or PNG."
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPhoto(TOO_LARGE) from None


def _drawn(image: Image.Image) -> Picture:
    """Made small while it is unpacked, so that the whole is never held twice."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
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
    never served. It is written also when the same bytes are there already, so that the
    time it takes does not tell that somebody else has them (ATT-6).
    """
    target = path_of(picture.key)
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(picture.data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, target)
    return picture.key


def opened(key: str) -> BinaryIO:
    """A kept picture. Raises FileNotFoundError when it is not among the files."""
    return path_of(key).open("rb")
