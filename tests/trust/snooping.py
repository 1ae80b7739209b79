"""Made-up sessions, normal and snooping, for measuring the rules of unusual access.

A session is one person's day. What is normal: own children, a habit of one's own, busy
days, weeks of reviews, covering for a colleague, bookmarks of children who have moved
on, a link sent to the wrong list, emergency access now and then. What is snooping:
neighbours looked up in one go, a few each day, a caseload taken home, a child in the
news, a family of one's own name. The rules never see which is which.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from plait.ledger import watching
from plait.ledger.watching import Day, Gathering

FLOOR = 60
DAYS_A_WEEK = 5
KINDS = {
    "neighbours": 35,
    "a few each day": 20,
    "taken home": 20,
    "in the news": 15,
    "own name": 10,
}


@dataclass
class Measured:
    """How the rules did."""

    normal: int
    snooping: int
    found: int
    false_alarms: int
    weeks: float
    staff: int
    found_by: Counter = field(default_factory=Counter)
    by_kind: dict = field(default_factory=dict)

    @property
    def recall(self):
        return self.found / self.snooping

    @property
    def precision(self):
        return self.found / (self.found + self.false_alarms)

    @property
    def false_alarms_a_week_per_thousand(self):
        return self.false_alarms / self.weeks / (self.staff / 1000)

    def __str__(self):
        return (
            f"{self.normal} normal, {self.snooping} snooping sessions; recall {self.recall:.1%}, "
            f"precision {self.precision:.1%}; {self.false_alarms_a_week_per_thousand:.1f} false "
            f"alarms a week per 1,000 staff; by kind {self.by_kind}; by rule {dict(self.found_by)}"
        )


class Staff:
    """Somebody with a habit: how many children their pages name in their busiest hour."""

    def __init__(self, number, dice):
        self.id = UUID(int=number + 1)
        self.usual = min(dice.lognormvariate(2.6, 0.7), 120)
        self.most = [0] * 20
        self.missed, self.history = [], []

    def hour(self, dice, day):
        """A day's busiest hour: reviews and covering make some of them much busier."""
        busy = dice.random()
        factor = 2.5 if busy < 0.01 else 1.6 if busy < 0.06 else 1.0
        return int(self.usual * factor * dice.lognormvariate(0, 0.25))

    def own_most(self):
        return max(self.most[-20:])


def measure(dice, normal, snooping):
    days = 40 if normal <= 200_000 else 200
    staff = [Staff(number, dice) for number in range(normal // days)]
    plan = planned(dice, staff, days, snooping)
    found, alarms, told = set(), 0, Counter()
    for day in range(days):
        came = defaultdict(set)
        mine = defaultdict(list)
        for session in plan[day]:
            mine[session.person].append(session)
        for one in staff:
            alarms += one_day(one, mine[one.id], day, dice, came, found, told)
        alarms += crowds(came, plan[day], found, told)
    sessions = {session for day in plan.values() for session in day}
    by_kind = {}
    for kind in KINDS:
        ones = {session for session in sessions if session.kind == kind}
        by_kind[kind] = f"{len(ones & found)} of {len(ones)}"
    return Measured(
        normal,
        len(sessions),
        len(found),
        alarms,
        days / DAYS_A_WEEK,
        len(staff),
        told,
        by_kind,
    )


@dataclass(frozen=True, eq=False)
class Session:
    """One person's snooping on one day."""

    kind: str
    person: UUID
    child: str
    size: int


def planned(dice, staff, days, snooping):
    plan = {day: [] for day in range(days)}
    left = snooping
    while left > 0:
        kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
        day = dice.randrange(21, days - 6) if days > 30 else dice.randrange(days - 6)
        if kind == "in the news":
            people = dice.sample(staff, min(left, dice.randrange(6, 20)))
            news = f"news {day} {left}"
            plan[day] += [Session(kind, one.id, news, 1) for one in people]
            left -= len(people)
        elif kind == "a few each day":
            one, often = dice.choice(staff), min(left, dice.randrange(3, 6))
            plan_for = range(day, day + often)
            for at in plan_for:
                plan[at].append(
                    Session(kind, one.id, f"{day} {at}", dice.randrange(2, 5))
                )
            left -= often
        else:
            size = (
                dice.randrange(5, 13) if kind == "neighbours" else dice.randrange(4, 11)
            )
            plan[day].append(
                Session(kind, dice.choice(staff).id, f"{day} {left}", size)
            )
            left -= 1
    return plan


def one_day(one, sessions, day, dice, came, found, told):
    """What the rules see of somebody's day; how many false alarms it gives."""
    missed, names, hour = by_chance(one, day, dice, came)
    for session in sessions:
        if session.kind == "taken home":
            hour = max(hour, int(max(one.own_most(), FLOOR) * session.size))
        elif session.kind in ("in the news", "own name"):
            missed.add(session.child)
            names |= {session.child} if session.kind == "own name" else set()
        else:
            missed |= {f"{session.child} {at}" for at in range(session.size)}
    for child in missed:
        came[child].add(one.id)
    one.missed = [(at, child) for at, child in one.missed if at > day - DAYS_A_WEEK]
    one.missed += [(day, child) for child in missed]
    seen = Day(
        one.id, "", frozenset(missed), frozenset(child for _, child in one.missed),
        hour, one.own_most(), frozenset(names),
    )  # fmt: skip
    one.most = [*one.most[-19:], hour]
    one.history = [*one.history, *sessions][-12:]
    return judge(one, seen, sessions, found, told)


def by_chance(one, day, dice, came):
    """What anybody's day can hold that looks a little like snooping."""
    missed, names, hour = set(), set(), one.hour(dice, day)
    stale, busiest = dice.random(), (0.002, 0.01, 0.06)
    for at in range(sum(stale < share for share in busiest)):
        # A child who has moved on was known to eight or so, who keep old links.
        missed.add(f"old {one.id.int // 8} {(day + at) % 5}")
    if one.id.int in circular(day):
        missed.add(f"wrong list {day}")
    if dice.random() < 0.0005:  # emergency access, rightly
        came[f"emergency {day} {dice.random()}"].add(one.id)
        if dice.random() < 0.0025:  # one family in 400 has one's name
            names.add("by chance")
    return missed, names, hour


def judge(one, seen, sessions, found, told):
    """What the rules say of a day, held against what it was."""
    rules = {finding.rule for finding in watching.of_day(seen, floor=FLOOR)}
    if not rules:
        return 0
    guilty = {*sessions, *recent(one)}
    told.update(rules if guilty else (f"{rule}, wrongly" for rule in rules))
    found.update(guilty)
    return 0 if guilty else 1


def circular(day):
    """Once in four weeks somebody sends a link to the wrong list, and people press it."""
    return range(day, day + 12) if day % 20 == 7 else ()


def recent(one):
    """An alert about a week leads to what was done in that week."""
    since = {child.rpartition(" ")[0] for at, child in one.missed}
    return [session for session in one.history if session.child in since]


def crowds(came, sessions, found, told):
    alarms = 0
    for child, people in came.items():
        gathering = Gathering(UUID(int=0), frozenset(people), team=0)
        if list(watching.of_gathering(gathering)):
            guilty = [session for session in sessions if session.child == child]
            told["crowd" if guilty else "crowd, wrongly"] += 1
            found.update(guilty)
            alarms += not guilty
    return alarms
