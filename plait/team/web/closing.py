"""Saying that one's own part in a child's support ends."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.clocks import growing_up, limits
from plait.design_system.fields import DayField, is_to_come
from plait.design_system.forms import PlaitForm
from plait.sharing import standing
from plait.sharing.web.door import Asking, child_page
from plait.team import operations
from plait.team.models import Closing
from plait.team.operations.closing import End, closing_of


class Close(PlaitForm):
    """The day, and why."""

    reason = forms.ChoiceField(
        label="Why does it end?",
        choices=Closing.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it ends"},
    )
    last_day = DayField(label="What is the last day?")
    words = forms.CharField(
        label="Is there anything to add?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_to_come(self.fields["last_day"], today=today)

    def end(self) -> End:
        answers = self.cleaned_data
        return End(
            ends_on=growing_up.day_after(answers["last_day"]),
            reason=answers["reason"],
            words=answers["words"],
        )


@child_page("team", writes=True)
def close(request: Asking, child: Child) -> HttpResponse:
    """The part of one's own agency ends on a day (rule Y5)."""
    standing.may_close(request.standing).require()
    form = Close(request.POST or None, today=request.viewer.today)
    if request.method == "POST" and form.is_valid():
        operations.close_part(form.end(), child=child, viewer=request.viewer)
        messages.success(request, "Saved. Nobody here sees it after that day.")
        return redirect("team:team", child_id=child.pk)
    already = closing_of(child, request.viewer)
    page = {
        "months": limits.in_force(growing_up.GOES_ON_READING, request.viewer.today),
        "ends_on": already.ends_on if already else None,
        "agency": request.hat.agency_called,
    }
    return render(request, "team/close.jinja", {"form": form, "page": page})
