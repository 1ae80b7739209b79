"""A young person's own page: what is written about me, and who at home reads it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.design_system import words
from plait.evidence.models import Observation
from plait.family import operations, queries
from plait.family.queries import Said
from plait.family.web import forms
from plait.sharing import standing
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.models import PrivacyWish, Record
from plait.sharing.web.again import leads_to_first
from plait.sharing.web.door import Asking, child_page


@dataclass(frozen=True)
class Written:
    """One note or report, who wrote it, and who at home can read it."""

    id: UUID
    words: str
    by: Byline
    when: str
    only_me: bool
    mine: bool
    waits: bool
    said_no: str

    @classmethod
    def of(
        cls, said: Said, by: Bylines, wish: PrivacyWish | None, request: Asking
    ) -> "Written":
        record = said.record
        refused = wish is not None and wish.granted is False
        return cls(
            id=record.pk,
            words=said.saw if isinstance(said, Observation) else said.title,
            by=by.of(record),
            when=words.when(record.made_at, request.viewer.now),
            only_me=record.release == Record.Release.YOUNG_PERSON,
            mine=by.of(record).is_me,
            waits=wish is not None and wish.answered_at is None,
            said_no=(wish.answer or "They said no.") if refused and wish else "",
        )

    @property
    def may_ask(self) -> bool:
        """Not of what somebody at home wrote: that is theirs."""
        return self.mine or self.by.strand != "home"


@child_page("about-me")
def about_me(request: Asking, child: Child) -> HttpResponse:
    """The newest notes and reports, for the one they are about."""
    standing.may_ask_for_privacy(request.standing).require()
    by, wishes = Bylines(child, request.viewer), queries.wishes_of(child)
    found = queries.list_about_me(child, viewer=request.viewer)
    page = [Written.of(one, by, wishes.get(one.pk), request) for one in found]
    return render(request, "family/about_me.jinja", {"page": page})


@child_page("about-me", writes=True)
@leads_to_first("family:about-me")
def write(request: Asking, child: Child) -> HttpResponse:
    """Write something, and say who at home can read it before it is saved."""
    standing.may_ask_for_privacy(request.standing).require()
    form = forms.Write(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.write_for_myself(
            form.cleaned_data["words"],
            only_me=form.only_me,
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "Saved.")
        return redirect("family:about-me", child_id=child.pk)
    return render(request, "family/write_about_me.jinja", {"form": form})


@child_page("about-me", writes=True)
def keep(request: Asking, child: Child, record_id: UUID) -> HttpResponse:
    """Keep one's own words to oneself, or ask whoever wrote it."""
    standing.may_ask_for_privacy(request.standing).require()
    said = queries.get_about_me(record_id, child=child, viewer=request.viewer)
    by = Bylines(child, request.viewer)
    page = Written.of(said, by, queries.wishes_of(child).get(record_id), request)
    if page.mine:
        return _keep_own(request, child, page)
    form = forms.AskForPrivacy(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.ask_for_privacy(
            page.id, form.cleaned_data["words"], child=child, viewer=request.viewer
        )
        messages.success(request, f"We have asked {page.by.first_name}.")
        return redirect("family:about-me", child_id=child.pk)
    return render(request, "family/keep.jinja", {"form": form, "page": page})


def _keep_own(request: Asking, child: Child, page: Written) -> HttpResponse:
    now = {"who": "me" if page.only_me else "family"}
    form = forms.OnlyMe(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        operations.keep_to_myself(
            page.id, only_me=form.only_me, child=child, viewer=request.viewer
        )
        messages.success(request, "Saved.")
        return redirect("family:about-me", child_id=child.pk)
    return render(request, "family/keep.jinja", {"form": form, "page": page})
