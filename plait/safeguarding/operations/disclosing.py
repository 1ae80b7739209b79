"""Sharing with another lead or social care: no consent, but a reason (SG4)."""

from datetime import datetime

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children import operations as children
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.safeguarding import policy, queries, readers
from plait.safeguarding.models import Disclosure
from plait.safeguarding.operations import reaching, writing
from plait.sharing.categories import Category, Sensitivity
from plait.sharing.models import Basis, Record
from plait.team.models import Involvement


@transaction.atomic
def disclose(answer: Disclosure, *, child: Child, viewer: Viewer) -> Disclosure:
    """Decide whether to share; the answer is kept with its reasons, yes or no.

    A yes opens the child's safeguarding notes to those of the other agency who are
    cleared for them, by a basis of kind safeguarding, until the day that was chosen.
    Raises NotPermitted, or TooLate when nobody there may read it.
    """
    policy.may_share(queries.roles_in_case(child, viewer)).require()
    Child.objects.select_for_update().get(pk=child.pk)
    if answer.shared:
        people = readers.receivers_of(answer.to_agency, viewer.now)
        if not people:
            raise TooLate(_nobody(answer.to_agency))
        until_at = arithmetic.start_of(answer.until_on) if answer.until_on else None
        answer.basis = _basis(answer, child, viewer, until_at)
        reaching.tie_quietly(people, child=child, viewer=viewer, until_at=until_at)
        reaching.tell(people, now=viewer.now)
    writing.write(
        answer,
        child=child,
        viewer=viewer,
        act="safeguarding.disclosure.decided",
        owner_agency_id=viewer.agency_id,
    )
    return answer


def _nobody(agency: Agency) -> str:
    return (
        f"Nobody at {agency.short_name} can read it in Plait yet. Ring them, and write "
        "down here that you did."
    )


def _basis(
    answer: Disclosure, child: Child, viewer: Viewer, until_at: datetime | None
) -> Basis:
    basis = Basis.objects.create(
        child=child,
        to_agency=answer.to_agency,
        category=Category.SAFEGUARDING,
        max_sensitivity=Sensitivity.VERY_RESTRICTED,
        kind=Basis.Kind.SAFEGUARDING,
        covers_history=True,
        from_at=viewer.now,
        until_at=until_at,
    )
    ledger.record(
        "sharing.basis.begun",
        viewer=viewer,
        child_id=child.pk,
        basis=basis.pk,
        agency=basis.to_agency_id,
        kind=basis.kind,
    )
    return basis


@transaction.atomic
def end_disclosure(answer: Disclosure, *, child: Child, viewer: Viewer) -> Disclosure:
    """Stop sharing from now on: the basis is taken back, and so are the quiet ties.

    Raises NotPermitted, or TooLate when it has ended already.
    """
    policy.may_share(queries.roles_in_case(child, viewer)).require()
    _insist_is_ours(answer, viewer)
    Child.objects.select_for_update().get(pk=child.pk)
    if not answer.shared or answer.ended_on:
        raise TooLate("This is not shared any more.")
    assert answer.basis_id
    Basis.objects.filter(pk=answer.basis_id).update(withdrawn_at=viewer.now)
    if not _other_reason(answer, child, viewer):
        _untie(answer, child, viewer)
    answer.ended_on = viewer.today
    return writing.revise(
        answer, child=child, viewer=viewer, act="safeguarding.disclosure.ended"
    )


def _other_reason(answer: Disclosure, child: Child, viewer: Viewer) -> bool:
    """Whether something else keeps the case with the other agency."""
    bases = Basis.objects.filter(
        live(viewer.now),
        child=child,
        to_agency=answer.to_agency_id,
        category=Category.SAFEGUARDING,
        withdrawn_at=None,
    )
    own = Record.objects.unfiltered("whether an agency has notes of its own")
    mine = own.filter(
        child=child,
        owner_agency=answer.to_agency_id,
        category=Category.SAFEGUARDING,
    )
    return bases.exists() or mine.exists()


def _untie(answer: Disclosure, child: Child, viewer: Viewer) -> None:
    """End the ties that came with it: those that have no part in the team."""
    parts = Involvement.objects.unfiltered("which ties have no part")
    quiet = Tie.objects.filter(
        live(viewer.now),
        child=child,
        agency_id=answer.to_agency_id,
        role__in=policy.CLEARED,
    ).exclude(pk__in=parts.values("tie"))
    for tie in list(quiet):
        children.end_tie(tie, until_at=viewer.now, viewer=viewer)


@transaction.atomic
def tell_family(answer: Disclosure, *, child: Child, viewer: Viewer) -> Disclosure:
    """The family has been told. Twice changes nothing. Raises NotPermitted."""
    policy.may_share(queries.roles_in_case(child, viewer)).require()
    _insist_is_ours(answer, viewer)
    if answer.family_told:
        return answer
    answer.family_told, answer.look_again_on = True, None
    return writing.revise(
        answer, child=child, viewer=viewer, act="safeguarding.disclosure.family-told"
    )


def _insist_is_ours(answer: Disclosure, viewer: Viewer) -> None:
    if answer.record.owner_agency_id != viewer.hat.agency_id:
        raise NotPermitted("Only the service that shared this can change it.")
