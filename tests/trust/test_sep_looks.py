"""SEP-9: who has looked says nothing of what is sealed, neither in lines nor in totals."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.clocks import arithmetic
from plait.evidence.models import Concern, Home
from plait.ledger import operations as ledger
from plait.plans.models import Plan
from plait.sharing import looks as lines
from plait.sharing.models import LookDelay, Record, Restriction
from plait.team import looks
from tests.trust import surfaces
from tests.trust.everything import Telling, put
from tests.trust.twins import nobody


def page(cast, key="shirin", **asked):
    there = reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    return surfaces.read(cast.client(key).get(there, asked)).text


def seal(cast, *, record=None, category="", person=None):
    return Restriction.objects.create(
        child=cast.rafi,
        record=record,
        category=category,
        aim="person" if person else "family",
        aimed_person=cast.people[person] if person else None,
        from_at=cast.now - timedelta(days=2),
    )


def a_concern(cast, author="leon"):
    told = Telling(cast.rafi, cast.people[author], cast.now - timedelta(hours=2), "x")
    concern = Concern(wondering="About his hearing.")
    return put(concern, told, owner_agency=cast.agencies["bramblecote"]).record


def reads(cast, key, surface, *records, at=None):
    """Somebody opens exactly these records."""
    viewer = cast.viewer(key, at=at or cast.now)
    ids = [record.pk for record in records]
    assert len(list(Record.objects.read_by(viewer).filter(pk__in=ids))) == len(ids)
    ledger.record_reading(viewer=viewer, surface=surface, child_ids=[cast.rafi.pk])
    return viewer.hat


def the_plan(cast):
    plans = Plan.unfiltered("the plan of the story").filter(record__child=cast.rafi)
    return plans.select_related("record").first().record


def test_sep_9_a_look_at_what_is_sealed_is_not_there(cast):
    concern = a_concern(cast)
    seal(cast, record=concern)
    before = page(cast)

    reads(cast, "leon", "concerns", concern)

    assert page(cast) == before
    assert "Leon Baptiste, key worker</option>" in before  # whom they know of


def test_sep_9_it_is_there_for_whom_it_is_not_sealed(cast):
    """The new address is sealed from Conor only; Shirin sees who opened it."""
    told = Telling(cast.rafi, cast.people["shirin"], cast.now, "x")
    home = put(Home(called="Home", address="1 Made-up Row"), told).record
    seal(cast, record=home, person="conor")
    before = page(cast, "conor")

    reads(cast, "abena", "homes", home)

    assert page(cast, "conor") == before
    assert "read where Rafi lives" in page(cast, "shirin")


def test_sep_9_how_often_counts_only_what_may_be_seen(cast):
    """Two looks at two concerns, one of them sealed: one look."""
    open_one, sealed_one = a_concern(cast), a_concern(cast)
    seal(cast, record=sealed_one)
    reads(cast, "leon", "concerns", open_one)
    once = page(cast)

    for _ in range(3):
        reads(cast, "leon", "concerns", sealed_one)

    assert page(cast) == once
    assert "times, the last" not in once.split("read a concern")[1].split("</li>")[0]


def test_sep_9_the_reason_is_that_of_what_may_be_seen(cast):
    """An agency's own sealed note beside what the family shared: only "agreed"."""
    sealed, plan = a_concern(cast), the_plan(cast)
    Record.objects.filter(pk=plan.pk).unfiltered("somebody else’s").update(
        owner_agency=cast.agencies["rowan"]
    )
    seal(cast, record=sealed)

    reads(cast, "leon", "about", plan, sealed)
    line = page(cast).split("read the page about Rafi")[1].split("</li>")[0]

    assert "Because the family agreed." in line
    assert "own record" not in line


def test_sep_9_pages_and_totals_are_those_of_the_visible_lines(cast):
    """Many sealed looks on many days make no older page, and push nothing out."""
    sealed = a_concern(cast)
    seal(cast, record=sealed)
    before = page(cast)
    for days in range(2):
        for number in range(60):
            at = cast.now - timedelta(minutes=days * 60 + number)
            reads(cast, ("leon", "abena")[number % 2], "concerns", sealed, at=at)

    assert page(cast) == before
    assert "Earlier" not in before


@pytest.mark.parametrize("asked", [{"part": "a concern"}, {"who": "else"}])
def test_sep_9_no_filter_finds_it(cast, asked):
    sealed = a_concern(cast)
    seal(cast, record=sealed)
    before = page(cast, **asked)
    reads(cast, "leon", "concerns", sealed)

    assert page(cast, **asked) == before
    assert "No such looks" in before


def test_sep_9_a_sealed_line_can_not_be_asked_about(cast):
    """Its name is the same secret as any other's: guessed or made up, there is none."""
    sealed = a_concern(cast)
    seal(cast, record=sealed)
    hat = reads(cast, "leon", "concerns", sealed)
    name = lines._name_of(cast.rafi.pk, hat, "concerns", arithmetic.day_of(cast.now))
    client, answers = cast.client("shirin"), []
    for look_id in (name, nobody()):
        there = {"child_id": cast.rafi.pk, "look_id": look_id}
        address = reverse("sharing:surprise", kwargs=there)
        answers.append(surfaces.ask(client, address))
        assert client.post(address, {"words": "Why?"}).status_code == 404

    assert answers[0].status == answers[1].status == 404
    assert answers[0] == answers[1]


def test_sep_9_once_the_seal_ends_the_line_is_there(cast):
    concern = a_concern(cast)
    sealed = seal(cast, record=concern)
    reads(cast, "leon", "concerns", concern)
    assert "read a concern" not in page(cast)

    sealed.until_at = cast.now
    sealed.save()

    assert "read a concern" in page(cast)


def test_sep_9_what_is_told_later_leaves_no_trace_until_its_day(cast):
    """Neither on the page, nor on a page of older ones, nor by its name."""
    before = page(cast)
    LookDelay.objects.create(
        child=cast.rafi,
        person=cast.people["leon"],
        agency=cast.agencies["bramblecote"],
        reason="An enquiry",
        from_at=cast.now - timedelta(hours=1),
        until_at=cast.now + timedelta(days=9),
        decided_by=cast.people["owen"],
        decided_for=cast.agencies["bramblecote"],
    )
    for number in range(50):
        at = cast.now - timedelta(minutes=number)
        reads(cast, "leon", "plan", the_plan(cast), at=at)
    assert page(cast) == before

    later = cast.viewer("shirin", at=cast.now + timedelta(days=9))
    assert cast.hat("leon") in {
        one.hat for one in looks.list_looks(cast.rafi, viewer=later).looks
    }


def test_sep_9_an_older_page_is_there_when_there_are_older_lines(cast):
    """Whole days, and the older ones by the link; each line on one page only."""
    plan = the_plan(cast)
    for days in (*range(0, 90, 2), *range(1, 90, 2)):  # written in any order
        at = cast.now - timedelta(days=days)
        reads(cast, "abena", "plan", plan, at=at)
    shirin, seen, before = cast.viewer("shirin"), [], None
    while True:
        wanted = lines.Wanted(before=before)
        found = looks.list_looks(cast.rafi, viewer=shirin, wanted=wanted)
        seen += [one.id for one in found.looks]
        before = found.earlier
        if before is None:
            break

    assert len(seen) == len(set(seen)) >= 90
    assert "Earlier" in page(cast)
