"""Handing over before one leaves, or is away: one list, every child, one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import deny
from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.sharing.standing import LEADERS
from plait.sharing.web.door import Asking, person_page
from plait.team import operations
from plait.team.operations import Passing
from plait.today import open_work

LEAVING, AWAY = "leaving", "away"
EACH, SAME, LATER = "each", "same", "later"
ONLY_LEADERS = "Each person hands over themselves, or the SENCO does it with them."
A_YEAR = timedelta(days=365)


class HandOver(PlaitForm):
    """Why, from when, and to whom: one colleague for all, or one for each child."""

    why = forms.ChoiceField(
        label="What is it for?",
        choices=[
            (LEAVING, "For good: a colleague takes the part over"),
            (AWAY, "For a while: a colleague stands in, and leaves again by itself"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is for good or for a while"},
    )
    from_on = DayField(label="From which day?")
    last_on = DayField(
        label="Last day, if it is for a while",
        help_text="On the day after, the colleague sees these children no more.",
        required=False,
    )
    everybody = forms.ChoiceField(
        label="Who takes them?", initial=EACH, widget=forms.Select
    )

    def __init__(
        self,
        *args: Any,
        ties: Sequence[Tie],
        work: open_work.Lines,
        colleagues: Sequence[Employment],
        today: date,
        **kwargs: Any,
    ) -> None:
        start = {"from_on": today, "everybody": EACH}
        super().__init__(*args, initial=start, **kwargs)
        self.today, self.ties = today, ties
        self.colleagues = {str(one.pk): one for one in colleagues}
        people = [(key, _called(one)) for key, one in self.colleagues.items()]
        _offer(self.fields["everybody"], [(EACH, "Choose child by child"), *people])
        for tie in ties:
            lines = work.get(tie.child_id, [])
            field = forms.ChoiceField(
                label=tie.child.full_name,
                help_text=_sentence(lines) or "Nothing is open.",
                initial=SAME,
                widget=forms.Select,
            )
            same, later = (SAME, "As above"), (LATER, "Nobody yet")
            _offer(field, [same, *people, later])
            self.fields[self.name_of(tie)] = field

    @staticmethod
    def name_of(tie: Tie) -> str:
        return f"to_{tie.pk.hex}"

    @property
    def rows(self) -> list[Any]:
        """The questions about each child."""
        return [self[self.name_of(tie)] for tie in self.ties]

    def clean(self) -> None:
        super().clean()
        self._check_days()
        if not self.passings() and not self.errors:
            self.add_error("everybody", "Choose who takes at least one of them")

    def _check_days(self) -> None:
        first = self.cleaned_data.get("from_on")
        if first is None:
            return
        if not self.today <= first <= self.today + A_YEAR:
            self.add_error("from_on", "Choose today, or a day within a year")
        if self.cleaned_data.get("why") != AWAY or self.errors.get("last_on"):
            return
        last = self.cleaned_data.get("last_on")
        if last is None or not first <= last <= first + A_YEAR:
            words = "Enter the last day: after the first one, within a year"
            self.add_error("last_on", words)

    def passings(self) -> list[Passing]:
        """Each child for whom somebody was chosen."""
        for_all, found = self.cleaned_data.get("everybody", EACH), []
        for tie in self.ties:
            to = self.cleaned_data.get(self.name_of(tie), LATER)
            if colleague := self.colleagues.get(for_all if to == SAME else to):
                found.append(Passing(tie, colleague))
        return found


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _called(one: Employment) -> str:
    return f"{one.person.name}, {one.role_words}"


def _sentence(lines: Sequence[str]) -> str:
    said = words.joined(lines)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


@dataclass(frozen=True)
class HandingOverPage:
    """Whose list it is; and that it is no more than the reader may know of."""

    name: str
    is_me: bool
    is_empty: bool


@person_page("handing-over", writes=True)
def mine(request: Asking) -> HttpResponse:
    """Everything one holds here, handed over in one act (rules HO1, HO3)."""
    if request.viewer.hat.is_family:
        return redirect("/")
    return _page(request, request.viewer.person_id, request.user.name)


@person_page("handing-over", writes=True)
def of_colleague(request: Asking, employment_id: UUID) -> HttpResponse:
    """A colleague's parts, of children in whose team the viewer leads (rule HO2).

    Looking after accounts opens nothing here: it says nothing about children.
    """
    if request.viewer.role not in LEADERS:
        deny(ONLY_LEADERS).require()
    found = agencies.list_colleagues(request.viewer).get(pk=employment_id)
    return _page(request, found.person_id, found.person.name)


def _page(request: Asking, person_id: UUID, name: str) -> HttpResponse:
    viewer = request.viewer
    ties = open_work.list_held(person_id, viewer=viewer)
    request.children_shown.update(tie.child_id for tie in ties)
    colleagues = agencies.list_colleagues(viewer).filter(person__is_active=True)
    form = HandOver(
        request.POST or None,
        ties=ties,
        work=open_work.open_work(ties, viewer=viewer),
        colleagues=list(colleagues.exclude(person_id=person_id)),
        today=viewer.today,
    )
    if request.method == "POST" and form.is_valid():
        messages.success(request, _hand_over(form, viewer))
        return redirect("/")
    page = HandingOverPage(name, person_id == viewer.person_id, not ties)
    context = {"page": page, "form": form}
    return render(request, "today/handing_over.jinja", context)


def _hand_over(form: HandOver, viewer: Viewer) -> str:
    """Do it; what was done, in words."""
    first, passings = form.cleaned_data["from_on"], form.passings()
    from_at = _begin(first, viewer)
    if form.cleaned_data["why"] == AWAY:
        last = form.cleaned_data["last_on"]
        number = operations.cover(
            passings, viewer=viewer, from_at=from_at, until_on=last
        )
        covered = words.plural(number, "child is", "children are")
        return f"{covered} covered until {words.record_day(last)}."
    number = operations.hand_over_all(passings, viewer=viewer, from_at=from_at)
    return f"Handed over: {words.plural(number, 'child', 'children')}."


def _begin(first: date, viewer: Viewer) -> datetime:
    return viewer.now if first == viewer.today else arithmetic.start_of(first)
