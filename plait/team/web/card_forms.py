"""Correcting a child's card, where a new date of birth may change who decides."""

from datetime import date
from typing import Any

from django import forms

from plait.clocks import arithmetic
from plait.sharing import standing as rules
from plait.sharing.standing import Standing
from plait.team.web.forms import ChildCard

PAPERS = [
    ("birth_certificate", "The birth certificate"),
    ("passport", "A passport or identity card"),
    ("court_paper", "A paper of a court or of the council"),
    ("health_record", "The health record (red book)"),
]


class CorrectedCard(ChildCard):
    """A card that stands already: a new date of birth may change who decides."""

    evidence = forms.ChoiceField(
        label="If the date of birth changes: which paper have you seen?",
        help_text="A date in another school year also changes from when the young "
        "person decides. Those who decide are told.",
        required=False,
        choices=[("", "I have not seen one"), *PAPERS],
        widget=forms.Select,
    )

    def __init__(
        self, *args: Any, born_on: date, standing: Standing, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.was_born_on, self.standing = born_on, standing
        if not standing.leads_setting:
            self.fields["evidence"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Rule Y4, beside the question it is about."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        born_on = answers.get("born_on")
        if born_on and _switch(born_on) != _switch(self.was_born_on):
            evidence = answers.get("evidence") or ""
            may = rules.may_move_switch_date(self.standing, evidence=evidence)
            if not may.allowed:
                field = "evidence" if self.standing.leads_setting else "born_on"
                self.add_error(field, may.reason)
        return answers


def _switch(born_on: date) -> date:
    return arithmetic.becomes_young_person_on(born_on)
