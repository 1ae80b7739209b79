"""Reading about sharing: standings, bases and agreements of a child."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.sharing import conditions
from plait.sharing.models import Agreement, Basis
from plait.sharing.standing import Standing

_FIRST = {"self": 0, "family": 1, "team": 2}


def standing_of(viewer: Viewer, child: Child) -> Standing:
    """What the viewer is to this child in the hat they wear: nothing once shut out.

    With several live ties the strongest counts: oneself, parental responsibility, then
    the longest-standing.
    """
    ask = conditions.Question(viewer.hat, viewer.now)
    ties = Tie.objects.filter(
        ~conditions.shut_out(ask), ask.live(), viewer.hat.ties, child=child
    )
    still_a_child = viewer.now < child.switch_at
    ordered = sorted(
        ties, key=lambda tie: (_FIRST[tie.kind], tie.role != "pr", tie.from_at)
    )
    if not ordered:
        return Standing(child.pk, "", still_a_child=still_a_child)
    tie = ordered[0]
    return Standing(
        child_id=child.pk,
        kind=tie.kind,
        role=tie.role,
        tie_id=tie.pk,
        since=arithmetic.day_of(tie.from_at),
        relation=tie.relation,
        still_a_child=still_a_child,
    )


def live_bases(child: Child, viewer: Viewer) -> list[Basis]:
    """Every basis that lets somebody see something about the child now."""
    not_withdrawn = Q(withdrawn_at=None) | Q(withdrawn_at__gt=viewer.now)
    return list(
        Basis.objects.filter(live(viewer.now), not_withdrawn, child=child)
        .select_related("to_agency", "agreement")
        .order_by("from_at", "category")
    )


def list_agreements(child: Child) -> list[Agreement]:
    """What the family was asked about the child, newest first."""
    return list(
        Agreement.objects.filter(child=child)
        .select_related(
            "with_agency",
            "asked_by",
            "answered_by",
            "withdrawn_by",
            "brings_in__person",
        )
        .order_by("-asked_at")
    )


def agreement_of_viewer(child: Child, viewer: Viewer) -> Agreement | None:
    """The family's agreement that the viewer's agency relies on, if there is one."""
    return (
        Agreement.objects.filter(
            child=child,
            with_agency_id=viewer.hat.agency_id,
            state=Agreement.State.AGREED,
            bases__in=Basis.objects.filter(live(viewer.now), withdrawn_at=None),
        )
        .order_by("-answered_at")
        .first()
    )


def waiting_for_family(child_ids: Iterable[UUID]) -> Sequence[Agreement]:
    """Requests to share that wait for an answer of the family."""
    return list(
        Agreement.objects.filter(child_id__in=child_ids, state=Agreement.State.ASKED)
        .select_related("with_agency", "asked_by", "child")
        .order_by("asked_at")
    )


def agencies_by_id(ids: Iterable[UUID]) -> dict[UUID, Agency]:
    return Agency.objects.in_bulk(list(ids))


def get_agreement(agreement_id: UUID, *, child: Child, viewer: Viewer) -> Agreement:
    """One request. Raises DoesNotExist for whom it does not concern.

    It concerns the child's family, the agency that asked, and the agency it is about.
    """
    mine = (
        Q()
        if viewer.hat.is_family
        else (
            Q(asked_for_agency_id=viewer.hat.agency_id)
            | Q(with_agency_id=viewer.hat.agency_id)
        )
    )
    return Agreement.objects.select_related(
        "with_agency", "asked_by", "answered_by", "withdrawn_by", "brings_in__person"
    ).get(mine, pk=agreement_id, child=child)
