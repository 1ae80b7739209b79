"""The family's own words, and where the child lives and goes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.models import Agency
from plait.children.models import Child
from plait.evidence import operations, queries
from plait.evidence.models import Attendance, Home, Story
from plait.evidence.web import forms
from plait.sharing import standing
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.door import Asking, child_page


@child_page("story", writes=True)
def story(request: Asking, child: Child) -> HttpResponse:
    """Tell once what everybody should know first."""
    standing.may_write(request.standing, Story.CATEGORY).require()
    current = queries.get_story(child, viewer=request.viewer)
    if current and current.record.owner_agency_id != request.viewer.hat.agency_id:
        current = None
    if current:
        mine = current.record.author_id == request.viewer.person_id
        standing.may_change(request.standing, mine=mine, ours=True).require()
    start = (
        {"words": current.words, "seen_version": current.record.version}
        if current
        else {}
    )
    form = forms.Story(request.POST or None, initial=start)
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.tell_story(
                form.cleaned_data["words"],
                child=child,
                viewer=request.viewer,
                current=current,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
        except ChangedMeanwhile as newer:
            meanwhile = conflicts.told(newer, form)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(request, "Saved. Everybody who may see it sees it now.")
            return redirect("today:about", child_id=child.pk)
    return render(
        request, "evidence/story.jinja", {"form": form, "meanwhile": meanwhile}
    )


@child_page("homes", writes=True)
def add_home(request: Asking, child: Child) -> HttpResponse:
    standing.may_write(request.standing, Home.CATEGORY).require()
    form = forms.Home(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.record_home(
            Home(**form.cleaned_data), child=child, viewer=request.viewer
        )
        messages.success(request, "The home is saved.")
        return redirect("today:about", child_id=child.pk)
    return render(request, "evidence/add_home.jinja", {"form": form})


@child_page("settings", writes=True)
def add_attendance(request: Asking, child: Child) -> HttpResponse:
    """The setting of the hat that the person wears."""
    standing.may_change_team(request.standing).require()
    form = forms.Attendance(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agency = Agency.objects.get(pk=request.viewer.agency_id)
        operations.record_attendance(
            Attendance(agency=agency, **form.cleaned_data),
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "Saved.")
        return redirect("today:about", child_id=child.pk)
    return render(request, "evidence/add_attendance.jinja", {"form": form})
