"""Who has looked, asking why somebody did, and the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import TooLate
from plait.children.models import Child
from plait.design_system import words
from plait.sharing import looks_told, standing, surprises
from plait.sharing.web import looks_forms as forms
from plait.sharing.web.door import Asking, child_page, person_page
from plait.sharing.web.looks_page import AskedByFamily, AskedOfLead
from plait.team import looks
from plait.team.web.looks_page import LooksPage


@child_page("sharing")
def who_has_looked(request: Asking, child: Child) -> HttpResponse:
    """Everybody who has looked, by day, by person and by part, as far back as ever."""
    standing.may_see_looks(request.standing).require()
    lookers = looks.list_lookers(child, viewer=request.viewer)
    asked = forms.Which(request.GET, lookers=lookers, child=child)
    found = looks.list_looks(child, viewer=request.viewer, wanted=asked.wanted())
    page = LooksPage.of(
        found,
        asked,
        child=child,
        viewer=request.viewer,
        questions=surprises.own_questions(child, viewer=request.viewer),
    )
    return render(request, "sharing/looks.jinja", {"page": page, "form": asked})


@child_page("sharing", writes=True)
def surprise(request: Asking, child: Child, look_id: UUID) -> HttpResponse:
    """One line, said again, and a box for words: this surprises me."""
    standing.may_see_looks(request.standing).require()
    look = looks.get_look(child, look_id, viewer=request.viewer)
    surprises.may_ask_about(look).require()
    form = forms.Surprise(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = surprises.ask_about(
                look, form.cleaned_data["words"], child=child, viewer=request.viewer
            )
        except TooLate as nobody:
            form.add_error(None, str(nobody))
        else:
            messages.success(request, "We have asked for you.")
            return redirect("sharing:question", child_id=child.pk, question_id=made.pk)
    line = looks_told.Telling([look], child).tell(look)
    page = {
        "line": line,
        "day": words.day(look.on, request.viewer.today),
        "days": surprises.days_to_answer(request.viewer.now),
    }
    return render(request, "sharing/surprise.jinja", {"page": page, "form": form})


@child_page("sharing")
def question(request: Asking, child: Child, question_id: UUID) -> HttpResponse:
    """What one has asked about a look: who answers, by when, and the answer."""
    standing.may_see_looks(request.standing).require()
    found = surprises.get_own(question_id, child=child, viewer=request.viewer)
    page = AskedByFamily.of(found, viewer=request.viewer)
    return render(request, "sharing/question.jinja", {"page": page})


@person_page("look-question", writes=True)
def answer(request: Asking, question_id: UUID) -> HttpResponse:
    """A privacy lead answers a family. It opens nothing else about the child."""
    found = surprises.get_for_lead(question_id, viewer=request.viewer)
    request.children_shown.add(found.child_id)
    request.ledger_also = {"question": str(found.pk)}
    page = AskedOfLead.of(found, viewer=request.viewer)
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        surprises.answer(found.pk, **form.cleaned_data, viewer=request.viewer)
        messages.success(request, "The family has your answer.")
        return redirect("today:today")
    return render(request, "sharing/look_answer.jinja", {"page": page, "form": form})
