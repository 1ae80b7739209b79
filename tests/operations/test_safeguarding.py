"""What each act of safeguarding changes, records and announces; a refusal changes nothing."""

from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.models import Child, Tie
from plait.ledger.models import Line
from plait.notices.models import Notice
from plait.safeguarding import operations as safeguarding
from plait.safeguarding import queries, readers
from plait.safeguarding.models import Alert, Receipt, Step, Transfer, Verdict
from plait.sharing.models import Basis, Glass, Record
from plait.team import operations as team
from tests import cases


def lines(act):
    return Line.objects.filter(act=act).count()


def a_step(cast, **more):
    owen = cast.viewer("owen")
    given = {"what": "Ring home", "by_whom": "Owen", "due_on": owen.today}
    return safeguarding.add_step(Step(**given | more), child=cast.rafi, viewer=owen)


def decided(cast, *, at=None, **more):
    given = {"choice": "early_help", "reason": "It helps"} | more
    viewer = cast.viewer("owen", at=at)
    return safeguarding.decide(Verdict(**given), child=cast.rafi, viewer=viewer)


def test_raising_ties_the_leads_once_and_shows_no_part(cast):
    owen = cast.people["owen"]
    cases.raised(cast)
    cases.raised(cast, by="leon", saw="Something else")

    tie = Tie.objects.get(person=owen, child=cast.rafi)

    assert (tie.kind, tie.role, tie.until_at) == ("team", "safeguarding_lead", None)
    assert not hasattr(tie, "involvement")


def test_raising_says_that_something_waits_and_when(cast):
    before = Notice.objects.count()
    receipt = cases.raised(cast)
    alert = Alert.objects.get(reference=receipt.reference)

    assert Notice.objects.count() == before + 1
    assert alert.due_at == receipt.due_at > cast.now
    assert (alert.level, alert.next_at) == (0, alert.due_at)
    assert lines("safeguarding.worry.raised") >= 1


def test_the_same_words_within_the_hour_lead_to_the_first_receipt(cast):
    first = cases.raised(cast)
    again = cases.raised(cast, at=cast.now + timedelta(minutes=20))
    other = cases.raised(cast, by="leon")
    later = cases.raised(cast, at=cast.now + timedelta(minutes=61))

    assert again == first
    assert len({first.pk, other.pk, later.pk}) == 3


def test_receipts_are_drawn_and_say_nothing(cast):
    numbers = [
        cases.raised(cast, saw=f"Worry {number}").reference for number in range(12)
    ]
    assert len(set(numbers)) == 12
    for number in numbers:
        assert len(number) == 9
        assert not set(number) & set("AEIOU01")
    fields = {field.name for field in Receipt._meta.get_fields()}
    assert not fields & {"child", "record", "words"}


@pytest.mark.parametrize(
    ("by", "child", "to"),
    [
        ("abena", "rafi", "bramblecote"),
        ("tomasz", "rafi", "bramblecote"),  # Rowan has no lead of its own
        ("shirin", "rafi", "bramblecote"),
        ("gwen", "noor", "larkfield"),  # nobody there is lead: it goes on at once
        ("idris", "noor", "larkfield"),
    ],
)
def test_whom_it_goes_to(cast, by, child, to):
    viewer = cast.viewer(by)
    found = readers.goes_to(cast.children[child], viewer)
    assert [one.code for one in found] == [to]


def test_a_service_with_a_lead_of_its_own_keeps_it(cast):
    cases.employ(cast, "wren", "rowan", "safeguarding_lead")
    found = readers.goes_to(cast.rafi, cast.viewer("tomasz"))
    assert [one.code for one in found] == ["rowan"]


def test_it_goes_to_nobody_but_those_it_may_go_to(cast):
    with pytest.raises(Child.DoesNotExist):
        cases.raised(cast, to="larkfield")


def test_emergency_access_may_add_a_worry_and_nothing_else(cast):
    petra = cast.viewer("petra")
    Glass.objects.create(
        person_id=petra.person_id, child=cast.rafi, agency_id=petra.agency_id,
        reason="Alone with him in an emergency", opened_at=cast.now,
        expires_at=cast.now + timedelta(hours=1),
    )  # fmt: skip
    to = readers.goes_to(cast.rafi, petra)
    receipt = safeguarding.raise_worry(
        cases.a_worry(), child=cast.rafi, agency_id=to[0].pk, viewer=petra
    )
    assert receipt.person_id == petra.person_id


def test_an_open_case_is_closed_by_a_verdict_and_opened_by_a_new_worry(cast):
    owen = cast.viewer("owen")
    cases.raised(cast)
    assert queries.is_open(cast.rafi, viewer=owen)
    decided(cast, at=cast.now + timedelta(minutes=1), closes=True)
    at = cast.now + timedelta(minutes=5)
    assert not queries.is_open(cast.rafi, viewer=cast.viewer("owen", at=at))
    cases.raised(cast, saw="And again", at=at)
    assert queries.is_open(cast.rafi, viewer=cast.viewer("owen", at=at))


def test_deciding_takes_on_what_waits(cast):
    receipt = cases.raised(cast)
    decided(cast)
    alert = Alert.objects.get(reference=receipt.reference)
    assert alert.taken_by == cast.people["owen"]
    assert Receipt.objects.get(pk=receipt.pk).taken_at == cast.now


def test_taking_on_twice_changes_nothing(cast):
    receipt = cases.raised(cast)
    cases.taken_on(cast, receipt)
    number = lines("safeguarding.worry.taken-on")
    cases.taken_on(cast, receipt, at=cast.now + timedelta(hours=1))
    assert lines("safeguarding.worry.taken-on") == number
    assert Alert.objects.get(reference=receipt.reference).taken_at == cast.now


def test_a_step_is_done_once_and_its_first_words_are_kept(cast):
    cases.raised(cast)
    step = a_step(cast)
    owen = cast.viewer("owen")
    assert step in queries.steps_due(owen, owen.today)
    safeguarding.finish_step(step, "They know now", child=cast.rafi, viewer=owen)
    assert step not in queries.steps_due(owen, owen.today)
    assert step.record.version == 2
    with pytest.raises(TooLate):
        safeguarding.finish_step(step, "Again", child=cast.rafi, viewer=owen)


def test_nobody_else_works_on_a_case(cast):
    worry = cases.worry_of(cases.raised(cast))
    before = (
        Record.objects.unfiltered("a test").count(),
        Alert.objects.filter(taken_at=None).count(),
    )
    for key in ("abena", "margaret", "leon", "tomasz", "sofia", "daniel"):
        who = {"child": cast.rafi, "viewer": cast.viewer(key)}
        for act in (
            lambda who=who: safeguarding.take_on(worry, **who),
            lambda who=who: safeguarding.add_step(
                Step(what="x", by_whom="x", due_on=who["viewer"].today), **who
            ),
            lambda who=who: safeguarding.decide(
                Verdict(choice="watch", reason="x"), **who
            ),
        ):
            with pytest.raises(NotPermitted):
                act()
    after = (
        Record.objects.unfiltered("a test").count(),
        Alert.objects.filter(taken_at=None).count(),
    )
    assert after == before


def test_a_senco_who_is_also_the_lead_works_on_a_case(cast):
    """One hat, two ties: the team's from long ago, and the lead's from the worry."""
    margaret = cast.people["margaret"]
    work = margaret.employments.get()
    work.role = "safeguarding_lead"
    work.save()
    cases.raised(cast)
    viewer = Viewer(
        Hat(margaret.pk, work.agency_id), cast.now, "safeguarding_lead", "Margaret"
    )
    step = safeguarding.add_step(
        Step(what="x", by_whom="x", due_on=viewer.today), child=cast.rafi, viewer=viewer
    )
    safeguarding.finish_step(step, "Done", child=cast.rafi, viewer=viewer)
    assert step.done_on


def test_ending_a_disclosure_takes_the_quiet_ties_with_it(cast):
    cases.raised(cast)
    answer = cases.disclosed(cast)
    sofia = Tie.objects.filter(person=cast.people["sofia"], child=cast.rafi)
    assert sofia.filter(until_at=None).exists()

    later = cast.viewer("owen", at=cast.now + timedelta(minutes=1))
    safeguarding.end_disclosure(answer, child=cast.rafi, viewer=later)

    assert not sofia.filter(until_at=None).exists()
    assert Basis.objects.get(pk=answer.basis_id).withdrawn_at == later.now
    with pytest.raises(TooLate):
        safeguarding.end_disclosure(answer, child=cast.rafi, viewer=later)


def test_the_family_is_told_later_and_the_reason_stays_in_the_first_version(cast):
    cases.raised(cast)
    today = cast.viewer("owen").today
    answer = cases.disclosed(
        cast, family_told=False, why_not_told="They are away", look_again_on=today
    )
    owen = cast.viewer("owen")
    assert queries.look_again(owen)[cast.rafi.pk] == today

    safeguarding.tell_family(answer, child=cast.rafi, viewer=owen)

    assert cast.rafi.pk not in queries.look_again(owen)
    assert answer.record.version == 2


def test_sharing_with_nobody_who_may_read_it_is_said(cast):
    cases.raised(cast)
    before = Basis.objects.count()
    with pytest.raises(TooLate, match="Ring them"):
        cases.disclosed(cast, "riverside")
    assert Basis.objects.count() == before


def test_a_file_is_sent_to_somebody_who_is_there(cast):
    cases.raised(cast)
    owen = cast.viewer("owen")

    def begin():
        return safeguarding.begin_transfer(
            Transfer(
                child=cast.rafi, to_agency=cast.agencies["larkfield"],
                starts_on=owen.today, in_year=True,
            ),
            viewer=owen,
        )  # fmt: skip

    transfer = begin()
    with pytest.raises(TooLate, match="on its way"):
        begin()
    with pytest.raises(TooLate, match="recorded post"):
        safeguarding.send_file(transfer.pk, viewer=owen)
    cases.employ(cast, "wren", "larkfield", "safeguarding_lead")
    assert safeguarding.send_file(transfer.pk, viewer=owen).sent_at
    with pytest.raises(TooLate, match="sent already"):
        safeguarding.send_file(transfer.pk, viewer=owen)


def test_handing_a_part_over_and_leaving_end_no_quiet_tie(cast):
    """A lead who was brought in, and goes again, still reaches the case."""
    cases.raised(cast)
    owen = Employment.objects.get(person=cast.people["owen"])
    margaret = cast.viewer("margaret")
    tie = team.join_team(child=cast.rafi, employment=owen, viewer=margaret)
    later = cast.viewer("margaret", at=cast.now + timedelta(minutes=1))
    team.leave_team(tie, child=cast.rafi, viewer=later)

    assert queries.may_open(cast.rafi, cast.viewer("owen", at=later.now))


def test_a_new_lead_reaches_the_cases_that_were_there_before(cast):
    """But for a child whose every note is closed to them."""
    cases.raised(cast)
    hired = cases.employ(cast, "wren", "bramblecote", "safeguarding_lead", days=0)
    cases.raised(cast, by="leon", child="yusuf", about_colleague=hired.person)
    Tie.objects.filter(person=hired.person).delete()
    viewer = cases.viewer_of(cast, hired)
    assert not queries.may_open(cast.rafi, viewer)

    assert safeguarding.let_new_leads_in(now=cast.now) > 0
    assert safeguarding.let_new_leads_in(now=cast.now) == 0

    assert queries.may_open(cast.rafi, viewer)
    assert not queries.may_open(cast.children["yusuf"], viewer)


def test_a_lead_who_was_in_the_team_before_keeps_the_case_when_they_leave_it(cast):
    owen = Employment.objects.get(person=cast.people["owen"])
    tie = team.join_team(
        child=cast.rafi, employment=owen, viewer=cast.viewer("margaret")
    )
    cases.raised(cast)
    later = cast.viewer("margaret", at=cast.now + timedelta(minutes=1))
    team.leave_team(tie, child=cast.rafi, viewer=later)
    assert queries.may_open(cast.rafi, cast.viewer("owen", at=later.now))
