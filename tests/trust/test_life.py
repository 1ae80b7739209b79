"""A child's sharing life, made up by a machine: what is seen is what the oracle says.

Operations of the product happen in any order while the clock moves on, the young person
comes to decide, backups are put back. The test keeps the facts by itself (`life.py`);
after every step the independent oracle says from those what each person in each hat may
see, now and at the moments at which something changes by itself. A whole proof
(PLAIT_PROOF=whole) tries many more lives.
"""

from collections import Counter
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import count
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import TestCase
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from plait.access.decisions import NotPermitted, TooLate
from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
from plait.agencies.models import Employment
from plait.children import operations as children
from plait.children.finding import Sought
from plait.children.models import Child, Tie
from plait.children.operations import Card
from plait.config.backups import restoring
from plait.config.backups.making import Manifest
from plait.evidence.models import Observation
from plait.ledger.models import Head
from plait.sharing import (
    agreements,
    change_over,
    changing,
    conflict_lock,
    door,
    holding,
    operations,
    sealing,
)
from plait.sharing.agreements import Wish
from plait.sharing.categories import CLEARANCES
from plait.sharing.emergency import operations as opening
from plait.sharing.emergency.operations import Need
from plait.sharing.keeping import Hold, SealWish
from plait.sharing.models import Record, Seal
from plait.team import operations as team
from plait.team.operations import handing_over, membership, orders
from plait.team.operations.handing_over import Passing
from plait.team.operations.membership import Part
from plait.team.operations.orders import Order
from tests.cast import has_signed
from tests.trust import oracle_facts
from tests.trust.life import CHILD, Life, start_of

WHY = "a life, compared with what the oracle says of it"
REFUSED = (NotPermitted, TooLate, Record.DoesNotExist, Seal.DoesNotExist, Child.DoesNotExist)  # fmt: skip
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)

WORKERS = {
    "priya": "thornbridge", "jonah": "thornbridge", "kit": "thornbridge",
    "dewi": "moorview", "tomasz": "rowan", "sofia": "harrowmere-care",
    "petra": "riverside", "margaret": "bramblecote", "daniel": "harrowmere",
}  # fmt: skip
PARENTS, RELATIVE, SELF = ("michelle", "daniel"), "edith", "mika"
AT_HOME = (*PARENTS, RELATIVE, SELF)
SERVICES = {"moorview": "dewi", "rowan": "tomasz"}
KINDS = ("plan", "education", "health", "home_life", "location")

service = st.sampled_from(sorted(SERVICES))
kind = st.sampled_from(KINDS)
kinds = st.lists(kind, min_size=1, max_size=3, unique=True)
# Mostly one of those who decide at that moment, and now and then somebody else.
decider = st.sampled_from(["decides", "decides", "decides", *AT_HOME])
worker = st.sampled_from(["jonah", "kit", "dewi", "tomasz", "sofia", "margaret"])
which = st.integers(0, 30)
days = st.sampled_from([2, 25, 200, 900])


class Sharing(RuleBasedStateMachine):
    """One child. `cast`, `folder`, `fired` and `refused` are given by the test."""

    cast, folder = None, None
    fired, refused, compared, backups = Counter(), Counter(), Counter(), count()

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.undo.callback(transaction.set_rollback, True)
        journal = self.folder / str(next(self.backups))
        journal.mkdir()
        self.undo.enter_context(
            mock.patch.object(django_settings, "JOURNAL_ROOTS", [journal])
        )
        self.backup: tuple[str, int, Life] | None = None
        self.happened = Counter()  # in this life; `fired` counts over all of them

    def teardown(self) -> None:
        self.undo.close()

    # --- Acting ---

    def viewer(self, who: str, *, home: bool = False) -> Viewer:
        code = None if home or who not in WORKERS else WORKERS[who]
        agency = self.cast.agencies[code].pk if code else None
        role = self.jobs[who].role if code else FAMILY
        person = self.people[who]
        return Viewer(Hat(person.pk, agency), self.life.at, role, person.name)

    def do(self, what: str, act):
        """An act and what it led to; None when it was refused. A minute passes."""
        self.life.at += A_MINUTE
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                done = act()
        except REFUSED:
            self.refused[what] += 1
            return None
        self.has_happened(what)
        return done or True

    def has_happened(self, what: str) -> None:
        self.happened[what] += 1
        self.fired[what] += 1

    def as_(self, who: str, *, home: bool = False):
        return {"child": self.child, "viewer": self.viewer(who, home=home)}

    def decides(self, who: str):
        if who == "decides":
            who = SELF if self.life.at >= self.life.switch else PARENTS[0]
        return self.as_(who, home=True)

    def note_new_record(self, owner: str | None, author: str, **more) -> None:
        """One record is new: its id is all that is taken over."""
        known = {one["id"] for one in self.life.records}
        every = Record.objects.unfiltered(WHY).filter(child=self.child)
        new = {str(pk) for pk in every.values_list("pk", flat=True)} - known
        (key,) = new
        self.life.add_record(key, owner, author, **more)

    @initialize()
    def begin(self) -> None:
        """A girl of fifteen, her family, and the college that looks after the plan."""
        self.people = dict(self.cast.people)
        for key in ("kit", SELF):
            self.people[key] = Person.objects.create_user(
                email=f"{key}@plait.example", name=key.title()
            )
        now = self.cast.now
        Employment.objects.create(
            person=self.people["kit"], agency=self.cast.agencies["thornbridge"],
            role="key_worker", from_at=now - A_DAY,
        )  # fmt: skip
        has_signed(self.people["kit"])
        self.jobs = {
            who: Employment.objects.get(
                person=self.people[who], agency=self.cast.agencies[code]
            )
            for who, code in WORKERS.items()
        }
        self.life = Life(
            at=now, born_on=self._born_on(now), people=sorted({*WORKERS, *AT_HOME}),
            clearance=[
                {"role": role, "category": category, "max_sensitivity": highest}
                for role, levels in CLEARANCES.items() for category, highest in levels.items()
            ],
            employments=[
                {"id": who, "person": who, "agency": code, "from": self.jobs[who].from_at,
                 "to": None} for who, code in WORKERS.items()
            ],
        )  # fmt: skip
        self._welcome()
        self._family()
        self._a_year_later()

    def _a_year_later(self) -> None:
        """Enough of a life that most acts have something to act on."""
        self.join(who="jonah")
        for who in ("priya", "jonah", "michelle", SELF):
            for one in KINDS[:3]:
                self.write(who=who, kind=one, level=1, draft=False)
        for agency, length in (("moorview", 900), ("rowan", 25)):
            self.agree(agency=agency, asked=list(KINDS[:4]), some=None, who=PARENTS[0],
                       length=length, history=True)  # fmt: skip
            self.write(who=SERVICES[agency], kind="health", level=1, draft=False)
        self.let_a_relative_see(
            person=RELATIVE, chosen=["plan"], length=900, who=PARENTS[0]
        )

    def _born_on(self, now) -> date:
        """The switch is the next one that lies ahead."""
        year = now.year
        while oracle_facts.switch_at(date(year - 16, 3, 1)) <= now + A_DAY:
            year += 1
        return date(year - 16, 3, 1)

    def _welcome(self) -> None:
        card = Card(given_name="Mika", family_name="Sharing", born_on=self.life.born_on)
        priya = self.viewer("priya")
        self.child = team.welcome_child(card, viewer=priya, part=Part(leads=True))
        tie = Tie.objects.get(child=self.child)
        self.life.add_tie("priya", "team", "thornbridge", "senco", key=tie.pk)
        self.life.add_basis(
            "involvement", None, to_agency="thornbridge", kind="public_task"
        )
        self.note_new_record("thornbridge", "priya")

    def _family(self) -> None:
        for who, role in ((PARENTS[0], "pr"), (PARENTS[1], "pr"), (RELATIVE, "relative")):  # fmt: skip
            membership.record_family(
                person_id=self.people[who].pk, relation="family", role=role,
                **self.as_("priya"),
            )  # fmt: skip
            self._at_home(who, "family", role)
        tie = children.tie_person(
            person_id=self.people[SELF].pk, kind="self", role="self", **self.as_("priya")
        )  # fmt: skip
        self_part = {**self.as_("priya"), "part": Part()}
        conflict_lock.lock_out(self.people[SELF].pk, "family", **self.as_("priya"))
        membership.record_part(tie, **self_part)
        self._at_home(SELF, "self", "self")

    def _at_home(self, who: str, kind_of_tie: str, role: str) -> None:
        self.life.add_tie(who, kind_of_tie, None, role)
        self.life.add_restriction({"person_at_work": who})
        self.note_new_record("thornbridge", "priya")

    # --- Writing ---

    @rule(who=st.sampled_from(["priya", "jonah", "dewi", "tomasz", "michelle", SELF]),
          kind=kind, level=st.sampled_from([1, 1, 2]), draft=st.booleans())  # fmt: skip
    def write(self, who, kind, level, draft):
        state = "draft" if draft else "live"
        note = Observation(
            saw=f"Said {self.life.name()}", areas=[], seen_at=self.life.at
        )
        found = self.do("write", lambda: operations.write(
            note, act="evidence.observation.noted", category=kind, sensitivity=level,
            state=state, **self.as_(who)))  # fmt: skip
        if found:
            owner = WORKERS.get(who)
            self.note_new_record(
                owner, who, category=kind, sensitivity=level, state=state
            )

    # --- The team ---

    @rule(who=worker)
    def join(self, who):
        found = self.do("join", lambda: team.join_team(
            employment=self.jobs[who], **self.as_("priya")))  # fmt: skip
        if found:
            self._joined(found, who)

    def _joined(self, tie, who: str, *, author: str = "priya", **more) -> None:
        role = self.jobs[who].role
        self.life.add_tie(who, "team", WORKERS[who], role, key=tie.pk, **more)
        self.note_new_record(WORKERS[who], author)

    @rule(who=worker)
    def leave_team(self, who):
        part = self.life.team_tie(who)
        if part and self.do("leave", lambda: team.leave_team(
            Tie.objects.get(pk=part["key"]), **self.as_(who))):  # fmt: skip
            self.life.end_tie(part)

    @rule(to=st.sampled_from(["kit", "jonah"]))
    def hand_over(self, to):
        """A colleague’s part, or Priya’s own eyes on it stay."""
        away = {"kit": "jonah", "jonah": "kit"}[to]
        part, theirs = self.life.team_tie(away), self.life.team_tie(to)
        found = part and self.do("hand over", lambda: team.hand_over_part(
            Tie.objects.get(pk=part["key"]), self.jobs[to], **self.as_("priya")))  # fmt: skip
        if found:
            if theirs:
                self.life.end_tie(theirs)
            self.life.end_tie(part)
            self._joined(found, to)

    @rule(to=st.sampled_from(["kit", "jonah"]), length=st.sampled_from([0, 6]))
    def cover(self, to, length):
        away = {"kit": "jonah", "jonah": "kit"}[to]
        part = self.life.team_tie(away)
        there = self.life.team_tie(to)
        if part is None or there:
            return
        until_on = self.life.today + length * A_DAY
        found = self.do("cover", lambda: handing_over.cover(
            [Passing(Tie.objects.get(pk=part["key"]), self.jobs[to])],
            viewer=self.viewer("priya"), from_at=self.life.at, until_on=until_on))  # fmt: skip
        if found:
            tie = Tie.objects.filter(child=self.child, person=self.people[to]).latest(
                "from_at"
            )
            self._joined(tie, to, to=start_of(until_on + A_DAY))

    @precondition(lambda self: not self.happened["leave the college"])
    @rule(who=st.sampled_from(["kit", "jonah"]))
    def leave_the_college(self, who):
        job = self.jobs[who]
        employed = next(one for one in self.life.employments if one["person"] == who)
        if employed["to"] is None and self.do("leave the college", lambda: team.leave_agency(
            job, viewer=self.viewer("priya"))):  # fmt: skip
            employed["to"] = self.life.at
            for tie in self.life.ties:
                if tie["person"] == who and self.life.live(tie):
                    self.life.end_tie(tie)

    # --- Agreeing, and changing what was agreed ---

    @rule(agency=service, asked=kinds, some=st.one_of(st.none(), kinds), who=decider,
          length=days, history=st.booleans())  # fmt: skip
    def agree(self, agency, asked, some, who, length, history):
        until_on = self.life.today + length * A_DAY
        wish = Wish(with_agency_id=self.cast.agencies[agency].pk, categories=tuple(asked),
                    purpose="So that they can help", until_on=until_on, covers_history=history,
                    brings_in_id=self.jobs[SERVICES[agency]].pk)  # fmt: skip

        def asked_and_answered():
            waiting = agreements.ask(wish, **self.as_("priya"))
            return team.agree(waiting.pk, categories=some, **self.decides(who))

        there = self.life.team_tie(SERVICES[agency])
        if found := self.do("agree", asked_and_answered):
            self.life.add_agreement(
                found.pk, agency, asked, some, until_on, history=history
            )
            if there is None:
                ties = Tie.objects.filter(
                    child=self.child, person=self.people[SERVICES[agency]]
                )
                self._joined(ties.latest("from_at"), SERVICES[agency])

    def change(self, what, act, agency, who, *more) -> bool:
        return bool(self.do(what, lambda: act(
            self.cast.agencies[agency].pk, *more, **self.decides(who))))  # fmt: skip

    @rule(agency=service, number=which, who=decider)
    def hide(self, agency, number, who):
        shown = sorted({one["category"] for one in self.life.agreed_bases(agency)})
        kind = shown[number % len(shown)] if shown else KINDS[0]
        if self.change("hide", changing.hide, agency, who, kind):
            live = self.life.agreed_bases(agency)
            self.life.withdraw([one for one in live if one["category"] == kind])

    @rule(agency=service, kind=kind, who=decider)
    def show(self, agency, kind, who):
        shown = {one["category"] for one in self.life.agreed_bases(agency)}
        kind = next((one for one in KINDS if one not in shown), kind)
        if self.change("show", changing.show, agency, who, kind):
            self.life.show(agency, kind)

    @rule(agency=service, who=decider)
    def pause(self, agency, who):
        if self.change("pause", changing.pause, agency, who):
            self.life.pause(agency)

    @precondition(lambda self: self.life.paused)
    @rule(agency=service, who=decider)
    def go_on(self, agency, who):
        if self.change("go on", changing.go_on, agency, who):
            self.life.go_on(agency)

    @rule(agency=service, who=decider)
    def stop(self, agency, who):
        if self.change("stop", agreements.stop_sharing, agency, who):
            self.life.stop(agency)

    @rule(agency=service, who=decider)
    def prolong(self, agency, who):
        if self.change("prolong", changing.prolong, agency, who):
            self.life.prolong(agency)

    @rule(
        person=st.sampled_from([RELATIVE, *PARENTS]),
        chosen=kinds,
        length=days,
        who=decider,
    )
    def let_a_relative_see(self, person, chosen, length, who):
        until_on = self.life.today + length * A_DAY
        if self.do("let a relative see", lambda: agreements.share_with_person(
            self.people[person].pk, chosen, until_on=until_on, **self.decides(who))):  # fmt: skip
            self.life.share_with(person, chosen, until_on)

    # --- Growing up ---

    @rule(
        person=st.sampled_from([RELATIVE, *PARENTS]),
        chosen=st.lists(kind, max_size=2, unique=True),
    )
    def choose_for_person(self, person, chosen):
        if self.do("choose for a person", lambda: change_over.choose_for_person(
            self.people[person].pk, chosen, **self.decides(SELF))):  # fmt: skip
            self.life.choose_for(person, chosen)

    @precondition(lambda self: self.life.agreements)
    @rule(number=which, chosen=st.lists(kind, max_size=2, unique=True))
    def choose_for_agreement(self, number, chosen):
        agreement = self.life.agreements[number % len(self.life.agreements)]
        if self.do("choose for a service", lambda: change_over.choose_for_agreement(
            agreement["key"], chosen, **self.decides(SELF))):  # fmt: skip
            self.life.choose(agreement, chosen)

    @rule(
        ahead=st.sampled_from(
            [A_MINUTE, timedelta(hours=3), 2 * A_DAY, 9 * A_DAY, 60 * A_DAY]
        )
    )
    def time_passes(self, ahead):
        self.has_happened("time passes")
        self.life.at += ahead

    @precondition(lambda self: self.life.at < self.life.switch)
    @rule(instant=st.sampled_from([timedelta(microseconds=-1), timedelta()]))
    def turn_sixteen(self, instant):
        """To the last instant before the switch, or to the first after it."""
        if self.life.at < self.life.switch + instant:
            self.has_happened("turn 16")
            self.life.at = self.life.switch + instant

    # --- Keeping apart ---

    @rule(by=st.sampled_from(["priya", "sofia"]), aim=st.sampled_from(["person", "agency", "family", "everyone"]),
          agency=service, person=st.sampled_from(["jonah", "dewi", "michelle", RELATIVE]),
          over=st.sampled_from(["record", "kind", "all"]), kind=kind, number=which, two=st.booleans())  # fmt: skip
    def seal(self, by, aim, agency, person, over, kind, number, two):
        record = self.life.records[number % len(self.life.records)]["id"] if over == "record" else None  # fmt: skip
        target = {
            "person": self.people[person].pk,
            "agency": self.cast.agencies[agency].pk,
        }.get(aim)
        wish = SealWish(aim, "refuge" if two else "private", "So it was asked", target_id=target,
                        category=kind if over == "kind" else "")  # fmt: skip
        found = self.do(
            "seal", lambda: sealing.seal(wish, record_id=record, **self.as_(by))
        )
        if found:
            at_whom = {"person": {"person": person}, "agency": {"agency": agency}}.get(
                aim, aim
            )
            self.life.add_seal(found.pk, by, at_whom, found.confirm_by, record=record,
                               category=kind if over == "kind" else None)  # fmt: skip
            assert two == (found.confirm_by is not None)
            if two:
                assert A_DAY < found.confirm_by - self.life.at < 12 * A_DAY

    def some_seal(self, number, name):
        having = [one for one in self.life.seals if one.get(name)]
        every = [one for one in having or self.life.seals if not one["lifted"]]
        every = every or self.life.seals
        return every[number % len(every)]

    @precondition(lambda self: self.life.seals)
    @rule(number=which, by=st.sampled_from(["priya", "sofia"]))
    def confirm(self, number, by):
        seal = self.some_seal(number, "waits")
        if self.do("confirm", lambda: sealing.confirm(seal["key"], **self.as_(by))):
            self.life.confirm(seal)

    @precondition(lambda self: self.life.seals)
    @rule(number=which, by=st.sampled_from(["priya", "sofia"]))
    def lift(self, number, by):
        seal = self.some_seal(number, "two")
        if self.do("lift", lambda: sealing.lift(seal["key"], "Over", **self.as_(by))):
            self.life.lift(seal, by)

    @rule(number=which, by=st.sampled_from(["priya", "jonah", "dewi"]))
    def hold_back(self, number, by):
        usual = [one for one in self.life.records if one["release"] == 2]
        record = usual[number % len(usual)] if usual else self.life.records[0]
        hold = Hold("not-sure", self.life.today + 9 * A_DAY, "Not yet")
        if self.do(
            "hold back", lambda: holding.hold_back(record["id"], hold, **self.as_(by))
        ):
            record["release"] = 0

    @rule(number=which, by=st.sampled_from(["priya", "dewi"]))
    def release(self, number, by):
        held = [
            one for one in self.life.records if one["release"] == 0
        ] or self.life.records
        record = held[number % len(held)]
        if self.do("release", lambda: holding.release(record["id"], **self.as_(by))):
            record["release"] = 2

    @precondition(lambda self: self.happened["court order"] < 2)
    @rule(closes=st.lists(kind, max_size=2, unique=True))
    def order(self, closes):
        """A court limits what one of the parents may know."""
        parent = PARENTS[0]
        order = Order(self.people[parent].pk, "Family Court", self.life.today, "As it says",
                      self.life.today, closes=tuple(closes))  # fmt: skip
        if self.do(
            "court order", lambda: orders.record_order(order, **self.as_("priya"))
        ):
            self.note_new_record("thornbridge", "priya")
            self.life.add_restriction(
                {"person": parent}, record=self.life.records[-1]["id"]
            )
            for closed in closes or [None]:
                self.life.add_restriction({"person": parent}, category=closed)

    # --- Emergencies ---

    @rule(who=st.sampled_from(["sofia", "margaret"]), hours=st.integers(1, 4))
    def open_in_an_emergency(self, who, hours):
        sought = Sought("Mika", "Sharing", self.life.born_on)
        need = Need("danger", "A neighbour rang about shouting.", hours)
        found = self.do(
            "emergency",
            lambda: opening.open_by_name(sought, need, viewer=self.viewer(who)),
        )
        if found and found.glass_id:
            self.life.glasses.append({
                "id": self.life.name(), "person": who, "child": CHILD, "agency": WORKERS[who],
                "from": self.life.at, "to": self.life.at + timedelta(hours=hours)})  # fmt: skip

    @precondition(lambda self: self.life.glasses)
    @rule(who=st.sampled_from(["sofia", "margaret"]))
    def end_emergency(self, who):
        self.do(
            "end of emergency", lambda: opening.end(self.child, viewer=self.viewer(who))
        )
        for glass in self.life.glasses:
            if glass["person"] == who and self.life.live(glass):
                glass["to"] = self.life.at

    # --- Backups ---

    @precondition(lambda self: self.backup is None)
    @rule()
    def back_up(self):
        self.has_happened("backup")
        kept = transaction.savepoint()
        self.backup = kept, Head.objects.get(pk=1).journal, self.life.copy()

    @precondition(lambda self: self.backup)
    @rule()
    def put_back(self):
        """As the command does it, but for the rows, which the database keeps here."""
        kept, journal, then = self.backup
        self.backup = None
        self.life.at += A_MINUTE
        before = {at: self.shown(at) for at in self.moments()}
        transaction.savepoint_rollback(kept)
        manifest = Manifest(id="b", at="", version="", vendor="", migrations=[])
        manifest.head = {"seq": 0, "chain": "", "journal": journal}
        restoring.open_doors(manifest, now=self.life.at)
        connection.check_constraints()  # as the commit would
        self.life = then.put_back(self.life)
        self.has_happened("restore")
        for at, shown in before.items():
            for hat, now in self.shown(at).items():
                assert now <= shown[hat], f"{hat}: a backup opened something"

    # --- What must hold ---

    def hats(self):
        return [*WORKERS.items(), *((who, None) for who in AT_HOME)]

    def shown(self, at):
        """What the product lets each hat see of this child at an instant."""
        found = {}
        for who, code in self.hats():
            hat = Hat(
                self.people[who].pk, self.cast.agencies[code].pk if code else None
            )
            every = Record.objects.visible_to(hat, at).filter(child=self.child)
            found[who, code or FAMILY] = {
                str(pk) for pk in every.values_list("pk", flat=True)
            }
        return found

    def moments(self):
        """Now, and one of those at which something changes by itself."""
        life = self.life
        ahead = [
            life.switch,
            life.grace_ends,
            life.at + 10 * A_DAY,
            life.at + 300 * A_DAY,
        ]
        return [life.at, ahead[sum(self.happened.values()) % len(ahead)]]

    @invariant()
    def everybody_sees_what_the_oracle_says(self):
        for at in self.moments():
            by_oracle = self.life.seen(at)
            for hat, shown in self.shown(at).items():
                assert shown == by_oracle.get(hat, set()), (hat, at)
                self.compared["hats"] += 1
                self.compared["records seen"] += len(shown)

    @invariant()
    def whoever_sees_something_finds_the_child(self):
        at = self.life.at
        for (who, code), shown in self.shown(at).items():
            agency = None if code == FAMILY else self.cast.agencies[code].pk
            known = door.children_of(Hat(self.people[who].pk, agency), at)
            assert not shown or known.filter(pk=self.child.pk).exists(), (who, code)


@pytest.fixture
def lives(cast, tmp_path):
    """The machine, ready to live; what happened in all its lives is counted anew."""
    Sharing.cast, Sharing.folder = cast, tmp_path
    Sharing.fired, Sharing.refused, Sharing.compared = Counter(), Counter(), Counter()
    yield Sharing
    print(f"\nfired {dict(Sharing.fired)}\nrefused {dict(Sharing.refused)}")
    print(f"compared {dict(Sharing.compared)}")


# One life in its order: (rule, what it is given).
ONE_LIFE = (
    ("join", {"who": "sofia"}),
    ("join", {"who": "kit"}),
    ("hide", {"agency": "moorview", "number": 0, "who": "decides"}),
    ("show", {"agency": "moorview", "kind": "plan", "who": "michelle"}),
    ("prolong", {"agency": "rowan", "who": "daniel"}),
    ("pause", {"agency": "rowan", "who": "decides"}),
    ("back_up", {}),
    ("go_on", {"agency": "rowan", "who": "decides"}),
    ("hide", {"agency": "rowan", "number": 1, "who": "daniel"}),
    ("hold_back", {"number": 3, "by": "priya"}),
    ("seal", {"by": "priya", "aim": "agency", "agency": "moorview", "person": "dewi",
              "over": "kind", "kind": "plan", "number": 0, "two": False}),
    ("put_back", {}),
    ("seal", {"by": "priya", "aim": "family", "agency": "rowan", "person": "edith",
              "over": "kind", "kind": "education", "number": 0, "two": True}),
    ("back_up", {}),
    ("confirm", {"number": 0, "by": "sofia"}),
    ("hold_back", {"number": 5, "by": "priya"}),
    ("release", {"number": 1, "by": "priya"}),
    ("let_a_relative_see", {"person": "edith", "chosen": ["health"], "length": 200, "who": "decides"}),
    ("leave_team", {"who": "kit"}),
    ("put_back", {}),
    ("time_passes", {"ahead": 9 * A_DAY}),
    ("open_in_an_emergency", {"who": "margaret", "hours": 2}),
    ("end_emergency", {"who": "margaret"}),
    ("lift", {"number": 0, "by": "priya"}),
    ("lift", {"number": 0, "by": "sofia"}),
    ("cover", {"to": "kit", "length": 6}),
    ("time_passes", {"ahead": 9 * A_DAY}),
    ("hand_over", {"to": "kit"}),
    ("order", {"closes": ["location"]}),
    ("choose_for_person", {"person": "edith", "chosen": ["plan"]}),
    ("pause", {"agency": "moorview", "who": "decides"}),
    ("choose_for_agreement", {"number": 0, "chosen": ["plan"]}),
    ("go_on", {"agency": "moorview", "who": "decides"}),
    ("turn_sixteen", {"instant": timedelta(microseconds=-1)}),
    ("turn_sixteen", {"instant": timedelta()}),
    ("agree", {"agency": "rowan", "asked": ["health"], "some": None, "who": "decides",
               "length": 900, "history": False}),
    ("write", {"who": "priya", "kind": "health", "level": 1, "draft": False}),
    ("stop", {"agency": "moorview", "who": "decides"}),
    ("leave_the_college", {"who": "kit"}),
)  # fmt: skip


def test_item_7_one_life_in_which_everything_happens(lives):
    """Every rule takes effect at least once, whatever the dice of the next test say."""
    life = lives()
    try:
        life.begin()
        for what, given in ONE_LIFE:
            getattr(life, what)(**given)
            life.everybody_sees_what_the_oracle_says()
            life.whoever_sees_something_finds_the_child()
    finally:
        life.teardown()

    assert lives.refused == {}
    rules = {
        name
        for name, member in vars(Sharing).items()
        if hasattr(member, "hypothesis_stateful_rule")
    }
    written_in_the_beginning = {"write", "agree", "let_a_relative_see"}
    assert len(rules) > 20
    assert rules - {what for what, _ in ONE_LIFE} <= written_in_the_beginning


def test_item_7_lives_made_up_by_a_machine(lives, whole):
    limits = settings(
        max_examples=300 if whole else 10,
        stateful_step_count=60 if whole else 40,
        derandomize=not whole,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink) if whole else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lives, settings=limits)

    assert len(lives.fired) >= 18, "The dice have found hardly anything to do."
    assert lives.compared["records seen"] > 10_000
