"""Questions about keeping and erasing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from plait.agencies.models import Agency
from plait.children.finding import Sought
from plait.children.models import Child
from plait.design_system.addresses import AN_ID
from plait.design_system.fields import DayField, is_to_come
from plait.design_system.forms import PlaitForm
from plait.privacy.models import Disposal
from plait.privacy.operations.disposal import Proposal
from plait.sharing.web.told_exactly import ToldExactly

Find = Callable[[Sought, UUID], Child | None]


class WhichChild(ToldExactly):
    """A child is told exactly, or is not found; and which service’s records."""

    not_found = "This service has written nothing about a child of that name and day"

    agency = forms.ChoiceField(
        label="Which service’s records?",
        error_messages={
            "required": "Choose the service",
            "invalid_choice": "Choose one of these services",
        },
    )
    field_order: Sequence[str] = ("agency", "name", "family_name", "born_on")

    def __init__(
        self, *args: object, agencies: list[Agency], find: Find, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.find = find
        self.child: Child | None = None
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.name) for one in agencies]

    @property
    def agency_id(self) -> UUID:
        """Whose records."""
        return UUID(self.cleaned_data["agency"])

    def clean(self) -> None:
        """One sentence for a child who is not there and one it is not about."""
        said = self.cleaned_data
        if not {"agency", "name", "family_name", "born_on"} <= said.keys():
            return
        self.child = self.find(self.sought(), self.agency_id)
        if self.child is None:
            self.add_error("name", self.not_found)
            self.add_error("family_name", "Check the family name, too")


class Propose(WhichChild):
    """What should go, and why."""

    only = forms.CharField(
        label="Only one page?",
        help_text="Paste its address, as somebody who can see it sent it to you. "
        "Without it, the list holds everything this service has written.",
        required=False,
        max_length=400,
    )
    ground = forms.ChoiceField(
        label="Why may it go?",
        choices=Disposal.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it may go"},
    )
    words = forms.CharField(
        label="In a few words",
        help_text="The second person reads this. Name no child.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a few words why it may go"},
    )

    def clean_only(self) -> str:
        typed: str = self.cleaned_data["only"]
        if typed and not AN_ID.search(typed):
            raise forms.ValidationError("Paste the whole address of the page")
        return typed

    def ids(self) -> list[UUID]:
        """The ids in the address that was pasted, the last first."""
        found = AN_ID.findall(self.cleaned_data["only"])
        return [UUID(one) for one in reversed(found)]

    def proposal(self, only: UUID | None, seen: str) -> Proposal:
        """What the form says, of the list whose hash was seen."""
        said = self.cleaned_data
        return Proposal(self.agency_id, said["ground"], said["words"], seen, only)


class Place(WhichChild):
    """Why everything is kept, and when that is looked at again."""

    not_found = "This service has not worked with a child of that name and day"

    reason = forms.CharField(
        label="Why must everything be kept?",
        help_text="For example: a complaint, an inquiry, a court case. Name no child.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why everything must be kept"},
    )
    review_on = DayField(
        label="When do you look at this again?",
        asked="Enter the day to look at this again",
    )

    def __init__(self, *args: object, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_to_come(self.fields["review_on"], today=today)


class Why(PlaitForm):
    """A reason in words."""

    why = forms.CharField(
        label="Why?",
        help_text="This stays in the register. Name no child.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )
