"""What a young person is asked, and whoever answers what they asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from plait.design_system.forms import PlaitForm
from plait.sharing.categories import Category
from plait.sharing.web.forms import KINDS

MINE = {Category.VOICE.value: "What I think, in my own words"}
KINDS_OF_MINE = [(kind, MINE.get(kind, words)) for kind, words in KINDS]


class KeepInformed(PlaitForm):
    """What one person of the family sees once the young person decides."""

    categories = forms.MultipleChoiceField(
        label="What may they see?",
        help_text="Tick what you want. If you tick nothing, they see nothing.",
        required=False,
        choices=KINDS_OF_MINE,
        widget=forms.CheckboxSelectMultiple(attrs={"no_optional": True}),
    )


class GoOn(PlaitForm):
    """What a service may go on seeing that parents agreed to."""

    answer = forms.ChoiceField(
        label="What would you like?",
        choices=[
            ("on", "Go on as it is"),
            ("less", "Go on with less"),
            ("stop", "Stop"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three"},
    )
    categories = forms.MultipleChoiceField(
        label="With less: what may they still see?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"no_optional": True}),
    )

    def __init__(self, *args: Any, asked: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        words = dict(KINDS_OF_MINE)
        field = self.fields["categories"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind, words[kind]) for kind in self.asked if kind in words]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("answer") == "less" and not answers.get("categories"):
            self.add_error("categories", "Tick what they may still see, or choose Stop")
        return answers

    def chosen(self) -> list[str]:
        """The kinds that go on."""
        match self.cleaned_data["answer"]:
            case "on":
                return self.asked
            case "less":
                return list(self.cleaned_data["categories"])
        return []


ONLY_ME = [
    ("me", "Only me, of my family"),
    ("family", "My family can read it too"),
]


class OnlyMe(PlaitForm):
    """Who of the family reads one's own words."""

    who = forms.ChoiceField(
        label="Who at home can read this?",
        choices=ONLY_ME,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who can read it"},
    )

    @property
    def only_me(self) -> bool:
        return str(self.cleaned_data["who"]) == "me"


class Write(OnlyMe):
    """Something a young person writes."""

    words = forms.CharField(
        label="What would you like to write down?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write a few words"},
    )
    field_order = ("words", "who")


class AskForPrivacy(PlaitForm):
    """A young person asks whoever wrote something."""

    words = forms.CharField(
        label="Would you like to say why?",
        help_text="You do not have to.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerWish(PlaitForm):
    """Whoever wrote it decides, and says on what."""

    granted = forms.TypedChoiceField(
        label="What do you decide?",
        choices=[
            ("yes", "Yes, parents no longer see it"),
            ("no", "No, it stays as it is"),
        ],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    understanding = forms.CharField(
        label="What do you decide this on?",
        help_text="What shows that they understand what they ask for and what follows "
        "from it, or what is missing. Kept with the record, not shown to the family.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write down what you decide this on"},
    )
    words = forms.CharField(
        label="What would you like to say to them?",
        help_text="They read this.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
