"""Questions about sharing."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django import forms

from plait.agencies.models import Agency, Employment
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.sharing.agreements import Wish
from plait.sharing.categories import ASKED_ABOUT, Category

KINDS = [
    (category.value, category.label[:1].upper() + category.label[1:])
    for category in ASKED_ABOUT
    if category != Category.INVOLVEMENT
]


class Ask(PlaitForm):
    """What the SENCO asks a family: whom, what kinds, what for, until when."""

    whom = forms.ChoiceField(
        label="Who would you like to share with?",
        help_text="A person joins the team once the family has agreed.",
        widget=forms.Select,
        error_messages={"required": "Choose a person or a service"},
    )
    categories = forms.MultipleChoiceField(
        label="What would they see?",
        help_text="Only what they need. They also see who else is in the team.",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"taps": True}),
        error_messages={"required": "Choose at least one kind of information"},
    )
    purpose = forms.CharField(
        label="What is it for?",
        help_text="One sentence, to the family: “So that …”",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what it is for"},
    )
    last_day = DayField(
        label="Until which day?", help_text="You can ask again before it ends."
    )
    covers_history = forms.TypedChoiceField(
        label="What was written before today?",
        choices=[("no", "Only what is new from now on"), ("yes", "Earlier things too")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Choose one"},
    )

    def __init__(
        self,
        *args: object,
        people: Iterable[Employment],
        agencies: Iterable[Agency],
        today: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose"),
            *(
                (
                    f"person:{one.pk}",
                    f"{one.person.name}, {one.role_words}, {one.agency.name}",
                )
                for one in people
            ),
            *((f"agency:{one.pk}", one.name) for one in agencies),
        ]
        self.agency_of = {str(one.pk): one.agency_id for one in people}

    def clean_last_day(self) -> date:
        last_day: date = self.cleaned_data["last_day"]
        if last_day <= self.today:
            raise forms.ValidationError("Choose a day that is still to come")
        if last_day.year > self.today.year + 2:
            raise forms.ValidationError("Choose a day within two years, then ask again")
        return last_day

    def wish(self) -> Wish:
        answers = self.cleaned_data
        kind, _, key = answers["whom"].partition(":")
        agency_id = self.agency_of[key] if kind == "person" else UUID(key)
        return Wish(
            with_agency_id=agency_id,
            categories=tuple(answers["categories"]),
            purpose=answers["purpose"],
            until_on=date.fromordinal(answers["last_day"].toordinal() + 1),
            covers_history=answers["covers_history"],
            brings_in_id=UUID(key) if kind == "person" else None,
        )


class Some(PlaitForm):
    """A family agrees to some of what was asked: nothing is ticked beforehand."""

    categories = forms.MultipleChoiceField(
        label="What may they see?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one, or go back and say no"},
    )

    def __init__(self, *args: object, asked: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        assert isinstance(field, forms.MultipleChoiceField)
        words = dict(KINDS)
        field.choices = [(kind, words[kind]) for kind in asked if kind in words]


class Differently(PlaitForm):
    """How somebody who decides sees it, in their own words."""

    words = forms.CharField(
        label="How do you see it?",
        help_text="In your own words. The other parent and whoever asked can read it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write how you see it, in a few words"},
    )


class Outcome(PlaitForm):
    """What came of talking with both."""

    outcome = forms.CharField(
        label="What came of it?",
        help_text="Both parents read your words as you write them. If the agreement is "
        "to end or to change, one of them does that on this page.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what came of it, in a sentence or two"},
    )


class Relative(PlaitForm):
    """What one member of the family may see."""

    categories = forms.MultipleChoiceField(
        label="What may they see?",
        required=False,
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"no_optional": True}),
    )
