"""The register of what went wrong: the clock, who is told, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.clocks.arithmetic import LONDON
from plait.privacy.models import Breach
from plait.privacy.operations import breaches
from plait.privacy.operations.breaches import Weighed
from plait.privacy.queries import breaches as queries

pytestmark = pytest.mark.django_db


def lead(cast, hours=0):
    return replace(cast.viewer("ayesha"), now=cast.now + timedelta(hours=hours))


def said(cast, key="abena"):
    return breaches.report("A letter went astray", viewer=cast.viewer(key))


def weighed(cast, breach, risk="risk", aware_at=None):
    found = Weighed(aware_at or breach.aware_at, "the book", 2, risk, "Asked for it")
    return breaches.weigh(breach.pk, found, viewer=lead(cast))


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (datetime(2026, 3, 27, 16, 20, tzinfo=UTC), "Monday 30 March 2026, 5:20pm"),
        (datetime(2026, 10, 23, 15, 20, tzinfo=UTC), "Monday 26 October 2026, 3:20pm"),
        (datetime(2026, 2, 28, 16, 20, tzinfo=UTC), "Tuesday 3 March 2026, 4:20pm"),
    ],
    ids=["clocks go on", "clocks go back", "neither"],
)
def test_d6_72_hours_are_72_hours(known, due):
    assert breaches.moment(Breach(aware_at=known).due_at) == due


def test_d5_the_lead_is_told_with_no_word_of_it(
    cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        said(cast)

    (message,) = [one for one in mail.outbox if "something for you" in one.subject]
    assert message.to == ["ayesha@plait.example"]
    assert "letter" not in message.body


@pytest.mark.parametrize("key", ["shirin", "nani"])
def test_d5_families_tell_their_service(cast, key):
    with pytest.raises(NotPermitted):
        said(cast, key)


@pytest.mark.parametrize("key", ["abena", "margaret", "owen", "shirin", "daniel"])
def test_d1_the_register_is_for_leads(cast, key):
    breach, viewer = said(cast), cast.viewer(key)

    with pytest.raises(Breach.DoesNotExist):
        queries.get_breach(breach.pk, viewer=viewer)
    with pytest.raises((NotPermitted, Breach.DoesNotExist)):
        breaches.close(breach.pk, "Nothing", viewer=viewer)


def test_only_whoever_said_it_has_the_receipt(cast):
    breach = said(cast)

    assert queries.get_reported(breach.pk, viewer=cast.viewer("abena")) == breach
    with pytest.raises(Breach.DoesNotExist):
        queries.get_reported(breach.pk, viewer=cast.viewer("leon"))


def test_d7_the_ico_is_told_unless_harm_is_unlikely(cast):
    breach = said(cast)
    for risk in ("risk", "high"):
        weighed(cast, breach, risk)
        with pytest.raises(NotPermitted):
            breaches.leave_ico_untold(breach.pk, "Small", viewer=lead(cast))
    weighed(cast, breach, "unlikely")
    assert breaches.leave_ico_untold(breach.pk, "Small", viewer=lead(cast)).ico_settled

    # Found to be worse after all: it has to be decided again, and the history keeps it.
    assert not weighed(cast, breach, "risk").ico_settled
    assert "Small" in [one.said for one in queries.list_changes(breach)]


def test_d7_late_is_said_why(cast):
    breach = weighed(cast, said(cast))
    late = breach.due_at + timedelta(seconds=1)
    viewer = lead(cast, hours=80)

    with pytest.raises(NotPermitted):
        breaches.tell_ico(breach.pk, late, "IC-1", "", viewer=viewer)
    told = breaches.tell_ico(breach.pk, late, "IC-1", "A bank holiday", viewer=viewer)
    assert told.late_because == "A bank holiday"


def test_d7_at_the_last_moment_is_in_time(cast):
    breach = weighed(cast, said(cast))

    told = breaches.tell_ico(
        breach.pk, breach.due_at, "", "", viewer=lead(cast, hours=80)
    )
    assert told.ico_told_at == breach.due_at


@pytest.mark.parametrize(
    ("hours", "late_because", "is_fine"),
    [(-72, "", True), (-73, "", False), (-73, "A bank holiday", True),
     (0, "", True), (1, "", False), (1, "A bank holiday", False)],
)  # fmt: skip
def test_d7_the_ico_was_told_in_time_also_of_a_moment_found_later(
    cast, hours, late_because, is_fine
):
    """Else it would be late with no reason, or told before anybody knew; and closed."""
    breach, told_at = weighed(cast, said(cast)), cast.now + timedelta(hours=2)
    viewer = lead(cast, hours=9)
    breaches.tell_ico(breach.pk, told_at, "IC-1", late_because, viewer=viewer)
    moved = Weighed(told_at + timedelta(hours=hours), "the book", 2, "risk", "Asked")

    if is_fine:
        breaches.weigh(breach.pk, moved, viewer=viewer)
    else:
        with pytest.raises(NotPermitted, match=r"The ICO was told|the ICO was told"):
            breaches.weigh(breach.pk, moved, viewer=viewer)

    breach.refresh_from_db()
    assert (breach.aware_at == moved.aware_at) == is_fine


def test_d1_what_is_open_is_never_cut_off_the_register(cast):
    """It is older than everything that has been closed since."""
    breach = said(cast)
    for hours in range(1, 4):
        later = replace(cast.viewer("abena"), now=cast.now + timedelta(hours=hours))
        one = breaches.report("Another", viewer=later)
        Breach.objects.filter(pk=one.pk).update(
            closed_at=later.now, lessons="Look twice", risk="unlikely"
        )
    everything = queries.list_breaches(lead(cast, hours=9))
    open_ones = [one for one in everything if one.closed_at is None]

    assert breach in open_ones
    assert everything[: len(open_ones)] == open_ones
    cut = queries.list_breaches(lead(cast, hours=9), most=len(open_ones))
    assert cut == open_ones
    closed = [one.reported_at for one in everything if one.closed_at]
    assert closed == sorted(closed, reverse=True)


def test_d8_closed_when_all_is_told(cast):
    breach = said(cast)

    def shut():
        return breaches.close(breach.pk, "Two people check", viewer=lead(cast))

    with pytest.raises(NotPermitted):
        shut()
    weighed(cast, breach, "high")
    with pytest.raises(NotPermitted):
        shut()
    breaches.tell_ico(breach.pk, cast.now, "IC-1", "", viewer=lead(cast))
    with pytest.raises(NotPermitted):
        shut()
    breaches.tell_people(breach.pk, None, "Nobody can be reached", viewer=lead(cast))
    assert shut().closed_at
    with pytest.raises(TooLate):
        shut()


def test_d6_reminded_once_24_hours_before_the_end(
    cast, django_capture_on_commit_callbacks
):
    Breach.objects.update(reminded_at=cast.now)  # the story's own
    breach = said(cast)
    early, due = (breach.due_at - timedelta(hours=hours) for hours in (25, 24))

    assert breaches.remind(now=early) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert breaches.remind(now=due) == 1
    assert breaches.remind(now=due + timedelta(hours=1)) == 0
    assert "letter" not in mail.outbox[-1].body
    assert mail.outbox[-1].subject == "Plait: please decide today"


def test_a_breach_is_not_closed_without_lessons(cast):
    breach = said(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(closed_at=cast.now)


def test_d6_nobody_knew_of_it_before_there_was_a_clock(cast):
    """The Regulation applied from 25 May 2018; before it no hours are counted."""
    breach = said(cast)
    first = datetime(2018, 5, 25, tzinfo=LONDON)

    with pytest.raises(NotPermitted, match="before the law"):
        weighed(cast, breach, aware_at=first - timedelta(minutes=1))
    assert weighed(cast, breach, aware_at=first).due_at == first + timedelta(hours=72)
