"""Inviting the young person to their own page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child, Tie
from plait.design_system.forms import PlaitForm
from plait.sharing import standing
from plait.sharing.web.door import Asking, child_page
from plait.team import operations
from plait.team.operations.invitations import Guest
from plait.team.web.invitations import show_letter


class YoungPerson(PlaitForm):
    """An address that only the young person opens; parents know of it."""

    email = forms.EmailField(
        label="Their own e-mail address",
        help_text="We send a link there. Ask the young person; do not use a parent’s.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    told = forms.BooleanField(
        label="I have told the parents that I send this",
        help_text="They decide at the moment. They also get a message from us.",
        error_messages={"required": "Tell the parents first, then tick this"},
    )

    def __init__(self, *args: Any, parents_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not parents_decide:
            del self.fields["told"]

    def guest(self, child: Child) -> Guest:
        return Guest(
            kind=Tie.Kind.SELF,
            name=child.full_name,
            email=self.cleaned_data["email"],
            role=Tie.Kind.SELF,
            relation="the young person",
        )


@child_page("team", writes=True)
def invite_young_person(request: Asking, child: Child) -> HttpResponse:
    """A link to the young person’s own page: rule W5, and with the parents’ knowing."""
    standing.may_change_team(request.standing).require()
    parents_decide = request.standing.still_a_child
    form = YoungPerson(request.POST or None, parents_decide=parents_decide)
    if request.method == "POST" and form.is_valid():
        guest = form.guest(child)
        token = operations.invite(guest, viewer=request.viewer, child=child)
        messages.success(request, "We have sent a link. It is good for two weeks.")
        show_letter(request, token)
        return redirect("team:team", child_id=child.pk)
    return render(request, "team/invite_young_person.jinja", {"form": form})
