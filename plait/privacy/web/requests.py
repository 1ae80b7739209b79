"""Asking a service for everything it keeps, and fetching the answer."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.privacy import answering
from plait.privacy.operations import answers
from plait.privacy.operations import requests as operations
from plait.privacy.queries import answer, requests
from plait.privacy.web.request_forms import Ask
from plait.privacy.web.request_pages import Asked
from plait.sharing.web.door import Asking, child_page


@child_page("request", writes=True)
def ask(request: Asking, child: Child) -> HttpResponse:
    """What one has asked for, and the form to ask."""
    answering.may_ask(request.standing).require()
    form = Ask(request.POST or None, services=requests.services())
    if request.method == "POST" and form.is_valid():
        service = UUID(form.cleaned_data["service"])
        operations.ask(
            child, service, form.cleaned_data["words"], viewer=request.viewer
        )
        messages.success(request, "They have what you asked for.")
        return redirect("privacy:ask", child.pk)
    own = requests.own_requests(child, viewer=request.viewer)
    asked = [Asked.of(one, child, request.viewer) for one in own]
    page = {
        "asked": asked,
        "child": child.called,
        "is_self": request.standing.kind == "self",
    }
    return render(request, "privacy/ask.jinja", {"page": page, "form": form})


@child_page("request")
def fetch(request: Asking, child: Child, request_id: UUID) -> HttpResponse:
    """The answer as a file, to whoever asked and nobody else (D52)."""
    found, made = answer.get_answer(request_id, child, viewer=request.viewer)
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="answer.zip"'
    request.after_reading.append(
        partial(answers.note_fetched, found, viewer=request.viewer)
    )
    return response
