"""CON: what a family's yes opens, and what taking it back closes, on the pages.

That a withdrawal is never overtaken by a request is raced in test_revocation_race.py.
"""

from datetime import timedelta

import pytest

from plait.access import clock
from plait.access.decisions import TooLate
from plait.access.viewer import Hat
from plait.ledger.models import Line
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.sharing.models import Agreement, Basis, Record
from plait.team import operations as team
from plait.today import queries as today
from tests import site_map
from tests.trust import surfaces, twins
from tests.trust.moments import at, the_clock
from tests.trust.twins import Reader

PLAN = "with an adult or another child"
PLACES = {"today:child", "book:book", "evidence:note", "evidence:report", "plans:plan"}


def agreement_with(cast, agency, state="agreed"):
    return Agreement.objects.get(
        child=cast.rafi, with_agency=cast.agencies[agency], state=state
    )


def take_back(cast, client, agency="rowan"):
    found = agreement_with(cast, agency)
    sharing = f"/children/{cast.rafi.pk}/sharing"
    answer = client.post(f"{sharing}/{found.pk}/withdraw")
    assert (answer.status_code, answer.url) == (302, sharing)
    return client.get(sharing).content.decode()


def seen_by_tomasz(cast, moment):
    hat = Hat(cast.people["tomasz"].pk, cast.agencies["rowan"].pk)
    seen = Record.objects.visible_to(hat, moment).filter(child=cast.rafi)
    others = seen.exclude(owner_agency=cast.agencies["rowan"])
    return set(others.values_list("pk", flat=True))


# --- CON-1 -----------------------------------------------------------------------------


def test_con_1_taken_back_is_gone_from_every_page_with_the_next_request(cast):
    world = twins.Ordinary(cast)
    reader = Reader("tomasz")
    with the_clock(cast.now):
        shared = Record.objects.filter(pk__in=seen_by_tomasz(cast, cast.now))
        ids = {
            str(pk)
            for pk in shared.unfiltered("to look for").values_list("pk", flat=True)
        }
        words = ("Plain margaret", "Plain shirin", "Held out the bubble wand", PLAN)
        client, viewer = cast.client("tomasz"), reader.viewer(cast, cast.now)
        filling = twins.filling(reader, world)
        for part in ("note_id", "report_id"):
            of_others = shared.filter(
                kind=site_map.KINDS[part], versions__content__contains="Plain margaret"
            )
            of_others = of_others.unfiltered("one that is not their own")
            filling[part] = list(of_others.values_list("pk", flat=True)[:1])
        site = [
            (page.name, address)
            for page in surfaces.about_children()
            for address in surfaces.addresses(page, filling, viewer, asked=False)
        ]
        some = [(name, address) for name, address in site if name in PLACES]
        before = surfaces.ask_all(client, some)
        take_back(cast, cast.client("shirin"))
        after = surfaces.ask_all(client, site)

    shown = {
        name
        for name, address in some
        if any(word in before[address].text for word in words)
    }
    assert shown == PLACES
    assert len(ids) > 20
    for address, answer in after.items():
        assert [word for word in words if word in answer.text] == [], address
        left = [pk for pk in ids if pk in answer.text.replace(address, "")]
        assert left == [], address
    assert today.children_of(viewer).filter(pk=cast.rafi.pk).exists(), (
        "still in the team"
    )


def test_con_1_records_opened_by_their_own_address_are_gone_too(cast):
    world = twins.Ordinary(cast)
    with the_clock(cast.now):
        client, viewer = cast.client("tomasz"), cast.viewer("tomasz")
        filling = twins.filling(Reader("shirin"), world)
        there = [
            next(surfaces.addresses(page, filling, viewer))
            for part in site_map.KINDS
            for page in surfaces.naming(part)
        ]
        take_back(cast, cast.client("shirin"))
        hidden = seen_by_tomasz(cast, cast.now)

        assert hidden == set()
        statuses = {surfaces.ask(client, address).status for address in there}
    assert statuses <= {200, 302, 403, 404}
    assert 404 in statuses


# --- CON-2 -----------------------------------------------------------------------------


@pytest.fixture
def task_for_plan(cast):
    """Rowan may see the plan because the family agreed, and because it is its task."""
    return Basis.objects.create(
        child=cast.rafi,
        to_agency=cast.agencies["rowan"],
        category="plan",
        kind=Basis.Kind.PUBLIC_TASK,
        covers_history=True,
        from_at=cast.now - timedelta(days=9),
    )


def test_con_2_what_also_rests_on_a_task_is_still_shared(cast, task_for_plan):
    tomasz, there = cast.client("tomasz"), f"/children/{cast.rafi.pk}"
    assert "Rafi puts two words" in tomasz.get(f"{there}/plan").content.decode()
    assert "more bubbles" in tomasz.get(f"{there}/book").content.decode()

    take_back(cast, cast.client("shirin"))

    assert "Rafi puts two words" in tomasz.get(f"{there}/plan").content.decode()
    assert "more bubbles" not in tomasz.get(f"{there}/book").content.decode()


def test_con_2_the_family_reads_what_remains_and_why(cast, task_for_plan):
    shirin, sharing = cast.client("shirin"), f"/children/{cast.rafi.pk}/sharing"
    found = agreement_with(cast, "rowan")

    asked = surfaces.read(shirin.get(f"{sharing}/{found.pk}/withdraw"))
    after = take_back(cast, shirin)

    assert "This stays, because it does not rest on your agreement" in asked.text
    assert "<li>Plan and progress: it is their task</li>" in asked.text
    assert "Rowan Speech Therapy can see the plan; not" in after
    cell = f"{sharing}/services/{cast.agencies['rowan'].pk}/plan"
    why = surfaces.read(shirin.get(cell)).text
    assert "It is part of a task that the law gives to Rowan Speech Therapy." in why
    assert "agreed to it" not in why
    assert 'name="do"' not in why, "a switch that would change nothing"
    assert "This cannot be switched off here" in why


def test_con_2_without_another_basis_nothing_remains(cast):
    shirin, sharing = cast.client("shirin"), f"/children/{cast.rafi.pk}/sharing"
    found = agreement_with(cast, "rowan")

    asked = surfaces.read(shirin.get(f"{sharing}/{found.pk}/withdraw"))
    take_back(cast, shirin)

    assert "This stays" not in asked.text
    assert seen_by_tomasz(cast, clock.read()) == set()


# --- CON-5 -----------------------------------------------------------------------------


@pytest.fixture
def given_again(cast):
    """Taken back for two hours, then given again; the three moments."""
    rafi, gap = cast.rafi, cast.now + timedelta(hours=1)
    again = cast.now + timedelta(hours=3)
    found = agreement_with(cast, "rowan")
    agreements.withdraw(found.pk, child=rafi, viewer=cast.viewer("shirin", at=gap))
    wish = Wish(
        with_agency_id=found.with_agency_id,
        categories=tuple(found.categories),
        purpose=found.purpose,
        until_on=found.until_on,
        covers_history=True,
    )
    margaret = cast.viewer("margaret", at=gap + timedelta(hours=1))
    asked = agreements.ask(wish, child=rafi, viewer=margaret)
    team.agree(asked.pk, child=rafi, viewer=cast.viewer("shirin", at=again))
    return gap, again


def test_con_5_given_again_is_open_again_and_was_closed_in_the_gap(cast, given_again):
    gap, again = given_again
    book, moment = f"/children/{cast.rafi.pk}/book", timedelta(microseconds=1)
    told = [
        b"more bubbles" in at(cast, "tomasz", when, book).content
        for when in (gap - moment, gap, again - moment, again)
    ]

    assert told == [True, False, False, True]


def test_con_5_as_of_the_gap_the_list_is_still_empty(cast, given_again):
    """Asked afterwards, what could be seen then is what could be seen then."""
    gap, again = given_again
    before = seen_by_tomasz(cast, gap - timedelta(seconds=1))

    assert before != set()
    assert seen_by_tomasz(cast, gap + timedelta(minutes=30)) == set()
    assert seen_by_tomasz(cast, again) == before


def test_con_5_both_periods_stay_in_the_history(cast, given_again):
    _, again = given_again
    page = at(cast, "shirin", again, f"/children/{cast.rafi.pk}/sharing")
    history = page.content.decode()
    history = history[history.index("What was asked and answered") :]

    assert history.count("<strong>Rowan Speech Therapy</strong>") == 2
    assert history.count("took it back on") == 1
    acts = Line.objects.filter(
        child_id=cast.rafi.pk, act__startswith="sharing.agreement.", at__gte=cast.now
    )
    assert [line.act.rsplit(".", 1)[1] for line in acts.order_by("seq")] == [
        "withdrawn",
        "asked",
        "given",
    ]
    with pytest.raises(TooLate):
        team.agree(
            Agreement.objects.get(state="withdrawn").pk,
            child=cast.rafi,
            viewer=cast.viewer("shirin", at=again),
        )
