"""The one predicate: who may see a record.

The decision table of the sharing policy (docs/rules/sharing.md), written down once as
rows in their order. The first row that matches decides. Both databases evaluate it as
one CASE expression, which filters every list (`allowed`) and names the row behind every
answer (`decision`): there is no second place in which a decision could be made.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.lookups import In

from plait.access.viewer import Hat
from plait.sharing import conditions
from plait.sharing.compiled import Compiled
from plait.sharing.conditions import Question

MARK = "decided by the sharing policy"


class Decision(Case):
    """The table as one expression. Its mark is what the query guard looks for."""

    template = f"CASE /* {MARK} */ %(cases)s ELSE %(default)s END"


Condition = Callable[[Question], Q]
AGENCY_TABLE: tuple[tuple[str, Condition], ...] = (
    ("G0", conditions.account_closed),
    ("G1", conditions.erased),
    ("G2", conditions.not_employed),
    ("R", conditions.sealed),
    ("P1d", conditions.agency_draft),
    ("Z1", conditions.draft),
    ("P1", conditions.own_agency),
    ("P2", conditions.shared_with_agency),
    ("P6", conditions.emergency),
)
FAMILY_TABLE: tuple[tuple[str, Condition], ...] = (
    ("G0", conditions.account_closed),
    ("G1", conditions.erased),
    ("R", conditions.sealed),
    ("P3d", conditions.family_draft),
    ("Z1", conditions.draft),
    ("F0", conditions.never_for_family),
    ("F1", conditions.about_somebody_else),
    ("P4", conditions.about_me),
    ("P3", conditions.my_child),
    ("P5", conditions.in_my_name),
)
OTHERWISE = "Z"
ALLOWING = frozenset({"P1d", "P3d", "P1", "P2", "P6", "P4", "P3", "P5"})


def table(hat: Hat) -> tuple[tuple[str, Condition], ...]:
    """The rows that can decide in this kind of hat, in their order."""
    return FAMILY_TABLE if hat.is_family else AGENCY_TABLE


def _first_match(ask: Question) -> Decision:
    return Decision(
        *(When(condition(ask), then=Value(row)) for row, condition in table(ask.hat)),
        default=Value(OTHERWISE),
        output_field=CharField(),
    )


def decision(hat: Hat, at: datetime, path: str = "") -> Compiled:
    """The row of the decision table that decides for each record of a queryset."""
    return Compiled(_first_match, Question(hat, at, path), CharField())


def allowed(hat: Hat, at: datetime, path: str = "") -> In:
    """The records that a row of the table allows: a filter."""
    return In(decision(hat, at, path), sorted(ALLOWING))


class Fact(NamedTuple):
    """A kind of fact, the rows that rest on it, and the query that finds it."""

    kind: str
    rows: frozenset[str]
    find: Callable[[Question], QuerySet[Any]]

    @property
    def column(self) -> str:
        return f"by_{self.find.__name__}"

    def first(self, ask: Question) -> Subquery:
        """The first fact, by the very subquery that the rows of the table ask."""
        return Subquery(self.find(ask).order_by("pk").values("pk")[:1])


FACTS = (
    Fact("tie", frozenset({"P1d", "P1", "P2"}), conditions.team_ties),
    Fact("tie", frozenset({"P3d"}), conditions.drafting_ties),
    Fact("tie", frozenset({"P4"}), conditions.self_ties),
    Fact("tie", frozenset({"P3"}), conditions.entitled_ties),
    Fact("tie", frozenset({"P5"}), conditions.family_ties),
    Fact("basis", frozenset({"P2"}), conditions.agency_bases),
    Fact("basis", frozenset({"P5"}), conditions.own_bases),
    Fact("glass", frozenset({"P6"}), conditions.glasses),
    Fact("glass", frozenset({"P1d", "P1", "P2"}), conditions.seal_breaking_glasses),
)


def facts(hat: Hat, at: datetime, path: str = "") -> dict[str, Compiled]:
    """The ids of all facts that a row of this hat's table could rest on, by column."""
    ask = Question(hat, at, path)
    known = {row for row, _ in table(hat)}
    return {
        fact.column: Compiled(fact.first, ask, UUIDField())
        for fact in FACTS
        if fact.rows & known
    }


def rests_on(row: str, found: Callable[[str], Any]) -> dict[str, Any]:
    """The facts behind an answer, by kind: those of the row that decided.

    `found` gives the value of a column of `facts`.
    """
    return {
        fact.kind: value
        for fact in FACTS
        if row in fact.rows and (value := found(fact.column)) is not None
    }
