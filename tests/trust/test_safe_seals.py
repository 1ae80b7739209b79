"""SAFE-3: a concern about a colleague is nothing to that colleague, whatever they lead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.agencies.models import Employment
from plait.evidence import operations as evidence
from plait.evidence.models import Concern
from plait.sharing import sealing
from plait.sharing.keeping import Aim, Apart, SealWish
from plait.sharing.models import Glass, Record, Seal
from plait.team import operations as team
from tests.trust import surfaces, twins
from tests.trust.moments import the_clock
from tests.trust.twins import Reader

pytestmark = pytest.mark.django_db
WONDERING = "Zebedee was left alone at the gate again"


@pytest.fixture
def ordinary(cast):
    with the_clock(cast.now):
        world = twins.Ordinary(cast)
        if not cast.rafi.ties.filter(person=cast.people["owen"]).exists():
            owen = Employment.objects.get(person=cast.people["owen"])
            viewer = cast.viewer("margaret", at=world.at)
            team.join_team(child=cast.rafi, employment=owen, viewer=viewer)
        yield world


def about_margaret(cast):
    """Owen writes it down, closed for the SENCO whom it concerns."""
    seal = SealWish(
        Aim.PERSON, Seal.Ground.COLLEAGUE, "It concerns her", cast.people["margaret"].pk
    )
    return evidence.raise_concern(
        Concern(wondering=WONDERING, areas=["feelings"], family_told=False, why_not_told="Not yet"),
        child=cast.rafi,
        viewer=cast.viewer("owen", at=cast.now),
        apart=Apart(seal=seal),
    )  # fmt: skip


def whole_site(cast, world, reader):
    """(page, address) of everything, with the ids that there are now."""
    viewer = reader.viewer(cast, cast.now)
    filling = twins.filling(reader, world)
    return [
        (page.name, address)
        for page in surfaces.pages()
        for address in surfaces.addresses(page, filling, viewer)
    ]


def test_safe_3_the_colleague_finds_nothing_even_as_lead(ordinary, cast):
    there = whole_site(cast, ordinary, Reader("margaret"))
    margaret = cast.client("margaret")
    alone = surfaces.ask_all(margaret, there)

    about_margaret(cast)

    found = surfaces.differences(alone, surfaces.ask_all(margaret, there))
    assert found == [], "\n".join(found)


def test_safe_3_the_others_of_the_team_do_their_work(ordinary, cast):
    concern = about_margaret(cast)
    address = reverse("evidence:concern", args=[cast.rafi.pk, concern.pk])

    assert cast.client("margaret").get(address).status_code == 404
    assert WONDERING in cast.client("owen").get(address).content.decode()


def test_safe_3_no_emergency_opens_it_for_them(ordinary, cast):
    concern = about_margaret(cast)
    Glass.objects.create(
        person=cast.people["margaret"],
        child=cast.rafi,
        agency=cast.agencies["bramblecote"],
        reason="The mother was taken to hospital and nobody else was there.",
        opened_at=cast.now,
        expires_at=cast.now + timedelta(hours=4),
    )
    margaret = cast.viewer("margaret")

    seen = Record.objects.visible_to(margaret.hat, margaret.now)

    assert not seen.filter(pk=concern.pk).exists()


def test_safe_3_they_neither_see_confirm_nor_lift_the_seal(ordinary, cast):
    about_margaret(cast)
    seal = Seal.objects.latest("set_at", "pk")
    who = {"child": cast.rafi, "viewer": cast.viewer("margaret", at=cast.now)}

    assert seal not in sealing.list_seals(cast.rafi, viewer=who["viewer"])
    for act in (sealing.confirm, lambda pk, **who: sealing.lift(pk, "Over", **who)):
        with pytest.raises(Seal.DoesNotExist):
            act(seal.pk, **who)
    for page in ("sharing:seal", "sharing:confirm-seal", "sharing:lift-seal"):
        address = reverse(page, args=[cast.rafi.pk, seal.pk])
        client = cast.client("margaret")
        assert client.get(address).status_code == 404
        assert client.post(address, {"why": "Over"}).status_code in (404, 405)
    assert Seal.objects.get(pk=seal.pk).waits_for_second


@pytest.mark.parametrize("key", ["abena", "leon", "tomasz", "shirin", "conor", "petra"])
def test_safe_3_nobody_else_hears_of_the_seal(ordinary, cast, key):
    about_margaret(cast)
    seal = Seal.objects.latest("set_at", "pk")
    viewer = cast.viewer(key, at=cast.now)

    assert not sealing.list_seals(cast.rafi, viewer=viewer)
    address = reverse("sharing:seal", args=[cast.rafi.pk, seal.pk])
    assert cast.client(key).get(address).status_code == 404
