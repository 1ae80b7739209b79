"""ATT-1 to 7: photos are decided each time, carry nothing but pixels, and are whole."""

import base64
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from plait.access import clock
from plait.children import operations as children
from plait.children.models import Tie
from plait.evidence import photos
from plait.evidence.models import Photo
from plait.evidence.web import presenters
from plait.sharing import agreements, changing
from plait.sharing.models import Agreement, Record, Restriction
from tests.trust import pictures
from tests.trust.pictures import SECRET
from tests.trust.serving import ROOT, a_world

NOTE = ("abena", "notes/add", "saw", "notes")
BOOK = ("shirin", "book", "words", "book")
PLACES = pytest.mark.parametrize("place", [NOTE, BOOK], ids=["note", "book"])
TYPED = "He put the blue cup on the red one"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Photos of a test go where nobody else's are."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return settings.FILES_ROOT


def upload(cast, place, data, *, name="photo.jpg", kind="image/jpeg", child=None):
    who, where, field, _ = place
    child = child or cast.rafi
    file = SimpleUploadedFile(name, data, kind)
    return cast.client(who).post(
        f"/children/{child.pk}/{where}", {field: TYPED, "photo": file}
    )


def newest_photo():
    kept = Photo.unfiltered("the photo that a test has just added")
    return kept.order_by("-record__made_at").first()


def a_note_with_photo(cast, data=None):
    """A note of Abena's with a photo: (the page of the note, the photo)."""
    answer = upload(cast, NOTE, data or pictures.a_photo())
    assert answer.status_code == 302, answer.content.decode()
    photo = newest_photo()
    return f"/children/{cast.rafi.pk}/notes/{photo.of_id}", photo


def link_on(client, page):
    """The address of the photo, as the page gives it to this reader."""
    return re.search(r'src="([^"]+/photos/[^"]+)"', client.get(page).content.decode())[
        1
    ]


class Opened:
    """An address, opened and read to its end."""

    def __init__(self, client, address):
        answer = client.get(address)
        self.status, self.headers = answer.status_code, answer.headers
        self.body = b"".join(answer) if answer.streaming else answer.content
        self.is_picture = self.body.startswith(b"\xff\xd8\xff")


def kept_files(root):
    return sorted(path for path in Path(root).rglob("*") if path.is_file())


# ATT-1


def test_att_1_a_copied_link_opens_for_nobody_else(cast):
    page, photo = a_note_with_photo(cast)
    link = link_on(cast.client("margaret"), page)
    assert Opened(cast.client("margaret"), link).is_picture
    absent = re.sub(r"photos/[^/]+", f"photos/{cast.rafi.pk}", link)
    for other in ("shirin", "abena", "tomasz", "petra", "idris", "gwen", "callum"):
        client = cast.client(other)
        answer, nothing = Opened(client, link), Opened(client, absent)
        assert answer.status == (302 if other == "callum" else 404), other
        assert answer.body == nothing.body, other


def test_att_1_signed_out_there_is_only_the_way_in(cast):
    page, _ = a_note_with_photo(cast)
    client = cast.client("margaret")
    link = link_on(client, page)
    client.logout()
    for visitor in (client, Client()):
        answer = visitor.get(link)
        assert (answer.status_code, answer.url) == (302, "/sign-in")
        assert answer.content == b""


def test_att_1_another_hat_of_the_same_person_is_somebody_else(cast):
    """Daniel at the council and Daniel at home are told apart in the link itself."""
    as_officer, at_home = cast.viewer("daniel"), cast.viewer("daniel", family=True)
    _, photo = a_note_with_photo(cast)
    token = presenters.photo_token(photo.pk, as_officer)
    assert presenters.is_fresh(token, photo.pk, as_officer)
    assert not presenters.is_fresh(token, photo.pk, at_home)
    assert not presenters.is_fresh(token, cast.rafi.pk, as_officer)


@pytest.mark.parametrize(
    "token", ["x", "a:b", ":", "a" * 900, "WyJ4Il0:x", "%00", "é:é"]
)
def test_att_1_a_made_up_link_is_not_there(cast, token):
    _, photo = a_note_with_photo(cast)
    link = f"/children/{cast.rafi.pk}/photos/{photo.pk}/{token}"
    assert cast.client("abena").get(link).status_code == 404


# ATT-2


def change_photos(cast, change):
    """Rafi's mum lets the therapist see photos, or hides them again."""
    viewer = cast.viewer("shirin", at=clock.read())
    change(cast.agencies["rowan"].pk, "photos", child=cast.rafi, viewer=viewer)


def hide_the_kind(cast, photo):
    change_photos(cast, changing.hide)


def withdraw_agreement(cast, photo):
    agreement = Agreement.objects.get(
        child=cast.rafi, with_agency__code="rowan", state=Agreement.State.AGREED
    )
    agreements.withdraw(
        agreement.pk, child=cast.rafi, viewer=cast.viewer("shirin", at=clock.read())
    )


def seal(cast, photo):
    Restriction.objects.create(
        child=cast.rafi, record=photo.record, aim="agency",
        aimed_agency=cast.agencies["rowan"], from_at=clock.read(),
    )  # fmt: skip


def seal_all_photos(cast, photo):
    Restriction.objects.create(
        child=cast.rafi, category="photos", aim="everyone", from_at=clock.read()
    )


def erase(cast, photo):
    Record.objects.filter(pk=photo.pk).update(state=Record.State.ERASED)


def leave(cast, photo):
    tie = Tie.objects.get(child=cast.rafi, person=cast.people["tomasz"])
    viewer = cast.viewer("margaret", at=clock.read())
    children.end_tie(tie, until_at=viewer.now, viewer=viewer)


def take_out_the_photo_only(cast, photo):
    """The note stays; photos are no longer part of what was agreed."""
    Record.objects.filter(pk=photo.pk).update(sensitivity=2)


@pytest.mark.parametrize(
    "hide",
    [
        hide_the_kind, withdraw_agreement, seal, seal_all_photos, erase, leave,
        take_out_the_photo_only,
    ],
)  # fmt: skip
def test_att_2_hidden_afterwards_the_old_link_opens_nothing(cast, hide):
    change_photos(cast, changing.show)
    page, photo = a_note_with_photo(cast)
    tomasz = cast.client("tomasz")
    link = link_on(tomasz, page)
    assert Opened(tomasz, link).is_picture
    hide(cast, photo)
    answer = Opened(tomasz, link)
    assert (answer.status, answer.is_picture) == (404, False)
    assert 'src="/children' not in tomasz.get(page).content.decode()


@pytest.mark.parametrize(
    ("later", "status"), [(0, 200), (59.9, 200), (60, 404), (61, 404), (-1, 404)]
)
def test_att_2_a_link_is_good_for_a_minute(cast, monkeypatch, later, status):
    page, _ = a_note_with_photo(cast)
    abena, moment = cast.client("abena"), clock.read()
    monkeypatch.setattr(clock, "read", lambda: moment)
    link = link_on(abena, page)
    monkeypatch.setattr(clock, "read", lambda: moment + timedelta(seconds=later))
    answer = Opened(abena, link)
    assert (answer.status, answer.is_picture) == (status, status == 200)


def test_att_2_the_life_of_a_link_is_a_minute_at_most():
    assert presenters.LINK_SECONDS <= 60


# ATT-3


@PLACES
def test_att_3_there_is_one_file_for_a_picture_and_no_other_copy(
    cast, files, tmp_path, place
):
    """No thumbnail, preview, text or scan copy, and nothing left over from sending it.

    Large enough that Django keeps it in a file while it comes in.
    """
    noise = Image.frombytes("RGB", (1200, 1000), os.urandom(3_600_000))
    data = pictures.encoded(noise, quality=100, subsampling=0)
    assert len(data) > 2_500_000
    upload(cast, place, data)
    upload(cast, place, pictures.a_photo("olive"))
    pointed = {photo.file for photo in Photo.unfiltered("which files there should be")}
    assert len(pointed) == 2
    assert {path.name for path in kept_files(files)} == pointed
    assert set(kept_files(tmp_path)) == set(kept_files(files))


def test_att_3_addresses_that_look_like_other_copies_are_none(cast):
    page, photo = a_note_with_photo(cast)
    client = cast.client("abena")
    link = link_on(client, page)
    for address in (
        f"{link}/thumbnail", f"{link}.jpg", f"{link}?size=small", f"/files/{photo.file}",
        f"/media/{photo.file}", f"/static/{photo.file}", f"/{photo.file}",
        f"/static/../files/{photo.file[:2]}/{photo.file}", f"/files/{photo.file[:2]}/{photo.file}",
    ):  # fmt: skip
        wanted = 200 if "?" in address else 404  # the same picture, decided the same
        assert Opened(client, address).status == wanted, address


# ATT-4

GIF_SCRIPT = b"GIF89a/*\x01\x00\x80\x00\x00*/=alert(1);//\x00\x00\x3b"
REFUSED = {
    "html": (b"<!DOCTYPE html><script>alert(1)</script>", "a.jpg", "image/jpeg"),
    "svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
        "a.svg", "image/svg+xml",
    ),
    "gif that is a script": (GIF_SCRIPT, "a.gif", "image/gif"),
    "gif": (pictures.a_photo(kind="GIF"), "a.gif", "image/gif"),
    "pdf": (b"%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>endobj\n%%EOF", "a.pdf", "application/pdf"),
    "mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(400), "a.mp4", "video/mp4"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(400), "a.heic", "image/heic"),
    "tiff": (pictures.a_photo(kind="TIFF"), "a.jpg", "image/jpeg"),
    "bmp": (pictures.a_photo(kind="BMP"), "a.jpg", "image/jpeg"),
    "ico": (pictures.a_photo(size=(32, 32), kind="ICO"), "a.ico", "image/x-icon"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a.jpg", "image/jpeg"),
    "html behind a mark": (b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>", "a.jpg", "image/jpeg"),
    "cut short": (pictures.a_photo()[:900], "a.jpg", "image/jpeg"),
    "png cut short": (pictures.a_photo(kind="PNG")[:120], "a.png", "image/png"),
    "noise": (os.urandom(5000), "a.jpg", "image/jpeg"),
    "a zip": (b"PK\x03\x04" + bytes(200), "a.jpg", "image/jpeg"),
}  # fmt: skip


@PLACES
@pytest.mark.parametrize("what", REFUSED)
def test_att_4_what_is_no_photo_is_refused_in_a_sentence(cast, files, place, what):
    data, name, kind = REFUSED[what]
    before = Photo.unfiltered("counting").count()
    answer = upload(cast, place, data, name=name, kind=kind)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "That is not a photo we can read. Choose a JPEG or PNG." in words
    assert TYPED in words, "What was typed is lost."
    assert Photo.unfiltered("counting").count() == before
    assert kept_files(files) == []


SCRIPT = b"<script>alert(1)</script>"
CARRIERS = {
    "jpeg with a script behind it": pictures.a_photo() + SCRIPT,
    "jpeg with a script in its comment": pictures.a_photo()[:2]
    + b"\xff\xfe\x00\x1b" + SCRIPT + pictures.a_photo()[2:],
    "png with a page behind it": pictures.a_photo(kind="PNG") + b"<html>" + SCRIPT,
    "jpeg and zip": pictures.a_photo() + b"PK\x05\x06" + SCRIPT,
    "webp with a script behind it": pictures.a_photo(kind="WEBP") + SCRIPT,
    "jpeg called page.html": pictures.a_photo("navy"),
}  # fmt: skip


@pytest.mark.parametrize("what", CARRIERS)
def test_att_4_what_carries_more_is_served_as_pixels_only(cast, what):
    answer = upload(cast, NOTE, CARRIERS[what], name="page.html", kind="text/html")
    assert answer.status_code == 302
    page = f"/children/{cast.rafi.pk}/notes/{newest_photo().of_id}"
    client = cast.client("abena")
    served = Opened(client, link_on(client, page))
    data = served.body
    assert b"script" not in data
    markers, behind = pictures.segments_of(data)
    assert behind == b""
    assert Image.open(BytesIO(data)).format == "JPEG"
    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert served.headers["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert served.headers["Cache-Control"] == "no-store"
    assert served.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"ETag", "Last-Modified", "Content-Location"} & set(served.headers)


# ATT-5

PLAIN = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}  # JFIF, tables, frame, scan, end


@pytest.mark.parametrize(
    "data", [pictures.laden_jpeg(), pictures.laden_png(), pictures.laden_webp()],
    ids=["jpeg", "png", "webp"],
)  # fmt: skip
def test_att_5_nothing_rides_along(cast, files, data):
    assert data.count(SECRET.encode()) >= 2
    a_note_with_photo(cast, data)
    (path,) = kept_files(files)
    served = path.read_bytes()
    markers, behind = pictures.segments_of(served)
    assert set(markers) <= PLAIN
    assert behind == b""
    for trace in (
        SECRET.encode(),
        SECRET.encode("utf-16le"),
        b"Exif",
        b"GPS",
        b"8BIM",
        b"adobe",
    ):
        assert trace not in served
    image = Image.open(BytesIO(served))
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert pictures.corners_of(image) == pictures.CORNERS


# Where the corners of the picture end up; the numbers are those of EXIF.
TURNED = {
    1: (0, 1, 2, 3), 2: (1, 0, 3, 2), 3: (2, 3, 0, 1), 4: (3, 2, 1, 0),
    5: (0, 3, 2, 1), 6: (3, 0, 1, 2), 7: (2, 1, 0, 3), 8: (1, 2, 3, 0),
}  # fmt: skip


@pytest.mark.parametrize("orientation", TURNED)
def test_att_5_the_way_up_is_honoured_and_then_forgotten(orientation):
    for size in ((120, 80), (2400, 1600)):
        image = pictures.four_corners(*size)
        picture = photos.draw_anew(pictures.with_exif(image, orientation))
        drawn = Image.open(BytesIO(picture.data))
        wanted = tuple(pictures.CORNERS[corner] for corner in TURNED[orientation])
        assert pictures.corners_of(drawn) == wanted
        assert (drawn.width > drawn.height) == (orientation < 5)
        assert (drawn.width, drawn.height) == (picture.width, picture.height)
        assert max(drawn.size) <= 1600
        assert not drawn.getexif()


# ATT-6


def test_att_6_the_same_bytes_for_another_child_say_nothing(cast, files):
    data = pictures.a_photo("purple")
    answers = []
    for child, who in ((cast.rafi, "margaret"), (cast.noor, "gwen")):
        place = (who, "notes/add", "saw", "notes")
        answer = upload(cast, place, data, child=child)
        after = cast.client(who).get(
            f"/children/{child.pk}/notes/{newest_photo().of_id}"
        )
        shown = re.search(
            r'<img class="pl-photo" src="[^"]+"([^>]*)>', after.content.decode()
        )
        answers.append((answer.status_code, shown[1].replace(child.called, "…")))
    assert answers[0] == answers[1]
    assert len(kept_files(files)) == 1
    first, second = (
        photo.file for photo in Photo.unfiltered("whether two point at one file")
    )
    assert first == second
    for name in ("margaret", "gwen"):
        page = cast.client(name).get("/").content.decode()
        assert "already" not in page


@pytest.mark.alone
def test_att_6_keeping_takes_as_long_when_it_is_there_already(files):
    """The known and the new are written alike, so the time tells nothing."""
    known = photos.draw_anew(pictures.a_photo("purple"))
    photos.keep(known)
    times = {"known": [], "new": []}
    for number in range(60):
        new = photos.draw_anew(pictures.a_photo((number, 3 * number, 7)))
        for name, picture in (("known", known), ("new", new)):
            began = time.perf_counter()
            photos.keep(picture)
            times[name].append(time.perf_counter() - began)
    known_time, new_time = map(statistics.median, times.values())
    assert 0.4 < known_time / new_time < 2.5, times


def test_att_6_what_is_there_is_written_again(files, monkeypatch):
    """Not skipped: what the timing above rests on, and it mends a damaged file."""
    picture = photos.draw_anew(pictures.a_photo("purple"))
    photos.keep(picture)
    photos.path_of(picture.key).write_bytes(b"damaged")
    photos.keep(picture)
    assert photos.path_of(picture.key).read_bytes() == picture.data


# ATT-7

# Somebody saves a note with a photo, and the process dies at a chosen moment.
SAVE = """
import django; django.setup()
import base64, os, signal, sys
from datetime import datetime, UTC
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.models import Child
from plait.evidence import operations, photos
from plait.evidence.models import Observation
from django.db import transaction

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def before(place, name):
    setattr(place, name, die)

def after(place, name):
    whole = getattr(place, name)
    setattr(place, name, lambda *a, **k: (whole(*a, **k), die()))

moment = sys.argv[1]
if moment == "before the file": before(photos, "keep")
if moment == "half of the file": before(os, "fsync")
if moment == "file without its name": before(os, "replace")
if moment == "after the file": after(photos, "keep")
if moment == "after the records": after(operations, "add_photo")
abena, rafi = Person.objects.get(email__startswith="abena"), Child.objects.get(given_name="Rafi")
agency = Employment.objects.get(person=abena).agency_id
now = datetime.now(UTC)
viewer = Viewer(hat=Hat(abena.pk, agency), now=now, role="key_worker", name=abena.name)
picture = photos.draw_anew(base64.b64decode(sys.argv[2]))
operations.note_observation(
    Observation(saw="The note of the crash", areas=[], seen_at=now), child=rafi,
    viewer=viewer, picture=picture)
if moment == "after the commit": die()
"""
LOOK = """
import json
from plait.evidence.models import Observation, Photo
notes = Observation.unfiltered("after a crash").filter(saw="The note of the crash").count()
print(json.dumps([notes, [one.file for one in Photo.unfiltered("after a crash")]]))
"""
MOMENTS = {
    "before the file": 0, "half of the file": 0, "file without its name": 0,
    "after the file": 0, "after the records": 0, "after the commit": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with a_world(tmp_path_factory.mktemp("att")) as made:
        yield made


def test_att_7_a_crash_leaves_both_or_neither(world):
    expected = 0
    for number, (moment, saved) in enumerate(MOMENTS.items()):
        data = base64.b64encode(pictures.a_photo((number, 90, 90))).decode()
        done = subprocess.run(
            [sys.executable, "-c", SAVE, moment, data],
            cwd=ROOT, env=world.environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL, done.stderr
        expected += saved
        notes, pointed = json.loads(world.python(LOOK))
        assert (notes, len(pointed)) == (expected, expected), moment
        for key in pointed:
            data = (world.folder / "files" / key[:2] / key).read_bytes()
            assert sha256(data).hexdigest() == key, moment
    orphans = len(kept_files(world.folder / "files")) - expected
    assert orphans == 4, (
        "Files that no record names: of each crash after writing began."
    )


def test_att_7_a_file_that_no_record_names_has_no_address(cast, files):
    """The only way to a file is a record, and it takes no name of a file."""
    key = photos.keep(photos.draw_anew(pictures.a_photo("grey")))
    client = cast.client("abena")
    for address in (f"/children/{cast.rafi.pk}/photos/{key}/x", f"/files/{key}"):
        assert client.get(address).status_code == 404


def test_att_7_a_record_whose_file_is_gone_is_not_there(cast, files, caplog):
    """After a restore without its files: absent, not broken, and noted for the keepers."""
    page, photo = a_note_with_photo(cast)
    client = cast.client("abena")
    link = link_on(client, page)
    photos.path_of(photo.file).unlink()
    assert client.get(link).status_code == 404
    (line,) = (one for one in caplog.records if one.name == "plait.files")
    assert line.photo == str(photo.pk)


# Pixel floods, and what stays when a photo is refused

FLOODS = {
    "a vast square in few bytes": pictures.flood(30_000, 30_000),
    "as much as is just too much": pictures.flood(5_001, 5_000),
    "one that lies about its size": pictures.a_liar(),
}


@pytest.mark.alone
@PLACES
@pytest.mark.parametrize("what", FLOODS)
def test_a_pixel_flood_is_refused_before_it_is_unpacked(cast, files, place, what):
    data = FLOODS[what]
    assert len(data) < 1_000_000
    began = time.monotonic()
    answer = upload(cast, place, data, name="a.png", kind="image/png")
    assert time.monotonic() - began < 2
    assert "That photo is too large. Choose a smaller one." in answer.content.decode()
    assert TYPED in answer.content.decode()
    assert kept_files(files) == []


def test_a_file_beyond_the_limit_is_not_read(cast, settings, files, monkeypatch):
    settings.LARGEST_PHOTO_BYTES = 2_000_000
    monkeypatch.setattr(photos, "draw_anew", lambda data: 1 / 0)
    answer = upload(cast, NOTE, bytes(2_000_001))
    assert "That photo is 3 MB. Choose one under 2 MB." in answer.content.decode()
    assert TYPED in answer.content.decode()


@PLACES
def test_a_photo_that_was_fine_is_asked_for_again(cast, files, place):
    """The one thing that a form cannot bring back: it says so, and keeps every word."""
    who, where, field, _ = place
    too_long = "w" * 6000
    file = SimpleUploadedFile("a.jpg", pictures.a_photo(), "image/jpeg")
    answer = cast.client(who).post(
        f"/children/{cast.rafi.pk}/{where}", {field: too_long, "photo": file}
    )
    words = answer.content.decode()
    assert "Choose the photo again" in words
    assert too_long in words
    assert "Please look at 2 things" in words


def test_a_photo_that_is_kept_is_small(files):
    noise = Image.effect_noise((4000, 3000), 80).convert("RGB")
    picture = photos.draw_anew(pictures.encoded(noise, quality=70))
    assert (picture.width, picture.height) == (1600, 1200)


def test_see_through_parts_become_white():
    glass = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    picture = photos.draw_anew(pictures.encoded(glass, "PNG"))
    assert Image.open(BytesIO(picture.data)).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16", "CMYK", "RGBA"])
def test_every_kind_of_pixel_can_be_drawn(mode):
    image = Image.new(mode, (30, 20))
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert photos.draw_anew(pictures.encoded(image, kind)).width == 30
