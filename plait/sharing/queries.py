"""Reading about sharing: standings, bases and agreements of a child."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.sharing import conditions
from plait.sharing.categories import FOR_REQUESTS
from plait.sharing.models import Agreement, Basis, Representative
from plait.sharing.standing import Standing

_FIRST = {"self": 0, "family": 1, "team": 2}


def may_be_opened(children: QuerySet[Child], viewer: Viewer) -> QuerySet[Child]:
    """E2: but those closed to the viewer by a seal that holds, or by being family."""
    ask = conditions.Question(viewer.hat, viewer.now)
    closed = conditions.aimed(ask).filter(
        child_id=OuterRef("pk"), record__isnull=True, category="", breakable=False
    )
    family = Tie.objects.filter(
        child_id=OuterRef("pk"), person_id=viewer.person_id, agency=None
    )
    return children.filter(
        ~conditions.shut_out(ask), ~Q(Exists(closed)), ~Q(Exists(family))
    )


def standing_of(viewer: Viewer, child: Child) -> Standing:
    """What the viewer is to this child in the hat they wear: nothing once shut out.

    With several live ties the strongest counts. Whoever is there in spite of a seal on
    all of a child, by emergency access, has no part in anything.
    """
    ask = conditions.Question(viewer.hat, viewer.now)
    ties = Tie.objects.filter(
        ~conditions.shut_out(ask), ~Exists(conditions.sealed_whole(ask, "child_id")),
        ask.live(), viewer.hat.ties, child=child,
    ).exclude(role__in=FOR_REQUESTS)  # fmt: skip
    still_a_child = viewer.now < child.switch_at
    tie = strongest(ties)
    if tie is None:
        return Standing(child.pk, "", still_a_child=still_a_child)
    return Standing(
        child_id=child.pk,
        kind=tie.kind,
        role=tie.role,
        tie_id=tie.pk,
        since=arithmetic.day_of(tie.from_at),
        relation=tie.relation,
        still_a_child=still_a_child,
        **_representation(viewer, tie, child),
    )


def _representation(viewer: Viewer, tie: Tie, child: Child) -> dict[str, bool]:
    """Whether the viewer acts for the young person, or is acted for (rule Y2)."""
    if viewer.now < child.switch_at or tie.kind == Tie.Kind.TEAM:
        return {}
    acting = _acting_in_sharing(child, viewer.now)
    if tie.kind == Tie.Kind.SELF:
        return {"represented": acting.exists()}
    return {"represents": acting.filter(person_id=viewer.person_id).exists()}


def _acting_in_sharing(child: Child, at: datetime) -> QuerySet[Representative]:
    """Who says, in the young person's place, who may see what."""
    return Representative.objects.filter(
        acting_at(at), child=child, decision=Representative.Decision.SHARING
    )


def acting_at(at: datetime) -> Q:
    """Those who act for a young person at a moment."""
    return Q(from_at__lte=at, until_at__gt=at) & (Q(ended_at=None) | Q(ended_at__gt=at))


def strongest(ties: Iterable[Tie]) -> Tie | None:
    """Oneself, then parental responsibility, then the longest-standing."""

    def order(tie: Tie) -> tuple[int, bool, datetime]:
        entitled = tie.role == Tie.PARENTAL_RESPONSIBILITY
        return _FIRST[tie.kind], not entitled, tie.from_at

    return min(ties, key=order, default=None)


def live_bases(child: Child, viewer: Viewer) -> list[Basis]:
    """Every basis that lets somebody see something about the child now.

    But for those that the viewer may not know of yet (rule W21).
    """
    return list(
        Basis.objects.filter(in_force(viewer.now), child=child)
        .exclude(kept_quiet(viewer))
        .select_related("to_agency", "agreement__answered_by", "disclosure__decided_by")
        .order_by("from_at", "category")
    )


def kept_quiet(viewer: Viewer) -> Q:
    """What is shared without the family's knowing, for all but the two services."""
    quiet = Q(disclosure__isnull=False, disclosure__told_at=None)
    if viewer.hat.is_family:
        return quiet
    ours = Q(disclosure__decided_for_agency=viewer.agency_id)
    return quiet & ~(ours | Q(to_agency=viewer.agency_id))


def quiet_facts(child: Child, viewer: Viewer) -> frozenset[str]:
    """Bases that the viewer may not know of yet, as the ledger names them (W21)."""
    found = Basis.objects.filter(kept_quiet(viewer), child=child)
    return frozenset(f"basis:{pk}" for pk in found.values_list("pk", flat=True))


def in_force(at: datetime) -> Q:
    """Bases that have begun, and have neither ended nor been taken back."""
    return live(at) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))


def list_agreements(child: Child, *, viewer: Viewer) -> list[Agreement]:
    """What the family was asked, newest first, as far as it concerns the viewer."""
    return list(
        Agreement.objects.filter(_concerns(viewer, child), child=child)
        .select_related(
            "with_agency",
            "asked_by",
            "answered_by",
            "withdrawn_by",
            "changed_by",
            "brings_in__person",
        )
        .order_by("-asked_at")
    )


def same_question(
    child: Child, *, with_agency_id: UUID, brings_in_id: UUID | None, viewer: Viewer
) -> Agreement | None:
    """What the viewer's agency has asked before of this family, and waits for."""
    return Agreement.objects.filter(
        child=child,
        with_agency_id=with_agency_id,
        brings_in_id=brings_in_id,
        asked_for_agency_id=viewer.hat.agency_id,
        state=Agreement.State.ASKED,
    ).first()


def is_open_to(viewer: Viewer, standing: Standing, category: str) -> bool:
    """Whether everything of a kind is open to the viewer, up to its sensitivity.

    A list that is empty may then be called empty. For everybody else there may be
    something that is not for them, and nothing may say whether there is (EXI-1).
    """
    if standing.decides_for_child:
        return True
    to = {"to_agency": viewer.hat.agency_id}
    if viewer.hat.is_family:
        to = {"to_person": viewer.hat.person_id}
    return Basis.objects.filter(
        in_force(viewer.now),
        child=standing.child_id,
        category=category,
        covers_history=True,
        **to,
    ).exists()


def shared_with_person(child: Child, person_id: UUID, viewer: Viewer) -> list[str]:
    """What one member of the family may see now by agreement.

    What the young person has prepared for later is nobody else's to read.
    """
    allowed = Basis.objects.filter(
        in_force(viewer.now),
        child=child,
        to_person=person_id,
        kind=Basis.Kind.CONSENT,
    )
    return list(allowed.values_list("category", flat=True))


def agreement_of_viewer(child: Child, viewer: Viewer) -> Agreement | None:
    """The family's agreement that the viewer's agency relies on, if there is one."""
    rests_on_it = Basis.objects.filter(
        live(viewer.now), withdrawn_at=None, agreement=OuterRef("pk")
    )
    return (
        Agreement.objects.filter(
            Exists(rests_on_it),
            child=child,
            with_agency_id=viewer.hat.agency_id,
            state=Agreement.State.AGREED,
        )
        .order_by("-answered_at")
        .first()
    )


def who_decide(child: Child, at: datetime) -> list[Person]:
    """The parents before the switch, after it the young person and whoever acts."""
    ties = Tie.objects.filter(live(at), child=child)
    if at < child.switch_at:
        ties = ties.filter(kind=Tie.Kind.FAMILY, role=Tie.PARENTAL_RESPONSIBILITY)
    else:
        acting = _acting_in_sharing(child, at)
        acts = Q(kind=Tie.Kind.FAMILY, person__in=acting.values("person"))
        ties = ties.filter(Q(kind=Tie.Kind.SELF) | acts)
    return list(Person.objects.filter(pk__in=ties.values("person")).order_by("pk"))


def waiting_for_family(child_ids: Iterable[UUID]) -> Sequence[Agreement]:
    """Requests to share that wait for an answer of the family."""
    return list(
        Agreement.objects.filter(child_id__in=child_ids, state=Agreement.State.ASKED)
        .select_related("with_agency", "asked_by", "child")
        .order_by("asked_at")
    )


def get_agreement(agreement_id: UUID, *, child: Child, viewer: Viewer) -> Agreement:
    """One request. Raises DoesNotExist for whom it does not concern."""
    return Agreement.objects.select_related(
        "with_agency", "asked_by", "answered_by", "withdrawn_by", "brings_in__person"
    ).get(_concerns(viewer, child), pk=agreement_id, child=child)


def _concerns(viewer: Viewer, child: Child) -> Q:
    """Rule W8: the agency that asked and the one it is about; whoever decides.

    A parent goes on seeing what was asked while parents decided. Other relatives see
    what was shared with them, not what was asked of the family.
    """
    agency_id = viewer.hat.agency_id
    if agency_id:
        return Q(asked_for_agency_id=agency_id) | Q(with_agency_id=agency_id)
    who = standing_of(viewer, child)
    if who.decides_for_child or who.kind == Tie.Kind.SELF:
        return Q()
    if who.role == Tie.PARENTAL_RESPONSIBILITY:
        return Q(asked_at__lt=child.switch_at)
    return Q(pk=None)
