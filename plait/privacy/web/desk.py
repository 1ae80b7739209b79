"""Where a privacy lead finds the reports and registers. It names no child."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plait.privacy import policy
from plait.sharing.web.door import Asking, person_page


@dataclass(frozen=True)
class Part:
    """One register or report: what it is called, what it is for, where it is."""

    title: str
    what_for: str
    page: str

    @property
    def href(self) -> str:
        """Its address."""
        return reverse(self.page)


PARTS = (
    Part(
        "Keeping and erasing",
        "For how long records are kept, legal holds, and what two people let go.",
        "privacy:retention",
    ),
    Part(
        "Agreements between services",
        "What services of this area have agreed to share, and on what ground.",
        "sharing:area-agreements",
    ),
    Part(
        "How often emergency access is used",
        "Counted by month and by service.",
        "emergency:numbers",
    ),
    Part(
        "Who can see, and who has looked",
        "A report about one child, for a reason that you give.",
        "privacy:access-reports",
    ),
    Part(
        "Looks that are told later",
        "Where it would be unsafe for a family to read now who has looked.",
        "sharing:told-later",
    ),
    Part(
        "What a colleague can see, and has opened",
        "A report about one person, when something unusual was noticed.",
        "privacy:ask-colleague-report",
    ),
    Part(
        "What information is used for",
        "The record of processing: why, by which law, who receives it, for how long.",
        "privacy:processing",
    ),
    Part(
        "When something went wrong with information",
        "What happened, who was told by when, and what was learnt.",
        "privacy:breaches",
    ),
    Part(
        "Requests for everything kept",
        "Who asked, by when they are answered, and how far it is.",
        "privacy:requests",
    ),
)


@person_page("privacy-desk")
def desk(request: Asking) -> HttpResponse:
    """Every register and report, with a line of what each is for."""
    policy.may_use_desk(request.viewer.role).require()
    return render(request, "privacy/desk.jinja", {"page": {"parts": PARTS}})
