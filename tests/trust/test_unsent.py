"""AUTH-6, WEB-2: what was typed when a session ended is not lost, and nobody else's."""

import html
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from plait.access import clock, unsent
from plait.access.models import Person, Unsent
from plait.access.web import once
from plait.evidence.models import Observation
from plait.ledger.models import Line
from tests.members import FIREFOX, Member
from tests.pages_read import form_on

OURS = {"Origin": "http://testserver"}
WORDS = "He said “blue canary” & <waved> to the bus driver."
HERE = "You were signed out while you wrote."


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


def saved():
    return Observation.unfiltered("what has been saved").count()


class Writing:
    """Somebody has a form open, and types."""

    def __init__(self, client, address, words=WORDS, box="saw"):
        self.client, self.address = client, address
        page = client.get(address)
        assert page.status_code == 200
        self.fields = form_on(page.content.decode(), address).fields | {box: [words]}

    def save(self, headers=OURS, **more):
        return self.client.post(self.address, self.fields | more, headers=dict(headers))


class Story:
    """Abena, who shares a tablet with Margaret, writes a note about Rafi."""

    def __init__(self, cast, at):
        self.cast, self.at, self.start = cast, at, datetime.now(UTC)
        self.abena, self.margaret = (
            Member(cast.people[key]) for key in ("abena", "margaret")
        )
        self.note = reverse("evidence:add-note", kwargs={"child_id": cast.rafi.pk})
        at(self.start)
        self.tablet = self.abena.sign_in()
        self.writing = Writing(self.tablet, self.note)

    def later(self, **by):
        self.at(self.start + timedelta(**by))

    def ended(self, **more):
        self.later(minutes=31)
        return self.writing.save(**more)


@pytest.fixture
def story(cast, at):
    return Story(cast, at)


def test_auth_6_what_was_typed_waits_for_whoever_typed_it(story):
    before = saved()
    answer = story.ended(areas=["communication"])
    assert answer.url == "/sign-in?why=kept"
    assert "What you wrote is kept" in text_of(story.tablet.get(answer.url))
    assert saved() == before
    story.abena.sign_in(story.tablet)
    led = story.tablet.get("/")
    assert (led.status_code, led.url) == (302, story.note)
    page = story.tablet.get(story.note)
    assert f"{HERE} Your words are still here" in text_of(page)
    form = form_on(page.content.decode(), story.note)
    assert form.fields["saw"][0].strip() == WORDS
    assert form.fields["areas"] == ["communication"]
    assert "photo does not wait" not in text_of(page)
    assert saved() == before, "Nothing is saved until it is sent."
    assert story.tablet.get("/").status_code == 200, "It is said once."
    answer = story.tablet.post(story.note, form.fields, headers=OURS)
    assert answer.status_code == 302
    assert saved() == before + 1
    assert not Unsent.objects.exists()
    assert HERE not in text_of(story.tablet.get(story.note))


def test_auth_6_it_waits_also_when_another_tab_met_the_end_first(story):
    story.later(minutes=31)
    assert "why=idle" in story.tablet.get("/me").url
    assert story.writing.save().url == "/sign-in?why=kept"
    story.abena.sign_in(story.tablet)
    assert WORDS in text_of(story.tablet.get(story.note))


def test_auth_6_it_waits_after_twelve_hours_too(story):
    for quarter in range(1, 48):
        story.later(minutes=15 * quarter)
        story.tablet.get("/me")
    story.later(hours=12)
    assert story.writing.save().url == "/sign-in?why=kept"


def test_auth_6_it_goes_on_waiting_when_the_next_session_ends_too(story):
    story.ended()
    story.abena.sign_in(story.tablet)
    story.later(minutes=31 + 31)
    assert "why=idle" in story.tablet.get("/me").url
    story.abena.sign_in(story.tablet)
    assert story.tablet.get("/").url == story.note
    assert WORDS in text_of(story.tablet.get(story.note))


def test_auth_6_whoever_else_signs_in_never_gets_it(story):
    story.ended()
    assert Unsent.objects.count() == 1
    story.margaret.sign_in(story.tablet)
    assert not Unsent.objects.exists()
    assert story.tablet.get("/").status_code == 200
    assert WORDS not in text_of(story.tablet.get(story.note))
    story.tablet.post("/sign-out")
    story.abena.sign_in(story.tablet)
    assert WORDS not in text_of(story.tablet.get(story.note))


def test_auth_6_nobody_gets_it_in_another_browser(story):
    story.ended()
    for member in (story.abena, story.margaret):
        other = member.sign_in(member.browser(FIREFOX))
        assert WORDS not in text_of(other.get(story.note))


def test_auth_6_a_password_alone_does_not_open_it(story):
    story.ended()
    story.tablet.post(
        "/sign-in", {"login": story.abena.email, "password": "teapot window Bengal"}
    )
    answer = story.tablet.get(story.note)
    assert answer.status_code == 302
    assert answer.url != story.note


def test_auth_3_nothing_is_kept_of_a_session_with_a_password_only(story, cast):
    client = cast.client("abena")
    session = client.session
    del session["demo"]
    session.save()
    story.writing.client = client
    story.writing.fields["once"] = [once.new_key(story.abena.person.pk)]
    assert story.ended().url == "/sign-in?why=idle"
    assert not Unsent.objects.exists()


def test_auth_6_it_waits_for_an_hour(story):
    story.ended()
    story.later(minutes=31 + 60)
    story.abena.sign_in(story.tablet)
    assert HERE not in text_of(story.tablet.get(story.note))
    assert not Unsent.objects.exists()


def test_auth_6_an_hour_after_the_end_nothing_is_kept(story):
    story.later(minutes=31)
    story.tablet.get("/me")
    story.later(minutes=31 + 60)
    assert story.writing.save().url == "/sign-in"
    assert not Unsent.objects.exists()


@pytest.mark.parametrize("how", ["signs out", "is closed", "is elsewhere"])
def test_auth_9_nothing_is_kept_after_any_other_end(story, how):
    if how == "signs out":
        story.tablet.post("/sign-out")
    elif how == "is closed":
        Person.objects.filter(pk=story.abena.person.pk).update(is_active=False)
    headers = OURS | ({"User-Agent": FIREFOX} if how == "is elsewhere" else {})
    assert story.ended(headers=headers).url.startswith("/sign-in")
    assert not Unsent.objects.exists()


def test_auth_6_signing_out_drops_what_waits(story):
    story.ended()
    story.abena.sign_in(story.tablet)
    story.tablet.post("/sign-out")
    assert not Unsent.objects.exists()


def test_auth_6_its_words_stand_nowhere_else(story, caplog):
    lines = Line.objects.count()
    story.ended()
    assert Line.objects.count() == lines
    (row,) = Unsent.objects.all()
    kept = [row.sealed, caplog.text, str(dict(story.tablet.session))]
    kept += [one.value for one in story.tablet.cookies.values()]
    assert not [one for one in kept if "canary" in one]


def test_auth_6_photos_and_very_long_texts_are_not_kept(story):
    story.ended(photo=picture("red"))
    story.abena.sign_in(story.tablet)
    assert "A photo does not wait here" in text_of(story.tablet.get(story.note))
    story.tablet.post("/sign-out")
    story.later(hours=3)
    story.writing = Writing(story.margaret.sign_in(story.tablet), story.note)
    story.later(hours=3, minutes=31)
    assert story.writing.save(means="x" * unsent.MOST_CHARACTERS).url.endswith("idle")
    assert not Unsent.objects.exists()


def test_web_2_nothing_from_elsewhere_is_kept(story):
    story.later(minutes=31)
    story.tablet.get("/me")
    for headers in ({}, {"Origin": "https://x.example"}, {"Referer": "https://x.example/"},
                    OURS | {"Sec-Fetch-Site": "cross-site"}):  # fmt: skip
        assert story.writing.save(headers).url == "/sign-in"
    for key in ("", once.new_key(), once.new_key(story.margaret.person.pk)):
        assert story.writing.save(once=key).url == "/sign-in"
    assert not Unsent.objects.exists()


# A form of the sign-in before


@pytest.fixture
def stale(cast):
    """Abena signed in again in another tab; her form is of the sign-in before."""
    client = cast.client("abena")
    client.handler.enforce_csrf_checks = True
    address = reverse("evidence:add-note", kwargs={"child_id": cast.rafi.pk})
    writing = Writing(client, address)
    client.get(address)  # a cookie of its own
    writing.fields["csrfmiddlewaretoken"] = ["x" * 64]
    return writing


def test_web_2_a_stale_form_comes_back_and_does_nothing(stale):
    before = saved()
    refused = stale.save()
    assert refused.status_code == 403
    assert saved() == before
    assert "You signed in again while this page was open" in text_of(refused)
    again = form_on(refused.content.decode(), stale.address)
    assert again.fields["saw"][0].strip() == WORDS
    sent = stale.client.post(stale.address, again.fields, headers=OURS)
    assert sent.status_code == 302
    assert saved() == before + 1


def test_web_2_a_form_from_elsewhere_is_not_given_back(stale, cast):
    elsewhere = {"Origin": "https://x.example"}
    others = once.new_key(cast.people["margaret"].pk)
    for headers, more in ((elsewhere, {}), ({}, {}), (OURS, {"once": others}), (OURS, {"once": ""})):  # fmt: skip
        refused = stale.save(headers, **more)
        assert refused.status_code == 403
        assert WORDS not in text_of(refused)


def test_web_2_a_stale_form_opens_nothing(stale, cast):
    """Joy works elsewhere: the page of the form is no more there than before."""
    client = cast.client("joy")
    client.handler.enforce_csrf_checks = True
    fields = stale.fields | {"once": once.new_key(cast.people["joy"].pk)}
    address = reverse("evidence:add-note", kwargs={"child_id": cast.noor.pk})
    answer = client.post(address, fields, headers=OURS)
    assert answer.status_code in (403, 404)
    assert WORDS not in text_of(answer)
