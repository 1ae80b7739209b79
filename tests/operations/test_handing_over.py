"""Handing over everything at once, and cover: what changes, and what is left as it was."""

from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.agencies.models import Employment
from plait.book import operations as book
from plait.book.models import Entry
from plait.children.hats import live
from plait.children.models import Tie
from plait.clocks import arithmetic
from plait.ledger.models import Line
from plait.sharing import door
from plait.team import operations, queries
from plait.team.models import Involvement
from plait.team.operations import Passing
from plait.team.operations.membership import Part
from plait.today import open_work
from tests.pages_read import words_of
from tests.pages_sent import a_day, landed, sent

pytestmark = pytest.mark.django_db
WHY = "parts that are handed over, for a test"


def job(cast, key):
    return cast.people[key].employments.get()


def held(cast, key):
    return open_work.list_held(cast.people[key].pk, viewer=cast.viewer(key))


def knows(cast, key, child, at):
    return child in door.children_of(cast.hat(key), at)


@pytest.fixture
def much(cast):
    """Leon is in many teams; Owen, who is in none of them, takes over."""
    return [Passing(tie, job(cast, "owen")) for tie in held(cast, "leon")]


def test_every_child_goes_at_one_moment(cast, much):
    assert len(much) > 5
    at = cast.now + timedelta(days=3)

    number = operations.hand_over_all(much, viewer=cast.viewer("leon"), from_at=at)

    assert number == len(much)
    for passing in much:
        child, before = passing.tie.child, at - timedelta(seconds=1)
        told = [knows(cast, "leon", child, when) for when in (before, at)]
        assert told == [True, False]
        assert knows(cast, "owen", child, at)
    owens = Tie.objects.filter(live(at), person=cast.people["owen"], from_at=at)
    words = {part.does for part in Involvement.unfiltered(WHY).filter(tie__in=owens)}
    assert any(said.startswith("Is there for") for said in words)


def test_when_one_cannot_go_none_goes(cast, much):
    """Somebody has ended one of them meanwhile: whoever hands over looks again."""
    last = much[-1]
    wrong = Passing(last.tie, job(cast, "tomasz"))
    before = Tie.objects.count(), Line.objects.count()
    with pytest.raises(NotPermitted):
        operations.hand_over_all(
            [*much[:-1], wrong], viewer=cast.viewer("leon"), from_at=cast.now
        )
    assert (Tie.objects.count(), Line.objects.count()) == before


@pytest.mark.parametrize(
    ("key", "may"),
    [("leon", True), ("margaret", True), ("abena", False), ("owen", False)],
)
def test_who_hands_over_a_colleagues_children(cast, much, key, may):
    def act():
        return operations.hand_over_all(much, viewer=cast.viewer(key), from_at=cast.now)

    if may:
        assert act() == len(much)
    else:
        with pytest.raises(NotPermitted):
            act()


def test_nobody_hands_over_to_themselves(cast):
    own = [Passing(tie, job(cast, "leon")) for tie in held(cast, "leon")]
    with pytest.raises(NotPermitted):
        operations.hand_over_all(own, viewer=cast.viewer("leon"), from_at=cast.now)


# --- Cover ------------------------------------------------------------------------------


def covers(cast, passings, first=0, days=5):
    from_at = cast.now + timedelta(days=first)
    until_on = arithmetic.day_of(cast.now + timedelta(days=first + days))
    operations.cover(
        passings, viewer=cast.viewer("leon"), from_at=from_at, until_on=until_on
    )
    return from_at, arithmetic.start_of(until_on + timedelta(days=1))


@pytest.mark.parametrize("first", [0, 2])
def test_cover_begins_and_ends_by_itself(cast, much, first):
    start, end = covers(cast, much, first)
    child, moment = much[0].tie.child, timedelta(seconds=1)
    seen = [
        knows(cast, "owen", child, when)
        for when in (start - moment, start, end - moment, end)
    ]
    assert seen == [False, True, True, False]
    assert knows(cast, "leon", child, start)
    assert knows(cast, "leon", child, end)  # who is covered keeps the part
    acts = Line.objects.filter(act="team.part.covered")
    assert acts.count() == len(much)


def test_the_team_page_says_who_covers_and_when(cast, much):
    covers(cast, much)
    child = much[0].tie.child
    team = queries.list_team(child, viewer=cast.viewer("margaret"))
    leon = next(one for one in team if one.tie.person == cast.people["leon"])
    assert leon.covered_by.startswith("Owen Bright, from ")
    owen = next(one for one in team if one.tie.person == cast.people["owen"])
    assert owen.does == "Stands in for Leon."


def test_whoever_is_in_the_team_anyway_stays_after_covering(cast, much):
    child = much[0].tie.child
    operations.join_team(
        child=child, employment=job(cast, "owen"), viewer=cast.viewer("margaret"),
        part=Part(does="Plays chess with everybody."),
    )  # fmt: skip
    _, end = covers(cast, much[:1])
    ties = Tie.objects.filter(child=child, person=cast.people["owen"])
    assert [tie.until_at for tie in ties] == [None]
    assert knows(cast, "owen", child, end)


def test_covering_twice_says_so(cast, much):
    covers(cast, much[:1])
    with pytest.raises(TooLate):
        covers(cast, much[:1])


# --- The page ---------------------------------------------------------------------------


def test_the_list_says_what_is_open(cast):
    page = words_of(cast.client("leon").get("/handing-over"))
    assert "Ellis Okonkwo" in page
    assert "due this month" in page or "to give" in page or "Nothing is open" in page
    margaret = words_of(cast.client("margaret").get("/handing-over"))
    assert "Leads the team, with the review on" in margaret


@pytest.mark.parametrize(
    ("key", "answer"),
    [("margaret", 200), ("abena", 403), ("owen", 403), ("gwen", 404), ("tomasz", 403),
     ("ayesha", 403), ("shirin", 403)],
)  # fmt: skip
def test_a_colleagues_list_is_for_whoever_leads_there(cast, key, answer):
    there = f"/handing-over/{job(cast, 'leon').pk}"
    assert cast.client(key).get(there).status_code == answer


def test_looking_after_accounts_opens_no_list_and_tells_no_number(cast):
    Employment.objects.filter(person=cast.people["owen"]).update(manages_people=True)
    owen, leon = cast.client("owen"), job(cast, "leon")
    assert owen.get(f"/handing-over/{leon.pk}").status_code == 403
    page = words_of(owen.get(f"/people/{leon.pk}/leave"))
    assert "has a list for that" in page
    assert "Ellis" not in page
    assert str(len(held(cast, "leon"))) not in page.split("Skip")[-1].split("Help")[0]


def test_all_to_one_but_one(cast):
    leon, ties = cast.client("leon"), held(cast, "leon")
    kept, other = ties[0], ties[1]
    landed(
        leon, "/handing-over", why="leaving", everybody=str(job(cast, "owen").pk),
        **{f"to_{kept.pk.hex}": "later", f"to_{other.pk.hex}": str(job(cast, "abena").pk)},
    )  # fmt: skip
    assert [tie.pk for tie in held(cast, "leon")] == [kept.pk]
    new = Tie.objects.filter(child__in=[tie.child_id for tie in ties], until_at=None)
    assert new.filter(person=cast.people["abena"], child=other.child).exists()
    # With a part: as a safeguarding lead he also has ties without one.
    taken = new.filter(person=cast.people["owen"], involvement__isnull=False)
    rest = taken.exclude(child__in=[kept.child, other.child])
    assert rest.count() == len(ties) - 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Say whether it is for good or for a while"),
        ({"why": "leaving"}, "Choose who takes at least one of them"),
        ({"why": "away"}, "Enter the last day"),
        ({"why": "leaving", "days": -1}, "Choose today, or a day within a year"),
    ],
)
def test_what_is_missing_is_said(cast, answers, said):
    days = answers.pop("days", None)
    if days is not None:
        answers |= a_day("from_on", cast.now.date() + timedelta(days=days))
    before = Tie.objects.count()
    assert said in sent(cast.client("leon"), "/handing-over", **answers)[1]
    assert Tie.objects.count() == before


# --- Whom an answer goes to -----------------------------------------------------------


def test_nobody_who_has_handed_over_is_waited_for(cast):
    abena = held(cast, "abena")
    book.write_entry(
        Entry(words="", question="Which song at bedtime?"), child=cast.rafi,
        viewer=cast.viewer("abena"),
    )  # fmt: skip
    there = f"/children/{cast.rafi.pk}/book"
    assert "Answer Abena" in words_of(cast.client("shirin").get(there))
    operations.hand_over_all(
        [Passing(tie, job(cast, "owen")) for tie in abena],
        viewer=cast.viewer("abena"), from_at=cast.now,
    )  # fmt: skip
    said = words_of(cast.client("shirin").get(there))
    assert "Answer Abena" not in said
    assert "Answer the nursery" in said
