"""Who may do what with safeguarding notes. Values in, answers out (SG1 to SG8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from plait.access.decisions import ALLOW, Decision, deny
from plait.agencies.roles import SAFEGUARDING_LEAD
from plait.clocks import arithmetic, holidays
from plait.sharing.categories import CLEARANCES, FOR_REQUESTS, Category

# Roles that read safeguarding notes at all, by the table of clearances.
CLEARED = frozenset(
    role
    for role, kinds in CLEARANCES.items()
    if kinds.get(Category.SAFEGUARDING) and role not in FOR_REQUESTS
)
ACKNOWLEDGE_WITHIN = timedelta(hours=1)  # of working time (rule SG6)


def may_work_on_case(roles: Collection[str]) -> Decision:
    """SG2: a live tie to the child in a role that is cleared for safeguarding."""
    if CLEARED.intersection(roles):
        return ALLOW
    return deny("The safeguarding lead opens this.")


def may_share(roles: Collection[str]) -> Decision:
    """SG4: safeguarding leads decide about sharing, without anybody's consent."""
    if SAFEGUARDING_LEAD in roles:
        return ALLOW
    return deny("The safeguarding lead decides whether to share this.")


@dataclass(frozen=True)
class TransferRule:
    """From one day on, within how many school days a file has to be on its way.

    Keeping children safe in education, part 2: as soon as possible, within 5 days for
    a child who moves during the year, within the first 5 days of a new term. It says
    days without more; they are counted here as working days (R-WDA, R-WDI).
    """

    from_on: date
    in_year: int
    new_term: int


TRANSFER_RULES: tuple[TransferRule, ...] = (TransferRule(date(2022, 9, 1), 5, 5),)


def file_is_due_on(
    starts_on: date,
    *,
    in_year: bool,
    rules: Collection[TransferRule] = TRANSFER_RULES,
) -> date:
    """SG5: the last day on which the file may be passed on.

    During the year the day of the move is day 0 (R-WDA); the first day of a term is
    day 1 of its first five if it is a working day (R-WDI).
    """
    begun = [one for one in rules if one.from_on <= starts_on] or list(rules)
    rule = max(begun, key=lambda one: one.from_on)
    near = holidays.bank_holidays_near(starts_on)
    if in_year:
        return arithmetic.working_days_after(starts_on, rule.in_year, near)
    counted = arithmetic.is_working_day(starts_on, near)
    return arithmetic.working_days_after(starts_on, rule.new_term - counted, near)
