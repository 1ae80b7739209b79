"""Questions about the team and the child's card."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from plait.agencies.models import Employment
from plait.children import numbers
from plait.children.models import Child, Tie
from plait.children.operations import CARD, Card
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.sharing.models import Conflict
from plait.team.models import Invitation
from plait.team.operations.invitations import Guest
from plait.team.operations.membership import Part

# What the database takes: `children_child_born_on_is_plausible`.
EARLIEST_BIRTH = date(1990, 1, 1)
NOT_CHECKED = (
    "Check first that they have parental responsibility, for example on the birth "
    "certificate, then tick this"
)


class MyPart(PlaitForm):
    """What somebody does in this team, in their own words."""

    does = forms.CharField(
        label="What do you do for the child?",
        help_text="One plain sentence that the family would say too.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write one sentence"},
    )
    reach = forms.CharField(
        label="How can people reach you?",
        help_text="A phone number, an address, or in the book.",
        required=False,
        max_length=200,
    )
    reach_when = forms.CharField(
        label="When?",
        help_text="For example, mornings.",
        required=False,
        max_length=200,
    )
    covered_by = forms.CharField(
        label="Who covers when you are away?", required=False, max_length=200
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def part(self, *, leads: bool) -> Part:
        answers = {
            name: self.cleaned_data[name]
            for name in Part.__annotations__
            if name != "leads"
        }
        return Part(**answers, leads=leads)


class Lead(PlaitForm):
    """Who leads; exactly one person should."""

    leads = forms.BooleanField(required=False, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class TooClose(PlaitForm):
    """A colleague who knows the family."""

    person = forms.ChoiceField(
        label="Who is too close to the family?",
        widget=forms.Select,
        error_messages={"required": "Choose a person"},
    )
    why = forms.ChoiceField(
        label="How do they know the family?",
        choices=[
            (why.value, why.label) for why in Conflict.Why if why != Conflict.Why.FAMILY
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )

    def __init__(
        self, *args: Any, colleagues: Iterable[Employment], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [
            ("", "Choose"),
            *((str(one.person_id), one.person.name) for one in colleagues),
        ]


class Colleague(PlaitForm):
    """A colleague joins the team."""

    employment = forms.ChoiceField(
        label="Which colleague?",
        widget=forms.Select,
        error_messages={"required": "Choose a colleague"},
    )
    does = forms.CharField(
        label="What will they do?",
        help_text="They can change these words themselves.",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: object, colleagues: Iterable[Employment], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["employment"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose a name"),
            *(
                (str(one.pk), f"{one.person.name}, {one.role_words}")
                for one in colleagues
            ),
        ]


class HandOver(Colleague):
    """A colleague takes a part over."""

    does = None  # type: ignore[assignment]


class FamilyMember(PlaitForm):
    """A parent, carer or relative is invited by link."""

    name = forms.CharField(
        label="Their name",
        max_length=120,
        error_messages={"required": "Write their name"},
    )
    relation = forms.CharField(
        label="What is this person to the child?",
        help_text="For example mum, dad, foster carer, Nani.",
        max_length=40,
        error_messages={"required": "Say what they are to the child"},
    )
    role = forms.ChoiceField(
        label="Do they have parental responsibility?",
        help_text="Whoever has it sees everything that the family sees, at once, and "
        "can agree to sharing. The other parents are told.",
        choices=[
            (Tie.PARENTAL_RESPONSIBILITY, "Yes"),
            ("carer", "No, but the child lives with them"),
            ("relative", "No"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they have parental responsibility"},
    )
    checked = forms.BooleanField(
        label="I have checked that they have parental responsibility",
        help_text="Only if the answer above is yes.",
        required=False,
    )
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="We send a link there. Use an address that only they can open.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Parental responsibility is checked by a person before it opens anything."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        decides = answers.get("role") == Tie.PARENTAL_RESPONSIBILITY
        if decides and not answers.get("checked"):
            self.add_error("checked", NOT_CHECKED)
        return answers

    def guest(self) -> Guest:
        answers = {
            name: answer
            for name, answer in self.cleaned_data.items()
            if name != "checked"
        }
        return Guest(kind=Invitation.Kind.FAMILY, **answers)


class ChildCard(PlaitForm):
    """What everybody in the team needs to greet the child and the family."""

    given_name = forms.CharField(
        label="First name", max_length=80,
        error_messages={"required": "Write the child’s first name"},
    )  # fmt: skip
    family_name = forms.CharField(label="Last name", required=False, max_length=80)
    known_as = forms.CharField(
        label="Name the child answers to",
        help_text="If it is not the first name.",
        required=False,
        max_length=80,
    )
    born_on = DayField(label="Date of birth")
    pronouns = forms.ChoiceField(
        label="Which words do you use?",
        choices=Child.Pronouns.choices,
        widget=forms.RadioSelect(attrs={"taps": True}),
        error_messages={"required": "Choose the words you use"},
    )
    languages = forms.CharField(
        label="Languages at home", required=False, max_length=200,
        help_text="For example, Bangla and English.",
    )  # fmt: skip
    interpreter = forms.CharField(
        label="Does somebody need an interpreter?",
        help_text="Who, which language, and when.",
        required=False,
        max_length=200,
    )
    communicates = forms.CharField(
        label="How does the child communicate?",
        help_text="Words, signs, pictures, looks: what a new person needs to know.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    upn = forms.CharField(
        label="Unique pupil number", required=False, max_length=20,
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off"}),
    )  # fmt: skip
    nhs_number = forms.CharField(
        label="NHS number", required=False, max_length=20,
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off"}),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if born_on > self.today:
            raise forms.ValidationError("That day is still to come. Check the year")
        if born_on < EARLIEST_BIRTH:
            raise forms.ValidationError(
                "Plait is for children and young people up to 25. Check the year"
            )
        return born_on

    def clean_upn(self) -> str:
        upn = numbers.plain(self.cleaned_data["upn"])
        if upn and not numbers.is_upn(upn):
            raise forms.ValidationError(
                "This pupil number does not check. Look at it again, letter by letter."
            )
        return upn

    def clean_nhs_number(self) -> str:
        number = numbers.plain(self.cleaned_data["nhs_number"])
        if number and not numbers.is_nhs_number(number):
            raise forms.ValidationError(
                "This NHS number does not check. It has ten digits; look at it again."
            )
        return number

    def card(self) -> Card:
        return Card(**{name: self.cleaned_data[name] for name in CARD})


class NewChild(ChildCard):
    """A child who is added by hand, and may be here already."""

    is_another = forms.BooleanField(
        label="This is a different child", required=False, widget=forms.HiddenInput
    )

    def ask_whether_another(self, twin: str) -> None:
        """Stop once: somebody of this name and this day of birth is here."""
        self.fields["is_another"].widget = forms.CheckboxInput()
        self.add_error(
            "is_another",
            f"{twin} is here already, with the same date of birth. Open that page, or "
            "tick that this is a different child",
        )
