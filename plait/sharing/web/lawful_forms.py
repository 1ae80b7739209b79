"""Questions about sharing without asking, and about agreements between services."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django import forms

from plait.agencies.models import Agency, Employment
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.sharing import lawful
from plait.sharing.area_agreements import Terms
from plait.sharing.grounds import GROUNDS, Ground
from plait.sharing.lawful import Choice
from plait.sharing.models import AreaAgreement
from plait.sharing.web.forms import KINDS

A_DAY = timedelta(days=1)
LATER_PLEASE = "Choose a day that is still to come"
TELLING = [
    ("tell", "Yes, tell them now"),
    ("keep", "Not yet: it would put somebody at risk"),
]


def still_to_come(day: date, *, today: date, within: timedelta, how_long: str) -> date:
    """The day. Raises ValidationError for one that is past or too far away."""
    if day <= today:
        raise forms.ValidationError(LATER_PLEASE)
    if day > today + within:
        raise forms.ValidationError(f"Choose a day within {how_long}")
    return day


class WithoutAsking(PlaitForm):
    """What is shared without asking, with whom, why, until when, and who is told."""

    whom = forms.ChoiceField(
        label="Who needs to see it?",
        widget=forms.Select,
        error_messages={"required": "Choose a person or a service"},
    )
    categories = forms.MultipleChoiceField(
        label="What do they need to see?",
        help_text="Only what they need. They also see who else is in the team.",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"taps": True}),
        error_messages={"required": "Choose at least one kind of information"},
    )
    why = forms.ChoiceField(
        label="What is the reason in law?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )
    reason = forms.CharField(
        label="Why is it needed, and why would less not do?",
        help_text="The family reads this once they are told. Be fair and exact.",
        min_length=20,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say why it is needed"},
    )
    last_day = DayField(label="Until which day?", help_text="At most a year.")
    covers_history = forms.TypedChoiceField(
        label="What was written before today?",
        choices=[("no", "Only what is new from now on"), ("yes", "Earlier things too")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Choose one"},
    )
    telling = forms.ChoiceField(
        label="Tell the family?",
        choices=TELLING,
        widget=forms.RadioSelect,
        initial="tell",
        error_messages={"required": "Choose one"},
    )
    because = forms.CharField(
        label="If not yet: who would be at risk, and how?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    look_again = DayField(
        label="If not yet: when do you look at it again?",
        help_text="Within three months.",
        required=False,
    )

    def __init__(
        self,
        *args: object,
        people: Iterable[Employment],
        agencies: Iterable[Agency],
        grounds: Iterable[Ground],
        between: Iterable[AreaAgreement],
        today: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people = list(people)
        self.agency_of = {str(one.pk): one.agency_id for one in people}
        self._choose("whom", _whom(people, agencies))
        self._choose("why", _whys(grounds, between))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        return still_to_come(
            day, today=self.today, within=lawful.LONGEST - A_DAY, how_long="a year"
        )

    def clean(self) -> None:
        answers = self.cleaned_data
        if answers.get("telling") != "keep":
            return
        if not answers.get("because"):
            self.add_error("because", "Say who would be at risk, and how")
        if "look_again" in self.errors:
            return
        day = answers.get("look_again")
        if day is None:
            self.add_error("look_again", "Choose the day on which you look again")
            return
        try:
            still_to_come(
                day,
                today=self.today,
                within=lawful.LOOK_AGAIN_WITHIN,
                how_long="three months",
            )
        except forms.ValidationError as too_far:
            self.add_error("look_again", too_far)

    def choice(self) -> Choice:
        answers = self.cleaned_data
        kind, _, key = answers["whom"].partition(":")
        why, _, which = answers["why"].partition(":")
        keep = answers["telling"] == "keep"
        return Choice(
            to_agency_id=self.agency_of[key] if kind == "person" else UUID(key),
            categories=tuple(answers["categories"]),
            reason=answers["reason"],
            until_on=answers["last_day"] + A_DAY,
            ground=which if why == "ground" else "",
            under_id=UUID(which) if why == "between" else None,
            covers_history=answers["covers_history"],
            brings_in_id=UUID(key) if kind == "person" else None,
            not_told_because=answers["because"] if keep else "",
            look_again_on=answers["look_again"] if keep else None,
        )


def _whom(
    people: Iterable[Employment], agencies: Iterable[Agency]
) -> list[tuple[str, str]]:
    return [
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


def _whys(
    grounds: Iterable[Ground], between: Iterable[AreaAgreement]
) -> list[tuple[str, str]]:
    return [
        *((f"between:{one.pk}", f"Under “{one.title}”, if both services signed it")
          for one in between),
        *((f"ground:{one.kind}", f"{one.label}. {one.explained}") for one in grounds),
    ]  # fmt: skip


class StillKept(PlaitForm):
    """Why the family may still not know, and when somebody looks again."""

    because = forms.CharField(
        label="Who would still be at risk, and how?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say who would be at risk, and how"},
    )
    look_again = DayField(
        label="When do you look at it again?", help_text="Within three months."
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_look_again(self) -> date:
        day: date = self.cleaned_data["look_again"]
        return still_to_come(
            day,
            today=self.today,
            within=lawful.LOOK_AGAIN_WITHIN,
            how_long="three months",
        )


class BetweenServices(PlaitForm):
    """What services of the area agree on, once for all children."""

    title = forms.CharField(
        label="What is it called?",
        max_length=120,
        error_messages={"required": "Give it a name"},
    )
    purpose = forms.CharField(
        label="What is it for?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what it is for"},
    )
    categories = forms.MultipleChoiceField(
        label="What may be shared under it?",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"taps": True}),
        error_messages={"required": "Choose at least one kind of information"},
    )
    ground = forms.ChoiceField(
        label="What is the reason in law?",
        choices=[(one.kind, one.label) for one in GROUNDS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )
    law = forms.CharField(
        label="Which law is it?",
        help_text="Act and section, or regulation.",
        max_length=300,
        error_messages={"required": "Name the law"},
    )
    first_day = DayField(label="From which day?")
    last_day = DayField(
        label="Until which day?", help_text="At most three years. Then it is renewed."
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> None:
        first, last = (self.cleaned_data.get(f"{one}_day") for one in ("first", "last"))
        if not first or not last:
            return
        if last < first:
            self.add_error("last_day", "Choose a day after the first one")
        elif last < self.today:
            self.add_error("last_day", LATER_PLEASE)
        elif last > first + timedelta(days=3 * 366):
            self.add_error("last_day", "Choose a day within three years of the first")

    def terms(self) -> Terms:
        answers = self.cleaned_data
        return Terms(
            title=answers["title"],
            purpose=answers["purpose"],
            categories=tuple(answers["categories"]),
            ground=answers["ground"],
            law=answers["law"],
            from_on=answers["first_day"],
            until_on=answers["last_day"] + A_DAY,
        )
