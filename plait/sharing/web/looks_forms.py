"""Which looks to show, asking about one, and answering a family."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django import forms

from plait.access.viewer import Hat
from plait.children.models import Child
from plait.design_system.forms import PlaitForm
from plait.sharing.looked_at import LOOKED_AT, NAMES_NO_CHILD, NEVER_TOLD
from plait.sharing.looks import Wanted
from plait.sharing.models import LookQuestion

ELSE = "else"


class Looker(Protocol):
    """Somebody whose looks can be asked for."""

    @property
    def key(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def hats(self) -> frozenset[Hat]: ...


class Which(PlaitForm):
    """By whom, and at what. What nobody offered is the same as nothing chosen."""

    who = forms.ChoiceField(
        label="Who", required=False, widget=forms.Select(attrs={"no_optional": True})
    )
    part = forms.ChoiceField(
        label="What", required=False, widget=forms.Select(attrs={"no_optional": True})
    )

    def __init__(
        self, asked: Mapping[str, Any], *, lookers: Sequence[Looker], child: Child
    ) -> None:
        self.asked = asked
        self.lookers = {one.key: one.hats for one in lookers}
        self.parts: dict[str, set[str]] = {}
        for surface, words in LOOKED_AT.items():
            if surface in NEVER_TOLD | NAMES_NO_CHILD:
                continue
            self.parts.setdefault(words.format(child=child.called), set()).add(surface)
        offered = {
            "who": [
                ("", "Everybody"),
                *((one.key, one.words) for one in lookers),
                (ELSE, "Anybody else"),
            ],
            "part": [
                ("", "Everything"),
                *((one, _capital(one)) for one in sorted(self.parts)),
            ],
        }
        super().__init__(
            {
                name: asked.get(name, "")
                for name, choices in offered.items()
                if asked.get(name, "") in dict(choices)
            }
        )
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def chosen(self) -> dict[str, str]:
        """What was chosen of what is offered."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in ("who", "part")}
        return {name: value for name, value in found.items() if value}

    def before(self) -> date | None:
        """The day before which to begin, when there is one."""
        given = str(self.asked.get("before", ""))
        try:
            return date.fromisoformat(given) if len(given) == 10 else None
        except ValueError:
            return None

    def wanted(self) -> Wanted:
        """What to look for."""
        who = self.chosen().get("who", "")
        part = self.chosen().get("part", "")
        known = frozenset(hat for hats in self.lookers.values() for hat in hats)
        return Wanted(
            only=self.lookers.get(who),
            but=known if who == ELSE else frozenset(),
            surfaces=frozenset(self.parts.get(part, set())),
            before=self.before(),
        )


class Surprise(PlaitForm):
    """A box for words, which may stay empty."""

    words = forms.CharField(
        label="Would you like to say more?",
        help_text="Whoever answers reads this. You can leave it empty.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Answer(PlaitForm):
    """What a privacy lead found out, in words for the family."""

    state = forms.ChoiceField(
        label="What have you found?",
        choices=[
            (LookQuestion.State.IN_ORDER, "It was in order"),
            (LookQuestion.State.NOT_IN_ORDER, "It should not have been"),
            (LookQuestion.State.ASKING, "I am asking the service first"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you have found"},
    )
    said = forms.CharField(
        label="Your answer to the family",
        help_text="Say why, in plain words. Say what happens next.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write your answer, in a few words"},
    )
    tells = forms.TypedChoiceField(
        label="Tell whoever looked that somebody has asked?",
        help_text="They get a message: please speak to me. It says nothing else.",
        choices=[("no", "No"), ("yes", "Yes, send the message")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Choose one"},
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
