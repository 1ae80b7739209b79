"""Pictures for tests: with everything riding along that a picture can carry."""

import struct
import zlib
from io import BytesIO

import piexif
from PIL import Image, PngImagePlugin

SECRET = "CANARY-5f2e91"
CORNERS = ("red", "lime", "blue", "white")  # top left, top right, bottom right, b. left
SOS, EOI = 0xDA, 0xD9


def four_corners(width=120, height=80):
    """A picture that can be told from its turned and mirrored selves."""
    image = Image.new("RGB", (width, height))
    halves = (0, width // 2, width), (0, height // 2, height)
    for colour, (x, y) in zip(CORNERS, ((0, 0), (1, 0), (1, 1), (0, 1)), strict=True):
        box = (halves[0][x], halves[1][y], halves[0][x + 1], halves[1][y + 1])
        image.paste(colour, box)
    return image


def corners_of(image):
    """The colours of the corners, clockwise from the top left."""
    w, h = image.width, image.height
    places = ((w // 4, h // 4), (3 * w // 4, h // 4), (3 * w // 4, 3 * h // 4), (w // 4, 3 * h // 4))  # fmt: skip
    known = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}  # fmt: skip
    image = image.convert("RGB")

    def nearest(pixel):
        return min(
            known,
            key=lambda name: sum(abs(a - b) for a, b in zip(known[name], pixel, strict=True)),
        )  # fmt: skip

    return tuple(nearest(image.getpixel(place)) for place in places)


def encoded(image, kind="JPEG", **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def a_photo(colour="teal", size=(320, 240), kind="JPEG"):
    return encoded(Image.new("RGB", size, colour), kind)


def with_exif(image, orientation=1):
    """Where and when, by whom, with which camera, a comment and a thumbnail."""
    place = ((51, 1), (28, 1), (4033, 100))
    thumbnail = encoded(Image.new("RGB", (40, 30), "yellow"))
    exif = {
        "0th": {
            piexif.ImageIFD.Make: SECRET,
            piexif.ImageIFD.Artist: SECRET,
            piexif.ImageIFD.Copyright: SECRET,
            piexif.ImageIFD.Orientation: orientation,
            piexif.ImageIFD.XPComment: SECRET.encode("utf-16le"),
        },
        "Exif": {
            piexif.ExifIFD.DateTimeOriginal: "2026:11:20 10:15:00",
            piexif.ExifIFD.UserComment: b"ASCII\0\0\0" + SECRET.encode(),
            piexif.ExifIFD.BodySerialNumber: SECRET,
            piexif.ExifIFD.MakerNote: SECRET.encode(),
        },
        "GPS": {
            piexif.GPSIFD.GPSLatitudeRef: "N",
            piexif.GPSIFD.GPSLatitude: place,
            piexif.GPSIFD.GPSLongitudeRef: "W",
            piexif.GPSIFD.GPSLongitude: place,
        },
        "1st": {piexif.ImageIFD.Make: SECRET},
        "thumbnail": thumbnail,
    }
    return encoded(image, exif=piexif.dump(exif))


def _segment(marker, data):
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def laden_jpeg(orientation=1):
    """A JPEG with EXIF, XMP, IPTC, a colour profile, a comment, and more behind its end."""
    plain = with_exif(four_corners(), orientation)
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + f"<x>{SECRET}</x>".encode()
    iptc = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x11\x1c\x02\x05\0\x0d"
        + SECRET[:13].encode()
    )
    profile = b"ICC_PROFILE\0\x01\x01" + SECRET.encode()
    extra = _segment(0xE1, xmp) + _segment(0xED, iptc) + _segment(0xE2, profile)
    extra += _segment(0xFE, SECRET.encode()) + _segment(0xEB, SECRET.encode())
    return plain[:2] + extra + plain[2:] + f"<script>{SECRET}</script>".encode()


def laden_png():
    """A PNG with text in all three forms, EXIF, a time, and a file behind its end."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET)
    told.add_text("Comment", SECRET, zip=True)
    told.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    exif = Image.Exif()
    exif[0x013B] = SECRET
    data = encoded(four_corners(), "PNG", pnginfo=told, exif=exif)
    return data + b"PK\x03\x04" + SECRET.encode()


def laden_webp():
    exif = Image.Exif()
    exif[0x013B] = SECRET
    return encoded(
        four_corners(),
        "WEBP",
        lossless=True,
        exif=exif,
        xmp=f"<x>{SECRET}</x>".encode(),
    )


def segments_of(jpeg):
    """The markers of a JPEG in their order, and whatever stands behind its end."""
    assert jpeg[:2] == b"\xff\xd8"
    found, at = [], 2
    while True:
        assert jpeg[at] == 0xFF
        marker = jpeg[at + 1]
        found.append(marker)
        if marker == EOI:
            return found, jpeg[at + 2 :]
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        if marker == SOS:
            while jpeg[at] != 0xFF or jpeg[at + 1] in (0x00, *range(0xD0, 0xD8)):
                at += 1


def _chunk(name, data):
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def flood(width, height):
    """A PNG of few bytes that unpacks to a vast black square."""
    packer = zlib.compressobj(9)
    row = b"\0" + bytes(width // 8 + 1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    size = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )  # fmt: skip


def a_liar(width=60_000, height=60_000):
    """A PNG that says it is vast and holds next to nothing."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100))
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )  # fmt: skip
