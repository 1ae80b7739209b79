"""What services of an area agree with each other on sharing, once for all children.

An agreement between services opens nothing. Between two that have signed it, it is one
of the reasons for which information about a child may be shared (`lawful`).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from plait.access.decisions import ALLOW, Decision, TooLate, deny
from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies import roles
from plait.ledger import operations as ledger
from plait.sharing.models import AreaAgreement, AreaSignature


@dataclass(frozen=True)
class Terms:
    """What services agree on: which kinds, what for, by which law, until when."""

    title: str
    purpose: str
    categories: tuple[str, ...]
    ground: str
    law: str
    from_on: date
    until_on: date


def may_write(viewer: Viewer) -> Decision:
    """W22: a privacy lead writes agreements between services, and ends them."""
    if viewer.role == roles.PRIVACY_LEAD and not viewer.hat.is_family:
        return ALLOW
    return deny("A privacy lead writes agreements between services.")


def may_sign(viewer: Viewer) -> Decision:
    """W22: for a service signs whoever looks after its people, or its head."""
    if viewer.hat.is_family:
        return deny("Services sign agreements with each other.")
    if viewer.role == "setting_lead":
        return ALLOW
    return agencies.may_look_after_people(viewer, viewer.hat.agency_id)


@transaction.atomic
def write(terms: Terms, *, viewer: Viewer) -> AreaAgreement:
    """Put an agreement up for services to sign (rule W22). Raises NotPermitted."""
    may_write(viewer).require()
    agreement = AreaAgreement.objects.create(
        written_by_id=viewer.person_id,
        written_for_agency_id=viewer.agency_id,
        written_at=viewer.now,
        **{**vars(terms), "categories": list(terms.categories)},
    )
    ledger.record(
        "sharing.area-agreement.written", viewer=viewer, agreement=agreement.pk
    )
    return agreement


@transaction.atomic
def sign(agreement_id: UUID, *, viewer: Viewer) -> None:
    """Sign for one's own service (rule W22). Signing twice changes nothing.

    Raises NotPermitted, or TooLate when the agreement is over.
    """
    may_sign(viewer).require()
    agreement = AreaAgreement.objects.select_for_update().get(pk=agreement_id)
    if agreement.ended_at or agreement.until_on <= viewer.today:
        raise TooLate("This agreement is over.")
    _, is_new = AreaSignature.objects.get_or_create(
        agreement=agreement,
        agency_id=viewer.agency_id,
        defaults={"signed_by_id": viewer.person_id, "signed_at": viewer.now},
    )
    if is_new:
        ledger.record(
            "sharing.area-agreement.signed", viewer=viewer, agreement=agreement.pk
        )


@transaction.atomic
def end(agreement_id: UUID, *, viewer: Viewer) -> None:
    """Nothing new is shared under it from now on (rule W22).

    What was shared for a child goes on until its own day, and can be stopped there.
    """
    may_write(viewer).require()
    agreement = AreaAgreement.objects.select_for_update().get(pk=agreement_id)
    if agreement.ended_at:
        return
    agreement.ended_at = viewer.now
    agreement.save(update_fields=["ended_at"])
    ledger.record("sharing.area-agreement.ended", viewer=viewer, agreement=agreement.pk)


def in_force_between(
    agency_id: UUID, other_id: UUID, *, on: date
) -> QuerySet[AreaAgreement]:
    """Agreements that both have signed and that hold on this day."""
    return in_force_for(agency_id, on=on).filter(_signed_by(other_id))


def in_force_for(agency_id: UUID, *, on: date) -> QuerySet[AreaAgreement]:
    """Agreements that a service has signed and that hold on this day."""
    return AreaAgreement.objects.filter(
        _signed_by(agency_id), from_on__lte=on, until_on__gt=on, ended_at=None
    ).order_by("title")


def _signed_by(agency_id: UUID) -> Exists:
    signed = AreaSignature.objects.filter(agreement=OuterRef("pk"), agency_id=agency_id)
    return Exists(signed)


def list_area_agreements() -> list[AreaAgreement]:
    """All of the area, newest first: they are no secret, and name no child."""
    return list(
        AreaAgreement.objects.prefetch_related("signatures__agency").order_by(
            "-written_at"
        )
    )


def get_area_agreement(agreement_id: UUID) -> AreaAgreement:
    """One of them, with who has signed."""
    found = AreaAgreement.objects.prefetch_related(
        "signatures__agency", "signatures__signed_by"
    )
    return found.select_related("written_by", "written_for_agency").get(pk=agreement_id)
