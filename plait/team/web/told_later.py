"""Telling the family later that somebody looked, and telling them after all (L3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.access.viewer import Hat, Viewer
from plait.agencies import roles
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.chrome import Link
from plait.design_system.fields import DayField
from plait.sharing import looks_delay
from plait.sharing.models import LookDelay
from plait.sharing.web.door import Asking, person_page
from plait.sharing.web.told_exactly import ToldExactly
from plait.team import later

NOT_FOUND = (
    "Nobody with the e-mail address below works with a child of this name and birthday"
)
# Where those who decide come from: the words and the name of the page.
DESKS = {
    roles.SAFEGUARDING_LEAD: ("Back to safety", "safeguarding:cases"),
    roles.PRIVACY_LEAD: ("Back to registers and reports", "privacy:desk"),
}
# Any of the four can be what is wrong, and which one is not told.
AND_CHECK = {
    "family_name": "Check the family name, too",
    "born_on": "Check the birthday, too",
    "colleague": "Check the e-mail address, too",
}


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
        latest = f"{words.record_day(last)} or earlier"
        field = self.fields["until_on"]
        assert isinstance(field, DayField)
        field.help_text = f"Choose {latest}. It can be put off again before then."
        tomorrow = date.fromordinal(viewer.today.toordinal() + 1)
        field.earliest = (tomorrow, "Choose a day that is still to come")
        field.latest = (last, f"Choose {latest}. You can put it off again before then")

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
            for name, sentence in {"name": NOT_FOUND, **AND_CHECK}.items():
                self.add_error(name, sentence)


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
    how_far: str  # "In 8 days"

    @classmethod
    def of(cls, one: LookDelay, today: date) -> "LaterLine":
        told_on = arithmetic.day_of(one.until_at)
        return cls(
            one.pk,
            one.person.name,
            one.agency.name,
            one.child.in_short,
            one.reason,
            one.decided_by.name,
            told_on,
            words.how_far(told_on, today),
        )


@dataclass(frozen=True)
class LaterPage:
    """All that waits, and the way back to the reader’s own desk."""

    rows: tuple[LaterLine, ...]
    back: Link

    @classmethod
    def of(cls, viewer: Viewer) -> "LaterPage":
        found = later.list_running(viewer)
        word, name = DESKS[viewer.role]
        return cls(
            tuple(LaterLine.of(one, viewer.today) for one in found),
            Link(word, reverse(name)),
        )


@person_page("told-later")
def told_later(request: Asking) -> HttpResponse:
    """What is told later, and when."""
    later.may_use(request.viewer).require()
    page = LaterPage.of(request.viewer)
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
        day = words.record_day(said["until_on"])
        messages.success(request, f"Saved. The family is told on {day}.")
        return redirect("sharing:told-later")
    return render(request, "team/tell_later.jinja", {"form": form})


@person_page("told-later", writes=True)
def tell_now(request: Asking, delay_id: UUID) -> HttpResponse:
    """It is safe: the family reads who has looked, from when it began."""
    later.may_use(request.viewer).require()
    found = later.get_running(delay_id, viewer=request.viewer)
    if request.method == "POST":
        looks_delay.end_delay(found.pk, child=found.child, viewer=request.viewer)
        messages.success(request, "Saved. Your own reason to wait has ended.")
        return redirect("sharing:told-later")
    page = LaterLine.of(found, request.viewer.today)
    return render(request, "team/tell_now.jinja", {"page": page})
