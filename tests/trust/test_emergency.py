"""AUD-8 and row P6: emergency access shows what it may, and leaves its traces.

Rules E1 to E7 in docs/rules/sharing.md.
"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from plait.access.decisions import NotPermitted
from plait.children.models import Child, Tie
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.notices import operations as notices
from plait.notices.models import Notice
from plait.sharing import operations as records
from plait.sharing.emergency import operations, telling
from plait.sharing.models import (
    Agreement,
    Basis,
    Emergency,
    Glass,
    Record,
    Restriction,
)
from tests import acts, site_map
from tests.emergencies import HOUR, WORDS, answers, opened, oracle_sees, sought
from tests.mail import mail_server, no_mail_server
from tests.pages_read import words_of
from tests.trust import surfaces, twins
from tests.trust.everything import Telling, tell_everything
from tests.trust.moments import at, signed_in, the_clock
from tests.trust.twins import Reader

WHY = "looking on from outside"
OPEN = "/emergency-access"
MAY = ("sofia", "owen", "margaret", "joy", "daniel", "gwen")
MAY_NOT = ("abena", "leon", "tomasz", "petra", "ayesha", "shirin", "nani", "idris")


def seal(cast, **more):
    given = {"child": cast.rafi, "aim": "everyone", "from_at": cast.now - 2 * HOUR}
    return Restriction.objects.create(**given | more)


# --- E1, E2: who may, and for whom ---


@pytest.mark.parametrize("key", MAY)
def test_e1_those_whose_job_it_is_may_open_it(cast, key):
    client = cast.client(key)
    assert client.get(OPEN).status_code == 200
    child = cast.children["kacper"]
    assert client.post(OPEN, answers(child)).status_code == 302
    assert Glass.objects.get(child=child).person == cast.people[key]


@pytest.mark.parametrize("key", [*MAY_NOT, "daniel at home"])
def test_e1_nobody_else_may(cast, key):
    """And no family ever: the words say whom to ring."""
    who, _, home = key.partition(" ")
    client = cast.client(who, family=bool(home))
    before = Emergency.objects.count()
    for address in (OPEN, f"/children/{cast.rafi.pk}/emergency-access"):
        for answer in (client.get(address), client.post(address, answers(cast.rafi))):
            assert answer.status_code in (403, 404)
    assert "ring 999" in words_of(client.get(OPEN))
    assert f'href="{OPEN}"' not in client.get("/", follow=True).content.decode()
    assert Emergency.objects.count() == before


def closed_for_sofia(cast, how):
    """A child who is closed to her so that nothing opens it; or who is not there."""
    rafi, sofia = cast.rafi, cast.people["sofia"]
    if how == "sealed":
        seal(cast, aim="agency", aimed_agency=cast.agencies["harrowmere-care"])
    if how == "family":
        Tie.objects.create(
            person=sofia, child=rafi, kind="family", role="relative",
            from_at=cast.now - 900 * HOUR, until_at=cast.now - 800 * HOUR,
        )  # fmt: skip
    if how == "two of them":
        Child.objects.create(
            given_name=rafi.given_name, family_name=rafi.family_name,
            born_on=rafi.born_on, added_at=cast.now,
        )  # fmt: skip
    return answers(rafi, name="Nobody") if how == "absent" else answers(rafi)


def attempt(cast, sent):
    """All that an attempt answers, asks of the database, and leaves."""
    client = signed_in(cast, "sofia", cast.now)
    seq, told = Line.objects.count(), Notice.objects.count()
    with the_clock(cast.now):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(OPEN, sent)
        page = words_of(client.get(answer.headers["Location"]))
    led_to = resolve(answer.headers["Location"])
    assert led_to.view_name == "emergency:own"
    made = Emergency.objects.get(pk=led_to.kwargs["emergency_id"])
    lines = Line.objects.filter(seq__gt=seq).values_list("act", "child_id", "surface")
    letters = Notice.objects.order_by("-due_at").values_list("subject", "words")
    number = Notice.objects.count() - told
    return len(asked), page, list(lines), list(letters[:number]), made.glass


def test_e2_closed_family_and_absent_are_one_answer(cast):
    found = []
    for how in ("absent", "sealed", "family", "two of them"):
        sent = closed_for_sofia(cast, how)
        found.append(attempt(cast, sent))
        Restriction.objects.filter(aimed_agency__code="harrowmere-care").delete()
        Tie.objects.filter(person=cast.people["sofia"]).delete()
    assert found[1:] == found[:1] * 3
    queries, page, lines, letters, glass = found[0]
    assert "Nobody was found" in page
    assert "ring 999" in page
    assert ("sharing.emergency.found-nobody", None, "") in lines
    assert [subject for subject, _ in letters] == [
        "Plait: emergency access, please review"
    ]
    assert glass is None


def test_e2_a_child_must_be_told_exactly(cast):
    rafi = cast.rafi
    for wrong in (
        {"name": rafi.given_name[:3]}, {"family_name": "Hossain"}, {"family_name": ""},
        {"born_on_day": rafi.born_on.day % 27 + 1}, {"name": "%"}, {"name": "_afi"},
    ):  # fmt: skip
        assert attempt(cast, answers(rafi, **wrong))[-1] is None
    right = answers(rafi, name=" rafi ", family_name=rafi.family_name.upper())
    assert cast.client("sofia").post(OPEN, right).headers["Location"] == reverse(
        "today:child", args=[rafi.pk]
    )


def test_e2_a_seal_that_gives_way_closes_nothing(cast):
    seal(cast, breakable=True)
    assert opened(cast).glass is not None


# --- P6: what is shown, and to the second ---


@pytest.fixture
def world(cast):
    """Rafi with records of every kind, seals that give way and seals that do not."""
    ordinary = twins.Ordinary(cast)
    owner = cast.agencies["bramblecote"]

    def told(word, **envelope):
        telling = Telling(
            cast.rafi, cast.people["abena"], ordinary.at, word, agency=owner
        )
        return tell_everything(telling, owner_agency=owner, **envelope)

    told("Openword")
    told("Restrictedword", sensitivity=2)
    told("Softword", sensitivity=2)
    told("Veryword", sensitivity=3)
    told("Draftword", state="draft")
    told("Erasedword", state="erased")
    told("Lockedword")
    told("Aimedword")
    for soft, word in ((True, "Softword"), (False, "Lockedword"), (False, "Aimedword")):
        for record in Record.objects.unfiltered(WHY).filter(
            versions__content__contains=word
        ):
            aim = {"aim": "everyone"}
            if word == "Aimedword":
                aim = {
                    "aim": "agency",
                    "aimed_agency": cast.agencies["harrowmere-care"],
                }
            seal(cast, record=record, breakable=soft, **aim)
    return ordinary


SHOWN, KEPT = (
    ("Openword", "Restrictedword", "Softword"),
    ("Veryword", "Draftword", "Erasedword", "Lockedword", "Aimedword"),
)


def test_p6_every_surface_shows_exactly_what_the_oracle_says(world, cast):
    glass = opened(cast).glass
    sofia, client = cast.viewer("sofia"), cast.client("sofia")
    expected = oracle_sees(cast.rafi, sofia)
    every = Record.objects.unfiltered(WHY).filter(child=cast.rafi)
    seen = every.visible_to(sofia.hat, cast.now).values_list("pk", flat=True)
    assert {str(pk) for pk in seen} == expected
    assert 30 < len(expected) < every.count()

    text, tried = "", 0
    with the_clock(cast.now):
        for name, part in (
            ("evidence:note", "note_id"), ("evidence:photo", "photo_id"),
            ("evidence:concern", "concern_id"), ("evidence:report", "report_id"),
            ("plans:outcome", "outcome_id"),
        ):  # fmt: skip
            page = next(one for one in surfaces.pages() if one.name == name)
            for record in every.filter(kind=site_map.KINDS[part]):
                ids = {"child_id": [cast.rafi.pk], part: [record.pk]}
                address = next(surfaces.addresses(page, ids, sofia))
                answer = surfaces.ask(client, address)
                allowed = str(record.pk) in expected
                assert (answer.status == 200) == allowed, (name, record.version_hash)
                text, tried = text + answer.text, tried + 1
        filling = twins.filling(Reader("sofia"), world)
        for page in surfaces.about_children():
            for address in surfaces.addresses(page, filling, sofia):
                text += surfaces.ask(client, address).text
    assert tried > 30
    for word in SHOWN:
        assert word in text, word
    for word in KEPT:
        assert word not in text, word
    assert glass.expires_at == cast.now + HOUR


def test_p6_it_ends_to_the_second(world, cast):
    """At its last instant everything is there; at its end, nothing ever was."""
    end = opened(cast).glass.expires_at
    overview = f"/children/{cast.rafi.pk}"
    last = at(cast, "sofia", end - timedelta(microseconds=1), overview)
    assert last.status_code == 200
    sofia = cast.viewer("sofia", at=end)
    client, filling = (
        signed_in(cast, "sofia", end),
        twins.filling(Reader("sofia"), world),
    )
    with the_clock(end):
        for page in surfaces.about_children():
            address = next(surfaces.addresses(page, filling, sofia, asked=False))
            for method in ("get", "post"):
                answer = surfaces.ask(client, address, method=method)
                assert answer.status in (404, 405), (page.name, method)
    assert oracle_sees(cast.rafi, sofia) == set()


def test_p6_ended_by_hand_it_is_over_at_once(cast):
    opened(cast)
    client = cast.client("sofia")
    overview = f"/children/{cast.rafi.pk}"
    assert client.get(overview).status_code == 200
    assert client.post(f"{overview}/emergency-access/end").status_code == 302
    for page in ("", "/plan", "/book", "/team", "/sharing", "/emergency-access/end"):
        assert client.get(overview + page).status_code == 404


def test_p6_it_is_one_persons_in_one_hat(cast):
    """A colleague sees nothing of it; nor does the same person in another hat."""
    opened(cast)
    care = cast.agencies["harrowmere-care"]
    for key in ("petra", "gwen", "ayesha", "idris"):
        assert cast.client(key).get(f"/children/{cast.rafi.pk}").status_code == 404
    sofia = cast.viewer("sofia")
    assert oracle_sees(cast.rafi, sofia) != set()
    hats = {glass.agency for glass in Glass.objects.filter(child=cast.rafi)}
    assert hats == {care}


# --- E4: reading only ---


@pytest.mark.parametrize(
    "act",
    [
        act
        for act in acts.ACTS
        if not act.page.startswith("emergency:") and act.page != "safeguarding:raise"
    ],
    ids=str,
)
def test_e4_every_form_is_refused(cast, act):
    sending = acts.Sending(act, cast)
    parts = resolve(sending.address.partition("?")[0]).kwargs
    if "child_id" not in parts:
        pytest.skip("not about a child")
    child = Child.objects.get(pk=parts["child_id"])
    opened(cast, child=child, at=acts.Stage(cast).viewer("sofia").now)
    before = stored()
    answer = sending.send(cast.client("sofia"))
    assert answer.status_code in (403, 404)
    assert stored() == before


def test_e4_but_a_worry_can_be_passed_on(cast):
    """SG9: a worry that nobody may pass on helps nobody. It adds, and opens nothing."""
    (act,) = (one for one in acts.ACTS if one.page == "safeguarding:raise")
    sending = acts.Sending(act, cast)
    opened(cast, at=acts.Stage(cast).viewer("sofia").now)
    before = set(Record.objects.unfiltered(WHY).values_list("pk", "version_hash"))
    sofia = acts.Stage(cast).viewer("sofia")
    seen_before = oracle_sees(cast.rafi, sofia)
    ties = set(Tie.objects.filter(person=sofia.person_id))

    answer = sending.send(cast.client("sofia"))

    assert answer.status_code == 302
    after = set(Record.objects.unfiltered(WHY).values_list("pk", "version_hash"))
    assert before < after
    ((added, _),) = after - before
    assert Record.objects.unfiltered(WHY).get(pk=added).kind == "safeguarding.worry"
    assert oracle_sees(cast.rafi, sofia) - {str(added)} == seen_before != set()
    assert set(Tie.objects.filter(person=sofia.person_id)) == ties


def stored():
    """What there is that a form could have changed."""
    versions = Record.objects.unfiltered(WHY).order_by("pk")
    tables = (Tie, Basis, Agreement, Restriction, Glass, Emergency)
    return list(versions.values_list("pk", "version_hash", "state", "release")), [
        list(table.objects.order_by("pk").values()) for table in tables
    ]


def test_e4_a_member_of_the_team_changes_nothing_that_a_seal_closes(cast):
    """Through the glass she reads her own note again; she cannot correct it."""
    stage = acts.Stage(cast)
    note = stage.note("margaret")
    seal(cast, record=note.record, breakable=True)
    margaret, client = stage.viewer("margaret"), cast.client("margaret")
    address = reverse("evidence:note", args=[cast.rafi.pk, note.pk])
    assert client.get(address).status_code == 404
    opened(cast, "margaret", at=margaret.now)
    assert client.get(address).status_code == 200
    with pytest.raises(NotPermitted, match="reading only"):
        records.lock(note.pk, viewer=stage.viewer("margaret"))


def test_e4_under_a_seal_over_everything_a_team_is_no_team(cast):
    seal(cast, breakable=True)
    client = cast.client("margaret")
    note = reverse("evidence:add-note", args=[cast.rafi.pk])
    assert client.get(note).status_code == 404
    opened(cast, "margaret", at=acts.Stage(cast).viewer("margaret").now)
    assert client.get(f"/children/{cast.rafi.pk}").status_code == 200
    sent = {"saw": "He waved", "areas": ["communication"]}
    assert client.post(note, sent).status_code == 403


# --- AUD-8 ---


def lines_of(child):
    lines = Line.objects.filter(child_id=child.pk).order_by("seq")
    return [(line.act, json.loads(line.details)) for line in lines]


def test_aud_8_start_each_read_and_end_name_the_same_glass(cast):
    before = len(lines_of(cast.rafi))
    client = cast.client("sofia")
    client.post(OPEN, answers(cast.rafi))
    glass = Glass.objects.get(child=cast.rafi)
    pages = ("", "/plan", "/book", "/reports")
    for page in pages:
        assert client.get(f"/children/{cast.rafi.pk}{page}").status_code == 200
    client.post(f"/children/{cast.rafi.pk}/emergency-access/end")

    (start, opening), *reads, (end, ending) = lines_of(cast.rafi)[before:]
    assert (start, end) == ("sharing.emergency.opened", "sharing.emergency.ended")
    assert opening["glass"] == ending["glass"] == str(glass.pk)
    assert opening["emergency"] == ending["emergency"]
    assert [act for act, _ in reads] == ["record.read"] * len(pages)
    for _, details in reads:
        assert details["reasons"] == [["P6", f"glass:{glass.pk}"]]
        assert details["records"]


def test_aud_8_what_runs_out_by_itself_has_its_end_too(cast):
    emergency = opened(cast, at=cast.now - 2 * HOUR)
    telling.follow_up(now=cast.now)
    telling.follow_up(now=cast.now + HOUR)
    ends = [
        told for act, told in lines_of(cast.rafi) if act.endswith("emergency.ended")
    ]
    assert [told["glass"] for told in ends] == [str(emergency.glass_id)]
    assert ends[0]["ended"].startswith((cast.now - HOUR).isoformat()[:19])


def test_aud_8_the_privacy_lead_gets_a_letter_at_once(
    cast, settings, django_capture_on_commit_callbacks
):
    with (
        mail_server(settings) as letters,
        django_capture_on_commit_callbacks(execute=True),
    ):
        opened(cast)
    (letter,) = letters
    assert letter["To"] == "ayesha@plait.example"
    said = letter["Subject"] + letter.get_payload()
    for word in ("Rafi", "Hossain", "Sofia", "danger", "neighbour", "Social"):
        assert word not in said, word


def test_aud_8_or_within_a_minute_of_the_mail_server_being_back(
    cast, settings, django_capture_on_commit_callbacks
):
    no_mail_server(settings)
    with django_capture_on_commit_callbacks(execute=True):
        opened(cast)
    waiting = Notice.objects.filter(sent_at=None, subject__contains="please review")
    assert waiting.latest("due_at").due_at == cast.now + timedelta(minutes=1)
    with mail_server(settings) as letters:
        notices.send_waiting(now=cast.now + timedelta(minutes=1))
    assert [one["To"] for one in letters].count("ayesha@plait.example") == 1


def test_aud_8_when_it_cannot_be_written_down_it_is_not_open(cast, monkeypatch):
    def full(entries):
        raise ledger.LedgerUnavailable

    monkeypatch.setattr(ledger, "write", full)
    before = Notice.objects.count()
    assert cast.client("sofia").post(OPEN, answers(cast.rafi)).status_code == 503
    assert not Glass.objects.filter(child=cast.rafi).exists()
    assert Notice.objects.count() == before


def test_e3_no_more_than_four_hours_and_never_without_a_reason(cast):
    sofia = cast.viewer("sofia")
    for reason, words, hours in (
        ("danger", WORDS, 5), ("danger", WORDS, 0), ("danger", "x" * 19, 1),
        ("danger", " " * 30, 1), ("curious", WORDS, 1),
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            operations.open_by_name(
                sought(cast.rafi), operations.Need(reason, words, hours), viewer=sofia
            )
    client = cast.client("sofia")
    for wrong in ({"words": "x" * 19}, {"hours": "5"}, {"reason": ""}, {"hours": ""}):
        assert client.post(OPEN, answers(cast.rafi, **wrong)).status_code == 200
    assert not Glass.objects.filter(child=cast.rafi).exists()
