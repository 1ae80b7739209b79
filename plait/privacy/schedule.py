"""For how long what is written about a child is kept, as dated data (D20).

A line is in force from its day on; the newest one that has begun counts. An area whose
schedule differs adds a line. Nothing is erased because of it: it says when two people
may be asked (D22).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plait.agencies.models import Agency
from plait.clocks import arithmetic
from plait.sharing.categories import Category

Kind = Agency.Kind
SCHOOLS = frozenset({Kind.NURSERY, Kind.SCHOOL, Kind.COLLEGE})
COUNCIL = frozenset({Kind.COUNCIL, Kind.PSYCHOLOGY})
CARE = frozenset({Kind.SOCIAL_CARE})
HEALTH = frozenset({Kind.HEALTH, Kind.THERAPY, Kind.VOLUNTARY})
A_YEAR = 12  # months


@dataclass(frozen=True)
class Keep:
    """How many years after birth one kind of agency keeps what it wrote.

    `is_sure` is whether somebody qualified has confirmed the number.
    """

    from_on: date
    kinds: frozenset[Kind]
    who: str
    years: int
    source: str
    is_sure: bool = False

    def until(self, born_on: date) -> date:
        """The first day on which it need not be kept any more."""
        return arithmetic.months_on(born_on, self.years * A_YEAR)


SCHEDULE = (
    Keep(
        date(2020, 1, 1),
        SCHOOLS,
        "Nurseries, schools and colleges",
        31,
        "Records management toolkit for schools (IRMS): the file about special "
        "educational needs, 25 years and 6 more, by the last setting.",
        is_sure=True,
    ),
    Keep(
        date(2020, 1, 1),
        COUNCIL,
        "The council and its psychologists",
        31,
        "The toolkit for schools (IRMS), as councils use it for plans.",
    ),
    Keep(
        date(2020, 1, 1),
        HEALTH,
        "Health and therapy services",
        26,
        "NHS Records Management Code: until the 25th birthday, or the 26th for whoever "
        "was 17 at the end of care. The longer of the two, because Plait does not know "
        "when care ended.",
    ),
    Keep(
        date(2020, 1, 1),
        CARE,
        "Social care",
        75,
        "Usual in councils for children who were looked after, from birth.",
    ),
)


def in_force(on: date) -> Iterator[Keep]:
    """One line for each kind of agency, the newest that has begun by this day."""
    newest: dict[frozenset[Kind], Keep] = {}
    for line in sorted(SCHEDULE, key=lambda line: line.from_on):
        if line.from_on <= on:
            newest[line.kinds] = line
    yield from newest.values()


def for_kind(kind: str, on: date) -> Keep:
    """What counts for one agency. Raises LookupError where the schedule is silent."""
    for line in in_force(on):
        if kind in line.kinds:
            return line
    raise LookupError(f"The schedule says nothing about {kind} on {on}.")


# Never in a list that a privacy lead sees: that there is any would tell (rule SG2).
NOT_LISTED = frozenset({Category.SAFEGUARDING})
