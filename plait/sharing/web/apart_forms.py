"""Questions about keeping something apart: held back from the family, or sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from plait.design_system import words
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm, speak_plainly
from plait.sharing import keeping
from plait.sharing.categories import Category
from plait.sharing.keeping import Apart, Hold, SealWish
from plait.sharing.models import HeldBack, Record, Seal

READ, HOLD, YOUNG = "read", "hold", "young"
RELEASES = {HOLD: Record.Release.NOBODY, YOUNG: Record.Release.YOUNG_PERSON}
KIND_WORDS = {kind.value: kind.label[:1].upper() + kind.label[1:] for kind in Category}
TWO_PEOPLE = "holds in emergencies too, and takes a second person"
GROUNDS = [
    (
        ground.value,
        f"{ground.label}: {TWO_PEOPLE}"
        if ground.value in Seal.UNBREAKABLE
        else ground.label,
    )
    for ground in Seal.Ground
]


@dataclass(frozen=True)
class Offer:
    """What the person who writes may choose from."""

    today: date
    called: str
    may_hold: bool = False
    has_self: bool = False
    # Whom something can be sealed from, as (value, words); nobody who may not seal.
    against: Sequence[tuple[str, str]] = ()
    people: Sequence[tuple[str, str]] = ()  # who can be exempt


def _reasons() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Why does the family not read it now?",
        choices=HeldBack.Reason.choices,
        widget=forms.RadioSelect(attrs={"no_optional": True}),
        required=False,
    )


def _words() -> forms.CharField:
    return forms.CharField(
        label="In your own words",
        help_text="The SENCO reads this when the day comes. Write it as if the family "
        "may read it one day.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "no_optional": True}),
        required=False,
    )


def _review(today: date) -> DayField:
    weeks = (keeping.latest_review(today) - today).days // 7
    return DayField(
        label="When will somebody look at this again?",
        help_text=f"At most {weeks} weeks from today. Holding back always ends or is "
        "decided anew.",
        widget=DayField.widget(attrs={"no_optional": True}),
        required=False,
    )


def check_hold(form: PlaitForm, answers: dict[str, Any], today: date) -> None:
    """A reason, a few words, and a day within the limit (rule H1)."""
    if not answers.get("hold_reason"):
        form.add_error("hold_reason", "Choose why the family does not read it now")
    if not answers.get("hold_words"):
        form.add_error("hold_words", "Say why in a few words")
    if "review_on" in form.errors:
        return
    day, latest = answers.get("review_on"), keeping.latest_review(today)
    if day is None:
        form.add_error("review_on", "Enter the day, for example 12 11 2026")
    elif day <= today:
        form.add_error("review_on", "Choose a day that is still to come")
    elif day > latest:
        form.add_error(
            "review_on",
            f"Choose a day up to {words.record_day(latest)}, then look again",
        )


def hold_of(answers: dict[str, Any], choice: str) -> Hold:
    return Hold(
        reason=answers["hold_reason"],
        words=answers["hold_words"],
        review_on=answers["review_on"],
        release=RELEASES[choice],
    )


class KeepApart(PlaitForm):
    """A form for writing something that can be kept apart while it is written.

    What is not offered to the writer is not asked. It stands closed below the others:
    the family reads what is written, unless somebody says otherwise.
    """

    aside_words = "Who reads this"

    def __init__(self, *args: Any, offer: Offer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        asked: dict[str, forms.Field] = {}
        if offer and offer.may_hold:
            asked |= _asked_to_hold(offer)
        if offer and offer.against:
            asked |= _asked_to_seal(offer)
        for field in asked.values():
            speak_plainly(field)
        self.fields |= asked
        self.aside = tuple(asked)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if self.offer and (answers.get("family") or READ) != READ:
            check_hold(self, answers, self.offer.today)
        if answers.get("seal_from"):
            if not answers.get("seal_ground"):
                self.add_error("seal_ground", "Choose why it is sealed")
            if not answers.get("seal_words"):
                self.add_error("seal_words", "Say why in a few words")
        return answers

    def apart(self) -> Apart:
        """How it is to be kept from the first moment."""
        answers = self.cleaned_data
        choice = answers.get("family") or READ
        seal = None
        if answers.get("seal_from"):
            aim, target = aim_of(answers["seal_from"])
            seal = SealWish(
                aim=aim,
                target_id=target,
                ground=answers["seal_ground"],
                words=answers["seal_words"],
            )
        return Apart(None if choice == READ else hold_of(answers, choice), seal)

    def said(self) -> dict[str, Any]:
        """The answers that are no wish to keep it apart."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in self.aside
        }


def _asked_to_hold(offer: Offer) -> dict[str, forms.Field]:
    choices = [(READ, "The family can read this"), (HOLD, "Hold this back for now")]
    if offer.has_self:
        choices.append((YOUNG, f"Only {offer.called} can read it for now"))
    return {
        "family": forms.ChoiceField(
            label="May the family read this?",
            choices=choices,
            initial=READ,
            widget=forms.RadioSelect(attrs={"no_optional": True}),
            required=False,
        ),
        "hold_reason": _reasons(),
        "hold_words": _words(),
        "review_on": _review(offer.today),
    }


def _asked_to_seal(offer: Offer) -> dict[str, forms.Field]:
    return {
        "seal_from": forms.ChoiceField(
            label="Is there somebody who must not see this?",
            help_text="For them it will not be there at all, from the moment you save.",
            choices=[("", "Nobody"), *offer.against],
            widget=forms.Select(attrs={"no_optional": True}),
            required=False,
        ),
        "seal_ground": forms.ChoiceField(
            label="Why must they not see it?",
            choices=GROUNDS,
            widget=forms.RadioSelect(attrs={"no_optional": True}),
            required=False,
        ),
        "seal_words": forms.CharField(
            label="Why, in a few words",
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2, "no_optional": True}),
            required=False,
        ),
    }


def aim_of(choice: str) -> tuple[str, UUID | None]:
    """ "person:…", "agency:…", "family" or "everyone", as it was offered."""
    aim, _, target = choice.partition(":")
    return aim, UUID(target) if target else None


class HoldBack(PlaitForm):
    """Hold back what the family could read until now."""

    hold_reason = _reasons()
    hold_words = _words()

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["review_on"] = _review(offer.today)
        if offer.has_self:
            self.fields["whom"] = forms.ChoiceField(
                label="Who reads it meanwhile?",
                choices=[
                    (HOLD, "Nobody in the family"),
                    (YOUNG, f"Only {offer.called}"),
                ],
                initial=HOLD,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        check_hold(self, answers, self.offer.today)
        return answers

    def hold(self) -> Hold:
        return hold_of(self.cleaned_data, self.cleaned_data.get("whom") or HOLD)
