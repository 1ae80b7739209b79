"""Questions about court orders, and about who meets the child how."""

from datetime import date
from uuid import UUID

from django import forms

from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.sharing.web.forms import KINDS
from plait.team.operations.orders import Order

EVERYTHING = "everything"
CLOSES = [
    (EVERYTHING, "Everything: for them the child is no longer here"),
    ("some", "Only what I tick"),
]


class CourtOrderForm(PlaitForm):
    """What a court ordered, and what it closes to whom."""

    person = forms.ChoiceField(
        label="Whom does the order limit?",
        widget=forms.Select,
        error_messages={"required": "Choose one of the family"},
    )
    court = forms.CharField(
        label="Which court, and which number?",
        help_text="As it stands on the paper that you have seen.",
        max_length=160,
        error_messages={"required": "Name the court"},
    )
    made_on = DayField(label="On which day was it made?")
    says = forms.CharField(
        label="What does it say?",
        help_text="In plain words. Everybody in the team reads this, but for the "
        "person whom it limits.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what it says"},
    )
    reach = forms.ChoiceField(
        label="What does it close?",
        help_text="If even the name of the nursery must stay secret, choose "
        "everything: what a nursery writes says where the child is.",
        choices=CLOSES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )
    closes = forms.MultipleChoiceField(
        label="If only some: what?",
        required=False,
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"taps": True}),
    )
    first_day = DayField(label="From which day?")
    last_day = DayField(
        label="Until which day?",
        help_text="Leave it empty if it goes on until a court ends it.",
        required=False,
    )
    seen_version = forms.IntegerField(
        required=False, widget=forms.HiddenInput, initial=0
    )

    def __init__(
        self,
        *args: object,
        whom: list[tuple[str, str]],
        today: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *whom]

    def clean_made_on(self) -> date:
        made_on: date = self.cleaned_data["made_on"]
        if made_on > self.today:
            raise forms.ValidationError("Choose a day that has been")
        return made_on

    def clean(self) -> None:
        answers = self.cleaned_data
        first, last = answers.get("first_day"), answers.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Choose a day after the first one")
        if answers.get("reach") == "some" and not answers.get("closes"):
            self.add_error("closes", "Tick what it closes, or choose everything")

    def order(self) -> Order:
        answers = self.cleaned_data
        some = answers["reach"] != EVERYTHING
        return Order(
            person_id=UUID(answers["person"]),
            court=answers["court"],
            made_on=answers["made_on"],
            says=answers["says"],
            from_on=answers["first_day"],
            last_day=answers["last_day"],
            closes=tuple(answers["closes"]) if some else (),
        )


class Contact(PlaitForm):
    """Who meets the child how."""

    says = forms.CharField(
        label="Who is with the child when, and who collects?",
        help_text="For example: Wednesdays and every second weekend with Dad. Do not "
        "write an address here.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write it down, or go back"},
    )
    seen_version = forms.IntegerField(
        required=False, widget=forms.HiddenInput, initial=0
    )


class Then(PlaitForm):
    """Which day is asked about, and how much was known by when."""

    on = DayField(label="What was in force on which day?")
    known_on = DayField(
        label="As it had been written down by which day?",
        help_text="Leave it empty for what is known now.",
        required=False,
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_known_on(self) -> date:
        known_on: date | None = self.cleaned_data["known_on"]
        return min(known_on or self.today, self.today)
