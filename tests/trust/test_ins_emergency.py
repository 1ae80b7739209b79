"""INS: misuse from inside. Claiming to work with a child, and looking too often."""

from argparse import Namespace
from datetime import timedelta

import pytest

from plait.access import clock
from plait.access.decisions import TooLate
from plait.access.viewer import Hat, Viewer
from plait.ledger import operations as ledger
from plait.notices.models import Notice
from plait.sharing.commands import policy_health
from plait.sharing.emergency import health, queries, reviewing, telling
from plait.sharing.emergency.reviewing import Verdict
from plait.sharing.models import Emergency, Record
from plait.sharing.web.emergency_pages import numbers_page
from tests.emergencies import HOUR, answers, ended, opened
from tests.trust.moments import at, the_clock

WHY = "looking on from outside"


def claimed(cast, **more):
    return opened(
        cast, "joy", child=cast.children["kacper"], reason="not_added", **more
    )


def test_ins_5_a_claimed_relationship_works_for_hours_and_alerts(
    cast, django_capture_on_commit_callbacks
):
    kacper, before = cast.children["kacper"], Notice.objects.count()
    client = cast.client("joy")
    overview = f"/children/{kacper.pk}"
    assert client.get(overview).status_code == 404
    assert client.post("/emergency-access", answers(kacper, reason="not_added")).status_code == 302  # fmt: skip
    assert client.get(overview).status_code == 200

    made = Emergency.objects.get(glass__child=kacper)
    assert made.glass.expires_at - made.glass.opened_at == HOUR
    assert Notice.objects.count() == before + 1
    assert at(cast, "joy", made.glass.expires_at, overview).status_code == 404


def test_ins_5_it_waits_for_its_review_and_stays_when_that_is_late(cast):
    """Three working days; after that it stands with more people, and never goes."""
    made = claimed(cast)
    ayesha = cast.viewer("ayesha")
    assert made in queries.to_review(ayesha)
    after = cast.now + timedelta(days=12)
    assert telling.follow_up(now=after)[1] >= 1
    late = cast.viewer("ayesha", at=after)
    assert made in queries.to_review(late)
    for days in (30, 300):
        later = cast.viewer("ayesha", at=cast.now + timedelta(days=days))
        assert made in queries.to_review(later)


@pytest.mark.parametrize("outcome", ["", "not_justified"])
def test_ins_5_unconfirmed_it_lapses(cast, outcome):
    """It is not taken a second time until somebody has said that it is so (E8)."""
    made = claimed(cast, at=cast.now - 3 * HOUR)
    if outcome:
        reviewing.review(made.pk, Verdict(outcome, "She does not."), viewer=cast.viewer("ayesha"))  # fmt: skip
    with pytest.raises(TooLate, match="nobody has confirmed it"):
        claimed(cast)
    assert opened(cast, "joy", child=cast.children["kacper"]).glass  # an emergency


def test_ins_5_confirmed_it_may_be_said_again(cast):
    made = claimed(cast, at=cast.now - 3 * HOUR)
    verdict = Verdict("justified", "Her manager says so.")
    reviewing.review(made.pk, verdict, viewer=cast.viewer("ayesha"))
    assert claimed(cast).glass


# --- INS-6 ---


def reads(cast, number, *, glass=None, at=None):
    """So many pages that somebody read, by emergency access or by the team's right."""
    key = "sofia" if glass else "abena"
    hat = cast.hat(key)
    reason = ["P6", f"glass:{glass.pk}"] if glass else ["P1", "tie:1"]
    record = Record.objects.unfiltered(WHY).filter(child=cast.rafi).first()
    line = ledger.Entry(
        act="record.read",
        at=at or cast.now - HOUR,
        person_id=hat.person_id,
        hat=hat.key,
        child_id=cast.rafi.pk,
        surface="plan",
        details={"records": {str(record.pk): ["0" * 64, 0]}, "reasons": [reason]},
    )
    ledger.write([line] * number)


def command(cast, capsys):
    with the_clock(cast.now):
        status = policy_health.run(Namespace())
    return status, capsys.readouterr()


def test_ins_6_more_than_one_in_a_thousand_is_red(cast, capsys):
    """Exactly one in a thousand is not; one more is."""
    by_now = health.uses(cast.now).all
    assert by_now.is_red  # two in the story, and hardly anybody reads in it
    reads(cast, by_now.by_emergency * 1000 - by_now.reads)
    status, said = command(cast, capsys)
    assert (status, said.err) == (0, "")
    assert (
        "All together: 2 of 2000 reads by emergency access, 1.00 in 1,000" in said.out
    )

    glass = opened(cast, at=cast.now - HOUR).glass
    reads(cast, 1, glass=glass)
    status, said = command(cast, capsys)
    assert status == 1
    assert "used too often" in said.err
    assert "3 of 2001 reads" in said.out


def test_ins_6_only_the_last_thirty_days_count(cast):
    before = health.uses(cast.now).all
    old = ended(cast, at=cast.now - timedelta(days=40)).glass
    reads(cast, 5, glass=old, at=old.opened_at)
    reads(cast, 5, at=cast.now - timedelta(days=31))
    assert health.uses(cast.now).all == before


def test_ins_6_a_page_that_the_team_would_see_anyway_is_not_counted(cast):
    """Margaret opens more, and goes on reading by right of her part in the team."""
    before = health.uses(cast.now).all
    opened(cast, "margaret", at=clock.read())
    assert cast.client("margaret").get(f"/children/{cast.rafi.pk}/plan").status_code == 200  # fmt: skip
    after = health.uses(clock.read() + HOUR).all
    assert after.by_emergency == before.by_emergency
    assert after.reads == before.reads + 1


def test_ins_6_openings_are_counted_by_agency_and_month(cast):
    def counted(agency):
        return sum(
            one.times
            for one in health.openings_by_month(cast.now)
            if one.agency_id == cast.agencies[agency].pk
        )

    before = counted("harrowmere-care")
    ended(cast, at=cast.now - timedelta(days=45))
    ended(cast, at=cast.now - 5 * HOUR)
    assert counted("harrowmere-care") == before + 2
    assert counted("rowan") == 0


def test_ins_6_each_privacy_lead_sees_their_own_agency(cast):
    """The council's see all, because one Plait serves one area."""
    page = cast.client("ayesha").get("/emergency-access/numbers").content.decode()
    assert "Harrowmere Children’s Social Care" in page
    assert "All together" in page

    rowan = cast.agencies["rowan"]
    lead = Viewer(Hat(cast.people["petra"].pk, rowan.pk), cast.now, "privacy_lead")
    own = numbers_page(lead, whole_area=False)
    assert {row[0] for row in own.rows} <= {rowan.name}
    assert own.months == ()
    for key in ("sofia", "margaret", "shirin", "daniel"):
        assert cast.client(key).get("/emergency-access/numbers").status_code == 403
