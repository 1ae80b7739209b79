"""Why information may be shared without asking the family: the choices, explained.

Data with sources. A choice whose law is not in force yet, or is in doubt, has a day
from which it is offered, in the settings; without one it is not offered at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from plait.agencies.models import Agency
from plait.sharing.models import Basis


@dataclass(frozen=True)
class Ground:
    """One reason in law, in words somebody can choose by."""

    kind: str  # of the bases it writes
    label: str
    explained: str
    source: str
    offered_from: str = ""  # the name of a setting that holds a day, or None
    agency_kinds: frozenset[str] = frozenset()  # empty: every kind

    def is_offered(self, agency_kind: str, today: date) -> bool:
        """Whether somebody at an agency of this kind may choose it today."""
        if self.agency_kinds and agency_kind not in self.agency_kinds:
            return False
        if not self.offered_from:
            return True
        day: date | None = getattr(settings, self.offered_from)
        return day is not None and day <= today


# A private nursery is not told apart from a maintained one, which is a public body.
NOT_PUBLIC = frozenset({Agency.Kind.VOLUNTARY})
GROUNDS = (
    Ground(
        Basis.Kind.SAFEGUARDING,
        "To keep a child safe",
        "The child is at risk of harm, or may be, and asking first would make it "
        "worse or take too long.",
        "Working Together to Safeguard Children; Data Protection Act 2018, Schedule 1, "
        "paragraph 18",
    ),
    Ground(
        Basis.Kind.VITAL_INTEREST,
        "To save a life",
        "Somebody’s life is in danger now.",
        "UK GDPR Article 6(1)(d)",
    ),
    Ground(
        Basis.Kind.LEGAL_OBLIGATION,
        "The law says that we must",
        "A law leaves no choice. Name it in your reason.",
        "UK GDPR Article 6(1)(c)",
    ),
    Ground(
        Basis.Kind.COURT_ORDER,
        "A court has ordered it",
        "Name the court, the day and what it ordered.",
        "UK GDPR Article 6(1)(c)",
    ),
    Ground(
        Basis.Kind.PUBLIC_TASK,
        "It is our task in law",
        "A law gives this work to both services, and it cannot be done without this. "
        "Name the law in your reason.",
        "UK GDPR Article 6(1)(e)",
    ),
    Ground(
        Basis.Kind.RECOGNISED_INTEREST,
        "A charity keeps a child safe",
        "For services that are not public bodies: to keep a child or an adult at risk "
        "safe.",
        "Data (Use and Access) Act 2025 s.70",
        offered_from="RECOGNISED_INTEREST_FROM",
        agency_kinds=NOT_PUBLIC,
    ),
)
BY_KIND = {ground.kind: ground for ground in GROUNDS}

# What to think of before sharing: the seven rules of the advice for people who work to
# keep children safe (Department for Education, 2024), in our words.
THINK_OF = (
    "A child’s safety comes before anybody’s wish to keep something private.",
    "Tell the family what you share and why, unless that would put somebody at risk.",
    "You need a reason in law. It need not be the family’s agreement.",
    "If you are not sure, ask your safeguarding lead or your privacy lead first.",
    "Keep secret who told you something if they could be harmed for it.",
    "Share only what is needed and true, with those who need it, safely and in time.",
    "Write down what you decided and why, also when you decide not to share.",
)


def offered(agency_kind: str, today: date) -> Iterable[Ground]:
    """The reasons that somebody at an agency of this kind may choose from today."""
    return (ground for ground in GROUNDS if ground.is_offered(agency_kind, today))
