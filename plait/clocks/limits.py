"""How long something may last before people have to look at it again, as dated data.

A limit is in force from its day on. Where no law gives a number it is our own choice,
and says so; an area that chooses otherwise adds a line, and what began before keeps
the day that it was given.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Limit:
    """A number in force from a day on, and where it comes from."""

    from_on: date
    number: int
    source: str


# Weeks (R-WK) until something held back from a family is looked at again, at most.
HOLD_BACK_WEEKS = (
    Limit(
        date(2020, 1, 1),
        6,
        "Our own choice: half a term. Being open with families is the rule (DfE advice "
        "on information sharing, 2024), so that holding back is looked at again soon.",
    ),
)
# Working days (R-WDA) in which a second person confirms an unbreakable seal.
SECOND_PERSON_DAYS = (
    Limit(
        date(2020, 1, 1),
        3,
        "Our own choice, the same as for looking at emergency access again.",
    ),
)

# Days between the second person's yes to erasing something and the day it may be done.
DISPOSAL_DAYS = (
    Limit(
        date(2026, 1, 1),
        28,
        "Our own choice: four weeks in which either of the two, or anybody who answers "
        "for the agency, can stop it.",
    ),
)
# R-WDA: working days in which a question about a look is answered.
ANSWER_WORKING_DAYS = (
    Limit(
        date(2026, 1, 1),
        10,
        "The area's promise. UK GDPR Art. 12(3) allows a month for a formal request; a "
        "worried family should not wait so long.",
    ),
)
# The most weeks for which a look may be told later before it is looked at again.
TELL_LATER_WEEKS = (
    Limit(
        date(2026, 1, 1),
        6,
        "The area’s promise, after Working Together: a child protection enquiry has "
        "its conference in 15 working days, and is looked at again from there.",
    ),
)
# R-EL: elapsed hours in which the ICO is told of a breach, from when it was known.
TELL_ICO_HOURS = (
    Limit(
        date(2018, 5, 25),
        72,
        "UK GDPR Art. 33(1): without undue delay and, where feasible, within 72 hours "
        "after having become aware of it.",
    ),
)
# R-MON: months in which somebody who asks for everything kept is answered.
REQUEST_MONTHS = (Limit(date(2018, 5, 25), 1, "UK GDPR Art. 12(3)."),)
# Further months, where there is much, told within the first.
REQUEST_MORE_MONTHS = (Limit(date(2018, 5, 25), 2, "UK GDPR Art. 12(3)."),)
# R-MON: months after which a letter that came is not entered any more.
REQUEST_ENTERED_MONTHS = (
    Limit(
        date(2020, 1, 1),
        3,
        "Our own choice: the longest time in which one is answered (UK GDPR "
        "Art. 12(3)). An older day is more likely a slip of the pen.",
    ),
)
# R-WK: weeks for which an answer can be fetched.
REQUEST_READY_WEEKS = (
    Limit(
        date(2020, 1, 1),
        8,
        "Our own choice: time enough to read it, and not for ever on a lost phone.",
    ),
)

# Days for which a device counts as new to an account that was opened elsewhere (AD5).
NEW_DEVICE_DAYS = (
    Limit(
        date(2020, 1, 1),
        14,
        "Our own choice: two weeks in which the owner, who was told of the device, has "
        "time to read it and to end that sign-in.",
    ),
)


def in_force(limits: tuple[Limit, ...], on: date) -> int:
    """The number that counts on a day: that of the newest limit begun by then.

    Raises LookupError before the first of them.
    """
    begun = [limit for limit in limits if limit.from_on <= on]
    if not begun:
        raise LookupError(f"No limit holds on {on}.")
    return max(begun, key=lambda limit: limit.from_on).number
