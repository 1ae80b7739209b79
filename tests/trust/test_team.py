"""TEAM: whoever has left sees nothing, from that instant on."""

from datetime import timedelta

import pytest

from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.ledger.models import Line
from plait.sharing.models import Record
from plait.team import operations as team
from plait.team.models import Invitation, Involvement
from tests.trust import surfaces, twins
from tests.trust.moments import at, london, signed_in, the_clock
from tests.trust.twins import Reader, nobody

WHY = "somebody leaves, for a test"


def abenas_tie(cast):
    return Tie.objects.get(person=cast.people["abena"], child=cast.rafi)


def five_oclock(cast):
    """Today at 17:00 in London, or tomorrow, so that it lies ahead of the story."""
    day = (cast.now + timedelta(days=1)).date()
    return london(day.year, day.month, day.day, 17)


# --- TEAM-1 ----------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["", "/plan", "/book", "/team", "/about", "/reports"])
def test_team_1_a_part_ends_at_five_to_the_second(cast, where):
    end = five_oclock(cast)
    viewer = cast.viewer("margaret")
    team.leave_team(abenas_tie(cast), child=cast.rafi, viewer=viewer, until_at=end)
    there = f"/children/{cast.rafi.pk}{where}"

    last = at(cast, "abena", end - timedelta(seconds=1), there)
    over = at(cast, "abena", end, there)
    never = at(cast, "abena", end, f"/children/{nobody()}{where}")

    assert last.status_code == 200
    assert over.status_code == 404
    assert surfaces.read(over) == surfaces.read(never)


def test_team_1_nor_does_the_child_stand_in_any_list(cast):
    end = five_oclock(cast)
    viewer = cast.viewer("margaret")
    team.leave_team(abenas_tie(cast), child=cast.rafi, viewer=viewer, until_at=end)

    for address in ("/", "/children", "/children?q=rafi"):
        assert (
            b"Hossain-Doyle"
            in at(cast, "abena", end - timedelta(seconds=1), address).content
        )
        assert b"Rafi" not in at(cast, "abena", end, address).content.replace(
            b"rafi", b""
        )


# --- TEAM-2 ----------------------------------------------------------------------------


def test_team_2_a_tie_that_was_forgotten_opens_nothing_without_the_job(cast):
    """Callum's tie to Rafi is still open; he no longer works for anybody."""
    world, callum = twins.Ordinary(cast), cast.people["callum"]
    tie = Tie.objects.get(person=callum, child=cast.rafi)
    assert tie.until_at is None

    with the_clock(cast.now):
        client, filling = cast.client("callum"), twins.filling(Reader("abena"), world)
        viewer = cast.viewer("callum")
        for page in surfaces.about_children():
            address = next(surfaces.addresses(page, filling, viewer, asked=False))
            answer = surfaces.ask(client, address)
            # He wears no hat any more, so there is nothing to be asked in.
            assert (answer.status, dict(answer.headers)["Location"]) == (
                302,
                "/hats",
            ), address
            assert "Rafi" not in answer.text


def test_team_2_with_another_job_the_old_tie_is_still_nothing(cast):
    callum, riverside = cast.people["callum"], cast.agencies["riverside"]
    Employment.objects.create(
        person=callum, agency=riverside, role="key_worker", from_at=cast.now
    )
    client = cast.client("callum")
    client.post("/hats", {"hat": str(riverside.pk)})

    assert client.get("/").status_code == 200
    there = surfaces.read(client.get(f"/children/{cast.rafi.pk}"))
    assert there == surfaces.read(client.get(f"/children/{nobody()}"))
    assert there.status == 404


def test_team_2_the_job_ends_and_the_tie_stays_open_by_mistake(cast):
    """Not by the operation, which ends both: by a hand in the database."""
    end = five_oclock(cast)
    Employment.objects.filter(person=cast.people["abena"]).update(until_at=end)
    there = f"/children/{cast.rafi.pk}/plan"

    assert at(cast, "abena", end - timedelta(seconds=1), there).status_code == 200
    assert (
        at(cast, "abena", end, there).status_code == 302
    )  # to choose a hat: there is none
    hat = cast.viewer("abena").hat
    assert not Record.objects.visible_to(hat, end).exists()


# --- TEAM-3 (sessions, links and invitations: also in test_auth_pages.py) --------------------


def test_team_3_leaving_ends_everything_that_was_open(cast):
    """A page that is open, a photo's link, a form half filled in, a part, an invitation."""
    twins.Ordinary(cast)
    abena, rafi, moment = (
        cast.people["abena"],
        cast.rafi,
        cast.now + timedelta(minutes=9),
    )
    client = signed_in(cast, "abena", moment)
    with the_clock(moment):
        note = client.get(f"/children/{rafi.pk}/notes/add").content.decode()
        key = note.split('name="once" value="')[1].split('"')[0]
        viewer = cast.viewer("abena", at=moment)
        filling = twins.filling(Reader("abena"), _Of(cast))
        photo = next(surfaces.addresses(_page("evidence:photo"), filling, viewer))
        assert surfaces.read(client.get(photo)).status == 200

        team.leave_agency(
            Employment.objects.get(person=abena),
            viewer=cast.viewer("margaret", at=moment),
        )

        for address in ("/", photo, f"/children/{rafi.pk}", "/me"):
            answer = client.get(address)
            assert (answer.status_code, answer.url) == (302, "/sign-in"), address
        sent = client.post(f"/children/{rafi.pk}/notes/add", {"saw": "x", "once": key})
        assert (sent.status_code, sent.url) == (302, "/sign-in")
    written = Record.objects.unfiltered(WHY).filter(author=abena, made_at=moment)
    assert not written.exists()
    assert not Tie.objects.filter(person=abena, until_at=None).exists()
    ended = Line.objects.filter(at=moment, act__endswith=".ended")
    assert set(ended.values_list("act", flat=True)) == {
        "agencies.employment.ended",
        "children.tie.ended",
    }


class _Of:
    invitation = "x" * 43

    def __init__(self, cast):
        self.cast = cast


def _page(name):
    return next(page for page in surfaces.pages() if page.name == name)


def test_team_3_signing_in_again_opens_nothing(cast):
    moment = cast.now + timedelta(minutes=9)
    team.leave_agency(
        Employment.objects.get(person=cast.people["abena"]),
        viewer=cast.viewer("margaret", at=moment),
    )

    cast.refresh()
    answer = at(cast, "abena", moment, f"/children/{cast.rafi.pk}")

    assert (answer.status_code, answer.url) == (302, "/hats")
    assert not Invitation.objects.filter(
        invited_by=cast.people["abena"], withdrawn_at=None, accepted_at=None
    ).exists()
    left = Involvement.objects.unfiltered(WHY).get(
        tie__person=cast.people["abena"], record__child=cast.rafi
    )
    assert left.tie.until_at == moment


@pytest.mark.parametrize(
    ("key", "whose", "answer"),
    [
        ("margaret", "abena", 200),
        ("abena", "abena", 200),
        ("leon", "abena", 403),  # does not lead
        ("margaret", "tomasz", 403),  # another service's part
        ("shirin", "abena", 403),
        ("shirin", "shirin", 403),
    ],
)
def test_a_part_is_handed_over_within_the_service_it_belongs_to(
    cast, key, whose, answer
):
    part = Involvement.objects.unfiltered(WHY).get(
        tie__person=cast.people[whose], record__child=cast.rafi
    )
    there = f"/children/{cast.rafi.pk}/team/{part.pk}/hand-over"
    to = Employment.objects.get(person=cast.people["leon"]).pk

    assert cast.client(key).get(there).status_code == answer
    if answer == 403:
        sent = cast.client(key).post(there, {"employment": str(to)})
        assert sent.status_code == 403
        assert Tie.objects.get(pk=part.tie_id).until_at is None
