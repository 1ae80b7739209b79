"""Sharing without asking: who comes in with it, and what the family hears."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.sharing import lawful
from plait.sharing.categories import Sensitivity
from plait.sharing.lawful import Choice
from plait.sharing.models import Disclosure, Record
from plait.team.models import Involvement
from plait.team.operations import deciding
from plait.team.operations.membership import Part, tie_member

SHARED = (
    "Plait: something was shared without asking you",
    "A service has shared something without asking you first. "
    "Sign in to read what it was, with whom, and why.",
)


@transaction.atomic
def share_without_asking(choice: Choice, *, child: Child, viewer: Viewer) -> Disclosure:
    """Share for a reason in law (rule W20); who is to come in joins the team with it.

    While the family may not know of it, the part of the newcomer is known to their own
    service alone.
    """
    disclosure = lawful.share_without_asking(choice, child=child, viewer=viewer)
    joined = _bring_in(disclosure, child=child, viewer=viewer)
    if disclosure.told_at:
        _tell(child, viewer)
    elif joined:
        _parts_of(joined).update(
            release=Record.Release.NOBODY, sensitivity=Sensitivity.RESTRICTED
        )
    return disclosure


@transaction.atomic
def tell_family(disclosure_id: UUID, *, child: Child, viewer: Viewer) -> None:
    """The family may know now (rule W21): of what was shared, and of who came in."""
    before = lawful.get_disclosure(disclosure_id, child=child, viewer=viewer)
    if before.told_at:
        return
    disclosure = lawful.tell_family(disclosure_id, child=child, viewer=viewer)
    tie = _tie_of(disclosure, child, viewer) if disclosure.brings_in else None
    if tie:
        _parts_of(tie).update(
            release=Record.Release.FAMILY, sensitivity=Sensitivity.NORMAL
        )
    _tell(child, viewer)


def _bring_in(disclosure: Disclosure, *, child: Child, viewer: Viewer) -> Tie | None:
    """The newcomer's tie; none when nobody comes, or they are in the team already."""
    employment = disclosure.brings_in
    if employment is None or _tie_of(disclosure, child, viewer):
        return None
    if not Employment.objects.filter(live(viewer.now), pk=employment.pk).exists():
        return None
    return tie_member(child=child, employment=employment, viewer=viewer, part=Part())


def _tie_of(disclosure: Disclosure, child: Child, viewer: Viewer) -> Tie | None:
    employment = disclosure.brings_in
    assert employment is not None
    return Tie.objects.filter(
        live(viewer.now),
        child=child,
        person_id=employment.person_id,
        agency_id=employment.agency_id,
    ).first()


def _parts_of(tie: Tie) -> QuerySet[Record]:
    part = Involvement.unfiltered("the part that comes with a decision").filter(tie=tie)
    records = Record.objects.unfiltered("who may know of that part")
    return records.filter(pk__in=part.values("record"))


def _tell(child: Child, viewer: Viewer) -> None:
    deciding.tell_those_who_decide(SHARED, child, because_of=viewer.hat, viewer=viewer)
