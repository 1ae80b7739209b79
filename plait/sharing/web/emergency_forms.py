"""Questions about emergency access."""

from datetime import date

from django import forms

from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.fields import DayField, DayWidget
from plait.design_system.forms import PlaitForm
from plait.sharing.emergency import rules
from plait.sharing.emergency.operations import Need
from plait.sharing.emergency.reviewing import Verdict
from plait.sharing.models import Emergency
from plait.sharing.web.told_exactly import ToldExactly

ASK, NOW, LATER = "ask", "now", "later"


class More(PlaitForm):
    """Why somebody needs to see more now, and for how long."""

    reason = forms.ChoiceField(
        label="Why do you need to know now?",
        choices=Emergency.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you need to know now"},
    )
    words = forms.CharField(
        label="What is happening?",
        help_text="What you know, and what you need to find out. Whoever reviews this "
        "reads it. Do not name the child.",
        min_length=rules.FEWEST_LETTERS,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say what is happening",
            "min_length": "Say what is happening in at least "
            f"{rules.FEWEST_LETTERS} letters",
        },
    )
    hours = forms.TypedChoiceField(
        label="For how long?",
        help_text="Take as little as you need. You can end it yourself.",
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for how long"},
    )

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        longest = rules.terms_on(viewer.today).longest_hours
        field = self.fields["hours"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (number, words.plural(number, "hour", "hours"))
            for number in range(1, longest + 1)
        ]

    def need(self) -> Need:
        said = self.cleaned_data
        return Need(said["reason"], said["words"], said["hours"])


class Open(More, ToldExactly):
    """And for whom: a child is told exactly, or is not found."""

    field_order = ("name", "family_name", "born_on", "reason", "words", "hours")


class Answer(PlaitForm):
    """The answer to what a reviewer asks."""

    answer = forms.CharField(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your answer"},
    )


class Review(PlaitForm):
    """What a second person finds, and when the family is told."""

    outcome = forms.ChoiceField(
        label="What do you find?",
        choices=[*Emergency.Outcome.choices, (ASK, "I need to ask first")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you find"},
    )
    words = forms.CharField(
        label="In your words",
        help_text="Why you find so, or your question. The family reads these words "
        "when it is told; a question goes only to the person you ask.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why, or what you would like to know"},
    )
    tell = forms.ChoiceField(
        label="When is the family told?",
        choices=[
            (NOW, "Now"),
            (LATER, "Later, because it would put somebody at risk now"),
        ],
        required=False,
        widget=forms.RadioSelect(attrs={"no_optional": True}),
    )
    tell_on = DayField(
        label="Later: on which day?",
        required=False,
        asked="Enter the day",
        widget=DayWidget(attrs={"no_optional": True}),
    )
    because = forms.CharField(
        label="Later: why would it not be safe now?",
        help_text="This stays with the review. The family does not read it.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "no_optional": True}),
    )

    def __init__(
        self,
        *args: object,
        asked_on: date,
        today: date,
        found: bool,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.found = today, found
        self.last = rules.last_day_to_withhold(asked_on)
        if not found:  # nothing was shown, so there is nothing to tell
            for name in ("tell", "tell_on", "because"):
                del self.fields[name]
        else:
            last = words.record_day(self.last)
            self.fields["tell_on"].help_text = f"By {last} at the latest."

    def clean(self) -> None:
        said = super().clean() or self.cleaned_data
        if said.get("outcome") == ASK or not self.found:
            return
        if not said.get("tell"):
            self.add_error("tell", "Choose when the family is told")
        if said.get("tell") == LATER:
            self._insist_on_a_day_and_a_reason()

    def _insist_on_a_day_and_a_reason(self) -> None:
        said = self.cleaned_data
        day = said.get("tell_on")
        if "tell_on" not in self.errors and (
            day is None or not self.today < day <= self.last
        ):
            last = words.record_day(self.last)
            self.add_error("tell_on", f"Enter a day from tomorrow to {last}")
        if not said.get("because"):
            self.add_error("because", "Say why it would not be safe to tell them now")

    def verdict(self) -> Verdict:
        said = self.cleaned_data
        later = said.get("tell") == LATER
        return Verdict(
            outcome=said["outcome"],
            words=said["words"],
            tell_on=said["tell_on"] if later else None,
            withheld_because=said["because"] if later else "",
        )


def asked_on(emergency: Emergency) -> date:
    return arithmetic.day_of(emergency.asked_at)
