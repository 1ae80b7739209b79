"""Questions about what was seen and found out."""

from datetime import date
from typing import Any

from django import forms

from plait.design_system.fields import DayField, has_been, is_to_come
from plait.design_system.forms import PlaitForm
from plait.evidence import areas, photos
from plait.evidence.photos import NotAPhoto, Picture
from plait.sharing.web.apart_forms import KeepApart


class PhotoField(forms.FileField):
    """A photo, read and drawn anew while the form is checked."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            photos.refuse_large(file.size)
            return photos.draw_anew(file.read())
        except NotAPhoto as sentence:
            raise forms.ValidationError(str(sentence)) from None


def photo_field() -> PhotoField:
    return PhotoField(
        label="Photo",
        required=False,
        help_text="Where and when it was taken is removed from the photo.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class WithPhoto(PlaitForm):
    """A form that comes back with mistakes does not bring its photo back: it says so.

    Everything that was typed stays; a file is the one thing that a browser drops.
    """

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors and self.cleaned_data.get("photo"):
            self.add_error("photo", "Choose the photo again: it does not wait here")


class Note(WithPhoto, KeepApart):
    """An observation: what was seen, first of all."""

    saw = forms.CharField(
        label="What did you see or hear?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you saw, in a few words"},
    )
    areas = forms.MultipleChoiceField(
        label="What is it about?",
        required=False,
        choices=areas.CHOICES,
        widget=forms.CheckboxSelectMultiple(attrs={"taps": True}),
    )
    photo = photo_field()
    means = forms.CharField(
        label="What do you think it means?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def picture(self) -> Picture | None:
        picture: Picture | None = self.cleaned_data["photo"]
        return picture


class CorrectNote(Note):
    """A correction says which version it corrects."""

    photo = None  # type: ignore[assignment]
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class Concern(KeepApart):
    """The first time somebody says: I am wondering about this."""

    wondering = forms.CharField(
        label="What are you wondering about?",
        help_text="Start with what the child likes or does well. Then what you have "
        "seen, where and how often.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write what you are wondering about"},
    )
    areas = forms.MultipleChoiceField(
        label="What is it about?",
        choices=areas.CHOICES,
        widget=forms.CheckboxSelectMultiple(attrs={"taps": True}),
        error_messages={"required": "Choose at least one"},
    )
    tried = forms.CharField(
        label="What have you tried, and what helped?",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    family_told = forms.TypedChoiceField(
        label="Have you talked with the family?",
        choices=[("yes", "Yes"), ("no", "Not yet")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect(attrs={"taps": True}),
        error_messages={"required": "Say whether the family knows"},
    )
    why_not_told = forms.CharField(
        label="If not yet, why, and when will you?",
        help_text="The family does not see this concern until they have been told.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    look_again_on = DayField(
        label="When will you look at this again?",
        help_text="For example, in six weeks.",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_to_come(self.fields["look_again_on"], today=today)

    def clean(self) -> dict[str, object]:
        answers = super().clean() or {}
        if answers.get("family_told") is False and not answers.get("why_not_told"):
            self.add_error("why_not_told", "Say why the family has not been told yet")
        return answers


PART_HELP = "One in each line."


class Assessment(KeepApart):
    """A short report in parts that a plan can take up without retyping."""

    title = forms.CharField(
        label="What is it called?",
        max_length=160,
        widget=forms.TextInput(),
        error_messages={"required": "Give it a short title"},
    )
    seen_on = DayField(label="When did you see the child?")
    how = forms.CharField(
        label="How did you find out?",
        help_text="For example: two mornings in nursery, a visit at home.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    summary = forms.CharField(
        label="In short",
        help_text="Three or four sentences that the family can read.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a few sentences that sum it up"},
    )
    area = forms.ChoiceField(
        label="Which area is it about?",
        choices=areas.CHOICES,
        widget=forms.RadioSelect(attrs={"taps": True}),
        error_messages={"required": "Choose the area it is about"},
    )
    strength = forms.CharField(
        label="Strengths",
        help_text=PART_HELP,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write at least one strength"},
    )
    need = forms.CharField(
        label="Needs",
        help_text=PART_HELP,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write at least one need"},
    )
    outcome = forms.CharField(
        label="Outcomes you suggest",
        help_text=PART_HELP,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    strategy = forms.CharField(
        label="Strategies you suggest",
        help_text=PART_HELP + " Each can be taken into the plan as it stands.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, born_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_been(self.fields["seen_on"], born_on=born_on, today=today)


class Story(PlaitForm):
    words = forms.CharField(
        label="What would you like everybody to know first?",
        help_text="What your child loves, how your child shows you things, what helps.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write a few words about your child"},
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Home(PlaitForm):
    may_hold_addresses = True  # its record is of the kind that addresses are

    called = forms.CharField(
        label="What do you call it?",
        help_text="For example, Home, or Dad’s home.",
        max_length=60,
        error_messages={"required": "Give this home a name"},
    )
    address = forms.CharField(
        label="Address",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": "Write the address"},
    )
    phone = forms.CharField(
        label="Phone number", required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "width": 20}),
    )  # fmt: skip
    nights = forms.CharField(
        label="Which nights?",
        help_text="For example, Monday to Thursday.",
        required=False,
        max_length=120,
    )


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class Attendance(PlaitForm):
    group = forms.CharField(label="Room, class or year", required=False, max_length=80)
    days = forms.MultipleChoiceField(
        label="Which days?",
        choices=[(day, day) for day in DAYS],
        widget=forms.CheckboxSelectMultiple(attrs={"taps": True}),
        error_messages={"required": "Choose the days"},
    )
    from_on = DayField(label="Since when?")
