"""SEP-11: nobody reaches their own child through the hat of an agency.

Daniel is Noor's dad and a SEND officer at the council. At home he sees what dads see;
at work there is no Noor, whatever tie, basis or emergency there may be.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.access.decisions import NotPermitted
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.sharing import door
from plait.sharing.models import Basis, Glass, Record, Restriction
from plait.team import operations as team
from tests.trust import surfaces, twins
from tests.trust.moments import the_clock
from tests.trust.twins import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordinary(cast):
    with the_clock(cast.now):
        yield twins.Ordinary(cast)


def by_tie(cast):
    """Somebody got him into the team past the product."""
    Tie.objects.create(
        child=cast.noor,
        person=cast.people["daniel"],
        kind="team",
        agency=cast.agencies["harrowmere"],
        role="la_officer",
        from_at=cast.now - timedelta(days=3),
    )
    for category in ("plan", "education", "involvement"):
        Basis.objects.create(
            child=cast.noor,
            to_agency=cast.agencies["harrowmere"],
            category=category,
            kind="public_task",
            covers_history=True,
            from_at=cast.now - timedelta(days=3),
        )


def by_emergency(cast):
    Glass.objects.create(
        person=cast.people["daniel"],
        child=cast.noor,
        agency=cast.agencies["harrowmere"],
        reason="The mother was taken to hospital and nobody else was there.",
        opened_at=cast.now,
        expires_at=cast.now + timedelta(hours=4),
    )


WAYS = {"a tie and a basis": by_tie, "an emergency": by_emergency}


def seen(cast, *, family=False):
    viewer = cast.viewer("daniel", family=family)
    of_noor = Record.objects.visible_to(viewer.hat, viewer.now).filter(child=cast.noor)
    return of_noor.exists(), cast.noor in door.children_of(viewer.hat, viewer.now)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_sep_11_at_work_there_is_no_own_child(cast, way):
    way(cast)

    assert seen(cast) == (False, False)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_sep_11_it_is_the_lock_that_keeps_it_so(cast, way):
    way(cast)
    lock = Restriction.objects.filter(aim="at_work", aimed_person=cast.people["daniel"])
    lock.update(until_at=cast.now)

    assert seen(cast) == (True, True), "The proof can see the child."


def test_sep_11_at_home_nothing_changes(cast):
    assert seen(cast, family=True) == (True, True)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_sep_11_every_page_answers_as_if_there_were_no_noor(ordinary, cast, way):
    at_work = Reader("daniel")
    there = whole_site(cast, ordinary, at_work)
    client = cast.client("daniel")
    alone = surfaces.ask_all(client, there)

    way(cast)

    found = surfaces.differences(alone, surfaces.ask_all(client, there))
    assert found == [], "\n".join(found)
    address = reverse("today:child", args=[cast.noor.pk])
    assert client.get(address).status_code == 404


def whole_site(cast, world, reader):
    viewer = reader.viewer(cast, cast.now)
    filling = twins.filling(Reader("daniel", "noor"), world) | {
        "child_id": [cast.rafi.pk, cast.noor.pk]
    }
    return [
        (page.name, address)
        for page in surfaces.pages()
        for address in surfaces.addresses(page, filling, viewer)
    ]


@pytest.mark.parametrize("ended", [False, True], ids=["dad", "was once"])
def test_sep_11_he_does_not_join_the_team(cast, ended):
    if ended:
        Tie.objects.filter(child=cast.noor, person=cast.people["daniel"]).update(
            until_at=cast.now - timedelta(days=1)
        )
    daniel = Employment.objects.get(person=cast.people["daniel"])

    with pytest.raises(NotPermitted, match="cannot join this team"):
        team.join_team(child=cast.noor, employment=daniel, viewer=cast.viewer("gwen"))

    assert seen(cast) == (False, False)


def test_sep_11_gwen_is_told_no_more_than_that(cast):
    """The page keeps what she typed, and says nothing of why."""
    colleague = Employment.objects.create(
        person=cast.people["daniel"],
        agency=cast.agencies["larkfield"],
        role="teacher",
        from_at=cast.now - timedelta(days=1),
    )
    gwen = cast.client("gwen")
    address = reverse("team:add-colleague", args=[cast.noor.pk])
    page = gwen.post(
        address,
        {"employment": colleague.pk, "does": "Reads with her", "once": "1" * 32},
    )

    assert page.status_code == 200
    text = page.content.decode()
    assert "This person cannot join this team" in text
    assert "Reads with her" in text
    assert "dad" not in text.partition("<main")[2].partition("</main>")[0]


def test_sep_11_a_parents_hat_is_not_touched_by_seals_on_the_agency(cast):
    """Sealed from the council, Noor is still her dad's."""
    Restriction.objects.create(
        child=cast.noor,
        aim="agency",
        aimed_agency=cast.agencies["harrowmere"],
        from_at=cast.now - timedelta(days=1),
    )

    assert seen(cast, family=True) == (True, True)


def test_ins_2_whoever_is_known_to_be_close_is_refused(cast):
    """A recorded relation, and no tie at all: refused the same."""
    team.record_conflict(
        cast.people["leon"].pk,
        "neighbour",
        child=cast.rafi,
        viewer=cast.viewer("margaret"),
    )
    leon = cast.client("leon")

    for page in surfaces.about_children():
        if page.parts == ("child_id",):
            answer = leon.get(reverse(page.name, args=[cast.rafi.pk]))
            assert answer.status_code in (404, 405), page.name
    assert "Rafi" not in leon.get("/children").content.decode()
