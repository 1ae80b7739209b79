"""What is said about the children: records with their content, in order of time.

Every child begins in the same way (where they go, who takes part, a first concern, a
plan) and goes on with what settings and homes write from day to day. Who writes, for
whom it is released and how sensitive it is vary as they do in life.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.bench import telling
from tests.bench.area import SEED, Area, Child, Seat, stamp
from tests.bench.loading import Loader, Row
from tests.bench.population import FIRST_SETTING

SPAN = timedelta(days=3 * 365)
# Children with a fixed number of records in every size, to compare pages of: by their
# place in the area. Three are in the first key worker's group; the fourth is the only
# child of somebody with one. Their plans are open, and how they begin is released, so
# that a page of little asks about the same things as a page of much.
FIXED = {1: 10, 3: 1_000, 4: 100, FIRST_SETTING: 101}
OPENING = (
    "attendance", "part", "observation", "plan", "outcome", "strategy", "rating",
    "entry", "part", "activity", "story", "concern", "part", "practice", "outcome",
    "view", "part", "assessment", "part", "strategy",
)  # fmt: skip
EVERYDAY = {
    "observation": 27, "practice": 27, "entry": 24, "rating": 8, "view": 2,
    "strategy": 1, "outcome": 1, "assessment": 3, "concern": 1, "photo": 6,
}  # fmt: skip
TABLES = {
    "attendance": ("evidence_attendance", "evidence.attendance", "location"),
    "part": ("team_involvement", "team.involvement", "involvement"),
    "observation": ("evidence_observation", "evidence.observation", "education"),
    "plan": ("plans_plan", "plans.plan", "plan"),
    "outcome": ("plans_outcome", "plans.outcome", "plan"),
    "strategy": ("plans_strategy", "plans.strategy", "plan"),
    "rating": ("plans_rating", "plans.rating", "plan"),
    "entry": ("book_entry", "book.entry", "book"),
    "activity": ("plans_activity", "plans.activity", "plan"),
    "story": ("evidence_story", "evidence.story", "voice"),
    "concern": ("evidence_concern", "evidence.concern", "education"),
    "practice": ("plans_practice", "plans.practice", "plan"),
    "view": ("plans_view", "plans.view", "plan"),
    "assessment": ("evidence_assessment", "evidence.assessment", "report"),
    "photo": ("evidence_photo", "evidence.photo", "photos"),
}
FROM_HOME = {"practice": 0.5, "entry": 0.45, "rating": 0.4, "observation": 0.25,
             "view": 0.4, "photo": 0.4, "story": 1.0}  # fmt: skip
FROM_THERAPY = {"assessment": 0.8, "activity": 0.5, "observation": 0.08,
                "rating": 0.1, "practice": 0.08, "view": 0.2}  # fmt: skip


@dataclass
class Life:
    """What there is about one child so far."""

    child: Child
    number: int = 0
    parts: list[Seat] = field(default_factory=list)
    plan: str = ""
    outcomes: list[str] = field(default_factory=list)
    strategies: list[str] = field(default_factory=list)
    newest: str = ""
    question: str = ""


class Lives:
    """Writes records, one after the other."""

    def __init__(self, area: Area, loader: Loader) -> None:
        self.area, self.loader, self.now = area, loader, area.now
        self.random = random.Random(SEED + 1)
        self.lives = [Life(child) for child in area.children]
        for life in self.lives:
            seats = life.child.seats
            life.parts = [*life.child.family, *seats.values()]
        self.fixed = {area.children[place].id for place in FIXED}
        self.kinds = list(EVERYDAY)
        self.weights = list(EVERYDAY.values())

    def write(self, number: int) -> None:
        """So many records, evenly over three years."""
        for place, child in enumerate(self._whose(number)):
            at = self.now - SPAN * (1 - (place + self.random.random()) / number)
            self._say(self.lives[child], at)

    def _whose(self, number: int) -> list[int]:
        """Some children have many records and most have few."""
        weights = [self.random.lognormvariate(0, 0.8) for _ in self.lives]
        for place in range(len(weights)):
            if self.area.children[place].setting == self.area.children[0].setting:
                weights[place] *= 2
        for place in FIXED:
            weights[place] = 0
        everybody = range(len(weights))
        free = number - sum(FIXED.values())
        drawn = self.random.choices(everybody, weights=weights, k=free)
        for place, records in FIXED.items():
            drawn += [place] * records
        self.random.shuffle(drawn)
        return drawn

    # --- One record -------------------------------------------------------------------

    def _say(self, life: Life, at: datetime) -> None:
        kind = self._kind(life)
        life.number += 1
        seat = self._author(life.child, kind)
        record = f"{self.random.getrandbits(128):032x}"
        table, known_as, category = TABLES[kind]
        self.loader.add(
            "sharing_record",
            self._envelope(life, seat, record, at, known_as, category),
        )
        content: Callable[[Life, datetime, Seat, str], Row] = getattr(self, f"_{kind}")
        self.loader.add(table, {"record_id": record, **content(life, at, seat, record)})
        life.newest = record

    def _kind(self, life: Life) -> str:
        if life.number < len(OPENING):
            kind = OPENING[life.number]
        else:
            kind = self.random.choices(self.kinds, weights=self.weights)[0]
        needed = {
            "outcome": life.plan, "strategy": life.outcomes, "rating": life.outcomes,
            "view": life.outcomes, "activity": life.strategies,
            "practice": life.strategies, "part": life.parts, "photo": life.newest,
        }  # fmt: skip
        return kind if needed.get(kind, True) else "observation"

    def _author(self, child: Child, kind: str) -> Seat:
        """The family, a therapist, or the setting: whoever writes this kind of thing."""
        draw, seats = self.random.random(), child.seats
        if child.family and draw < FROM_HOME.get(kind, 0):
            return child.family[0]
        therapist = seats.get("speech_therapist")
        if therapist and draw > 1 - FROM_THERAPY.get(kind, 0):
            return therapist
        if kind in ("plan", "outcome", "strategy", "attendance", "concern", "part"):
            return seats["senco"]
        return seats[self.random.choice(("key_worker", "key_worker", "teacher"))]

    def _envelope(
        self,
        life: Life,
        seat: Seat,
        record: str,
        at: datetime,
        kind: str,
        category: str,
    ) -> Row:
        draw = self.random.random
        sensitivity, state, release = 1, "live", 2
        everyday = life.number > len(OPENING)
        if everyday and draw() < 0.12:
            sensitivity = 2 if draw() < 0.85 else 3
        if everyday and draw() < 0.04:
            state = "draft" if draw() < 0.75 else "erased"
        if draw() < 0.12 and (everyday or life.child.id not in self.fixed):
            release = 0 if draw() < 0.7 else 1
        if everyday and draw() < 0.02:
            category = self.random.choice(("safeguarding", "health", "social"))
        if everyday and draw() < 0.001:
            self.area.seal(life.child, "everyone", record_id=record, breakable=1)
        family = life.child.family
        about = family[0].person if everyday and family and draw() < 0.01 else None
        return {
            "id": record, "child_id": life.child.id, "owner_agency_id": seat.agency,
            "author_id": seat.person, "category": category,
            "sensitivity": sensitivity, "state": state, "release": release,
            "about_person_id": about, "kind": kind, "made_at": stamp(at),
            "changed_at": None, "version": 1,
            "version_hash": f"{self.random.getrandbits(256):064x}",
        }  # fmt: skip

    def _day(self, days: float) -> str:
        return str((self.now + timedelta(days=days)).date())

    # --- What it says -----------------------------------------------------------------

    def _attendance(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"agency_id": life.child.setting, "group": "Robin Room",
                "days": json.dumps(["Monday", "Tuesday", "Thursday"]),
                "from_on": self._day(-1000), "until_on": None}  # fmt: skip

    def _part(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        member = life.parts.pop(0)
        return {"tie_id": member.tie, "does": telling.DOES, "reach": "Ring the office",
                "reach_when": "", "covered_by": "",
                "leads": int(member.role == "senco")}  # fmt: skip

    def _observation(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"saw": self.random.choice(telling.SAW), "means": "",
                "seen_at": stamp(at),
                "areas": json.dumps([self.random.choice(telling.AREAS)])}  # fmt: skip

    def _photo(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"of_id": life.newest, "file": f"{self.random.getrandbits(256):064x}",
                "width": 1200, "height": 900, "shows": "The brick tower"}  # fmt: skip

    def _plan(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        life.plan = record
        return {"title": "Support plan", "starts_on": str(at.date()),
                "review_on": self._day(self.random.randint(-5, 180)),
                "review_words": "Review with everybody",
                "state": "open" if self._is_open(life) else "closed"}  # fmt: skip

    def _is_open(self, life: Life) -> bool:
        """Most plans are; those of the compared children always."""
        draw = self.random.random()
        return draw < 0.85 or life.child.id in self.fixed

    def _outcome(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        title, measure = telling.OUTCOMES[len(life.outcomes) % len(telling.OUTCOMES)]
        open_now = len(life.outcomes) < 3
        life.outcomes.append(record)
        return {"plan_id": life.plan, "title": title, "wording": title + ".",
                "area": self.random.choice(telling.AREAS), "measure": measure,
                "baseline": 1, "baseline_on": str(at.date()), "target": 8,
                "due_on": self._day(120), "state": "open" if open_now else "met",
                "taken_from_id": None}  # fmt: skip

    def _strategy(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        life.strategies.append(record)
        return {"outcome_id": self.random.choice(life.outcomes),
                "title": self.random.choice(telling.STRATEGIES),
                "why": "It leaves time to answer.", "instead_of": "",
                "taken_from_id": None}  # fmt: skip

    def _rating(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"outcome_id": self.random.choice(life.outcomes),
                "counted_on": str(at.date()), "value": self.random.randint(0, 9),
                "note": self.random.choice(telling.NOTES)}  # fmt: skip

    def _view(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"outcome_id": self.random.choice(life.outcomes), "stance": "agrees",
                "words": "", "of_version": 1}  # fmt: skip

    def _practice(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"strategy_id": self.random.choice(life.strategies),
                "place": "setting" if seat.agency else "home", "on": str(at.date()),
                "went": self.random.choice(("did", "did", "tried", "not_today")),
                "note": self.random.choice(telling.NOTES)}  # fmt: skip

    def _activity(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"strategy_id": life.strategies[-1], "title": "One word longer",
                "steps": json.dumps(telling.STEPS), "minutes": 5, "elsewhere": "",
                "until_on": None}  # fmt: skip

    def _entry(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        answers, life.question = life.question or None, ""
        asks = not answers and self.random.random() < 0.05
        if asks:
            life.question = record
        return {"words": self.random.choice(telling.DAY),
                "facts": json.dumps({"night": "well", "mood": "cheerful"}),
                "question": self.random.choice(telling.QUESTIONS) if asks else "",
                "answers_id": answers}  # fmt: skip

    def _story(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"words": "We are proud of how hard our child tries."}

    def _concern(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"wondering": "Talking seems harder than for the others.",
                "areas": json.dumps(["communication"]), "tried": "", "family_told": 1,
                "why_not_told": "", "look_again_on": str((at + timedelta(60)).date())}  # fmt: skip

    def _assessment(self, life: Life, at: datetime, seat: Seat, record: str) -> Row:
        return {"title": self.random.choice(telling.REPORTS),
                "seen_on": str(at.date()), "how": "Play and talk",
                "summary": telling.SUMMARY}  # fmt: skip


def write(area: Area, loader: Loader, number: int) -> dict[str, Any]:
    """Write so many records; says what the measurements look for."""
    Lives(area, loader).write(number)
    return {
        "viewers": area.viewers,
        "children": {
            str(records): area.children[place].id for place, records in FIXED.items()
        },
        "family": {
            str(records): area.children[place].family[0].person
            for place, records in FIXED.items()
        },
    }
