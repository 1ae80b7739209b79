"""The instant at which a right of somebody in the story ends, in London's own time.

AGY-6, TEAM-1, TEAM-2, CON-2 and CON-5 where they are decided: in the predicate.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.evidence.models import Observation
from plait.sharing import agreements, door, operations
from plait.sharing.models import Basis, Record

LONDON = ZoneInfo("Europe/London")
NEXT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def note(cast):
    """A note of the nursery's, about Rafi; decided at any instant."""
    viewer = cast.viewer("abena")
    noted = Observation(saw="He waved to Ayo.", seen_at=viewer.now)
    return operations.write(
        noted, viewer=viewer, child=cast.rafi, act="test.noted"
    ).record


def may_see(cast, key, record, at):
    return Record.objects.visible_to(cast.hat(key), at).filter(pk=record.pk).exists()


def agree(cast, at, until_on, categories=("education",)):
    """Margaret asks at an instant, and Shirin agrees at once."""
    wish = agreements.Wish(
        with_agency_id=cast.agencies["rowan"].pk,
        categories=categories,
        purpose="Speech and language therapy",
        until_on=until_on,
    )
    asked = agreements.ask(wish, child=cast.rafi, viewer=cast.viewer("margaret", at=at))
    return agreements.agree(
        asked.pk, child=cast.rafi, viewer=cast.viewer("shirin", at=at)
    )


@pytest.fixture
def nothing_shared(cast):
    """Whatever the story has agreed with Rowan has been withdrawn before."""
    rowan = Basis.objects.filter(child=cast.rafi, to_agency=cast.agencies["rowan"])
    rowan.update(withdrawn_at=cast.now - timedelta(hours=2))


def coming(month, day):
    """The next such day, seen from the story's today."""
    today = datetime.now(LONDON).date()
    this_year = date(today.year, month, day)
    return (
        this_year
        if this_year > today + timedelta(days=2)
        else date(today.year + 1, month, day)
    )


@pytest.mark.parametrize("month", [1, 7], ids=["winter", "summer"])
def test_agy_6_an_agreement_ends_at_midnight_in_london(cast, nothing_shared, month):
    until = coming(month, 15)
    midnight = datetime(until.year, until.month, until.day, tzinfo=LONDON)
    agree(cast, cast.now - HOUR, until)
    viewer = cast.viewer("abena")
    record = operations.write(
        Observation(saw="x", seen_at=viewer.now),
        viewer=viewer,
        child=cast.rafi,
        act="test.noted",
    ).record

    assert may_see(cast, "tomasz", record, midnight - timedelta(milliseconds=1))
    assert may_see(cast, "tomasz", record, midnight - NEXT)
    assert not may_see(cast, "tomasz", record, midnight)


@pytest.mark.parametrize("month", [1, 7], ids=["winter", "summer"])
def test_team_1_a_tie_ends_at_five_in_london(cast, note, month):
    five = datetime.combine(coming(month, 15), datetime.min.time(), LONDON).replace(
        hour=17
    )
    ties = Tie.objects.filter(person=cast.people["abena"], child=cast.rafi)
    ties.update(until_at=five)

    assert may_see(cast, "abena", note, five - timedelta(seconds=1))
    assert not may_see(cast, "abena", note, five)
    children = [door.children_of(cast.hat("abena"), at) for at in (five - NEXT, five)]
    assert [there.filter(pk=cast.rafi.pk).exists() for there in children] == [
        True,
        False,
    ]


def test_team_2_a_forgotten_tie_opens_nothing_once_the_employment_is_over(cast, note):
    hat = cast.hat("callum")
    job = Employment.objects.get(person=cast.people["callum"])
    tie = Tie.objects.get(person=cast.people["callum"])

    assert tie.until_at is None
    assert may_see(cast, "callum", note, job.until_at - NEXT)
    for at in (job.until_at, cast.now):
        assert not Record.objects.visible_to(hat, at).exists()
        assert not door.children_of(hat, at).exists()


# --- CON-2, CON-5 ----------------------------------------------------------------------------


def test_con_2_another_basis_still_carries_what_an_agreement_no_longer_does(
    cast, nothing_shared, note
):
    agreement = agree(cast, cast.now - HOUR, coming(1, 15))
    task = Basis.objects.create(
        child=cast.rafi,
        to_agency=cast.agencies["rowan"],
        category="education",
        kind=Basis.Kind.PUBLIC_TASK,
        from_at=cast.now - HOUR,
    )
    agreements.withdraw(agreement.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    viewer = Viewer(hat=cast.hat("tomasz"), now=cast.now + NEXT)

    (read,) = Record.objects.read_by(viewer).filter(pk=note.pk)

    assert read == note
    assert [sight.row for sight in viewer.sights] == ["P2"]
    assert f"basis:{task.pk}" in next(iter(viewer.sights)).facts


def test_con_5_withdrawn_and_given_again(cast, nothing_shared):
    """Denied in the gap, allowed after it; and both periods stay in the history."""
    given, withdrawn, again = (
        cast.now - timedelta(minutes=minutes) for minutes in (50, 40, 20)
    )
    viewer = cast.viewer("abena", at=given + NEXT)
    record = operations.write(
        Observation(saw="x", seen_at=viewer.now),
        viewer=viewer,
        child=cast.rafi,
        act="test.noted",
    ).record
    Record.objects.unfiltered("a test").filter(pk=record.pk).update(
        made_at=again + NEXT
    )
    first = agree(cast, given, coming(1, 15))
    agreements.withdraw(
        first.pk, child=cast.rafi, viewer=cast.viewer("shirin", at=withdrawn)
    )
    second = agree(cast, again, coming(1, 15))

    seen = {
        at: may_see(cast, "tomasz", record, at)
        for at in (
            given - NEXT,
            given,
            withdrawn - NEXT,
            withdrawn,
            again - NEXT,
            again,
            cast.now,
        )
    }

    assert list(seen.values()) == [False, True, True, False, False, True, True]
    periods = Basis.objects.filter(
        agreement__in=[first, second], category="education"
    ).order_by("from_at")
    assert [(basis.from_at, basis.withdrawn_at) for basis in periods] == [
        (given, withdrawn),
        (again, None),
    ]


def test_con_5_what_was_written_in_the_gap_stays_out_of_sight(cast, nothing_shared):
    """An agreement covers what is written while it holds, unless it says otherwise."""
    given, withdrawn, between, again = (
        cast.now - timedelta(minutes=minutes) for minutes in (50, 40, 30, 20)
    )
    first = agree(cast, given, coming(1, 15))
    agreements.withdraw(
        first.pk, child=cast.rafi, viewer=cast.viewer("shirin", at=withdrawn)
    )
    viewer = cast.viewer("abena", at=between)
    record = operations.write(
        Observation(saw="x", seen_at=between),
        viewer=viewer,
        child=cast.rafi,
        act="test.noted",
    ).record
    agree(cast, again, coming(1, 15))

    assert not may_see(cast, "tomasz", record, cast.now)
