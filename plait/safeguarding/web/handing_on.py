"""Files to pass on: a child changes setting, and the safeguarding file follows."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import TooLate
from plait.children.models import Child
from plait.safeguarding import operations, policy, queries, readers
from plait.safeguarding.models import Transfer
from plait.safeguarding.web import forms, presenters
from plait.sharing.web.door import Asking, child_page, person_page


@child_page("safeguarding", writes=True)
def move(request: Asking, child: Child) -> HttpResponse:
    """The child goes to another setting: where, and from when."""
    policy.may_share(queries.insist_may_open(child, request.viewer)).require()
    agencies = readers.settings_to_pass_to(request.viewer)
    form = forms.Move(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        try:
            transfer = form.transfer(child.pk)
            operations.begin_transfer(transfer, viewer=request.viewer)
        except TooLate as on_its_way:
            form.add_error("to_agency", str(on_its_way))
        else:
            messages.success(request, "It stands here until it has been received.")
            return redirect("safeguarding:files")
    return render(request, "safeguarding/move.jinja", {"form": form})


@person_page("safeguarding-list")
def files(request: Asking) -> HttpResponse:
    """Files to pass on, and files that were sent here."""
    policy.may_share([request.viewer.role]).require()
    going = list(queries.outgoing(request.viewer))
    coming = list(queries.incoming(request.viewer))
    request.children_shown.update(one.child_id for one in (*going, *coming))
    page = {
        "going": [presenters.FileRow.of(one, request.viewer) for one in going],
        "coming": [presenters.FileRow.of(one, request.viewer) for one in coming],
    }
    return render(request, "safeguarding/files.jinja", {"page": page})


@person_page("safeguarding-list", writes=True)
def send_file(request: Asking, transfer_id: UUID) -> HttpResponse:
    """Send the file, as it is now."""
    found = _about(request, queries.outgoing(request.viewer).get(pk=transfer_id))
    if request.method == "POST":
        operations.send_file(found.pk, viewer=request.viewer)
        messages.success(request, f"Sent to {found.to_agency.name}.")
        return redirect("safeguarding:files")
    page = presenters.FileRow.of(found, request.viewer)
    return render(request, "safeguarding/send_file.jinja", {"page": page})


@person_page("safeguarding-list", writes=True)
def receive_file(request: Asking, transfer_id: UUID) -> HttpResponse:
    """Confirm that a file has arrived; it opens with that."""
    found = _about(request, queries.incoming(request.viewer).get(pk=transfer_id))
    if request.method == "POST":
        operations.receive_file(found.pk, viewer=request.viewer)
        messages.success(request, "Confirmed. The file is in your case now.")
        return redirect("safeguarding:case", child_id=found.child_id)
    page = presenters.FileRow.of(found, request.viewer)
    return render(request, "safeguarding/receive_file.jinja", {"page": page})


def _about(request: Asking, transfer: Transfer) -> Transfer:
    """The page names the child, so the ledger says that it did."""
    request.children_shown.add(transfer.child_id)
    return transfer
