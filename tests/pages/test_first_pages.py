"""What stands on somebody's first page, in which order and in which words."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse

from plait.agencies import queries as agencies
from plait.agencies.models import Employment
from plait.children.models import Child
from plait.design_system import words
from plait.sharing.models import Record
from plait.team import operations, plaits
from plait.team import queries as team
from plait.team.models import Involvement
from plait.today import queries
from plait.today.web import lists, reviews, todos
from tests.pages_read import words_of


def work_of(cast, key, **when):
    viewer = cast.viewer(key, **when)
    return todos.todos_of(queries.children_of(viewer), viewer)


def titles(work):
    return [one.title for one in work.todos]


def lead_of(cast, child, *, leads):
    parts = Involvement.objects.unfiltered("the test decides who leads")
    parts.filter(record__child=child).update(leads=False)
    if leads:
        tie = child.ties.get(person=cast.people["margaret"])
        parts.filter(tie=tie).update(leads=True)


def test_a_team_that_nobody_leads_is_something_to_do(cast):
    said = f"Nobody leads {cast.rafi.full_name}’s team"
    assert said not in titles(work_of(cast, "margaret"))
    lead_of(cast, cast.rafi, leads=False)
    todo = next(one for one in work_of(cast, "margaret").todos if one.title == said)
    assert todo.href == reverse("team:team", kwargs={"child_id": cast.rafi.pk})
    assert said not in titles(work_of(cast, "abena"))


def test_a_lead_who_has_left_leads_no_longer(cast):
    employment = cast.people["leon"].employments.get()
    part = next(
        one
        for one in team.list_team(cast.rafi, viewer=cast.viewer("margaret"))
        if one.tie.person_id == employment.person_id
    )
    parts = Involvement.objects.unfiltered("the test decides who leads")
    parts.filter(record__child=cast.rafi).update(leads=False)
    parts.filter(pk=part.pk).update(leads=True)
    said = f"Nobody leads {cast.rafi.full_name}’s team"
    assert said not in titles(work_of(cast, "margaret"))
    operations.leave_agency(employment, viewer=cast.viewer("margaret"))
    assert said in titles(work_of(cast, "margaret"))


def test_the_children_stand_as_the_page_says(cast):
    viewer = cast.viewer("margaret")
    page = lists.list_page(
        queries.children_of(viewer), viewer, number=1, urgent_first=True
    )
    assert page.order in words_of(cast.client("margaret").get("/"))
    rank = [lists.LOOKS.index(row.care[0]) for row in page.rows]
    assert rank == sorted(rank)
    for look in lists.LOOKS:
        days = [row.review_on for row in page.rows if row.care[0] == look]
        dated = [day for day in days if day]
        assert days == sorted(dated) + [None] * (len(days) - len(dated))
    assert len({row.care[0] for row in page.rows}) > 1


def test_a_list_of_found_children_is_by_last_name(cast):
    viewer = cast.viewer("margaret")
    page = lists.list_page(queries.children_of(viewer), viewer, number=1)
    assert page.order == lists.BY_NAME
    names = [Child.objects.get(pk=row.id).family_name for row in page.rows]
    assert names == sorted(names)
    found = words_of(cast.client("margaret").get("/children?q=raf"))
    assert "1 child whose name begins with “raf”" in found


def test_ones_own_view_is_something_to_do_and_not_somebody_to_reach(cast):
    outcomes = Record.objects.unfiltered("the test words them anew")
    outcomes.filter(kind="plans.outcome").update(version=F("version") + 1)
    work = work_of(cast, "margaret")
    names = [one.person.name for one in work.reviews.silent]
    assert names
    assert not any("Bramblecote" in name for name in names)
    own = {cast.people[key].name for key in ("margaret", "abena", "leon")}
    assert not [one for one in own if one in words.joined(names)]
    viewer = cast.viewer("margaret")
    due = queries.views_due(queries.children_of(viewer), viewer=viewer)
    wanted = {f"Your view: {one.title}" for one in due}
    assert wanted
    assert wanted <= {one.title for one in everything(cast, "margaret")}


def everything(cast, key):
    shown, todos.SHOWN = todos.SHOWN, 1_000
    try:
        return work_of(cast, key).todos
    finally:
        todos.SHOWN = shown


def test_a_service_with_two_people_is_named_by_them(cast):
    viewer = cast.viewer("margaret")
    ties = [one for one in team.list_team(cast.rafi, viewer=viewer) if one.tie.agency]
    nursery = cast.agencies["bramblecote"]
    partner = next(
        one for one in reviews.partners.partners(ties) if one.key == (nursery.pk, None)
    )
    assert partner.person.name == nursery.short_name
    person = reviews._who(partner, ties)
    assert "Margaret Pryce" in person.name
    assert " and " in person.name
    assert person.role == nursery.short_name


def test_whoever_joined_later_reads_since_when(cast):
    joy = cast.viewer("joy")
    outcome = queries.views_to_give(queries.children_of(joy), viewer=joy).first()
    tie = cast.rafi.ties.get(person=cast.people["joy"])
    assert outcome.in_team_since == tie.from_at  # after everybody was asked
    since = f"you have been in the team since {words.record_day(tie.from_at)}"
    assert since in todos._asked_on(outcome)

    outcome.in_team_since = outcome.record.said_at - timedelta(days=2)
    assert "in the team since" not in todos._asked_on(outcome)


def test_what_is_not_written_is_not_said_to_be_missing_from_the_team(cast):
    page = words_of(
        cast.client("gwen").get(
            reverse("today:child", kwargs={"child_id": cast.noor.pk})
        )
    )
    assert plaits.in_words("......") in page
    assert "Not in the team" not in page
    assert "In 0 of" not in page


def test_a_relative_is_called_by_name(cast):
    there = reverse("sharing:sharing", kwargs={"child_id": cast.rafi.pk})
    page = words_of(cast.client("shirin").get(there))
    assert "Choose what Rehana Hossain can see" in page


def test_a_service_has_one_name_on_the_first_page(cast):
    page = words_of(cast.client("margaret").get("/"))
    assert "Bramblecote Nursery, " in page
    assert "Bramblecote Primary School" not in page


def test_a_privacy_lead_is_shown_no_child(cast):
    page = words_of(cast.client("ayesha").get("/"))
    assert "4 things wait for you" in page  # a question, a review, an alert, a breach
    assert "Review emergency access" in page
    assert not [one for one in cast.children.values() if one.called in page]
    assert "Children" not in page


def test_an_agency_without_a_privacy_lead_has_the_councils(cast):
    council, rowan = cast.agencies["harrowmere"], cast.agencies["rowan"]
    ayesha = cast.people["ayesha"].employments.get()
    for agency in (council, rowan):
        assert agencies.privacy_leads_for(agency.pk, cast.now) == [ayesha]
    own = Employment.objects.create(
        person=cast.people["petra"],
        agency=rowan,
        role="privacy_lead",
        from_at=cast.now,
    )
    assert agencies.privacy_leads_for(rowan.pk, cast.now) == [own]
    before = cast.now - timedelta(seconds=1)
    assert agencies.privacy_leads_for(rowan.pk, before) == [ayesha]
