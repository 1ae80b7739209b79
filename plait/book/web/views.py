"""The communication book of a child."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.book import operations, queries
from plait.book.models import Entry
from plait.book.web import forms, presenters
from plait.children.models import Child
from plait.evidence import queries as evidence
from plait.sharing import queries as sharing
from plait.sharing import standing
from plait.sharing.bylines import Bylines
from plait.sharing.web import conflicts, earlier
from plait.sharing.web.again import leads_to_first
from plait.sharing.web.door import Asking, child_page
from plait.team import queries as team
from plait.team.models import Involvement
from plait.team.web.presenters import setting_word


@child_page("book", writes=True)
@leads_to_first("book:book")
def book(request: Asking, child: Child) -> HttpResponse:
    """Read the book, and write in it on the same page."""
    may_write = standing.may_write(request.standing, Entry.CATEGORY)
    form = forms.Write(
        request.POST or None,
        request.FILES or None,
        child=child.called,
        strand=request.hat.strand,
    )
    if request.method == "POST":
        may_write.require()
        if form.is_valid():
            return _write(request, child, form)
    parts = team.list_team(child, viewer=request.viewer)
    entries = queries.list_entries(
        child, viewer=request.viewer, before=earlier.before(request)
    )
    page = presenters.BookPage.of(
        entries,
        evidence.photos_of([entry.pk for entry in entries], viewer=request.viewer),
        queries.readers(entries, child, viewer=request.viewer),
        child=child,
        viewer=request.viewer,
        may_write=may_write.allowed,
        last_read=queries.last_read(child, person_id=request.viewer.person_id),
        more=len(entries) == queries.PAGE,
    )
    who, now = request.viewer.person_id, request.viewer.now
    mark_read = partial(operations.mark_read, child.pk, person_id=who, at=now)
    request.after_reading.append(mark_read)
    return render(
        request,
        "book/book.jinja",
        {
            "page": page,
            "form": form,
            "may_write": may_write.allowed,
            "child": child.called,
            "to": _addressee(request, parts),
            "who_reads": queries.who_reads(
                child, parts, request.viewer, decides=request.standing.decides_for_child
            ),
            "whole": bool(entries)
            or sharing.is_open_to(request.viewer, request.standing, Entry.CATEGORY),
        },
    )


def _write(request: Asking, child: Child, form: forms.Write) -> HttpResponse:
    entry = Entry(
        words=form.cleaned_data["words"],
        question=form.cleaned_data["question"],
        facts=form.facts(),
    )
    picture = form.cleaned_data["photo"]
    operations.write_entry(entry, child=child, viewer=request.viewer, picture=picture)
    messages.success(request, "It is in the book.")
    return redirect("book:book", child_id=child.pk)


def _addressee(request: Asking, parts: list[Involvement]) -> str:
    """Whom one writes to: home to the setting, everybody else to home."""
    if not request.viewer.hat.is_family:
        return "home"
    return f"to {setting_word(parts).lower()}"


@child_page("book", writes=True)
@leads_to_first("book:book")
def answer(request: Asking, child: Child, entry_id: UUID) -> HttpResponse:
    """Answer a question of the book; whoever answered meanwhile is heard first."""
    standing.may_write(request.standing, Entry.CATEGORY).require()
    asked = queries.get_entry(entry_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        operations.one_at_a_time(asked, viewer=request.viewer)
    given = queries.list_answers(asked, viewer=request.viewer)
    form = forms.Answer(request.POST or None, initial={"seen_version": len(given)})
    if request.method == "POST" and form.is_valid():
        if form.seen >= len(given):
            operations.write_entry(
                Entry(words=form.cleaned_data["words"], answers=asked),
                child=child,
                viewer=request.viewer,
            )
            messages.success(request, "Your answer is in the book.")
            return redirect("book:book", child_id=child.pk)
        form = conflicts.over_version(form, len(given))
    page = presenters.AnswerPage.of(asked, given, Bylines(child, request.viewer))
    return render(request, "book/answer.jinja", {"form": form, "page": page})
