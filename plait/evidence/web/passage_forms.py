"""Questions about what a report says about one adult of the family."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from plait.design_system.forms import PlaitForm, speak_plainly
from plait.evidence.passages import About
from plait.evidence.web.forms import Assessment

Adults = Sequence[tuple[str, str]]  # (id, name)
NO_ADULT = "Choose who this is about"
NO_WORDS = "Write what the report says about this adult"
# PA1 and PA3, in the same words on every page that asks.
NEVER_READ = (
    "They do not see this part, and nothing shows them that it is missing. Everybody "
    "else who reads the report sees it."
)
AGAIN = f"{NEVER_READ} If you choose somebody else, neither of the two sees it."
ROWS = (
    ("Who is it about?", "What does the report say about them?"),
    ("Who is the second part about?", "What does the second part say?"),
    ("Who is the third part about?", "What does the third part say?"),
)


def _whom(label: str, adults: Adults, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=[("", "Nobody"), *adults],
        widget=forms.Select(attrs={"no_optional": True}),
        required=False,
    )


def _words(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "no_optional": True}),
        required=False,
    )


class Report(Assessment):
    """A report, and what it says about single adults, closed until it is wanted."""

    about_words = "Something that is about one adult in the family"

    def __init__(self, *args: Any, adults: Adults = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {}
        for number, (whom, what) in enumerate(ROWS if adults else (), 1):
            hint = NEVER_READ if number == 1 else ""
            asked[f"about_{number}"] = _whom(whom, adults, hint)
            asked[f"says_{number}"] = _words(what)
        for field in asked.values():
            speak_plainly(field)
        self.fields |= asked
        self.about_adults = tuple(asked)

    @property
    def about_open(self) -> bool:
        """Open once something in it has been answered, or has to be looked at."""
        answered = {*self.errors, *self.changed_data} if self.is_bound else set()
        return any(name in answered for name in self.about_adults)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for number, _ in enumerate(self.about_adults[::2], 1):
            check_pair(self, answers, f"about_{number}", f"says_{number}")
        return answers

    def passages(self) -> list[About]:
        """What is said about single adults; usually nothing."""
        answers = self.cleaned_data
        pairs = [
            (answers[f"about_{number}"], answers[f"says_{number}"])
            for number, _ in enumerate(self.about_adults[::2], 1)
        ]
        return [About(UUID(whom), said) for whom, said in pairs if whom and said]


def _who(hint: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=ROWS[0][0],
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": NO_ADULT},
    )


def check_pair(form: PlaitForm, answers: dict[str, Any], whom: str, says: str) -> None:
    """An adult and words, or neither: the sentence stands beside what is missing."""
    if answers.get(says) and not answers.get(whom) and whom not in form.errors:
        form.add_error(whom, NO_ADULT)
    if answers.get(whom) and not answers.get(says) and says not in form.errors:
        form.add_error(says, NO_WORDS)


class AboutOne(PlaitForm):
    """One passage, added to a report that is there."""

    about_id = _who(NEVER_READ)
    words = forms.CharField(
        label=ROWS[0][1],
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NO_WORDS},
    )

    def __init__(self, *args: Any, adults: Adults, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about_id"].choices = list(adults)  # type: ignore[attr-defined]

    def about(self) -> About:
        answers = self.cleaned_data
        return About(UUID(answers["about_id"]), answers["words"])


class CorrectAboutOne(AboutOne):
    """A correction says which version it corrects, and what another adult means."""

    about_id = _who(AGAIN)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
