"""Separated parents, court orders and hidden addresses (SEP)."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse

from plait.access.decisions import NotPermitted
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.demo.story.grace import ADDRESS
from plait.evidence import operations as evidence
from plait.evidence.models import Home, Passage
from plait.sharing.models import Basis, Record, Restriction
from plait.team import adults
from plait.team import operations as team
from plait.team.models import CourtOrder
from plait.team.operations import deciding, orders
from plait.team.operations.invitations import Guest
from plait.team.operations.orders import Order
from tests.pages_read import words_of
from tests.trust import surfaces, twins
from tests.trust.twins import Reader

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def seen(cast, key, child, *, at=None):
    viewer = cast.viewer(key, at=at)
    records = Record.objects.visible_to(viewer.hat, viewer.now).filter(child=child)
    return set(records.values_list("pk", flat=True))


def order_about(cast, key="conor", **changes):
    today = arithmetic.day_of(cast.now)
    made = Order(
        person_id=cast.people[key].pk,
        court="Family Court at Harrowmere, HM26P1",
        made_on=today - A_DAY,
        says="Not to be told where Rafi lives.",
        from_on=today,
        closes=("location",),
    )
    return replace(made, **changes)


def record(cast, key="conor", **changes):
    return orders.record_order(
        order_about(cast, key, **changes),
        child=cast.rafi,
        viewer=cast.viewer("margaret"),
    )


def correct(cast, found, **changes):
    return orders.correct_order(
        found,
        order_about(cast, **changes),
        child=cast.rafi,
        viewer=cast.viewer("margaret"),
        seen_version=found.record.version,
    )


# --- SEP-1 --------------------------------------------------------------------------------


def test_sep_1_without_an_order_both_parents_see_the_same(cast):
    """But for what is about one of them: a home, a passage of a report."""
    about = Record.objects.unfiltered("whom records are about").filter(
        Q(about_person__isnull=False) | Q(kind=Passage.KIND), child=cast.rafi
    )
    of_one = set(about.values_list("pk", flat=True))
    mine, theirs = (seen(cast, key, cast.rafi) for key in ("shirin", "conor"))
    assert mine - of_one == theirs - of_one != set()
    assert mine & of_one
    assert not theirs & of_one


def test_sep_1_but_for_what_is_about_the_other(cast):
    note = Record.objects.unfiltered("a record for both").filter(
        pk__in=seen(cast, "shirin", cast.rafi) & seen(cast, "conor", cast.rafi)
    )[0]
    Record.objects.unfiltered("now about one").filter(pk=note.pk).update(
        about_person=cast.people["shirin"]
    )
    mine, theirs = (seen(cast, key, cast.rafi) for key in ("shirin", "conor"))
    assert note.pk in mine - theirs
    assert not theirs - mine


# --- SEP-2 --------------------------------------------------------------------------------


def test_sep_2_an_order_works_from_its_first_day_and_to_its_exact_scope(cast):
    """To the last instant before, from the first one of the day, and to its last."""
    before = seen(cast, "conor", cast.rafi)
    places = Record.objects.unfiltered("what is closed").filter(
        child=cast.rafi, category="location"
    )
    closed = before & set(places.values_list("pk", flat=True))
    assert closed
    first = arithmetic.day_of(cast.now) + 2 * A_DAY
    made = record(cast, from_on=first, last_day=first + A_DAY)
    begins, ends = (arithmetic.start_of(first + day * A_DAY) for day in (0, 2))
    instant = timedelta(microseconds=1)
    for at, missing in (
        (cast.now, set()),
        (begins - instant, set()),
        (begins, closed),
        (ends - instant, closed),
        (ends, set()),
    ):
        assert seen(cast, "conor", cast.rafi, at=at) == before - missing - {made.pk}
    assert closed <= seen(cast, "shirin", cast.rafi, at=begins)


def test_sep_2_an_order_on_everything_leaves_no_child(cast):
    record(cast, closes=())
    assert seen(cast, "conor", cast.rafi) == set()
    for page in (
        "/",
        f"/children/{cast.rafi.pk}/today",
        f"/children/{cast.rafi.pk}/book",
    ):
        assert "Rafi" not in words_of(cast.client("conor").get(page))
    assert seen(cast, "shirin", cast.rafi)


def test_sep_2_those_who_work_with_the_child_see_that_there_is_an_order(cast):
    made = record(cast)
    for key in ("margaret", "abena", "leon", "tomasz", "joy", "shirin"):
        page = words_of(cast.client(key).get(f"/children/{cast.rafi.pk}/adults"))
        assert made.says in page, key
    limited = words_of(cast.client("conor").get(f"/children/{cast.rafi.pk}/adults"))
    assert made.says not in limited
    assert "ourt order" not in limited
    address = reverse(
        "team:order", kwargs={"child_id": cast.rafi.pk, "order_id": made.pk}
    )
    statuses = {
        key: cast.client(key).get(address).status_code
        for key in ("margaret", "abena", "tomasz", "shirin", "conor", "petra", "nani")
    }
    assert statuses == {
        "margaret": 200, "abena": 403, "tomasz": 403, "shirin": 403,
        "conor": 404, "petra": 404, "nani": 403,
    }  # fmt: skip


@pytest.mark.parametrize("key", ["shirin", "conor", "nani", "abena", "tomasz", "petra"])
def test_sep_2_others_write_no_order_down(cast, key):
    before = set(Restriction.objects.values_list("pk", flat=True))
    with pytest.raises(NotPermitted):
        orders.record_order(order_about(cast), child=cast.rafi, viewer=cast.viewer(key))
    assert set(Restriction.objects.values_list("pk", flat=True)) == before


def test_sep_2_an_order_is_about_somebody_of_the_family(cast):
    for key in ("tomasz", "petra", "margaret"):
        with pytest.raises(NotPermitted):
            record(cast, key)


def test_sep_2_ended_it_opens_again_and_put_right_it_closes_the_right_thing(cast):
    before = seen(cast, "conor", cast.rafi)
    made = record(cast, closes=())
    made = correct(cast, made, closes=("book",))
    kinds = Record.objects.unfiltered("what is missing").filter(
        pk__in=before - seen(cast, "conor", cast.rafi)
    )
    assert set(kinds.values_list("category", flat=True)) == {"book"}
    yesterday = arithmetic.day_of(cast.now) - A_DAY
    correct(cast, made, from_on=yesterday - A_DAY, last_day=yesterday)
    assert seen(cast, "conor", cast.rafi) == before


# --- SEP-3 --------------------------------------------------------------------------------


def test_sep_3_contact_without_responsibility_shows_nothing_without_a_basis(cast):
    tie = cast.rafi.ties.get(person=cast.people["conor"])
    tie.role = "carer"
    tie.save()
    assert seen(cast, "conor", cast.rafi) == set()
    Basis.objects.create(
        child=cast.rafi,
        to_person=cast.people["conor"],
        category="plan",
        kind=Basis.Kind.COURT_ORDER,
        from_at=cast.now,
    )
    kinds = Record.objects.unfiltered("what opened").filter(
        pk__in=seen(cast, "conor", cast.rafi)
    )
    assert set(kinds.values_list("category", flat=True)) == {"plan"}


# --- SEP-4 --------------------------------------------------------------------------------


def test_sep_4_as_written_down_then_and_as_known_now(cast):
    """Written down with the wrong end, put right a month later."""
    today = arithmetic.day_of(cast.now)
    began, wrong = today - 60 * A_DAY, today - 40 * A_DAY
    viewer = cast.viewer("margaret", at=cast.now - timedelta(days=60))
    made = orders.record_order(
        order_about(cast, made_on=began, from_on=began, last_day=wrong),
        child=cast.rafi,
        viewer=viewer,
    )
    correct(cast, made, made_on=began, from_on=began, last_day=today + 90 * A_DAY)

    on, asks = today - 20 * A_DAY, cast.viewer("margaret")
    as_then, as_now = (
        adults.orders_in_force(cast.rafi, on=on, known_on=known, viewer=asks)
        for known in (on, today)
    )
    assert as_then == []
    assert [(one.version, one.last_day) for one in as_now] == [(2, today + 90 * A_DAY)]
    early = adults.orders_in_force(
        cast.rafi, on=began, known_on=today - 61 * A_DAY, viewer=asks
    )
    assert early == []  # not written down yet


def test_sep_4_whoever_is_limited_finds_no_order_of_any_day(cast):
    record(cast)
    today = arithmetic.day_of(cast.now)
    for key in ("conor", "petra"):
        found = adults.orders_in_force(
            cast.rafi, on=today, known_on=today, viewer=cast.viewer(key)
        )
        assert found == []


# --- SEP-6 --------------------------------------------------------------------------------


def parts_of_address():
    """What would give the address away: the street, the postcode's area, the phone.

    Not the town: the council and half of the services are named after it.
    """
    street, _, postcode = ADDRESS.splitlines()
    return [street, postcode, "ZZ99 7", "Swallow", "900 871", "900871"]


def test_sep_6_the_new_address_is_on_no_surface_for_him(cast):
    """Every address of the site, as Grace's dad, by ids that he may and may not see."""
    world, reader = twins.Ordinary(cast), Reader("robert", "grace")
    grace = Child.objects.get(given_name="Grace")
    client, viewer = cast.client("robert"), cast.viewer("robert")
    homes = Record.objects.unfiltered("what is hidden").filter(
        child=grace, kind="evidence.home"
    )
    filling = twins.filling(reader, world)
    hidden = filling | {
        part: list(homes.values_list("pk", flat=True))
        for part in filling
        if part != "child_id"
    }
    tried, leaks = 0, []
    for page in surfaces.pages():
        for ids in (filling, hidden):
            for address in surfaces.addresses(page, ids, viewer):
                answer = surfaces.ask(client, address)
                tried += answer.status == 200
                said = answer.text + repr(answer.headers)
                leaks += [(address, one) for one in parts_of_address() if one in said]
    assert tried > 20
    assert leaks == []
    mum = words_of(cast.client("thandi").get(f"/children/{grace.pk}/about"))
    assert all(one in mum for one in ADDRESS.splitlines())


def test_sep_6_messages_hold_no_address(
    cast, mailoutbox, django_capture_on_commit_callbacks
):
    grace = Child.objects.get(given_name="Grace")
    with django_capture_on_commit_callbacks(execute=True):
        deciding.tell_those_who_decide(
            deciding.JOINED,
            grace,
            because_of=cast.hat("margaret"),
            viewer=cast.viewer("margaret"),
        )
    assert {mail.to[0] for mail in mailoutbox} == {
        cast.people[key].email for key in ("thandi", "robert")
    }
    for mail in mailoutbox:
        whole = mail.message().as_string()
        assert not re.search("|".join(map(re.escape, parts_of_address())), whole)


# --- SEP-7 and SEP-8 ----------------------------------------------------------------------


def test_sep_7_a_new_address_writes_to_nobody(
    cast, mailoutbox, django_capture_on_commit_callbacks
):
    """The product writes to accounts alone: a home's address is never written to."""
    grace = Child.objects.get(given_name="Grace")
    with django_capture_on_commit_callbacks(execute=True):
        evidence.record_home(
            Home(called="New home", address="3 Finch Way", nights="Every night"),
            child=grace,
            viewer=cast.viewer("thandi"),
        )
    assert mailoutbox == []


def test_sep_8_two_parents_never_share_one_address(cast):
    """Taken up in the other parent's account, an invitation does nothing."""
    token = team.invite(
        Guest("family", "Other Parent", cast.people["shirin"].email, "pr", "dad"),
        viewer=cast.viewer("margaret"),
        child=cast.rafi,
    )
    before = cast.rafi.ties.count()
    page = reverse("team:invitation", kwargs={"token": token})
    answer = cast.client("shirin").post(page)
    assert "already" in words_of(answer) or answer.status_code == 302
    assert cast.rafi.ties.count() == before
    assert (
        CourtOrder.unfiltered("none was made").filter(record__child=cast.rafi).count()
        == 0
    )
