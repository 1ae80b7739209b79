"""Writing in the book: taps first, words if there is time."""

from django import forms

from plait.book.facts import FACTS
from plait.design_system.forms import PlaitForm
from plait.evidence.web.forms import WithPhoto, photo_field


class Write(WithPhoto):
    """An entry. Something has to be in it; nothing in particular."""

    def __init__(
        self, *args: object, child: str, strand: str, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.taps = [fact.key for fact in FACTS if strand in fact.asked]
        taps = {
            fact.key: forms.ChoiceField(
                label=fact.ask.format(child=child),
                required=False,
                choices=list(fact.answers.items()),
                widget=forms.RadioSelect(attrs={"taps": True, "no_optional": True}),
            )
            for fact in FACTS
            if fact.key in self.taps
        }
        self.fields = {**taps, **self.fields}

    words = forms.CharField(
        label="One good thing, if you have time",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2, "no_optional": True}),
    )
    photo = photo_field()
    question = forms.CharField(
        label="A question you would like answered",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, object]:
        answers = super().clean() or {}
        said = [answers.get(name) for name in ("words", "question", *self.taps)]
        if not any(said) and not self.errors:
            self.add_error("words", "Tap something, or write a few words")
        return answers

    def facts(self) -> dict[str, str]:
        return {
            name: answer for name in self.taps if (answer := self.cleaned_data[name])
        }


class Answer(PlaitForm):
    """An answer to one question of the book."""

    words = forms.CharField(
        label="Your answer",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write your answer"},
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int:
        """How many answers the page showed."""
        number: int | None = self.cleaned_data["seen_version"]
        return number or 0
