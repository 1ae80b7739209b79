"""A child goes to another setting: the safeguarding file follows, by itself (SG5)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.safeguarding import policy, queries, readers, telling
from plait.safeguarding.models import HandedFile, Transfer
from plait.safeguarding.operations import reaching, writing
from plait.sharing.models import Content


@transaction.atomic
def begin_transfer(transfer: Transfer, *, viewer: Viewer) -> Transfer:
    """Say where the child goes and from when; the day by which the file has to go.

    Raises NotPermitted, or TooLate when one is on its way there already.
    """
    child = Child.objects.select_for_update().get(pk=transfer.child_id)
    policy.may_share(queries.roles_in_case(child, viewer)).require()
    on_its_way = Transfer.objects.filter(
        child=child,
        from_agency=viewer.agency_id,
        to_agency=transfer.to_agency_id,
        received_at=None,
    )
    if on_its_way.exists():
        raise TooLate("A file is on its way there already.")
    transfer.from_agency_id = viewer.agency_id
    transfer.due_on = policy.file_is_due_on(
        transfer.starts_on, in_year=transfer.in_year
    )
    transfer.begun_at, transfer.begun_by_id = viewer.now, viewer.person_id
    transfer.save(force_insert=True)
    _record("safeguarding.transfer.begun", transfer, viewer)
    return transfer


@transaction.atomic
def send_file(transfer_id: UUID, *, viewer: Viewer) -> Transfer:
    """Send what the file says now. What is written later stays where it is written.

    The copy waits, closed, until the receiving lead confirms it. Raises
    Transfer.DoesNotExist, NotPermitted, or TooLate when sent, or nobody is there.
    """
    transfer = _locked(transfer_id)
    policy.may_share(queries.roles_in_case(transfer.child, viewer)).require()
    if transfer.from_agency_id != viewer.hat.agency_id:
        raise Transfer.DoesNotExist
    if transfer.sent_at:
        raise TooLate("The file has been sent already.")
    if not (leads := readers.leads_of(transfer.to_agency_id, viewer.now)):
        raise TooLate(_nobody(transfer.to_agency))
    file = writing.write(
        HandedFile(
            from_agency_id=viewer.agency_id, notes=_file(transfer.child, viewer)
        ),
        child=transfer.child,
        viewer=viewer,
        act="safeguarding.file.sent",
        owner_agency_id=viewer.agency_id,
    )
    transfer.sent_at, transfer.file = viewer.now, file.record
    transfer.save(update_fields=["sent_at", "file"])
    reaching.tell(leads, now=viewer.now)
    return transfer


def _nobody(agency: Agency) -> str:
    return (
        f"Nobody at {agency.short_name} can receive it in Plait yet. Hand it over in "
        "person or by recorded post, and ask for a receipt."
    )


def _file(child: Child, viewer: Viewer) -> list[Any]:
    """Every note of the sender's own agency that the sender may read, in words."""
    found: list[Content] = []
    for kind, model in queries.KINDS.items():
        if kind != HandedFile.KIND:
            notes = model.objects.read_by(viewer).filter(
                record__child=child, record__owner_agency=viewer.agency_id
            )
            found += notes
    found.sort(key=lambda note: (note.record.made_at, str(note.pk)))
    return [
        (
            arithmetic.day_of(note.record.made_at).isoformat(),
            telling.TITLES[note.KIND],
            note.record.author.name,
            telling.rows_of(note),
        )
        for note in found
    ]


@transaction.atomic
def receive_file(transfer_id: UUID, *, viewer: Viewer) -> Transfer:
    """The receiving lead confirms: from now on it is a note of their own agency.

    They are tied to the child, they and their deputies; the sending side keeps its own
    and learns that it has arrived. Raises Transfer.DoesNotExist, NotPermitted, TooLate.
    """
    if not queries.incoming(viewer).filter(pk=transfer_id).exists():
        raise Transfer.DoesNotExist
    transfer = _locked(transfer_id)
    _insist_is_lead(viewer)
    if transfer.received_at:
        raise TooLate("The file has been received already.")
    child = transfer.child
    leads = readers.leads_of(viewer.agency_id, viewer.now)
    reaching.tie_quietly(leads, child=child, viewer=viewer)
    sent = HandedFile.unfiltered("the receiving lead confirms the file").get(
        pk=transfer.file_id
    )
    writing.write(
        HandedFile(from_agency_id=transfer.from_agency_id, notes=sent.notes),
        child=child,
        viewer=viewer,
        act="safeguarding.file.received",
        owner_agency_id=viewer.agency_id,
    )
    transfer.received_at, transfer.received_by_id = viewer.now, viewer.person_id
    transfer.save(update_fields=["received_at", "received_by"])
    _record("safeguarding.transfer.received", transfer, viewer)
    return transfer


def _locked(transfer_id: UUID) -> Transfer:
    """The transfer, behind the child's lock."""
    child_id = Transfer.objects.values_list("child", flat=True).get(pk=transfer_id)
    Child.objects.select_for_update().get(pk=child_id)
    return Transfer.objects.select_related("child", "to_agency", "from_agency").get(
        pk=transfer_id
    )


def _insist_is_lead(viewer: Viewer) -> None:
    """By employment and not by the hat's word: the child is not known here yet."""
    leads = readers.leads_of(viewer.agency_id, viewer.now)
    if viewer.person_id not in {one.person_id for one in leads}:
        raise NotPermitted("The safeguarding lead confirms this.")


def _record(act: str, transfer: Transfer, viewer: Viewer) -> None:
    ledger.record(
        act,
        viewer=viewer,
        child_id=transfer.child_id,
        transfer=transfer.pk,
        agency=transfer.to_agency_id,
    )
