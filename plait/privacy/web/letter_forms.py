"""Questions about what came by letter, by phone or in person."""

from collections.abc import Callable
from datetime import date

from django import forms

from plait.children.finding import Sought
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.privacy import deadlines
from plait.privacy.models import AccessRequest
from plait.privacy.operations.letters import Letter
from plait.privacy.queries.letters import Named
from plait.sharing.web.told_exactly import ToldExactly

Came = AccessRequest.Came
Find = Callable[[Sought, str], Named | None]
OFF_THE_PAGE = [(one.value, one.label) for one in Came if one != Came.PAGE]
NOT_FOUND = (
    "We cannot find this person with this child here. Check the e-mail address, the "
    "child’s names and the birthday"
)
WAITS = "This person is being answered already. Their request is on your list"


class Entered(ToldExactly):
    """What came, and who asked about whom: both are told exactly, or not found."""

    came = forms.ChoiceField(
        label="How did it come?",
        choices=OFF_THE_PAGE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came"},
    )
    came_on = DayField(
        label="On which day did it come?",
        help_text="The month counts from this day, also when nobody was at work.",
        asked="Enter the day it came",
    )
    email = forms.EmailField(
        label="E-mail address of whoever asks",
        help_text="The one with which they sign in here.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter the e-mail address of whoever asks",
            "invalid": "Enter an e-mail address like name@example.org",
        },
    )
    words = forms.CharField(
        label="Is there something they want most?",
        help_text="Leave this empty if they ask for everything.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = (
        "came", "came_on", "name", "family_name", "born_on", "email", "words"
    )  # fmt: skip

    def __init__(
        self,
        *args: object,
        today: date,
        find: Find,
        waits: Callable[[Named], bool],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.find, self.waits = find, waits
        self.named: Named | None = None
        day = self.fields["came_on"]
        assert isinstance(day, DayField)
        day.latest = (today, "That day is still to come. Enter the day it came")
        day.earliest = (
            deadlines.first_day(today),
            "That is more than three months ago. Check the day",
        )

    def clean(self) -> None:
        """D71: one sentence, whichever of the two was wrong."""
        super().clean()
        said = self.cleaned_data
        if not {"name", "family_name", "born_on", "email"} <= said.keys():
            return
        self.named = self.find(self.sought(), said["email"])
        if self.named is None:
            self.add_error("email", NOT_FOUND)
            self.add_error("name", "Check the first name, too")
            self.add_error("family_name", "Check the family name, too")
        elif self.waits(self.named):
            self.add_error("email", WAITS)

    def letter(self) -> Letter:
        """Once the form is valid."""
        said = self.cleaned_data
        return Letter(said["came"], said["came_on"], said["words"])


class TakenBack(PlaitForm):
    """How whoever asked said so."""

    came = forms.ChoiceField(
        label="How did they tell you?",
        choices=OFF_THE_PAGE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they told you"},
    )
