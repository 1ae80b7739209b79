"""Seals: what they close, the second person, lifting, and what the ledger says."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.agencies.models import Employment
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.ledger.models import Line
from plait.sharing import door, keeping, sealing
from plait.sharing.keeping import Apart, SealWish
from plait.sharing.models import Emergency, Glass, Record, Restriction, Seal
from plait.team import operations as team

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
BREAKABLE = sorted(set(Seal.Ground.values) - Seal.UNBREAKABLE)


def as_whom(cast, key, **later):
    moment = cast.now + timedelta(**later)
    return {"child": cast.rafi, "viewer": cast.viewer(key, at=moment)}


@pytest.fixture
def owen(cast):
    """The safeguarding lead, in Rafi's team."""
    employment = Employment.objects.get(person=cast.people["owen"])
    if not cast.rafi.ties.filter(person=employment.person).exists():
        team.join_team(employment=employment, **as_whom(cast, "margaret"))
    return "owen"


def a_note(cast, key="margaret", **more):
    saw = f"Put {next(NUMBERS)} cups together"
    note = Observation(saw=saw, seen_at=cast.now, areas=[])
    return evidence.note_observation(note, **as_whom(cast, key), **more)


def wish(cast, aim="person", target="tomasz", ground="private", **more):
    if aim == "agency":
        target = cast.agencies[target].pk
    elif aim == "person":
        target = cast.people[target].pk
    else:
        target = None
    return SealWish(aim, ground, "Because", target_id=target, **more)


def sees(cast, key, record, **later):
    viewer = cast.viewer(key, at=cast.now + timedelta(**later))
    return (
        Record.objects.visible_to(viewer.hat, viewer.now).filter(pk=record.pk).exists()
    )


def emergency(cast, key, **later):
    at = cast.now + timedelta(**later)
    Glass.objects.create(
        person=cast.people[key],
        child=cast.rafi,
        agency_id=cast.hat(key).agency_id,
        reason="Nobody else was there and it had to be known.",
        opened_at=at,
        expires_at=at + timedelta(hours=4),
    )


AIMS = {
    "person": ({"aim": "person"}, {"tomasz"}),
    "agency": ({"aim": "agency", "target": "rowan"}, {"tomasz"}),
    "family": ({"aim": "family"}, {"shirin", "conor"}),
    "everyone": ({"aim": "everyone"}, {"tomasz", "shirin", "conor", "abena", "leon"}),
}
READERS = ("tomasz", "shirin", "conor", "abena", "leon", "margaret")


@pytest.mark.parametrize(("aimed", "out"), AIMS.values(), ids=AIMS)
def test_sl1_a_record_is_closed_for_whom_it_is_aimed_at(cast, aimed, out):
    note = a_note(cast)

    sealing.seal(wish(cast, **aimed), record_id=note.pk, **as_whom(cast, "margaret"))

    assert {key for key in READERS if not sees(cast, key, note.record)} == out


@pytest.mark.parametrize(("aimed", "out"), AIMS.values(), ids=AIMS)
def test_sl5_a_record_is_born_sealed(cast, aimed, out):
    note = a_note(cast, apart=Apart(seal=wish(cast, **aimed)))

    assert {key for key in READERS if not sees(cast, key, note.record)} == out


def test_sl1_those_who_are_exempt_are_not_stopped(cast):
    note = a_note(cast)
    exempt = (cast.people["abena"].pk, cast.people["shirin"].pk)

    sealing.seal(
        wish(cast, "everyone", exempt=exempt),
        record_id=note.pk,
        **as_whom(cast, "margaret"),
    )

    found = {key for key in READERS if sees(cast, key, note.record)}
    assert found == {"margaret", "abena", "shirin"}


def test_sl1_a_kind_and_everything(cast):
    note = a_note(cast)
    sealing.seal(wish(cast, category="health"), **as_whom(cast, "margaret"))
    assert sees(cast, "tomasz", note.record)

    sealing.seal(wish(cast, category="education"), **as_whom(cast, "margaret"))
    assert not sees(cast, "tomasz", note.record)

    sealing.seal(wish(cast), **as_whom(cast, "margaret"))
    tomasz = cast.viewer("tomasz")
    assert cast.rafi not in door.children_of(tomasz.hat, tomasz.now)


def test_sl1_from_a_day_until_a_day(cast):
    note = a_note(cast)
    day = timedelta(days=1)
    when = {"from_at": cast.now + day, "until_at": cast.now + 3 * day}

    sealing.seal(wish(cast, **when), record_id=note.pk, **as_whom(cast, "margaret"))

    seen = [sees(cast, "tomasz", note.record, days=number) for number in range(4)]
    assert seen == [True, False, False, True]


@pytest.mark.parametrize("key", ["abena", "leon", "tomasz", "joy", "shirin", "conor"])
def test_sl1_others_do_not_seal(cast, key):
    note = a_note(cast)

    for what in ({"record_id": note.pk}, {}):
        with pytest.raises((NotPermitted, Record.DoesNotExist)):
            sealing.seal(wish(cast, "family"), **what, **as_whom(cast, key))
    with pytest.raises(NotPermitted):
        a_note(cast, "abena", apart=Apart(seal=wish(cast)))

    assert not Seal.objects.filter(child=cast.rafi)


def test_sl1_not_what_another_service_wrote_and_not_from_oneself(cast):
    theirs = a_note(cast, "tomasz")

    with pytest.raises(NotPermitted):
        sealing.seal(
            wish(cast, "family"), record_id=theirs.pk, **as_whom(cast, "margaret")
        )
    with pytest.raises(NotPermitted, match="yourself"):
        sealing.seal(wish(cast, target="margaret"), **as_whom(cast, "margaret"))
    with pytest.raises(Record.DoesNotExist):
        sealing.seal(
            wish(cast, "family"),
            record_id=a_note(cast).pk,
            child=cast.children["hana"],
            viewer=cast.viewer("margaret"),
        )


def test_sl1_a_safeguarding_lead_seals_from_people_and_the_family(cast, owen):
    for aim, target in (("person", "leon"), ("family", "")):
        sealing.seal(wish(cast, aim, target), **as_whom(cast, owen))
    for aim, target in (("agency", "rowan"), ("everyone", "")):
        with pytest.raises(NotPermitted):
            sealing.seal(wish(cast, aim, target), **as_whom(cast, owen))


@pytest.mark.parametrize("ground", BREAKABLE)
def test_sl2_other_grounds_take_one_person_and_give_way_in_emergencies(cast, ground):
    note = a_note(cast)
    made = sealing.seal(
        wish(cast, ground=ground), record_id=note.pk, **as_whom(cast, "margaret")
    )

    emergency(cast, "tomasz")

    assert not made.waits_for_second
    assert sees(cast, "tomasz", note.record)


@pytest.mark.parametrize("ground", sorted(Seal.UNBREAKABLE))
def test_sl2_four_grounds_hold_at_once_and_for_good_with_a_second_person(
    cast, owen, ground
):
    note = a_note(cast)
    made = sealing.seal(
        wish(cast, ground=ground), record_id=note.pk, **as_whom(cast, "margaret")
    )
    emergency(cast, "tomasz")
    assert made.waits_for_second
    assert not sees(cast, "tomasz", note.record)

    sealing.confirm(made.pk, **as_whom(cast, owen, days=1))
    emergency(cast, "tomasz", days=30)

    assert not sees(cast, "tomasz", note.record, days=30)
    assert not Seal.objects.get(pk=made.pk).waits_for_second


def ended():
    """No emergency access has ever been open."""
    Emergency.objects.all().delete()
    Glass.objects.all().delete()


def test_sl2_without_a_second_person_it_gives_way_after_three_working_days(cast):
    note = a_note(cast)
    made = sealing.seal(
        wish(cast, ground="refuge"), record_id=note.pk, **as_whom(cast, "margaret")
    )
    over = made.confirm_by - cast.now

    for moment, opens in ((over - timedelta(seconds=1), False), (over, True)):
        ended()
        emergency(cast, "tomasz", seconds=moment.total_seconds())
        assert (
            sees(cast, "tomasz", note.record, seconds=moment.total_seconds()) is opens
        )
    ended()
    assert not sees(cast, "tomasz", note.record, seconds=over.total_seconds())


def test_sl2_the_days_are_working_days():
    friday = datetime(2026, 4, 2, 15, tzinfo=UTC)  # Maundy Thursday: two bank holidays
    assert keeping.second_person_by(friday) == datetime(2026, 4, 9, 23, tzinfo=UTC)


def test_sl2_a_late_second_person_begins_it_again(cast, owen):
    note = a_note(cast)
    made = sealing.seal(
        wish(cast, ground="refuge"), record_id=note.pk, **as_whom(cast, "margaret")
    )
    sealing.confirm(made.pk, **as_whom(cast, owen, days=20))
    emergency(cast, "tomasz", days=21)

    assert not sees(cast, "tomasz", note.record, days=21)
    gap = Restriction.objects.filter(
        seal=made, breakable=False, until_at=made.confirm_by
    )
    assert gap.exists()  # what was, stays as it was


def test_sl2_the_second_is_somebody_else_who_may(cast, owen):
    made = sealing.seal(
        wish(cast, "family", ground="refuge", category="location"),
        **as_whom(cast, owen),
    )

    with pytest.raises(NotPermitted, match="Somebody else"):
        sealing.confirm(made.pk, **as_whom(cast, owen))
    for key in ("abena", "leon", "tomasz", "shirin", "conor", "petra", "gwen"):
        with pytest.raises(Seal.DoesNotExist):
            sealing.confirm(made.pk, **as_whom(cast, key))
    sealing.confirm(made.pk, **as_whom(cast, "margaret"))
    with pytest.raises(TooLate):
        sealing.confirm(made.pk, **as_whom(cast, "margaret"))


def test_sl3_one_lifts_what_one_set(cast):
    note = a_note(cast)
    made = sealing.seal(wish(cast), record_id=note.pk, **as_whom(cast, "margaret"))

    sealing.lift(made.pk, "It is over", **as_whom(cast, "margaret", days=1))

    assert sees(cast, "tomasz", note.record, days=1)
    with pytest.raises(TooLate):
        sealing.lift(made.pk, "Again", **as_whom(cast, "margaret", days=1))


def test_sl3_two_lift_what_two_set(cast, owen):
    note = a_note(cast)
    made = sealing.seal(
        wish(cast, ground="refuge"), record_id=note.pk, **as_whom(cast, "margaret")
    )
    sealing.confirm(made.pk, **as_whom(cast, owen))

    sealing.lift(made.pk, "They have come home", **as_whom(cast, "margaret", days=1))
    assert not sees(cast, "tomasz", note.record, days=1)
    with pytest.raises(NotPermitted, match="Somebody else"):
        sealing.lift(made.pk, "They have", **as_whom(cast, "margaret", days=1))
    sealing.lift(made.pk, "I know it too", **as_whom(cast, owen, days=2))

    assert sees(cast, "tomasz", note.record, days=2)


def test_sl3_one_that_is_still_to_begin_never_does(cast):
    note = a_note(cast)
    later = {"from_at": cast.now + timedelta(days=2)}
    made = sealing.seal(
        wish(cast, **later), record_id=note.pk, **as_whom(cast, "margaret")
    )

    sealing.lift(made.pk, "Not needed", **as_whom(cast, "margaret", days=1))

    assert sees(cast, "tomasz", note.record, days=3)


def test_sl6_nobody_writes_into_what_is_sealed_from_them(cast):
    sealing.seal(wish(cast, category="education"), **as_whom(cast, "margaret"))
    before = Record.objects.unfiltered("a test").count()

    with pytest.raises(Record.DoesNotExist):
        a_note(cast, "tomasz")

    assert Record.objects.unfiltered("a test").count() == before
    a_note(cast, "abena")


def test_the_ledger_says_who(cast, owen):
    made = sealing.seal(wish(cast, ground="refuge"), **as_whom(cast, "margaret"))
    sealing.confirm(made.pk, **as_whom(cast, owen))
    sealing.lift(made.pk, "Over", **as_whom(cast, "margaret"))
    sealing.lift(made.pk, "Over", **as_whom(cast, owen))

    lines = Line.objects.filter(act__startswith="sharing.seal").order_by("-seq")[:4]
    said = [(line.act.rpartition(".")[2], line.person_id) for line in reversed(lines)]
    people = [cast.people[key].pk for key in ("margaret", "owen", "margaret", "owen")]
    acts = ["set", "confirmed", "lift-asked", "lifted"]
    assert said == list(zip(acts, people, strict=True))
