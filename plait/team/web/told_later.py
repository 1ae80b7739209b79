"""Telling the family later that somebody looked, and telling them after all (L3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.viewer import Hat, Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.fields import DayField
from plait.sharing import looks_delay
from plait.sharing.models import LookDelay
from plait.sharing.web.door import Asking, person_page
from plait.sharing.web.told_exactly import ToldExactly
from plait.team import later

NOT_FOUND = "Nobody with this address works with a child of this name and birthday"


class TellLater(ToldExactly):
    """Whose looks, at which child's record; why, and until which day."""

    colleague = forms.EmailField(
        label="Whose looks?",
        help_text="The e-mail address that they sign in with.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an address like name@nursery.example",
        },
    )
    reason = forms.CharField(
        label="Why would it be unsafe to tell the family now?",
        help_text="Those who do your job at your service can read this. Name no child.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it would be unsafe to tell them now"},
    )
    until_on = DayField(
        label="On which day are they told?",
        asked="Enter the day on which they are told",
    )
    field_order = (
        "name", "family_name", "born_on", "colleague", "reason", "until_on",
    )  # fmt: skip

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.child: Child | None = None
        self.hats: list[Hat] = []
        last = looks_delay.last_day_for(viewer.today)
        field = self.fields["until_on"]
        assert isinstance(field, DayField)
        tomorrow = date.fromordinal(viewer.today.toordinal() + 1)
        field.earliest = (tomorrow, "Choose a day that is still to come")
        field.latest = (
            last,
            f"Choose {words.record_day(last)} or earlier. You can decide anew by then",
        )

    def clean(self) -> None:
        """One sentence for a child, a colleague and a reach that are not there."""
        said = self.cleaned_data
        if not {"name", "family_name", "born_on", "colleague"} <= said.keys():
            return
        try:
            self.child, self.hats = later.find(
                self.sought(), said["colleague"], viewer=self.viewer
            )
        except Child.DoesNotExist:
            self.add_error("colleague", NOT_FOUND)
            self.add_error("name", "Check the first name, too")
            self.add_error("family_name", "Check the family name, too")


@dataclass(frozen=True)
class LaterLine:
    """Looks that are told later. It names the child by initials and year (D27)."""

    id: UUID
    who: str
    agency: str
    child: str
    reason: str
    by: str
    told_on: date

    @classmethod
    def of(cls, one: LookDelay) -> "LaterLine":
        return cls(
            one.pk,
            one.person.name,
            one.agency.name,
            one.child.in_short,
            one.reason,
            one.decided_by.name,
            arithmetic.day_of(one.until_at),
        )


@person_page("told-later")
def told_later(request: Asking) -> HttpResponse:
    """What is told later, and when."""
    later.may_use(request.viewer).require()
    page = {"rows": [LaterLine.of(one) for one in later.list_running(request.viewer)]}
    return render(request, "team/told_later.jinja", {"page": page})


@person_page("told-later", writes=True)
def tell_later(request: Asking) -> HttpResponse:
    """From now on, what somebody looks at is told on a later day."""
    later.may_use(request.viewer).require()
    form = TellLater(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        assert form.child
        said = {name: form.cleaned_data[name] for name in ("reason", "until_on")}
        with transaction.atomic():
            for hat in form.hats:
                looks_delay.delay(
                    child=form.child, hat=hat, **said, viewer=request.viewer
                )
        messages.success(request, "From now on the family is told later.")
        return redirect("sharing:told-later")
    return render(request, "team/tell_later.jinja", {"form": form})


@person_page("told-later", writes=True)
def tell_now(request: Asking, delay_id: UUID) -> HttpResponse:
    """It is safe: the family reads who has looked, from when it began."""
    later.may_use(request.viewer).require()
    found = later.get_running(delay_id, viewer=request.viewer)
    if request.method == "POST":
        looks_delay.end_delay(found.pk, child=found.child, viewer=request.viewer)
        messages.success(request, "Done. Nothing waits because of this any more.")
        return redirect("sharing:told-later")
    page = LaterLine.of(found)
    return render(request, "team/tell_now.jinja", {"page": page})
