"""Questions before a report."""

from datetime import date, timedelta

from django import forms

from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.privacy.operations.reporting import Wish
from plait.sharing.web.told_exactly import ToldExactly

USUALLY = timedelta(days=30)


class Ask(PlaitForm):
    """Why, and for which days."""

    reason = forms.CharField(
        label="Why do you need this report?",
        help_text="This is kept for good, with your name. Do not name the child.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you need this report"},
    )
    since_on = DayField(
        label="Looks from which day?", asked="Enter the first day of the looks"
    )
    last_on = DayField(
        label="Looks until which day?", asked="Enter the last day of the looks"
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"since_on": today - USUALLY, "last_on": today})
        super().__init__(*args, **kwargs)
        late = (today, "Enter a day that is not in the future")
        for name in ("since_on", "last_on"):
            field = self.fields[name]
            assert isinstance(field, DayField)
            field.latest = late

    def clean(self) -> None:
        said = super().clean() or self.cleaned_data
        first, last = said.get("since_on"), said.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "Enter a day that is not before the first one")

    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(said["reason"], said["since_on"], said["last_on"])


class AskByName(Ask, ToldExactly):
    """And for whom: a child is told exactly, or is not found."""

    field_order = ("name", "family_name", "born_on", "reason", "since_on", "last_on")
