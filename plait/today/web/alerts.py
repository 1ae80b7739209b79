"""Something unusual, as a privacy lead reads and answers it: who and how often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.forms import PlaitForm
from plait.ledger.models import Alert
from plait.ledger.watching import Rule
from plait.sharing import alerts
from plait.sharing.web.colleague import report_on
from plait.sharing.web.door import Asking, person_page
from plait.today import work
from plait.today.work import Todo

ANSWER_WITHIN = timedelta(days=3)
TITLES = {
    Rule.STRANGERS: "Somebody looked for children who are not theirs",
    Rule.CROWD: "Many people came to one child",
    Rule.PACE: "Somebody opened far more than usual",
    Rule.NAMESAKE: "Somebody looked for a family with their own name",
    Rule.NEIGHBOUR: "Somebody looked for a family that they are close to",
    Rule.CANARY: "A trap was opened",
}
SEEN = {
    Rule.STRANGERS: "They opened the addresses of {count} different children with whom "
    "they do not work. There was nothing to see: each time Plait said that there is no "
    "such page.",
    Rule.CROWD: "{count} people who are not in the team of one child came to that "
    "child’s pages in one day, or used emergency access.",
    Rule.PACE: "Pages that they opened in one hour named children {count} times: far "
    "more than in any hour of the four weeks before. They were asked who they are.",
    Rule.NAMESAKE: "They came to {count} child or children outside their work whose "
    "family name is their own. That can be chance.",
    Rule.NEIGHBOUR: "They came to {count} child or children outside their work whose "
    "home or telephone is also that of their own family, or of whom a colleague has "
    "said that they know the family.",
    Rule.CANARY: "They opened a child who does not exist. Nobody has a reason to.",
}


class Answer(PlaitForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label="What did you find?",
        choices=Alert.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
    words = forms.CharField(
        label="In a few words",
        help_text="Name no child. This stays with the alert.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a few words"},
    )


@dataclass(frozen=True)
class AlertPage:
    """One alert, in words."""

    title: str
    seen: str
    facts: tuple[tuple[str, str], ...]
    answer: tuple[str, str] | None
    report: str  # where to ask what they can see and have opened; empty for a crowd

    @classmethod
    def of(cls, alert: Alert, viewer: Viewer) -> "AlertPage":
        name, job, agency = alerts.who(alert, at=viewer.now)
        rule = Rule(alert.rule)
        told = (
            ("Who", ", ".join(filter(None, (name, job)))),
            ("Service", agency),
            ("Noticed", words.when(alert.made_at, viewer.now)),
        )
        label = Alert.Outcome(alert.outcome).label if alert.answered_at else ""
        return cls(
            title=TITLES[rule],
            seen=SEEN[rule].format(count=alert.count),
            facts=tuple((what, said) for what, said in told if said),
            answer=(label, alert.words) if label else None,
            report=report_on(alert.person_id, alert.agency_id, viewer),
        )


def todos(viewer: Viewer) -> Iterator[Todo]:
    """What waits for a privacy lead to look at."""
    for alert in alerts.list_waiting(viewer):
        yield work.dated(
            due_on=arithmetic.day_of(alert.made_at + ANSWER_WITHIN),
            today=viewer.today,
            title=TITLES[Rule(alert.rule)],
            why=f"Noticed {words.when(alert.made_at, viewer.now)}.",
            action="Look at it",
            href=reverse("today:alert", kwargs={"alert_id": alert.pk}),
        )


@person_page("alerts", writes=True)
def alert(request: Asking, alert_id: UUID) -> HttpResponse:
    """One alert, and what came of it."""
    found = alerts.get(alert_id, viewer=request.viewer)
    form = Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        alerts.answer(alert_id, viewer=request.viewer, **form.cleaned_data)
        messages.success(request, "Kept. It no longer waits.")
        return redirect("today:today")
    page = AlertPage.of(found, request.viewer)
    return render(request, "today/alert.jinja", {"page": page, "form": form})
