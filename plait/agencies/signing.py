"""Signing the confidentiality agreement (rules K1 to K3), and who has signed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery

from plait.access.decisions import ALLOW, Decision, TooLate, deny
from plait.access.viewer import Viewer
from plait.agencies import confidentiality, roles
from plait.agencies.confidentiality import Text
from plait.agencies.models import Agency, Employment, Signature
from plait.design_system import words
from plait.ledger import operations as ledger

CHANGED = "The agreement has changed since you opened it. Read it again, then sign."


def signed_until(at: datetime) -> Subquery:
    """For each employment: until when the person has signed there; none when not."""
    own = Signature.objects.filter(
        person=OuterRef("person_id"),
        agency=OuterRef("agency_id"),
        for_agency=False,
        signed_at__lte=at,
        until_at__gt=at,
    )
    newest = own.order_by("-until_at").values("until_at")[:1]
    return Subquery(newest, output_field=DateTimeField(null=True))


def agency_has_signed(at: datetime) -> Exists:
    """For each employment: whether its agency has signed."""
    once = Signature.objects.filter(agency=OuterRef("agency_id"), for_agency=True)
    return Exists(once.filter(signed_at__lte=at))


@transaction.atomic
def sign(*, viewer: Viewer, version: str) -> Signature:
    """Sign for oneself, for this agency and for a year (rule K1). Raises TooLate."""
    text = _current(viewer, version)
    return _keep(text, viewer, until_at=text.ends_at(viewer.now))


@transaction.atomic
def sign_for_agency(*, viewer: Viewer, version: str) -> Signature:
    """Sign once for the agency (rule K2). Raises NotPermitted, or TooLate."""
    may_sign_for_agency(viewer).require()
    Agency.objects.select_for_update().get(pk=viewer.agency_id)
    if of_agency(viewer.agency_id, viewer.now):
        raise TooLate("A colleague has signed this for your agency meanwhile.")
    return _keep(_current(viewer, version), viewer, for_agency=True)


def may_sign_for_agency(viewer: Viewer) -> Decision:
    """K2: whoever looks after the agency's people, or is head of the setting."""
    mine = _who_can_sign(viewer.hat.agency_id, viewer.now)
    if mine.filter(person_id=viewer.person_id).exists():
        return ALLOW
    return deny("The head of the setting, or whoever looks after accounts, signs this.")


def of_agency(agency_id: UUID, at: datetime) -> Signature | None:
    """What was signed for an agency, if it has been."""
    signed = Signature.objects.filter(agency=agency_id, for_agency=True)
    return signed.filter(signed_at__lte=at).select_related("person").first()


def may_take_part(agency: Agency, at: datetime) -> Decision:
    """K3: nobody joins a child's team for an agency that has not signed.

    The reason says who can sign, where the agency lets its people's names be known.
    """
    if of_agency(agency.pk, at):
        return ALLOW
    people = [one.person.name for one in _who_can_sign(agency.pk, at)]
    who = "whoever looks after accounts there"
    if people and agency.shows_staff_names:
        who = words.joined(people)
    return deny(
        f"{agency.name} has not signed the confidentiality agreement yet. It can "
        f"be signed by {who}. After that, try again."
    )


def _who_can_sign(agency_id: UUID | None, at: datetime) -> QuerySet[Employment]:
    running = Q(until_at=None) | Q(until_at__gt=at)
    able = Q(manages_people=True) | Q(role=roles.SETTING_LEAD)
    return (
        Employment.objects.filter(running, able, agency=agency_id, from_at__lte=at)
        .filter(person__is_active=True)
        .select_related("person")
        .order_by("person__name")
    )


def _current(viewer: Viewer, version: str) -> Text:
    """What is signed today, if it is what was read."""
    text = confidentiality.text_on(viewer.today)
    if text.version != version:
        raise TooLate(CHANGED)
    return text


def _keep(
    text: Text,
    viewer: Viewer,
    *,
    for_agency: bool = False,
    until_at: datetime | None = None,
) -> Signature:
    signature = Signature.objects.create(
        agency_id=viewer.agency_id,
        person_id=viewer.person_id,
        for_agency=for_agency,
        version=text.version,
        text_hash=text.hash,
        signed_at=viewer.now,
        until_at=until_at,
    )
    ledger.record(
        "agencies.confidentiality.signed",
        viewer=viewer,
        signature=signature.pk,
        agency=viewer.agency_id,
        for_agency=for_agency,
        version=text.version,
    )
    return signature
