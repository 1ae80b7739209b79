"""CONC-3: going back to a form and saving the same words again saves them once."""

import html
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from plait.access import clock
from plait.access.web import once
from plait.book.models import Entry
from plait.evidence.models import Assessment, Concern, Observation

WORDS = "He said “blue canary” to the bus driver."


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def at(monkeypatch):
    """Set the product's clock; a function that moves it."""

    def move(moment):
        monkeypatch.setattr(clock, "read", lambda: moment)

    return move


def text_of(answer):
    return html.unescape(answer.content.decode())


def picture(colour):
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def saved(model=Observation):
    return model.unfiltered("what has been saved").count()


REPORT = {"title": "Listening", "how": "Watched him play", "summary": WORDS, "area": "communication",
          "strength": "Loves buses", "need": "Time", "seen_on_day": "2", "seen_on_month": "3", "seen_on_year": "2026"}  # fmt: skip
FORMS = {
    "note": ("abena", "evidence:add-note", Observation, {"saw": WORDS}),
    "book": ("shirin", "book:book", Entry, {"words": WORDS}),
    "concern": ("abena", "evidence:add-concern", Concern,
                {"wondering": WORDS, "areas": "communication", "family_told": "yes"}),
    "report": ("tomasz", "evidence:add-report", Assessment, REPORT),
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMS)
def test_conc_3_the_same_words_within_an_hour_are_saved_once(cast, at, kind):
    who, page, model, answers = FORMS[kind]
    start, before = datetime.now(UTC), saved(model)
    address = reverse(page, kwargs={"child_id": cast.rafi.pk})
    client = cast.client(who)

    def save(minutes, child=None, by=client, **more):
        at(start + timedelta(minutes=minutes))
        return by.post(
            reverse(page, kwargs={"child_id": child.pk}) if child else address,
            answers | {"once": once.new_key()} | more,
        )

    assert save(0).status_code == 302
    assert saved(model) == before + 1
    second = save(20)
    assert saved(model) == before + 1
    assert "This is already saved." in text_of(client.get(second.url))
    if kind != "book":
        newest = model.unfiltered("the first").order_by("-record__made_at").first()
        assert str(newest.pk) in second.url
    box = next(name for name, typed in answers.items() if typed == WORDS)
    assert save(21, **{box: f"{WORDS} Twice."}).status_code == 302
    assert saved(model) == before + 2
    client = cast.client("margaret")
    assert save(22, by=client).status_code == 302
    assert saved(model) == before + 3, "Somebody else may say the same."


def test_conc_3_the_same_words_after_an_hour_are_new(cast, at):
    start, before, client = datetime.now(UTC), saved(), cast.client("abena")
    address = reverse("evidence:add-note", kwargs={"child_id": cast.rafi.pk})
    for minutes, expected in ((0, 1), (25, 1), (50, 1), (60, 2)):
        at(start + timedelta(minutes=minutes))
        client.post(address, {"saw": WORDS})
        assert saved() == before + expected, minutes


def test_conc_3_another_photo_is_another_note(cast):
    before, client = saved(), cast.client("abena")
    address = reverse("evidence:add-note", kwargs={"child_id": cast.rafi.pk})
    for colour, expected in (("red", 1), ("red", 1), ("blue", 2), (None, 2)):
        photo = {"photo": picture(colour)} if colour else {}
        client.post(address, {"saw": WORDS} | photo)
        assert saved() == before + expected
