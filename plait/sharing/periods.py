"""How long things may take, by the day from which each length holds.

None of them is fixed by a statute: they are the area's own promises, so they are data
with a day and a source, and can change without rewriting what was promised before.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Length:
    """So many of something, from this day on, and who says so."""

    from_on: date
    number: int
    source: str


# R-WDA: working days in which a question about a look is answered.
ANSWER_WORKING_DAYS = (
    Length(
        date(2026, 1, 1),
        10,
        "The area's promise. UK GDPR Art. 12(3) allows a month for a formal request; a "
        "worried family should not wait so long.",
    ),
)
# The most weeks for which a look may be told later before it is looked at again.
TELL_LATER_WEEKS = (
    Length(
        date(2026, 1, 1),
        6,
        "The area’s promise, after Working Together: a child protection enquiry has "
        "its conference in 15 working days, and is looked at again from there.",
    ),
)


def in_force(lengths: tuple[Length, ...], on: date) -> int:
    """The length that holds on a day. Raises LookupError before the first of them."""
    begun = [one for one in lengths if one.from_on <= on]
    if not begun:
        raise LookupError(f"No length holds on {on}.")
    return max(begun, key=lambda one: one.from_on).number
