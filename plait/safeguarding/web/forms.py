"""Questions about a child's safety: few, and none that needs proof."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from plait.agencies.models import Agency
from plait.design_system.fields import DayField, is_to_come
from plait.design_system.forms import PlaitForm
from plait.safeguarding.models import Disclosure, Step, Transfer, Verdict, Worry

YES_NO = [("yes", "Yes"), ("no", "No")]


def yes_or_no(label: str, missing: str, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect(attrs={"taps": True}),
        error_messages={"required": missing},
        **more,
    )


def words(label: str, missing: str = "", *, rows: int = 3, **more: Any) -> Any:
    """A few sentences; without `missing`, an answer that may stay out."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
        **more,
    )


def need_a_day(form: forms.Form, answers: dict[str, Any]) -> None:
    """The day to look again, where one has to be chosen; said once."""
    if not answers.get("look_again_on") and "look_again_on" not in form.errors:
        form.add_error("look_again_on", "Choose the day to look again")


class Raise(PlaitForm):
    """I am worried that a child is not safe.

    Nothing stands between somebody and passing this on, and no family reads it (F0).
    """

    may_hold_addresses = True
    in_danger = yes_or_no(
        "Is the child in danger right now?",
        "Say whether the child is in danger now",
        help_text="If yes, ring 999 first. Then write.",
    )
    saw = words(
        "What did you see or hear?",
        "Write what you saw or heard, in a few words",
        rows=4,
        help_text="What happened, not what you think it means. You need no proof.",
    )
    happened = forms.CharField(
        label="When was that?",
        help_text="For example, today after lunch.",
        max_length=200,
        error_messages={"required": "Write when it was, as well as you know"},
    )
    own_words = words(
        "What did the child say, in the child’s own words?",
        rows=2,
        help_text="As they said it. Do not ask the child more questions.",
    )
    about_colleague = forms.ChoiceField(
        label="Is it about somebody in the team?",
        help_text="They will not see it, whatever their job is.",
        required=False,
        widget=forms.Select,
    )
    about_adult = forms.CharField(
        label="Is it about another adult? Who?", required=False, max_length=200
    )
    agency = forms.ChoiceField(
        label="Who should read it?",
        help_text="The person there whose job it is to keep children safe.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who should read it"},
    )

    def __init__(
        self,
        *args: object,
        agencies: Sequence[Agency],
        people: Sequence[tuple[UUID, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ChoiceField)
        agency.choices = [(str(one.pk), one.name) for one in agencies]
        if len(agencies) == 1:
            agency.widget, agency.initial = forms.HiddenInput(), str(agencies[0].pk)
        colleague = self.fields["about_colleague"]
        assert isinstance(colleague, forms.ChoiceField)
        colleague.choices = [
            ("", "No, or I do not know"),
            *((str(pk), name) for pk, name in people),
        ]

    def worry(self) -> Worry:
        answers = dict(self.cleaned_data)
        colleague = answers.pop("about_colleague")
        answers.pop("agency")
        return Worry(
            about_colleague_id=UUID(colleague) if colleague else None, **answers
        )


class NewStep(PlaitForm):
    """What will be done, by whom, by when."""

    what = words("What will be done?", "Write what will be done")
    by_whom = forms.CharField(
        label="By whom?",
        max_length=120,
        error_messages={"required": "Write who does it"},
    )
    due_on = DayField(label="By when?")

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        is_to_come(self.fields["due_on"], today=today)

    def step(self) -> Step:
        return Step(**self.cleaned_data)


class Finish(PlaitForm):
    came_of_it = words("What came of it?", "Write what came of it, in a few words")


class Decide(PlaitForm):
    """What was decided, and why."""

    choice = forms.ChoiceField(
        label="What did you decide?",
        choices=Verdict.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decided"},
    )
    reason = words("Why?", "Write why, so that somebody can follow it in ten years")
    look_again_on = DayField(label="When will you look at this again?", required=False)
    closes = yes_or_no("Is the case closed with this?", "Say whether it is closed")

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        is_to_come(self.fields["look_again_on"], today=today)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("choice") == Verdict.Choice.WATCH:
            need_a_day(self, answers)
        return answers

    def verdict(self) -> Verdict:
        return Verdict(**self.cleaned_data)


class Disclose(PlaitForm):
    """Whether to share, with whom and why; a no is written down as well."""

    to_agency = forms.ChoiceField(
        label="With whom?",
        widget=forms.Select,
        error_messages={"required": "Choose who it is about"},
    )
    shared = forms.TypedChoiceField(
        label="What did you decide?",
        choices=[("yes", "To share"), ("no", "Not to share")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you decided"},
    )
    reason = words(
        "Why?",
        "Write the reason",
        help_text="What could happen to the child if you share, and if you do not.",
    )
    necessary = words(
        "Why is it needed, and fair?",
        rows=2,
        help_text="What they can do with it that you cannot do without them.",
    )
    relevant = words(
        "What do they need to know?",
        rows=2,
        help_text="They will see all safeguarding notes about the child that you see.",
    )
    last_day = DayField(
        label="Until which day?",
        required=False,
        help_text="If you choose none, until you stop it.",
    )
    family_told = yes_or_no(
        "Has the family been told?",
        "Say whether the family has been told",
        help_text="Tell them, unless that would put somebody in danger.",
    )
    why_not_told = words("If not, why would it not be safe?", rows=2)
    look_again_on = DayField(
        label="If not, when will you look at this again?", required=False
    )

    def __init__(
        self, *args: object, agencies: Sequence[Agency], today: date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        field = self.fields["to_agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose"),
            *((str(one.pk), one.name) for one in agencies),
        ]
        for name in ("last_day", "look_again_on"):
            is_to_come(self.fields[name], today=today)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if not answers.get("shared"):
            return answers
        for name, missing in (
            ("necessary", "Write why it is needed, and fair"),
            ("relevant", "Write what they need to know"),
        ):
            if not answers.get(name):
                self.add_error(name, missing)
        if answers.get("family_told") is False:
            if not answers.get("why_not_told"):
                self.add_error("why_not_told", "Write why it would not be safe")
            need_a_day(self, answers)
        return answers

    def disclosure(self) -> Disclosure:
        answers = dict(self.cleaned_data)
        last_day = answers.pop("last_day")
        until_on = date.fromordinal(last_day.toordinal() + 1) if last_day else None
        agency = self.agencies[answers.pop("to_agency")]
        return Disclosure(to_agency=agency, until_on=until_on, **answers)


class Move(PlaitForm):
    """Where the child goes, and from when."""

    to_agency = forms.ChoiceField(
        label="Which setting does the child go to?",
        widget=forms.Select,
        error_messages={"required": "Choose the setting"},
    )
    starts_on = DayField(label="What is the first day there?")
    in_year = forms.TypedChoiceField(
        label="When is that?",
        choices=[
            ("yes", "During the school year"),
            ("no", "At the beginning of a term"),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say when it is"},
    )

    def __init__(
        self, *args: object, agencies: Sequence[Agency], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose"),
            *((str(one.pk), one.name) for one in agencies),
        ]

    def transfer(self, child_id: UUID) -> Transfer:
        answers = dict(self.cleaned_data)
        agency = UUID(answers.pop("to_agency"))
        return Transfer(child_id=child_id, to_agency_id=agency, **answers)
