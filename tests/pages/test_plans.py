"""The plan's pages: which plan is the child's, what is taken up, counts and views."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from plait.clocks.arithmetic import months_on, start_of
from plait.evidence.models import Assessment, AssessmentPart
from plait.family.web import waiting
from plait.plans import operations as plans
from plait.plans import queries
from plait.plans.models import Outcome, Plan, Strategy, View
from plait.sharing.models import Restriction
from plait.today.queries import children_of, open_plans, outcomes_to_count
from tests.pages_sent import a_day, landed, opened, sent, shown


def every(model):
    return model.unfiltered("the test looks").select_related("record")


@pytest.fixture
def outcome(cast):
    return every(Outcome).get(title__startswith="Rafi puts")


def to(name, cast, *more):
    return reverse(name, args=[cast.rafi.pk, *more])


def started(cast, key, **later):
    viewer = cast.viewer(key, at=cast.now + timedelta(**later))
    day = viewer.today
    plan = Plan(title="Another", starts_on=day, review_on=day + timedelta(days=9))
    return plans.start_plan(plan, [], child=cast.rafi, viewer=viewer)


# --- One plan -----------------------------------------------------------------------------


def test_a_second_plan_is_not_started_beside_the_first(cast):
    before = every(Plan).filter(record__child=cast.rafi).count()
    margaret = cast.client("margaret")
    answer = margaret.get(to("plans:start", cast))
    assert answer.status_code == 302
    assert "support plan" in shown(margaret, answer.url)
    posted = margaret.post(to("plans:start", cast), {"words": "x", "area": "learning"})
    assert posted.url == answer.url
    assert every(Plan).filter(record__child=cast.rafi).count() == before


def test_who_cannot_see_the_plan_may_start_one_which_replaces_it_for_nobody(cast):
    real = queries.current_plan(cast.rafi, viewer=cast.viewer("conor"))
    Restriction.objects.create(
        child=cast.rafi,
        record=real.record,
        aim="person",
        aimed_person=cast.people["margaret"],
        from_at=cast.now - timedelta(days=1),
        until_at=cast.now + timedelta(hours=1),
    )
    margaret = cast.client("margaret")
    page = shown(margaret, to("plans:start", cast))
    assert "has a plan already" not in page
    started(cast, "margaret")

    for key, minutes in (("conor", 1), ("tomasz", 1), ("margaret", 61)):
        viewer = cast.viewer(key, at=cast.now + timedelta(minutes=minutes))
        assert queries.current_plan(cast.rafi, viewer=viewer).pk == real.pk
        chosen = open_plans(children_of(viewer), viewer=viewer)
        assert chosen[cast.rafi.pk].pk == real.pk


# --- What was taken from reports ----------------------------------------------------------


def test_what_the_plan_has_taken_from_a_report_leads_there(cast, outcome):
    report = every(Assessment).get(record__child=cast.rafi)
    part = every_part(report, "outcome").get()
    page = shown(cast.client("margaret"), to("evidence:report", cast, report.pk))
    assert "Take it into the plan" not in page
    here = to("plans:outcome", cast, outcome.pk)
    assert f'<a href="{here}">In the plan<span' in page
    strategies = every_part(report, "strategy").count()
    needs = every_part(report, "need").count()
    assert page.count(">In the plan<") == 1 + strategies + needs
    assert part.words in page


def every_part(report, kind):
    parts = AssessmentPart.objects.unfiltered("the test looks")
    return parts.filter(assessment=report, kind=kind)


def test_who_may_not_see_the_outcome_is_not_told_that_it_was_taken(cast, outcome):
    report = every(Assessment).get(record__child=cast.rafi)
    Restriction.objects.create(
        child=cast.rafi,
        record=outcome.record,
        aim="person",
        aimed_person=cast.people["margaret"],
        from_at=cast.now - timedelta(days=1),
    )
    page = shown(cast.client("margaret"), to("evidence:report", cast, report.pk))
    assert "Take it into the plan" in page
    assert str(outcome.pk) not in page


def test_every_outcome_of_the_story_has_a_strategy(cast):
    for one in every(Outcome).filter(record__child=cast.rafi):
        assert every(Strategy).filter(outcome=one).exists(), one.title


# --- Days and numbers ---------------------------------------------------------------------

NEW_OUTCOME = {
    "title": "Climbs",
    "wording": "Climbs the frame",
    "area": "senses",
    "measure": "times",
}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "Choose a day that is still to come"), (40_000, "more than 5 years away")],
)
def test_an_outcome_is_for_a_day_that_can_be_planned_for(cast, days, sentence):
    day = cast.viewer("margaret").today + timedelta(days=days)
    answers = NEW_OUTCOME | a_day("due_on", day)
    margaret = cast.client("margaret")
    answer, page = sent(margaret, to("plans:add-outcome", cast), **answers)
    assert answer.status_code == 200
    assert sentence in page


def test_an_outcome_whose_day_has_passed_can_still_be_reworded(cast, outcome):
    Outcome.unfiltered("time goes by").filter(pk=outcome.pk).update(
        due_on=cast.now.date() - timedelta(days=3)
    )
    address = to("plans:change-outcome", cast, outcome.pk)
    _, page = landed(cast.client("margaret"), address, title="Rafi says two words")
    assert "Rafi says two words" in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2199, 1, 1), "That day is still to come. Check the year"),
        (date(1990, 1, 1), "That is before the child was born. Check the year"),
    ],
)
def test_a_child_is_seen_on_a_day_of_its_life(cast, day, sentence):
    address = to("evidence:add-report", cast)
    _, page = sent(cast.client("tomasz"), address, **a_day("seen_on", day))
    assert sentence in page


def test_numbers_that_do_not_fit_are_answered_in_our_own_words(cast, outcome):
    margaret, address = cast.client("margaret"), to("plans:rate", cast, outcome.pk)
    for number, sentence in (
        ("123456789", "That number is too long. Enter one with up to 7 figures"),
        ("123456", "That number is too big. Enter one with up to 5 figures"),
        ("0.1234", "Enter up to 2 figures after the point"),
    ):
        _, page = sent(margaret, address, value=number)
        assert "Ensure" not in page
        assert sentence in page
    _, page = sent(margaret, to("plans:add-outcome", cast), target="123456789")
    assert "Ensure" not in page
    assert "That number is too long." in page


# --- Counts -------------------------------------------------------------------------------


def test_a_second_count_of_the_month_says_what_it_takes_the_place_of(cast, outcome):
    address = to("plans:rate", cast, outcome.pk)
    leon, abena = cast.client("leon"), cast.client("abena")
    landed(abena, address, value="3", note="Best at water")
    page = shown(leon, address)
    assert "Abena Owusu counted 3 on" in page
    assert "“Best at water”" in page
    assert "it takes the place of this one" in page
    assert "You counted 3 on" in shown(abena, address)

    landed(leon, address, value="4")
    assert "Leon Baptiste counted 4 on" in shown(abena, address)


def test_a_count_that_came_meanwhile_is_shown_first(cast, outcome):
    address = to("plans:rate", cast, outcome.pk)
    leon, abena = cast.client("leon"), cast.client("abena")
    before = opened(leon, address)
    landed(abena, address, value="3")
    answer, page = sent(leon, address, before, value="9")
    assert answer.status_code == 200
    assert "Abena Owusu counted 3 on" in page
    assert 'value="9"' in page


def test_each_parent_has_a_count_of_their_own(cast, outcome):
    address = to("plans:rate", cast, outcome.pk)
    landed(cast.client("shirin"), address, value="7")
    page = shown(cast.client("conor"), address)
    assert "counted 7" not in page


def test_what_is_agreed_late_in_a_month_is_not_asked_for_in_it(cast):
    """Neither of nursery nor of home, and never as late."""
    next_month = months_on(cast.now.date().replace(day=1), 1)
    agreed = start_of(next_month.replace(day=12)) - cast.now
    margaret = cast.viewer("margaret", at=cast.now + agreed)
    plan = queries.current_plan(cast.rafi, viewer=margaret)
    new = Outcome(plan=plan, **NEW_OUTCOME, due_on=months_on(margaret.today, 6))
    plans.write_outcome(new, child=cast.rafi, viewer=margaret)
    place = plans.PlaceInWords("home", "At the park", "Conor", "On Saturdays")
    climbing = Strategy(outcome=new, title="Hand over hand")
    plans.write_strategy(climbing, [place], child=cast.rafi, viewer=margaret)

    def asked(**later):
        abena = cast.viewer("abena", at=margaret.now + timedelta(**later))
        shirin = cast.viewer("shirin", at=abena.now)
        of_nursery = outcomes_to_count(children_of(abena), viewer=abena)
        of_home = waiting._counts(cast.rafi, [new], [], shirin)
        return new.pk in {one.pk for one in of_nursery}, bool(of_home)

    assert asked(days=1) == asked(days=12) == (False, False)
    assert asked(days=31) == (True, True)


# --- Views --------------------------------------------------------------------------------


def version_of(cast, key, outcome):
    view = every(View).get(outcome=outcome, record__author=cast.people[key])
    return view.record.version


def test_saving_an_unchanged_view_changes_nothing(cast, outcome):
    address = to("plans:view", cast, outcome.pk)
    before = version_of(cast, "conor", outcome)
    landed(cast.client("conor"), address)
    assert version_of(cast, "conor", outcome) == before


def test_an_answer_stays_beside_a_differing_view_that_is_said_anew(cast, outcome):
    conor, address = cast.client("conor"), to("plans:view", cast, outcome.pk)
    landed(conor, address, stance="in_part", words="Real things first, please.")
    page = shown(conor, to("plans:outcome", cast, outcome.pk))
    box = page.split('id="differently"')[1].split("</section>")[0]
    assert "“Real things first, please.”" in box
    assert "Pictures give him a way in" in box
    assert "Waiting is hard" not in box  # said long before anybody saw it differently
    assert "Both views stay in the plan" in box


def test_one_view_alone_is_not_called_both(cast):
    turns = every(Outcome).get(title__contains="game of turns")
    conor = cast.client("conor")
    address = to("plans:view", cast, turns.pk)
    landed(conor, address, stance="different", words="He plays with three.")
    page = shown(conor, to("plans:outcome", cast, turns.pk))
    assert "This view stays in the plan, in Conor’s own words." in page
