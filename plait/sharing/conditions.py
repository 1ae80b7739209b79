"""What the rows of the decision table ask about a record, each in SQL.

A condition is written here once. `predicate` puts the conditions in their order, and
finds the facts behind an answer by the same subqueries.

All intervals are half-open: from the first instant, up to but not including the last.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.models import Person
from plait.access.viewer import Hat
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.clocks import arithmetic
from plait.sharing.models.facts import (
    Basis,
    Clearance,
    Exemption,
    Glass,
    Restriction,
)

# Emergency access and soft seals end at "restricted".
GLASS_REACHES = 2
FAMILY_REACHES = 2
OWN_NAME_KINDS = ("consent", "representative", "court_order")


@dataclass(frozen=True)
class Question:
    """Who asks, in which hat, at which instant; and the way from a row to its record.

    `path` is empty where the rows are records, and "record__" or longer where they are
    content or parts of it.
    """

    hat: Hat
    at: datetime
    path: str = ""

    @property
    def agency_id(self) -> Any:
        """The hat's agency: for rows that are asked in an agency's hat only."""
        return self.hat.agency_id

    def of_record(self, **conditions: Any) -> Q:
        """Conditions on the record itself."""
        return Q(**{f"{self.path}{name}": value for name, value in conditions.items()})

    def outer(self, field: str, levels: int = 1) -> Any:
        """A field of the record, seen from inside a subquery."""
        reference: Any = OuterRef(f"{self.path}{field}")
        for _ in range(levels - 1):
            reference = OuterRef(reference)
        return reference

    def live(self, start: str = "from_at", end: str = "until_at") -> Q:
        """Half-open [start, end), open at the end when there is none."""
        begun = Q(**{f"{start}__lte": self.at})
        return begun & (Q(**{end: None}) | Q(**{f"{end}__gt": self.at}))


def account_closed(ask: Question) -> Q:
    """G0: the account is not active."""
    return ~Q(Exists(Person.objects.filter(pk=ask.hat.person_id, is_active=True)))


def erased(ask: Question) -> Q:
    """G1: the record has been erased."""
    return ask.of_record(state="erased")


def not_employed(ask: Question) -> Q:
    """G2: no live employment by the agency of the hat."""
    employment = Employment.objects.filter(
        ask.live(), person_id=ask.hat.person_id, agency_id=ask.agency_id
    )
    return ~Q(Exists(employment))


def shut_out(ask: Question) -> Q:
    """G0, and for an agency G2: whoever is shut out neither reads nor writes."""
    closed = account_closed(ask)
    return closed if ask.hat.is_family else closed | not_employed(ask)


def glasses(ask: Question) -> QuerySet[Glass]:
    """Emergency access that is open for this person, child and agency."""
    return Glass.objects.filter(
        ask.live("opened_at", "expires_at"),
        person_id=ask.hat.person_id,
        agency_id=ask.agency_id,
        child_id=ask.outer("child_id"),
    )


def _aimed_at(hat: Hat) -> Q:
    aims = Q(aim="person", aimed_person_id=hat.person_id) | Q(aim="everyone")
    if hat.is_family:
        return aims | Q(aim="family")
    at_work = Q(aim="at_work", aimed_person_id=hat.person_id)
    return aims | at_work | Q(aim="agency", aimed_agency_id=hat.agency_id)


def aimed(ask: Question) -> QuerySet[Restriction]:
    """Live restrictions aimed at this hat, from which the person is not exempt."""
    exempt = Exemption.objects.filter(
        restriction_id=OuterRef("pk"), person_id=ask.hat.person_id
    )
    return Restriction.objects.filter(ask.live(), _aimed_at(ask.hat)).exclude(
        Exists(exempt)
    )


def sealed_whole(ask: Question, child: str) -> QuerySet[Restriction]:
    """Of those, the ones over everything about a child, whom an outer field names."""
    return aimed(ask).filter(child_id=OuterRef(child), record=None, category="")


def seals(ask: Question, levels: int = 1) -> QuerySet[Restriction]:
    """Live restrictions aimed at this hat that cover the record."""
    return (
        aimed(ask)
        .filter(child_id=ask.outer("child_id", levels))
        .filter(Q(record_id=None) | Q(record_id=ask.outer("pk", levels)))
        .filter(Q(category="") | Q(category=ask.outer("category", levels)))
    )


def sealed(ask: Question) -> Q:
    """R: a live restriction covers the record.

    A breakable one gives way to emergency access, for a record that is no more than
    restricted, and never in the family hat.
    """
    covered = Q(Exists(seals(ask)))
    if ask.hat.is_family:
        return covered
    broken = ask.of_record(sensitivity__lte=GLASS_REACHES) & Q(Exists(glasses(ask)))
    return covered & (~broken | Q(Exists(seals(ask).filter(breakable=False))))


def seal_breaking_glasses(ask: Question) -> QuerySet[Glass]:
    """The emergency access that opened a seal on a record that another row allows."""
    return glasses(ask).filter(Exists(seals(ask, levels=2)))


def team_ties(ask: Question) -> QuerySet[Tie]:
    """Live team ties in the hat's agency whose role is cleared for this record."""
    clearance = Clearance.objects.filter(
        role=OuterRef("role"),
        category=ask.outer("category", levels=2),
        max_sensitivity__gte=ask.outer("sensitivity", levels=2),
    )
    return Tie.objects.filter(
        ask.live(),
        Exists(clearance),
        kind=Tie.Kind.TEAM,
        person_id=ask.hat.person_id,
        agency_id=ask.agency_id,
        child_id=ask.outer("child_id"),
    )


FAMILY = Q(kind=Tie.Kind.FAMILY)
ENTITLED = Q(kind=Tie.Kind.FAMILY, role=Tie.PARENTAL_RESPONSIBILITY)
SELF = Q(kind=Tie.Kind.SELF)


def _own_ties(ask: Question, which: Q) -> QuerySet[Tie]:
    return Tie.objects.filter(
        ask.live(),
        which,
        person_id=ask.hat.person_id,
        child_id=ask.outer("child_id"),
    )


def family_ties(ask: Question) -> QuerySet[Tie]:
    """Live family ties of any role."""
    return _own_ties(ask, FAMILY)


def entitled_ties(ask: Question) -> QuerySet[Tie]:
    """Live family ties with parental responsibility."""
    return _own_ties(ask, ENTITLED)


def self_ties(ask: Question) -> QuerySet[Tie]:
    """Live ties of the young person to themselves."""
    return _own_ties(ask, SELF)


def drafting_ties(ask: Question) -> QuerySet[Tie]:
    """Live ties of those who write from home."""
    return _own_ties(ask, ENTITLED | SELF)


def _bases(ask: Question) -> QuerySet[Basis]:
    return Basis.objects.filter(
        ask.live(),
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=ask.at),
        child_id=ask.outer("child_id"),
        category=ask.outer("category"),
        max_sensitivity__gte=ask.outer("sensitivity"),
    )


def agency_bases(ask: Question) -> QuerySet[Basis]:
    """Live, unwithdrawn bases to the hat's agency that reach this record.

    A basis that does not cover history reaches only what was made since it began.
    """
    return _bases(ask).filter(
        Q(covers_history=True) | Q(from_at__lte=ask.outer("made_at")),
        to_agency_id=ask.agency_id,
    )


def own_bases(ask: Question) -> QuerySet[Basis]:
    """Live, unwithdrawn bases in the reader's own name, of the kinds that carry P5."""
    return _bases(ask).filter(to_person_id=ask.hat.person_id, kind__in=OWN_NAME_KINDS)


def draft(ask: Question) -> Q:
    return ask.of_record(state="draft")


def own_draft(ask: Question) -> Q:
    return draft(ask) & ask.of_record(author_id=ask.hat.person_id)


def agency_draft(ask: Question) -> Q:
    """P1d: the reader's own draft, written for the agency of the hat."""
    mine = own_draft(ask) & ask.of_record(owner_agency_id=ask.agency_id)
    return mine & Q(Exists(team_ties(ask)))


def family_draft(ask: Question) -> Q:
    """P3d: the reader's own draft, written from home."""
    mine = own_draft(ask) & ask.of_record(owner_agency_id=None)
    return mine & Q(Exists(drafting_ties(ask)))


def own_agency(ask: Question) -> Q:
    """P1: the agency of the hat wrote it."""
    ours = ask.of_record(owner_agency_id=ask.agency_id)
    return ours & Q(Exists(team_ties(ask)))


def shared_with_agency(ask: Question) -> Q:
    """P2: there is a basis for sharing it with the agency of the hat."""
    return Q(Exists(agency_bases(ask))) & Q(Exists(team_ties(ask)))


def emergency(ask: Question) -> Q:
    """P6: emergency access, no further than restricted."""
    return ask.of_record(sensitivity__lte=GLASS_REACHES) & Q(Exists(glasses(ask)))


def never_for_family(ask: Question) -> Q:
    """F0: safeguarding, or very restricted."""
    return ask.of_record(category="safeguarding") | ask.of_record(
        sensitivity__gt=FAMILY_REACHES
    )


def about_somebody_else(ask: Question) -> Q:
    """F1: it concerns another adult."""
    about_nobody = ask.of_record(about_person_id=None)
    return ~about_nobody & ~ask.of_record(about_person_id=ask.hat.person_id)


def about_me(ask: Question) -> Q:
    """P4: released to the young person, who is the reader."""
    return ask.of_record(release__gte=1) & Q(Exists(self_ties(ask)))


def my_child(ask: Question) -> Q:
    """P3: released to the family, with parental responsibility, before the switch."""
    oldest_adult = arithmetic.newest_young_person_born_on(ask.at)
    still_a_child = ask.of_record(child__born_on__gt=oldest_adult)
    entitled = Q(Exists(entitled_ties(ask)))
    return ask.of_record(release=2) & still_a_child & entitled


def in_my_name(ask: Question) -> Q:
    """P5: released to the family, with a basis in the reader's own name."""
    family, basis = Q(Exists(family_ties(ask))), Q(Exists(own_bases(ask)))
    return ask.of_record(release=2) & family & basis
