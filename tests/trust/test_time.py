"""TIME: clocks that change, and intervals at their very edges."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from plait.access.viewer import Hat
from plait.agencies.models import Employment
from plait.children import hats
from plait.children.models import Child, Tie
from plait.clocks import arithmetic, holidays
from plait.clocks.arithmetic import LONDON
from plait.design_system import words
from plait.evidence.models import Observation
from plait.evidence.web import presenters as evidence
from plait.sharing import door
from plait.sharing.models import Agreement, Basis, Glass, Record, Restriction
from plait.team import operations as team
from plait.team.models import Invitation
from plait.team.operations.invitations import Guest
from tests.trust.everything import Telling, put
from tests.trust.moments import at, london

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
NIGHTS = (SPRING, AUTUMN)
MOMENT = timedelta(microseconds=1)
EARLY = datetime(2026, 1, 5, 9, tzinfo=UTC)  # before all of the nights


def minutes_of(night):
    """Every minute of five hours from midnight in London, as instants."""
    start = arithmetic.start_of(night)
    return [start + timedelta(minutes=n) for n in range(5 * 60)]


# --- A record that one fact opens -----------------------------------------------------------


@pytest.fixture
def note(cast):
    """A note of a service with no other basis, from before every night of these tests."""
    facts = (Tie, Employment, Basis)
    for model in facts:
        model.objects.filter(from_at__gt=EARLY).update(from_at=EARLY)
    Agreement.objects.filter(child=cast.rafi).update(asked_at=EARLY)
    Basis.objects.filter(
        child=cast.rafi, to_agency=cast.agencies["bramblecote"]
    ).delete()
    told = Telling(cast.rafi, cast.people["petra"], EARLY, "x")
    seen = Observation(saw="kestrelword", seen_at=EARLY)
    return put(seen, told, owner_agency=cast.agencies["riverside"])


def abena(cast):
    return Hat(cast.people["abena"].pk, cast.agencies["bramblecote"].pk)


def seen(hat, note, moment):
    return Record.objects.visible_to(hat, moment).filter(pk=note.pk).exists()


def a_basis(cast, **interval):
    return Basis.objects.create(
        child=cast.rafi, to_agency=cast.agencies["bramblecote"], category="education",
        kind=Basis.Kind.PUBLIC_TASK, **{"from_at": EARLY, "covers_history": True} | interval,
    )  # fmt: skip


# --- TIME-1: the nights on which the clocks change ------------------------------------------


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("fold", [0, 1])
def test_time_1_what_ends_at_half_past_one_ends_once(cast, note, night, fold):
    """In autumn half past one comes twice, and in spring not at all: one end each."""
    end = london(night.year, night.month, night.day, 1, 30, fold=fold).astimezone(UTC)
    a_basis(cast, until_at=end)

    told = [seen(abena(cast), note, moment) for moment in minutes_of(night)[::5]]

    assert told == sorted(told, reverse=True), "open, then closed, and never open again"
    assert told.count(True) == len([m for m in minutes_of(night)[::5] if m < end])
    assert seen(abena(cast), note, end - MOMENT)
    assert not seen(abena(cast), note, end)


@pytest.mark.parametrize("night", NIGHTS)
def test_time_1_the_page_goes_by_the_same_instant(cast, note, night):
    end = london(night.year, night.month, night.day, 1, 30, fold=1).astimezone(UTC)
    a_basis(cast, until_at=end)
    there = f"/children/{cast.rafi.pk}/notes/{note.pk}"

    answers = [
        at(cast, "abena", when, there).status_code for when in (end - MOMENT, end)
    ]

    assert answers == [200, 404]


@pytest.mark.parametrize(
    ("night", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)]
)
def test_time_1_every_instant_is_in_one_day_and_days_have_their_length(night, hours):
    start, end = (
        arithmetic.start_of(day) for day in (night, night + timedelta(days=1))
    )
    quarters = [start + timedelta(minutes=15) * n for n in range(hours * 4)]

    assert end - start == timedelta(hours=hours)
    assert {arithmetic.day_of(moment) for moment in quarters} == {night}
    assert arithmetic.day_of(start - MOMENT) == night - timedelta(days=1)
    assert arithmetic.day_of(end) == night + timedelta(days=1)


@pytest.mark.parametrize("night", NIGHTS)
def test_time_1_four_hours_of_emergency_are_four_hours(cast, night):
    """Whatever the clocks on the wall say meanwhile."""
    opened = london(night.year, night.month, night.day, 0, 30).astimezone(UTC)
    glass = {
        "person": cast.people["petra"], "child": cast.rafi,
        "agency": cast.agencies["riverside"], "reason": "Nobody else could be reached.",
        "opened_at": opened,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Glass.objects.create(**glass, expires_at=opened + timedelta(hours=4) + MOMENT)
    Glass.objects.create(**glass, expires_at=opened + timedelta(hours=4))

    hat = Hat(cast.people["petra"].pk, cast.agencies["riverside"].pk)
    Employment.objects.filter(person=cast.people["petra"]).update(from_at=EARLY)
    there = [door.children_of(hat, opened + timedelta(hours=n)) for n in range(5)]
    assert [children.exists() for children in there] == [True] * 4 + [False]


@pytest.mark.parametrize("night", NIGHTS)
def test_time_1_an_agreement_that_ends_that_night_ends_at_its_midnight(night):
    for day in (night, night + timedelta(days=1)):
        midnight = arithmetic.start_of(day)
        assert midnight.astimezone(LONDON).time().isoformat() == "00:00:00"
        assert arithmetic.day_of(midnight) == day


def test_time_1_deadlines_in_working_days_do_not_slip():
    """The Monday after each change is one working day after the Friday before."""
    for night in NIGHTS:
        friday, monday = night - timedelta(days=2), night + timedelta(days=1)
        near = holidays.bank_holidays_near(friday)
        assert arithmetic.working_days_after(friday, 1, near) == monday
        for shift in (-MOMENT, timedelta(0), timedelta(hours=1)):
            asked = arithmetic.start_of(monday) + shift
            assert arithmetic.day_of(asked) == monday - timedelta(
                days=shift < timedelta(0)
            )


def test_time_1_a_meeting_is_shown_at_the_hour_on_the_wall():
    """Nine in the morning before and after: an hour apart in universal time."""
    for day, offset in ((date(2026, 3, 28), 9), (date(2026, 3, 30), 8),
                        (date(2026, 10, 24), 8), (date(2026, 10, 26), 9)):  # fmt: skip
        moment = datetime(day.year, day.month, day.day, offset, tzinfo=UTC)
        assert words.clock_time(moment) == "9am"


# --- TIME-4: [from, until) everywhere --------------------------------------------------------

START, END = EARLY + timedelta(days=10), EARLY + timedelta(days=20)
EDGES = (START - MOMENT, START, END - MOMENT, END)
INSIDE = [False, True, True, False]


def test_time_4_a_basis(cast, note):
    a_basis(cast, from_at=START, until_at=END)

    assert [seen(abena(cast), note, edge) for edge in EDGES] == INSIDE


def test_time_4_a_withdrawal(cast, note):
    a_basis(cast, withdrawn_at=END)

    assert [seen(abena(cast), note, edge) for edge in EDGES[2:]] == [True, False]


def test_time_4_a_basis_without_history_reaches_what_was_made_from_then_on(cast, note):
    basis = a_basis(cast, from_at=START, covers_history=False)
    for made_at, reached in ((START - MOMENT, False), (START, True)):
        envelope = Record.objects.filter(pk=note.pk).unfiltered("made at an edge")
        envelope.update(made_at=made_at)
        assert seen(abena(cast), note, END) is reached
    assert basis.until_at is None


@pytest.mark.parametrize("model", [Tie, Employment])
def test_time_4_a_tie_and_an_employment(cast, note, model):
    a_basis(cast)
    model.objects.filter(person=cast.people["abena"]).update(
        from_at=START, until_at=END
    )

    assert [seen(abena(cast), note, edge) for edge in EDGES] == INSIDE
    children = [door.children_of(abena(cast), edge) for edge in EDGES]
    assert [found.filter(pk=cast.rafi.pk).exists() for found in children] == INSIDE


def test_time_4_the_hats_one_can_wear(cast):
    Employment.objects.filter(person=cast.people["abena"]).update(
        from_at=START, until_at=END
    )
    Tie.objects.filter(person=cast.people["shirin"]).update(from_at=START, until_at=END)

    for key in ("abena", "shirin"):
        worn = [hats.list_hats(cast.people[key].pk, edge) for edge in EDGES]
        assert [bool(found) for found in worn] == INSIDE, key


def test_time_4_a_seal(cast, note):
    a_basis(cast)
    Restriction.objects.create(
        child=cast.rafi, aim="everyone", from_at=START, until_at=END
    )

    assert [seen(abena(cast), note, edge) for edge in EDGES] == [
        not one for one in INSIDE
    ]


def test_time_4_emergency_access(cast, note):
    end = START + timedelta(hours=4)
    Glass.objects.create(
        person=cast.people["leon"], child=cast.noor, agency=cast.agencies["bramblecote"],
        reason="Nobody else could be reached.", opened_at=START, expires_at=end,
    )  # fmt: skip
    leon = Hat(cast.people["leon"].pk, cast.agencies["bramblecote"].pk)

    edges = (START - MOMENT, START, end - MOMENT, end)
    children = [door.children_of(leon, edge).filter(pk=cast.noor.pk) for edge in edges]
    assert [found.exists() for found in children] == INSIDE


def test_time_4_an_invitation(cast):
    token = team.invite(
        Guest("colleague", "Ola Berg", "ola@plait.example", "teacher"),
        viewer=cast.viewer("margaret"),
        agency_id=cast.agencies["bramblecote"].pk,
    )
    end = Invitation.objects.get(email="ola@plait.example").expires_at

    assert team.find_invitation(token, now=end - MOMENT)
    with pytest.raises(Invitation.DoesNotExist):
        team.find_invitation(token, now=end)


def test_time_4_the_switch_date(cast):
    Child.objects.filter(pk=cast.rafi.pk).update(born_on=date(2011, 8, 31))
    cast.rafi.refresh_from_db()
    switch, hat = cast.rafi.switch_at, Hat(cast.people["shirin"].pk, None)

    def listed(moment):
        return Record.objects.visible_to(hat, moment).filter(child=cast.rafi).exists()

    assert listed(switch - MOMENT)
    assert not listed(switch)


@pytest.mark.parametrize("model", [Tie, Employment, Basis, Restriction])
def test_time_4_an_interval_may_be_empty_and_never_backwards(cast, note, model):
    made = {
        Tie: {"kind": "team", "role": "teacher"},
        Employment: {"role": "teacher"},
        Basis: {"category": "plan", "kind": "consent"},
        Restriction: {"aim": "everyone"},
    }[model]
    fields = {field.name for field in model._meta.fields}
    facts = {
        "child": cast.rafi, "person": cast.people["petra"],
        "agency": cast.agencies["riverside"], "to_agency": cast.agencies["riverside"],
    }  # fmt: skip
    made |= {name: value for name, value in facts.items() if name in fields}

    model.objects.create(**made, from_at=START, until_at=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**made, from_at=START, until_at=START - MOMENT)


def test_time_4_a_photos_link_is_good_for_less_than_a_minute(cast):
    photo, made = cast.rafi.pk, cast.viewer("shirin")
    token = evidence.photo_token(photo, made)

    def opens(after):
        return evidence.is_fresh(token, photo, replace(made, now=made.now + after))

    assert opens(timedelta(0))
    assert opens(timedelta(minutes=1) - MOMENT)
    assert not opens(timedelta(minutes=1))
    assert not opens(-MOMENT)
