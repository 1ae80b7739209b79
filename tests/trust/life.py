"""A child's sharing life as a test remembers it, for the oracle to judge.

`Life` holds facts in the words of world files (docs/rules/worlds.md), and does by
itself what each act of the product should do to them. It reads nothing that the product
has stored but the ids of new records, and uses none of its rules.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.trust import oracle, oracle_facts
from tests.trust.oracle_facts import LONDON

CHILD = "child"
Fact = dict[str, Any]


def start_of(day: date) -> datetime:
    """The first instant of a day in London."""
    return datetime.combine(day, time(), LONDON).astimezone(oracle_facts.UTC)


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise AssertionError


@dataclass
class Life:
    """Every fact about one child, and the instant it is."""

    at: datetime
    born_on: date
    clearance: list[Fact]
    people: list[str]
    employments: list[Fact]
    ties: list[Fact] = field(default_factory=list)
    records: list[Fact] = field(default_factory=list)
    bases: list[Fact] = field(default_factory=list)
    restrictions: list[Fact] = field(default_factory=list)
    glasses: list[Fact] = field(default_factory=list)
    # What the oracle is not told: only what rests on it.
    agreements: list[Fact] = field(default_factory=list)
    seals: list[Fact] = field(default_factory=list)
    paused: dict[str, list[Fact]] = field(default_factory=dict)
    number: int = 0

    # --- Instants ---

    @property
    def today(self) -> date:
        return self.at.astimezone(LONDON).date()

    @property
    def switch(self) -> datetime:
        return oracle_facts.switch_at(self.born_on)

    @property
    def grace_ends(self) -> datetime:
        """Six months from the switch (decision 13)."""
        return start_of(months_on(self.switch.astimezone(LONDON).date(), 6))

    def live(self, fact: Fact, at: datetime | None = None) -> bool:
        at = at or self.at
        return fact["from"] <= at and (fact["to"] is None or at < fact["to"])

    def in_force(self, basis: Fact) -> bool:
        withdrawn = basis["withdrawn_at"]
        return self.live(basis) and (withdrawn is None or self.at < withdrawn)

    # --- What the oracle says ---

    def world(self, at: datetime) -> Fact:
        glasses = [{**one, "opened_at": one["from"], "expires_at": one["to"]} for one in self.glasses]  # fmt: skip
        world = {
            "id": "a life", "at": at, "clearance": self.clearance,
            "persons": [{"id": one, "active": True} for one in self.people],
            "agencies": [{"id": one} for one in sorted({job["agency"] for job in self.employments})],
            "employments": self.employments,
            "children": [{"id": CHILD, "born_on": self.born_on}],
            "ties": self.ties, "records": self.records, "bases": self.bases,
            "restrictions": self.restrictions, "glasses": glasses,
        }  # fmt: skip
        return _plain(world)

    def seen(self, at: datetime) -> dict[tuple[str, str], set[str]]:
        """(person, hat) → the records they see at an instant, by the oracle."""
        found: dict[tuple[str, str], set[str]] = {}
        for line in oracle.decide(self.world(at)):
            seen = found.setdefault((line["person"], line["hat"]), set())
            if line["allowed"]:
                seen.add(line["record"])
        return found

    # --- Facts ---

    def name(self) -> str:
        self.number += 1
        return f"fact {self.number}"

    def add_tie(self, person: str, kind: str, agency: str | None, role: str, **more: Any) -> Fact:  # fmt: skip
        tie = {"id": self.name(), "person": person, "child": CHILD, "kind": kind,
               "agency": agency, "role": role, "from": self.at, "to": None, **more}  # fmt: skip
        self.ties.append(tie)
        return tie

    def add_record(self, key: str, owner: str | None, author: str, **more: Any) -> None:
        self.records.append(
            {"id": key, "child": CHILD, "owner": owner or "family", "author": author,
             "category": "involvement", "sensitivity": 1, "state": "live", "release": 2,
             "about_person": None, "made_at": self.at, **more}
        )  # fmt: skip

    def add_basis(self, category: str, until: datetime | None, **more: Any) -> Fact:
        basis = {"id": self.name(), "child": CHILD, "to_agency": None, "to_person": None,
                 "category": category, "max_sensitivity": 1, "kind": "consent", "from": self.at,
                 "to": until, "withdrawn_at": None, "covers_history": True, **more}  # fmt: skip
        self.bases.append(basis)
        return basis

    def add_restriction(self, aimed_at: Any, **more: Any) -> Fact:
        restriction = {"id": self.name(), "child": CHILD, "record": None, "category": None,
                       "aimed_at": aimed_at, "exempt": [], "breakable": False,
                       "from": self.at, "to": None, **more}  # fmt: skip
        self.restrictions.append(restriction)
        return restriction

    def team_tie(self, person: str) -> Fact | None:
        return next((one for one in self.ties if one["person"] == person
                     and one["kind"] == "team" and self.live(one)), None)  # fmt: skip

    def end_tie(self, tie: Fact, at: datetime | None = None) -> None:
        tie["to"] = max(at or self.at, tie["from"])

    # --- Agreements ---

    def add_agreement(self, key: Any, agency: str, asked: list[str], chosen: list[str] | None,
                      until_on: date, *, history: bool) -> None:  # fmt: skip
        whole = list(dict.fromkeys([*asked, "involvement"]))
        kinds = [one for one in whole if chosen is None or one in chosen]
        agreement = {"id": self.name(), "key": key, "agency": agency, "kinds": kinds,
                     "until_on": until_on, "history": history, "state": "agreed",
                     "at": self.at, "choice": None}  # fmt: skip
        self.agreements.append(agreement)
        for kind in kinds:
            self.add_basis(kind, self.ends(agreement, kind), to_agency=agency,
                           covers_history=history or kind == "involvement", agreement=agreement["id"])  # fmt: skip
        self.paused.pop(agency, None)

    def ends(self, agreement: Fact, kind: str) -> datetime:
        """When what rests on an agreement ends (decision 13, rules A2 to A7, Y1)."""
        end = max(start_of(agreement["until_on"]), self.at)
        if agreement["at"] >= self.switch:
            return end
        if agreement["choice"] is None:
            return min(end, self.grace_ends)
        return end if kind in agreement["choice"] else min(end, self.switch)

    def agreement(self, name: str) -> Fact:
        return next(one for one in self.agreements if one["id"] == name)

    def agreed_with(self, agency: str) -> list[Fact]:
        return [one for one in self.agreements
                if one["agency"] == agency and one["state"] == "agreed"]  # fmt: skip

    def running(self, agency: str) -> list[Fact]:
        return [one for one in self.agreed_with(agency) if one["until_on"] > self.today]

    def agreed_bases(self, agency: str) -> list[Fact]:
        return [one for one in self.bases if one["to_agency"] == agency
                and one["kind"] == "consent" and self.in_force(one)]  # fmt: skip

    def show(self, agency: str, kind: str) -> None:
        rests_on = max(
            self.running(agency), key=lambda one: (kind in one["kinds"], one["until_on"])
        )  # fmt: skip
        covers = rests_on["history"] and kind in rests_on["kinds"]
        self.add_basis(kind, self.ends(rests_on, kind), to_agency=agency,
                       covers_history=covers, agreement=rests_on["id"])  # fmt: skip

    def withdraw(self, bases: list[Fact]) -> list[Fact]:
        for one in bases:
            one["withdrawn_at"] = self.at
        return bases

    def pause(self, agency: str) -> None:
        if agency not in self.paused:
            resting = self.withdraw(self.agreed_bases(agency))
            self.paused[agency] = [one["id"] for one in resting]

    def go_on(self, agency: str) -> None:
        resting = self.paused.pop(agency)
        for one in [one for one in self.bases if one["id"] in resting]:
            agreement = self.agreement(one["agreement"])
            end = self.ends(agreement, one["category"])
            if agreement["state"] == "agreed" and end > self.at:
                self.add_basis(one["category"], end, to_agency=agency, agreement=one["agreement"],
                               covers_history=one["covers_history"])  # fmt: skip

    def stop(self, agency: str) -> None:
        for one in self.agreed_with(agency):
            one["state"] = "withdrawn"
            rested = [basis for basis in self.bases if basis.get("agreement") == one["id"]
                      and basis["withdrawn_at"] is None]  # fmt: skip
            self.withdraw(rested)
        self.paused.pop(agency, None)

    def prolong(self, agency: str) -> None:
        for one in self.running(agency):
            if one["until_on"] <= self.today + timedelta(days=30):
                one["until_on"] = months_on(one["until_on"], 12)
                for basis in self.agreed_bases(agency):
                    if basis["agreement"] == one["id"]:
                        basis["to"] = self.ends(one, basis["category"])

    def share_with(self, person: str, kinds: list[str], until_on: date) -> None:
        """What those who decide now allow somebody of the family."""
        before = self.at < self.switch
        self.withdraw([
            one for one in self.bases if one["to_person"] == person
            and one["withdrawn_at"] is None and (one["from"] < self.switch) == before
        ])  # fmt: skip
        end = max(start_of(until_on), self.at)
        for kind in kinds:
            self.add_basis(
                kind, min(end, self.switch) if before else end, to_person=person
            )

    def choose_for(self, person: str, kinds: list[str]) -> None:
        """What the young person chooses for after the switch."""
        self.withdraw([
            one for one in self.bases if one["to_person"] == person
            and one["withdrawn_at"] is None and one["from"] >= self.switch
        ])  # fmt: skip
        start = max(self.at, self.switch)
        end = start_of(months_on(start.astimezone(LONDON).date(), 12))
        for kind in kinds:
            self.add_basis(kind, end, to_person=person, **{"from": start})

    def choose(self, agreement: Fact, kinds: list[str]) -> None:
        """What the young person lets a service go on with."""
        kept = [one for one in agreement["kinds"] if one in kinds]
        agreement["choice"] = (
            list(dict.fromkeys([*kept, "involvement"])) if kept else []
        )
        start = max(self.at, self.switch)
        for basis in self.bases:
            ours = (
                basis.get("agreement") == agreement["id"]
                and basis["withdrawn_at"] is None
            )
            if ours and (basis["to"] is None or basis["to"] > self.at):
                whole = start_of(agreement["until_on"])
                end = whole if basis["category"] in agreement["choice"] else start
                basis["to"] = max(end, basis["from"])

    # --- Seals ---

    def add_seal(self, key: Any, by: str, aim: Any, confirm_by: datetime | None, **what: Any) -> None:  # fmt: skip
        seal = {"id": self.name(), "key": key, "by": by, "waits": confirm_by is not None,
                "two": False, "asked": None, "lifted": False}  # fmt: skip
        self.seals.append(seal)
        also = {"exempt": [by], "seal": seal["id"], **what}
        self.add_restriction(aim, breakable=True, **also)
        if confirm_by:
            self.add_restriction(aim, breakable=False, **also, to=confirm_by)

    def of_seal(self, seal: Fact) -> list[Fact]:
        return [one for one in self.restrictions if one.get("seal") == seal["id"]]

    def confirm(self, seal: Fact) -> None:
        """From now on it holds against emergency access, as long as it holds at all."""
        seal["waits"], seal["two"] = False, True
        soft, *hard = self.of_seal(seal)
        if holding := [one for one in hard if self.live(one)]:
            for one in holding:
                one["to"] = soft["to"]
        else:
            what = {name: value for name, value in soft.items() if name != "id"}
            self.add_restriction(what.pop("aimed_at"),
                                 **{**what, "breakable": False, "from": self.at})  # fmt: skip

    def lift(self, seal: Fact, by: str) -> None:
        if seal["two"] and seal["asked"] is None:
            seal["asked"] = by
            return
        seal["waits"] = False
        seal["lifted"] = True
        for one in self.of_seal(seal):
            if self.live(one):
                one["to"] = self.at

    # --- Putting a backup back ---

    def copy(self) -> "Life":
        return deepcopy(self)

    def put_back(self, now: "Life") -> "Life":
        """This life, no more open in any fact than the one that was lost."""
        kept = self.copy()
        kept.at, kept.number = now.at, now.number
        for name, fields in (
            ("employments", {"to": _earlier}),
            ("ties", {"to": _earlier}),
            ("glasses", {"to": _earlier}),
            (
                "bases",
                {"to": _earlier, "withdrawn_at": _earlier, "covers_history": min},
            ),
            ("records", {"release": min}),
            ("restrictions", {"to": _later, "breakable": min}),
            ("agreements", {"state": max}),  # withdrawn comes after agreed
        ):
            lost = {one["id"]: one for one in getattr(now, name)}
            for one in getattr(kept, name):
                for each, rule in fields.items():
                    one[each] = rule(one[each], lost[one["id"]][each])
        here = {one["id"] for one in (*kept.restrictions, *kept.records)}
        again = [
            one
            for one in now.copy().restrictions
            if one["id"] not in here and one["record"] in (None, *here)
        ]
        kept.restrictions += again
        lost_seals = {one["id"]: one for one in now.copy().seals}
        for seal in kept.seals:
            if lost_seals.pop(seal["id"])["two"]:
                seal["two"], seal["waits"] = True, False
        back = {one.get("seal") for one in again}
        kept.seals += [one for one in lost_seals.values() if one["id"] in back]
        return kept


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((end for end in (one, other) if end), default=None)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
    return value
