"""A concern: who hears of it, until when, and how the family comes to know."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.design_system import words
from plait.evidence import operations as evidence
from plait.evidence.models import Concern
from plait.plans import operations as plans
from plait.plans import queries
from plait.today.queries import children_of, concerns_due
from tests.pages_sent import a_day, landed, opened, sent, shown

WONDERING = "Rafi loves the garden. I am wondering about his hearing."
HELD_BACK = {
    "wondering": WONDERING,
    "areas": ["senses"],
    "family_told": "no",
    "why_not_told": "Shirin is away until Friday",
}


@pytest.fixture
def add(cast):
    return reverse("evidence:add-concern", args=[cast.rafi.pk])


def raised(cast, **more):
    return evidence.raise_concern(
        Concern(wondering=WONDERING, areas=["senses"], **more),
        child=cast.rafi,
        viewer=cast.viewer("abena"),
    )


def due_for(cast, key, **later):
    viewer = cast.viewer(key, at=cast.now + timedelta(**later))
    found = concerns_due(children_of(viewer), viewer=viewer)
    return {one.pk: one.due_on for one in found}


def test_once_the_family_has_been_told_they_see_it(cast, add):
    abena, shirin = cast.client("abena"), cast.client("shirin")
    address, page = landed(abena, add, **HELD_BACK)
    assert "Has not been told yet: Shirin is away until Friday" in page
    assert shirin.get(address).status_code == 404

    _, page = landed(abena, address)

    assert "Knows about it" in page
    assert "The family has been told" not in page
    assert WONDERING in shown(shirin, address)


def test_only_the_service_that_wrote_it_says_that_the_family_was_told(cast):
    concern = raised(cast, family_told=False, why_not_told="Away")
    address = reverse("evidence:concern", args=[cast.rafi.pk, concern.pk])
    tomasz = cast.client("tomasz")
    assert "The family has been told" not in shown(tomasz, address)
    assert tomasz.post(address).status_code == 403
    assert "The family has been told" in shown(cast.client("margaret"), address)


def test_a_key_worker_is_told_who_sees_a_concern_and_a_senco_what_comes_next(cast, add):
    told = HELD_BACK | {"family_told": "yes"}
    address, page = landed(cast.client("abena"), add, **told)
    assert (
        "Your concern is saved. Margaret, the SENCO, sees it on the first page." in page
    )
    assert "/concerns/" in address

    _, page = landed(cast.client("margaret"), add, **told)
    assert "Next, decide who can help." in page
    assert "Bring somebody in" in page


def test_a_new_concern_is_on_the_sencos_first_page_though_there_is_a_plan(cast, add):
    landed(cast.client("abena"), add, **HELD_BACK)
    page = shown(cast.client("margaret"), "/")
    assert "A new concern about Rafi Hossain-Doyle" in page
    assert "Raised by Abena on" in page


def test_a_concern_is_new_and_then_waits_for_its_day(cast):
    today = cast.viewer("margaret").today
    far = raised(cast, look_again_on=today + timedelta(days=60)).pk
    undated = raised(cast).pk
    due = due_for(cast, "margaret")
    assert (due[far], due[undated]) == (today, today)
    later = due_for(cast, "margaret", days=20)
    assert later[far] == today + timedelta(days=60)
    assert undated in later
    assert far not in due_for(cast, "leon")
    assert far in due_for(cast, "leon", days=50)


def test_a_concern_is_done_with_when_the_plan_has_been_changed(cast):
    concern = raised(cast).pk
    assert concern in due_for(cast, "margaret")
    margaret = cast.viewer("margaret", at=cast.now + timedelta(minutes=5))
    plan = queries.current_plan(cast.rafi, viewer=margaret)
    needs = [
        plans.NeedInWords(one.area, one.words, one.taken_from_id, one.pk)
        for one in queries.list_needs(plan, viewer=margaret)
    ]
    plans.change_plan(
        plan, needs, child=cast.rafi, viewer=margaret, seen_version=plan.record.version
    )
    assert concern not in due_for(cast, "margaret", minutes=10)


def test_a_concern_is_not_looked_at_again_in_the_past(cast, add):
    abena, today = cast.client("abena"), cast.viewer("abena").today
    fields = opened(abena, add)
    yesterday = a_day("look_again_on", today - timedelta(days=1))
    _, page = sent(abena, add, fields, **HELD_BACK, **yesterday)
    assert "Choose a day that is still to come" in page
    assert "Shirin is away until Friday" in page

    next_year = today.replace(year=today.year + 1, day=1)
    _, page = landed(
        abena, add, fields, **HELD_BACK, **a_day("look_again_on", next_year)
    )
    assert words.day(next_year, year=True) in page
