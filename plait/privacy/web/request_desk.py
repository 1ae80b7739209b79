"""Answering somebody who asked for everything kept: item by item, then released."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import TooLate
from plait.privacy import answering, policy
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.operations import answers
from plait.privacy.operations import requests as operations
from plait.privacy.queries import answer, desks, kept, letters, requests
from plait.privacy.web import request_pages
from plait.privacy.web.request_forms import Decide, Reason
from plait.privacy.web.request_pages import AtDesk, ItemPage, Row
from plait.sharing.web.door import Asking, person_page


@person_page("requests")
def at_desk(request: Asking) -> HttpResponse:
    """Every request to one's own agency. It names no child."""
    if request.viewer.hat.is_family:
        raise AccessRequest.DoesNotExist
    rows = [
        Row.of(one, request.viewer) for one in requests.list_at_desk(request.viewer)
    ]
    page = {
        "rows": rows,
        "service": requests.service_of(request.viewer).short_name,
        "may_enter": letters.may_enter(request.viewer),
        "has_registers": policy.may_use_desk(request.viewer.role).allowed,
    }
    return render(request, "privacy/requests.jinja", {"page": page})


ACTS: dict[str, tuple[Callable[..., Any], str]] = {
    "take-on": (operations.take_on, "You are answering this now."),
    "prepare": (answers.prepare, "It waits for a second person now."),
    "release": (answers.release, "It is released. Whoever asked can read it."),
    "send-back": (answers.send_back, "Whoever prepared it looks again."),
    "go-on": (operations.go_on, "The clock goes on."),
}


@person_page("requests", writes=True)
def one(request: Asking, request_id: UUID) -> HttpResponse:
    """One request: what is kept, what is decided, what comes next."""
    found = requests.get_at_desk(request_id, viewer=request.viewer)
    act, said = ACTS.get(request.POST.get("do", ""), (None, ""))
    if request.method == "POST" and act:
        act(request_id, viewer=request.viewer)
        messages.success(request, said)
        return redirect("privacy:request", request_id)
    request.children_shown.add(found.child_id)
    request.ledger_also["asked_by"] = str(found.asked_by_id)
    page = AtDesk.of(found, request.viewer)
    return render(request, "privacy/request.jinja", {"page": page})


@person_page("request-item", writes=True)
def item(request: Asking, request_id: UUID, kept_id: UUID) -> HttpResponse:
    """One thing that is kept: read it, and decide."""
    asked = requests.get_at_desk(request_id, viewer=request.viewer)
    found = kept.get_item(kept_id, request=asked, viewer=request.viewer)
    _insist(asked, found.item, request)
    page = ItemPage.of(found, asked, request.viewer)
    request.ledger_also["asked_by"] = str(asked.asked_by_id)
    form = Decide(
        request.POST or None,
        suggested=page.suggested,
        needs_reason=page.is_held or page.is_health,
        today=request.viewer.today,
        can_read=bool(page.versions),
        initial=request_pages.initial(found.item, page),
    )
    if request.method == "POST" and form.is_valid():
        answers.decide(
            kept_id, form.verdict, request_id=request_id, viewer=request.viewer
        )
        return redirect("privacy:request", request_id)
    return render(request, "privacy/item.jinja", {"page": page, "form": form})


def _insist(asked: AccessRequest, found: RequestItem, request: Asking) -> None:
    desk = desks.desk_for(asked, request.viewer)
    me = request.viewer.person_id
    if not answering.may_decide(asked, found, desk, me).allowed:
        raise RequestItem.DoesNotExist


@person_page("request-item")
def prepared(request: Asking, request_id: UUID) -> HttpResponse:
    """What whoever asked would get, for the second person who looks at it."""
    found = requests.get_at_desk(request_id, viewer=request.viewer)
    answers.insist_on_releasing(found, request.viewer)
    request.children_shown.add(found.child_id)
    request.ledger_also["asked_by"] = str(found.asked_by_id)
    page = answer.read_answer(found, viewer=request.viewer)
    given = {"page": page, "request_id": found.pk}
    return render(request, "privacy/prepared.jinja", given)


def _with_reason(request: Asking, request_id: UUID, *, longer: bool) -> HttpResponse:
    found = requests.get_at_desk(request_id, viewer=request.viewer)
    if found.state not in AccessRequest.WAITING:
        raise TooLate("This is over. Nothing of it waits any more.")
    form = Reason(request.POST or None)
    act = operations.take_longer if longer else operations.pause
    if request.method == "POST" and form.is_valid():
        act(request_id, form.cleaned_data["reason"], viewer=request.viewer)
        return redirect("privacy:request", request_id)
    page = {"request_id": request_id, "longer": longer}
    return render(request, "privacy/reason.jinja", {"page": page, "form": form})


@person_page("requests", writes=True)
def longer(request: Asking, request_id: UUID) -> HttpResponse:
    """Take up to two further months, and say why (D46)."""
    return _with_reason(request, request_id, longer=True)


@person_page("requests", writes=True)
def missing(request: Asking, request_id: UUID) -> HttpResponse:
    """Ask who somebody is, or what they mean; the clock waits (D45)."""
    return _with_reason(request, request_id, longer=False)
