"""Two worlds that are the same but for what one reader may not see (EXI-1).

`Ordinary` adds to the story, so that every page of the product shows something to
somebody. `Hidden` then adds everything that can be there without a reader's knowing:
records of every kind, hidden in every way there is, and what belongs to them.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.urls import reverse

from plait.access import unsent
from plait.access.models import KnownDevice, Once, Person
from plait.access.viewer import FAMILY, Hat, Sight, Viewer
from plait.agencies.models import Agency, Employment
from plait.book.models import Entry, LastRead
from plait.children.models import Child, Tie
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.exchange import operations as exchange
from plait.exchange.models import CensusPupil, CensusReceipt, ImportRun
from plait.ledger import operations as ledger
from plait.ledger.models import Alert
from plait.notices.models import Notice
from plait.plans.models import Outcome, Plan, Strategy
from plait.privacy.models import (
    AccessReport,
    AccessRequest,
    Breach,
    Disposal,
    LegalHold,
    RequestItem,
)
from plait.safeguarding import operations as safeguarding
from plait.safeguarding.models import Alert as Passed
from plait.safeguarding.models import Step, Transfer, Worry
from plait.sharing import agreements, copies, lawful, objections, sealing, unfinished
from plait.sharing.agreements import Wish
from plait.sharing.categories import Category
from plait.sharing.keeping import Apart, Hold, SealWish
from plait.sharing.lawful import Choice
from plait.sharing.models import (
    Agreement,
    AreaAgreement,
    Basis,
    Conflict,
    Copy,
    Disclosure,
    Emergency,
    Exemption,
    Glass,
    HeldBack,
    LookDelay,
    LookQuestion,
    Objection,
    PrivacyWish,
    Record,
    RecordVersion,
    Representative,
    Restriction,
    Seal,
    Unfinished,
)
from plait.team import operations as team
from plait.team import unheld
from plait.team.models import Invitation, Involvement, Unheld
from plait.team.operations.invitations import Guest, hash_of
from tests import site_map
from tests.census_files import a_pupil, as_csv
from tests.trust.everything import Telling, put, tell_everything

WHY = "a world for a test"
State = Record.State


@dataclass(frozen=True)
class Reader:
    """Somebody of the cast in one hat, and the child whose pages they open."""

    key: str
    child: str = "rafi"
    family: bool = False

    @property
    def name(self) -> str:
        return f"{self.key} at home" if self.family else self.key

    def viewer(self, cast, moment: datetime) -> Viewer:
        return cast.viewer(self.key, family=self.family, at=moment)


PARENT = Reader("shirin")
PRIVACY_LEAD = Reader("ayesha")
WITHOUT_A_PLAN = Reader("leon", "ellis")  # who may start one
READERS = (
    PARENT,
    Reader("nani"),
    Reader("amelia", "amelia"),
    Reader("abena"),
    Reader("margaret"),
    Reader("tomasz"),
    Reader("joy"),
    Reader("daniel"),
    Reader("daniel", "noor", family=True),
    Reader("petra"),
    PRIVACY_LEAD,
    WITHOUT_A_PLAN,
)


# --- What both worlds have ------------------------------------------------------------------


class Ordinary:
    """The story, and a little more, so that nobody's pages are empty."""

    def __init__(self, cast) -> None:
        self.cast, self.at = cast, cast.now - timedelta(hours=3)
        self._a_service_that_keeps_to_itself()
        self._a_young_person()
        self._the_council_joins()
        self._shared_without_asking()
        self._something_of_every_kind()
        self._seen_differently()
        self._a_copy()
        self._invitations()
        self._imports()
        self._a_safeguarding_case()
        self._kept_apart()
        self._left_behind()
        cast.refresh()
        cast.people["amelia"] = self.amelia

    def _viewer(self, key: str) -> Viewer:
        return self.cast.viewer(key, at=self.at)

    def _a_service_that_keeps_to_itself(self) -> None:
        """Its people stand in the directory of professionals, like everybody else's."""
        self.quiet = Agency.objects.create(
            code="fernhill", name="Fernhill Family Service", kind="social_care"
        )
        self.sol = Person.objects.create_user(
            email="sol@plait.example", name="Sol Marsh", known_as="Sol"
        )
        Employment.objects.create(
            person=self.sol,
            agency=self.quiet,
            role="social_worker",
            from_at=self.at - timedelta(days=400),
        )

    def _a_young_person(self) -> None:
        self.amelia = Person.objects.create_user(
            email="amelia@plait.example", name="Amelia Scott", known_as="Amelia"
        )
        Tie.objects.create(
            person=self.amelia,
            child=self.cast.children["amelia"],
            kind="self",
            role="self",
            from_at=self.at - timedelta(days=90),
        )

    def _shared_without_asking(self) -> None:
        """The SENCOs know of it, the families do not."""
        choice = Choice(
            to_agency_id=self.cast.agencies["riverside"].pk,
            categories=("plan",),
            reason="Nobody has been able to reach anybody.",
            until_on=self.at.date() + timedelta(days=90),
            ground="safeguarding",
            not_told_because="Somebody could be hurt.",
            look_again_on=self.at.date() + timedelta(days=40),
        )
        for key, child in (("margaret", self.cast.rafi), ("gwen", self.cast.noor)):
            lawful.share_without_asking(choice, child=child, viewer=self._viewer(key))

    def _the_council_joins(self) -> None:
        asked = Agreement.objects.get(child=self.cast.rafi, state="asked")
        team.agree(asked.pk, child=self.cast.rafi, viewer=self._viewer("shirin"))
        agreements.ask(
            Wish(
                with_agency_id=self.cast.agencies["harrowmere-health"].pk,
                categories=("health", "involvement"),
                purpose="So that the hearing test can be arranged.",
                until_on=self.at.date() + timedelta(days=90),
            ),
            child=self.cast.rafi,
            viewer=self._viewer("margaret"),
        )

    def _seen_differently(self) -> None:
        mums = Agreement.objects.get(
            child=self.cast.rafi,
            with_agency=self.cast.agencies["harrowmere-health"],
            state="agreed",
        )
        objections.see_differently(
            mums.pk,
            "A little later",
            child=self.cast.rafi,
            viewer=self._viewer("conor"),
        )

    def _a_copy(self) -> None:
        """A plan on paper, at the nursery."""
        margaret = self._viewer("margaret")
        plans = Record.objects.visible_to(margaret.hat, self.at).filter(
            child=self.cast.rafi, kind="plans.plan"
        )
        copies.register(
            plans[:1], how="print", purpose="For a meeting", viewer=margaret
        )

    def _something_of_every_kind(self) -> None:
        for child, key, agency in (
            ("rafi", "margaret", "bramblecote"),
            ("rafi", "tomasz", "rowan"),
            ("rafi", "shirin", None),
            ("noor", "gwen", "larkfield"),
            ("amelia", "margaret", "bramblecote"),
        ):
            owner = self.cast.agencies[agency] if agency else None
            tell_everything(
                Telling(
                    child=self.cast.children[child],
                    author=self.cast.people[key],
                    at=self.at,
                    word=f"Plain {key}",
                    agency=owner or self.cast.agencies["bramblecote"],
                    review_in=200,
                ),
                owner_agency=owner,
            )

    def _invitations(self) -> None:
        relative = Guest("family", "Dee Doyle", "dee@plait.example", "relative", "aunt")
        team.invite(relative, viewer=self._viewer("margaret"), child=self.cast.rafi)
        for key in ("margaret", "tomasz", "joy", "daniel"):
            token = team.invite(
                Guest("colleague", "Kim Ash", f"kim-{key}@plait.example", "teacher"),
                viewer=self._viewer(key),
                agency_id=self.cast.hat(key).agency_id,
            )
        self.invitation = token

    def _imports(self) -> None:
        rafi = self.cast.rafi
        rows = [
            a_pupil(
                1,
                forename=rafi.given_name,
                surname=rafi.family_name,
                dob=rafi.born_on.isoformat(),
            ),
            a_pupil(2),
        ]
        for key in ("margaret", "daniel"):
            viewer = self._viewer(key)
            file = SimpleUploadedFile("pupils.csv", as_csv(rows))
            run = exchange.begin_run(file, None, viewer=viewer)
            exchange.read_run(run, viewer=viewer, beat=lambda: self.at)

    def _a_safeguarding_case(self) -> None:
        """Owen works on it; of the others nobody knows."""
        rafi, owen = self.cast.rafi, self._viewer("owen")
        leon = self._viewer("leon")
        worry = Worry(saw="Plain worry", happened="Today")
        safeguarding.raise_worry(
            worry, child=rafi, agency_id=leon.agency_id, viewer=leon
        )
        safeguarding.take_on(worry, child=rafi, viewer=owen)
        safeguarding.add_step(
            Step(what="Plain step", by_whom="Owen", due_on=self.at.date()),
            child=rafi, viewer=owen,
        )  # fmt: skip
        wren = Person.objects.create_user(
            email="wren@plait.example", name="Wren Lark", known_as="Wren"
        )
        larkfield = self.cast.agencies["larkfield"]
        Employment.objects.create(
            person=wren, agency=larkfield, role="safeguarding_lead", from_at=self.at
        )
        gwen, noor = self._viewer("gwen"), self.cast.noor
        worry = Worry(saw="Plain worry", happened="Today")
        safeguarding.raise_worry(worry, child=noor, agency_id=larkfield.pk, viewer=gwen)
        hers = replace(gwen, hat=Hat(wren.pk, larkfield.pk), role="safeguarding_lead")
        safeguarding.take_on(worry, child=noor, viewer=hers)
        self._moves(rafi, larkfield, owen)
        to = self.cast.agencies["bramblecote"]
        safeguarding.send_file(self._moves(noor, to, hers).pk, viewer=hers)

    def _moves(self, child: Child, to: Agency, viewer: Viewer) -> Transfer:
        moves = Transfer(
            child=child, to_agency=to, starts_on=self.at.date(), in_year=True
        )
        return safeguarding.begin_transfer(moves, viewer=viewer)

    def _kept_apart(self) -> None:
        """Margaret holds a note back, seals a kind, and names somebody too close."""
        margaret = {"child": self.cast.rafi, "viewer": self._viewer("margaret")}
        riverside = self.cast.agencies["riverside"].pk
        evidence.note_observation(
            Observation(saw="Plain and held back", areas=[], seen_at=self.at),
            apart=Apart(hold=Hold("harm", self.at.date() + timedelta(days=9), "Plain")),
            **margaret,
        )
        sealing.seal(
            SealWish(
                "agency", "private", "Plain", target_id=riverside, category="social"
            ),
            **margaret,
        )
        team.record_conflict(self.cast.people["gwen"].pk, "friend", **margaret)

    def _left_behind(self) -> None:
        """A child whom nobody at the nursery holds, and words that nobody saved."""
        abena, nursery = self.cast.people["abena"], self.cast.agencies["bramblecote"]
        born = self.cast.rafi.born_on
        self.ola = Child.objects.create(
            given_name="Ola", born_on=born, added_at=self.at
        )
        tie = Tie.objects.create(
            person=abena, agency=nursery, child=self.ola, kind="team",
            role="key_worker", from_at=self.at - timedelta(days=9), until_at=self.at,
        )  # fmt: skip
        told = Telling(self.ola, abena, self.at, "Plain part", agency=nursery)
        put(Involvement(tie=tie, does="Plain part"), told, owner_agency=nursery)
        leave_unfinished(
            "Plain words", child=self.cast.rafi, agency_id=nursery.pk, author=abena,
            at=self.at,
        )  # fmt: skip


def leave_unfinished(said: str, *, child, agency_id, author, at, note_id=None) -> None:
    """What somebody typed, of a new note or of one that is being put right."""
    page = "evidence:correct-note" if note_id else "evidence:add-note"
    there = {"child_id": child.pk} | ({"note_id": note_id} if note_id else {})
    Unfinished.objects.create(
        child=child, agency_id=agency_id, author=author, at=at,
        category=unfinished.SAYS[page], address=reverse(page, kwargs=there),
        sealed=unsent.seal(unsent.Typed([("saw", said)], had_file=False)),
    )  # fmt: skip


# --- How to fill the addresses ---------------------------------------------------------------


def filling(reader: Reader, world: Ordinary, *, most: int = 1) -> dict[str, list[Any]]:
    """Ids for every part: what the reader may see where there is any, or else some."""
    child = world.cast.children[reader.child]
    viewer = reader.viewer(world.cast, world.cast.now)
    found: dict[str, list[Any]] = {"child_id": [child.pk], "token": [world.invitation]}
    for part, kind in site_map.KINDS.items():
        of_kind = Record.objects.filter(child=child, kind=kind).order_by(
            "-made_at", "pk"
        )
        seen = of_kind.visible_to(viewer.hat, viewer.now).values_list("pk", flat=True)
        every = of_kind.unfiltered(WHY).values_list("pk", flat=True)
        found[part] = list(seen[:most]) or list(every[:most])
    found["part_id"] += _part_of_a_colleague(child, viewer)
    held = HeldBack.objects.visible_to(viewer.hat, viewer.now).filter(ended_at=None)
    held = held.filter(record__child=child, record__owner_agency=viewer.hat.agency_id)
    own = Record.objects.visible_to(viewer.hat, viewer.now).filter(
        child=child, kind="evidence.observation", release=2,
        owner_agency=viewer.hat.agency_id,
    ).order_by("-made_at", "pk")  # fmt: skip
    found["record_id"] = [
        *(own.values_list("pk", flat=True)[:1] or found["note_id"][:1]),
        *held.order_by("pk").values_list("record_id", flat=True)[:1],
    ]
    found["seal_id"] = _some(Seal.objects.filter(child=child), most) or [nobody()]
    conflicts = Conflict.objects.filter(child=child).exclude(why="family")
    found["conflict_id"] = _some(conflicts, most) or [nobody()]
    found["agreement_id"] = _some(Agreement.objects.filter(child=child), most)
    found["disclosure_id"] = _some(Disclosure.objects.filter(child=child), most)
    found["hold_id"] = _some(LegalHold.objects.all(), most) or [nobody()]
    found["disposal_id"] = _some(Disposal.objects.all(), most) or [nobody()]
    found["area_agreement_id"] = _some(AreaAgreement.objects.all(), most)
    found["objection_id"] = _some(
        Objection.objects.filter(agreement__child=child), most
    ) or [nobody()]
    found["copy_id"] = _some(Copy.objects.filter(child=child), most) or [nobody()]
    found["tie_id"] = _some(child.ties.filter(kind="family"), most)
    found["look_id"] = site_map.PARTS["look_id"](child, viewer) or [nobody()]
    asked = LookQuestion.objects.filter(child=child)
    found["question_id"] = _some(asked, 2) or [nobody()]
    kept = AccessRequest.objects.filter(child=child)
    found["request_id"] = _some(kept, 2) or [nobody()]
    items = RequestItem.objects.filter(request__child=child)
    found["kept_id"] = _some(items, 2) or [nobody()]
    found["agency_id"] = site_map.PARTS["agency_id"](child, viewer)
    found["wish_id"] = _some(PrivacyWish.objects.all(), most)
    found["representative_id"] = _some(Representative.objects.all(), most) or [
        uuid.uuid4()
    ]
    own = viewer.hat.agency_id
    colleagues = Employment.objects.exclude(person=viewer.person_id)
    for part, every, mine in (
        ("invitation_id", Invitation.objects.all(), {"invited_for_id": own}),
        ("employment_id", colleagues, {"agency_id": own}),
        ("run_id", ImportRun.objects.all(), {"by_id": viewer.person_id}),
        ("emergency_id", Emergency.objects.all(), {"person_id": viewer.person_id}),
        ("alert_id", Alert.objects.all(), {"agency_id": own}),
        ("access_report_id", AccessReport.objects.all(), {"agency_id": own}),
        ("breach_id", Breach.objects.all(), {"agency_id": own}),
    ):
        found[part] = _some(every.filter(**mine), 2) or _some(every, 1)
    found["delay_id"] = _some(LookDelay.objects.all(), 1) or [nobody()]
    found["gap"] = [gap.key for gap in unheld.list_gaps(viewer)[:1]] or ["1"]
    found["transfer_id"] = _some(Transfer.objects.all(), 4)
    found["reference"] = list(
        Passed.objects.filter(record__child=child)
        .order_by("raised_at")
        .values_list("reference", flat=True)[:1]
    ) or ["NNNN-NNNN"]
    return found


def _part_of_a_colleague(child, viewer: Viewer) -> list[Any]:
    """Somebody in the team for a service, whose eyes a family can borrow."""
    parts = Involvement.objects.visible_to(viewer.hat, viewer.now)
    others = parts.filter(
        record__child=child, tie__kind="team", tie__from_at__lte=viewer.now
    ).filter(Q(tie__until_at=None) | Q(tie__until_at__gt=viewer.now))
    return _some(others.exclude(tie__person=viewer.person_id), 1)


def _some(queryset, most: int) -> list[Any]:
    return site_map.oldest(queryset, most)


# --- What only one world has -----------------------------------------------------------------


@dataclass
class Hidden:
    """Everything that may exist without this reader's knowing."""

    reader: Reader
    world: Ordinary
    ids: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    ways: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cast = self.world.cast
        self.at = self.world.at + timedelta(hours=1)
        self.viewer = self.reader.viewer(self.cast, self.cast.now)
        self.child = self.cast.children[self.reader.child]
        self.person = Person.objects.get(pk=self.viewer.person_id)
        self.kim = Person.objects.create_user(
            email="zebulon@plait.example", name="Zebulon Quay", known_as="Zebulon"
        )
        self.authors = [self.world.sol, self.kim, self.person]
        self._people()
        self._records()
        self._promotion()
        self._children()
        self._asked_and_invited()
        self._imports()
        self._looks()
        if self.reader.key != "ayesha":  # who reviews it (E5)
            self._an_emergency()
        self._odds_and_ends()
        self._conflicts()

    # People who take part and whose part the reader may not know of.

    def _people(self) -> None:
        self._joins(self.world.sol, "team", "social_worker", self.world.quiet)
        self._joins(self.kim, "family", "carer", None, relation="stepdad")
        for category in Category.values:
            Basis.objects.create(
                child=self.child,
                to_agency=self.world.quiet,
                category=category,
                max_sensitivity=3,
                kind=Basis.Kind.SAFEGUARDING,
                covers_history=True,
                from_at=self.at - timedelta(days=5),
            )

    def _joins(self, person, kind: str, role: str, agency, **more: str) -> Tie:
        tie = Tie.objects.create(
            person=person,
            child=self.child,
            kind=kind,
            role=role,
            agency=agency,
            from_at=self.at - timedelta(days=5),
            **more,
        )
        part = Involvement(tie=tie, does="Zebulon part", reach="Zebulon", leads=True)
        told = self._telling("Zebulon part", author=person)
        put(part, told, owner_agency=self.world.quiet, release=0, sensitivity=3)
        self._seal_if_seen()
        return tie

    def _telling(self, word: str, **more: Any) -> Telling:
        return Telling(
            **{
                "child": self.child,
                "author": self.world.sol,
                "at": self.at,
                "word": word,
            }
            | {"agency": self.world.quiet}
            | more
        )

    # Records of every kind, in every way in which one can be hidden.

    @cached_property
    def _ways(self) -> dict[str, dict[str, Any]]:
        quiet, own = self.world.quiet, self.viewer.hat.agency_id
        return {
            "somebody's draft": {"state": State.DRAFT, "owner_agency": quiet},
            "a colleague's draft": {"state": State.DRAFT, "owner_agency_id": own},
            "erased": {
                "state": State.ERASED,
                "owner_agency_id": own,
                "author": self.person,
            },
            "another agency's": {"owner_agency": quiet, "release": 0},
            "held back": {"owner_agency_id": own, "release": 0},
            "for the young person": {"owner_agency": None, "release": 1},
            "restricted": {"owner_agency": quiet, "sensitivity": 2},
            "very restricted": {"owner_agency_id": own, "sensitivity": 3},
            "safeguarding": {
                "owner_agency_id": own,
                "category": Category.SAFEGUARDING,
                "sensitivity": 3,
            },
            "about another adult": {"owner_agency": None, "about_person": self.kim},
            "sealed": {"owner_agency_id": own},
        }

    def _records(self) -> None:
        for number, (way, envelope) in enumerate(self._ways.items()):
            anchors = self._anchors() if number % 2 else {}
            moment = self.at + timedelta(minutes=number)
            told = replace(self._telling(f"Zebulon {number}", at=moment), **anchors)
            made = tell_everything(told, **envelope)
            if way == "sealed":
                for content in made.values():
                    self._seal(content.record)
            self.ways[way] = self._seal_if_seen()
            for part, kind in site_map.KINDS.items():
                self.ids[part].append(made[kind].pk)
            self._kept_apart(made["evidence.observation"].record)

    def _kept_apart(self, record: Record) -> None:
        """Held back, with a day that has come; and sealed, by somebody who says why."""
        HeldBack.objects.create(
            record=record,
            reason=HeldBack.Reason.HARM,
            words="Zebulon",
            review_on=self.cast.now.date(),
            by=self.world.sol,
            at=self.at,
        )
        self.ids["record_id"].append(record.pk)
        self._a_seal(record=record, aim="person", aimed_person=self.kim)

    def _a_seal(self, **restriction: Any) -> None:
        """A seal that waits for a second person, who must not be the reader."""
        seal = Seal.objects.create(
            child=self.child,
            ground=Seal.Ground.REFUGE,
            words="Zebulon",
            set_by=self.world.sol,
            set_for=self.world.quiet,
            set_at=self.at,
            confirm_by=self.cast.now + timedelta(days=1),
        )
        Restriction.objects.create(
            seal=seal, child=self.child, from_at=self.at, **restriction
        )
        self.ids["seal_id"].append(seal.pk)

    def _conflicts(self) -> None:
        """Seals that are meant for the reader; somebody else who is too close."""
        self._a_seal(
            aim="person",
            aimed_person=self.person,
            category=Category.SAFEGUARDING,
        )
        conflict = Conflict.objects.create(
            person=self.kim,
            child=self.child,
            why=Conflict.Why.NEIGHBOUR,
            recorded_by=self.world.sol,
            recorded_for=self.world.quiet,
            restriction=Restriction.objects.create(
                child=self.child,
                aim="at_work",
                aimed_person=self.kim,
                from_at=self.at,
            ),
            from_at=self.at,
        )
        self.ids["conflict_id"].append(conflict.pk)

    def _anchors(self) -> dict[str, Any]:
        """What the reader sees and something hidden hangs on."""
        found: dict[str, Any] = {}
        for name, model in (
            ("plan", Plan),
            ("outcome", Outcome),
            ("strategy", Strategy),
            ("question", Entry),
        ):
            seen = model.objects.visible_to(self.viewer.hat, self.viewer.now).filter(
                record__child=self.child
            )
            if model is Entry:
                seen = seen.exclude(question="")
            found[name] = seen.order_by("-record__made_at").first()
        seen = Record.objects.visible_to(self.viewer.hat, self.viewer.now)
        for name, kind in (
            ("note", "evidence.observation"),
            ("report", "evidence.assessment"),
        ):
            theirs = seen.filter(child=self.child, kind=kind)
            found[name] = theirs.order_by("-made_at").first()
        return found

    def _seal_if_seen(self) -> int:
        """What this reader could see after all is sealed from them; how many were not."""
        new = Record.objects.filter(author__in=self.authors, made_at__gte=self.at)
        seen = list(new.visible_to(self.viewer.hat, self.viewer.now))
        for record in seen:
            self._seal(record, aim="person", aimed_person=self.person)
        return new.unfiltered(WHY).count() - len(seen)

    def _seal(self, record: Record | None, child=None, aim="everyone", **more) -> None:
        seal = Restriction.objects.create(
            child=child or self.child,
            record=record,
            aim=aim,
            from_at=self.at - timedelta(days=9),
            **more,
        )
        Exemption.objects.create(restriction=seal, person=self.world.sol)

    def _promotion(self) -> None:
        """Somebody the reader knows takes on a part that the reader must not know of."""
        writers = {"rafi": ("abena", "tomasz"), "noor": ("gwen",), "amelia": ("leon",),
                   "ellis": ("margaret",)}  # fmt: skip
        key = next(one for one in writers[self.reader.child] if one != self.reader.key)
        known, agency = self.cast.people[key], self.cast.hat(key).agency_id
        self.authors.append(known)
        self._joins(known, "team", "safeguarding_lead", Agency.objects.get(pk=agency))

    # Children of whom the reader knows nothing.

    def _children(self) -> None:
        """One of somebody else; and ones that were, will be, or are sealed from them."""
        self._a_child("Rafaela", {})
        mine = {"person": self.person, "agency_id": self.viewer.hat.agency_id}
        mine |= {"kind": "team", "role": self.viewer.role}
        if self.viewer.hat.is_family:
            mine |= {"kind": "family", "role": "pr"}
        before, later = self.at - timedelta(days=9), self.cast.now + timedelta(days=1)
        once = self._a_child("Raphael", mine | {"from_at": before, "until_at": self.at})
        self._is_seen_to(once)
        self._tied_quietly(once, until_at=self.at + timedelta(minutes=1))
        self._tied_quietly(self.world.ola)
        self._a_child("Ramona", mine | {"from_at": later})
        sealed = self._a_child("Ralf", mine | {"from_at": before})
        self._seal(None, child=sealed, aim="person", aimed_person=self.person)
        if not self.viewer.hat.is_family:
            self._an_emergency_that_is_over(self._a_child("Rachel", {}))
        self._a_colleagues_child()

    def _a_child(self, name: str, tie: dict[str, Any]) -> Child:
        child = Child.objects.create(
            given_name=name,
            family_name=self.child.family_name,
            born_on=self.child.born_on,
            upn=self.child.upn,
            added_at=self.at,
        )
        Tie.objects.create(
            child=child,
            person=self.world.sol,
            kind="team",
            agency=self.world.quiet,
            role="social_worker",
            from_at=self.at - timedelta(days=9),
        )
        if tie:
            Tie.objects.create(child=child, **tie)
        owner = None if self.viewer.hat.is_family else self.viewer.hat.agency_id
        told = self._telling(f"Zebulon {name}", child=child)
        made = tell_everything(told, owner_agency_id=owner)
        self.ids["child_id"].append(child.pk)
        if not tie:
            self.ids |= {f"of {name}": made}
        return child

    def _an_emergency_that_is_over(self, child: Child) -> None:
        Glass.objects.create(
            person=self.person,
            child=child,
            agency_id=self.viewer.hat.agency_id,
            reason="The mother was taken to hospital and nobody else was there.",
            opened_at=self.cast.now - timedelta(hours=4),
            expires_at=self.cast.now,
        )

    def _is_seen_to(self, child: Child) -> None:
        """Or else whoever is on duty would hear that nobody holds the child (HO5)."""
        if agency_id := self.viewer.hat.agency_id:
            tie = Tie.objects.get(child=child, person=self.person)
            told = self._telling("Zebulon part", child=child)
            put(Involvement(tie=tie, does="Zebulon part"), told, owner_agency=None)
            Unheld.objects.create(
                child=child,
                agency_id=agency_id,
                since_at=self.at,
                taken_by=self.world.sol,
                taken_at=self.at,
            )

    def _tied_quietly(self, child: Child, until_at: datetime | None = None) -> None:
        """A safeguarding lead of the reader's agency, who has no part in the team."""
        if agency_id := self.viewer.hat.agency_id:
            Tie.objects.create(
                child=child,
                person=self._lead,
                kind="team",
                agency_id=agency_id,
                role="safeguarding_lead",
                from_at=self.at - timedelta(days=9),
                until_at=until_at,
            )

    @cached_property
    def _lead(self) -> Person:
        """Somebody else who works there, or else somebody who did."""
        jobs = Employment.objects.filter(agency_id=self.viewer.hat.agency_id)
        own = jobs.exclude(person=self.person).order_by("pk").first()
        return own.person if own else self.kim

    def _a_colleagues_child(self) -> None:
        """In the reader's own agency, in the team of everybody who works there but them."""
        child = self._a_child("Zebedee", {})
        colleagues = Employment.objects.filter(agency_id=self.viewer.hat.agency_id)
        for one in colleagues.exclude(person=self.person):
            Tie.objects.create(
                child=child,
                person=one.person,
                kind="team",
                agency=one.agency,
                role=one.role,
                from_at=self.at - timedelta(days=9),
            )

    # What others asked of whom.

    def _asked_and_invited(self) -> None:
        if self.reader.key not in ("shirin", "conor", "amelia") and not self._is_parent:
            for state in Agreement.State.values:
                self._an_agreement(state)
        self._shared_without_asking()
        for child, agency in ((self.child, None), (None, self.world.quiet)):
            Invitation.objects.create(
                token_hash=hash_of(f"secret {child}"),
                kind="family" if child else "colleague",
                email="zebulon@plait.example",
                name="Zebulon Quay",
                child=child,
                agency=agency,
                role="pr" if child else "social_worker",
                relation="stepdad" if child else "",
                invited_by=self.world.sol,
                invited_for=self.world.quiet,
                made_at=self.at,
                expires_at=self.cast.now + timedelta(days=9),
            )
        invited = Invitation.objects.filter(invited_for=self.world.quiet)
        self.ids["invitation_id"] += invited.values_list("pk", flat=True)
        hidden = Tie.objects.filter(child=self.child, person=self.kim)
        self.ids["tie_id"] += hidden.values_list("pk", flat=True)

    @property
    def _is_parent(self) -> bool:
        ties = Tie.objects.filter(child=self.child, person=self.person, role="pr")
        return self.viewer.hat.is_family and ties.exists()

    def _shared_without_asking(self) -> None:
        """Between two other services, and the family does not know."""
        disclosure = Disclosure.objects.create(
            child=self.child,
            to_agency=self.cast.agencies["riverside"],
            categories=["plan", "health"],
            ground="safeguarding",
            reason="Zebulon reason",
            until_on=self.cast.now.date() + timedelta(days=30),
            decided_by=self.world.sol,
            decided_for_agency=self.world.quiet,
            decided_at=self.at,
            not_told_because="Zebulon risk",
            look_again_on=self.cast.now.date() + timedelta(days=9),
        )
        for category in ("plan", "health"):
            Basis.objects.create(
                child=self.child,
                to_agency=disclosure.to_agency,
                category=category,
                kind=Basis.Kind.SAFEGUARDING,
                covers_history=True,
                from_at=self.at,
                disclosure=disclosure,
            )
        self.ids["disclosure_id"].append(disclosure.pk)

    def _an_agreement(self, state: str) -> None:
        answered = state != Agreement.State.ASKED
        withdrawn = state == Agreement.State.WITHDRAWN
        agreement = Agreement.objects.create(
            child=self.child,
            with_agency=self.cast.agencies["riverside"],
            categories=["plan", "health"],
            purpose="Zebulon purpose",
            until_on=date(2100, 1, 1),
            asked_by=self.world.sol,
            asked_for_agency=self.world.quiet,
            asked_at=self.at,
            state=state,
            answered_by=self.kim if answered else None,
            answered_at=self.at if answered else None,
            withdrawn_by=self.kim if withdrawn else None,
            withdrawn_at=self.at if withdrawn else None,
        )
        Basis.objects.create(
            child=self.child,
            to_agency=agreement.with_agency,
            category="plan",
            kind=Basis.Kind.CONSENT,
            from_at=self.at,
            withdrawn_at=self.at if withdrawn else None,
            agreement=agreement,
        )
        self.ids["agreement_id"].append(agreement.pk)

    def _imports(self) -> None:
        """Another school's file, which names the same pupils, and a council's receipt."""
        other = self.cast.agencies["larkfield"]
        pupil = Record.objects.unfiltered(WHY).filter(kind="exchange.census-entry")
        CensusPupil.objects.create(
            school=other,
            reference="scrambled-1",
            child=self.cast.children["noor"],
            record=pupil.order_by("pk").first(),
            born_on=self.child.born_on,
            row_hash="0" * 64,
            sent_by=other,
        )
        CensusReceipt.objects.create(
            council=self.world.quiet,
            school=other,
            reference="scrambled-1",
            born_on=self.child.born_on,
            row_hash="0" * 64,
        )
        run = ImportRun.objects.create(
            agency=other, by=self.world.sol, made_at=self.at, beat_at=self.at
        )
        self.ids["run_id"].append(run.pk)

    # Who has looked.

    def _looks(self) -> None:
        sol = Viewer(
            Hat(self.world.sol.pk, self.world.quiet.pk), self.at, "social_worker"
        )
        self._reads_everything(sol)
        self._reads_everything(Viewer(Hat(self.kim.pk, None), self.at, FAMILY))
        ledger.record_reading(viewer=sol, surface="today", child_ids=[self.child.pk])
        self._somebody_known_reads_what_is_hidden()
        self._very_many_looks(sol)
        if self.reader.key != "ayesha":  # who answers it
            self._a_question_about_a_look()
        for person in (self.world.sol, self.kim):
            LastRead.objects.create(person=person, child=self.child, at=self.at)

    def _a_question_about_a_look(self) -> None:
        """Somebody else of the family asked why; the privacy lead has read it."""
        asked = LookQuestion.objects.create(
            child=self.child,
            asked_by=self.kim,
            asked_at=self.at,
            words="Zebulon asks",
            person=self.world.sol,
            agency=self.world.quiet,
            role="social_worker",
            surface="plan",
            on=self.at.date(),
            first_at=self.at,
            last_at=self.at,
            answers=self.cast.people["ayesha"],
            due_on=date(2100, 1, 1),
        )
        self.ids["question_id"].append(asked.pk)
        ledger.record_reading(
            viewer=self.cast.viewer("ayesha", at=self.at),
            surface="look-question",
            child_ids=[self.child.pk],
            also={"question": str(asked.pk)},
        )

    def _reads_everything(self, who: Viewer) -> None:
        every = Record.objects.unfiltered(WHY).filter(child=self.child)
        seen = [
            Sight(self.child.pk, one.pk, one.version_hash, "P2", ()) for one in every
        ]
        for surface in ("overview", "plan", "book", "reports", "team", "today"):
            there = replace(who, sights=seen)
            ledger.record_reading(
                viewer=there, surface=surface, child_ids=[self.child.pk]
            )

    def _somebody_known_reads_what_is_hidden(self) -> None:
        """Beside the hidden record stands what the head of every page shows."""
        key = "leon" if self.reader.key != "leon" else "abena"
        known = self.cast.viewer(key, at=self.at)
        kinds = ("plans.plan", "evidence.attendance")
        head = Record.objects.unfiltered(WHY).filter(child=self.child, kind__in=kinds)
        for part, surface in (
            ("note_id", "notes"),
            ("photo_id", "photos"),
            ("concern_id", "concerns"),
            ("report_id", "reports"),
            ("entry_id", "book"),
            ("activity_id", "activities"),
            ("part_id", "team"),
        ):
            shown = [
                *head,
                *Record.objects.unfiltered(WHY).filter(pk=self.ids[part][0]),
            ]
            seen = [
                Sight(self.child.pk, one.pk, one.version_hash, "P1", ())
                for one in shown
            ]
            ledger.record_reading(
                viewer=replace(known, sights=seen),
                surface=surface,
                child_ids=[self.child.pk],
            )

    def _very_many_looks(self, who: Viewer) -> None:
        """More than a page about looks holds: they must not push the others out."""
        line = ledger.Entry(
            act="record.read",
            at=self.at,
            person_id=who.person_id,
            hat=who.hat.key,
            role=who.role,
            child_id=self.child.pk,
            surface="plan",
            details={"records": {str(self.ids["note_id"][0]): ["0" * 64, 0]}},
        )
        ledger.write([line] * 900)

    def _an_emergency(self) -> None:
        """Somebody known has looked, and it would not be safe to say so yet."""
        sofia = self.cast.viewer("sofia", at=self.at + timedelta(minutes=1))
        glass = Glass.objects.create(
            person_id=sofia.person_id,
            agency_id=sofia.hat.agency_id,
            child=self.child,
            reason="Zebulon",
            opened_at=self.at,
            expires_at=self.at + timedelta(hours=1),
        )
        emergency = Emergency.objects.create(
            person_id=sofia.person_id,
            agency_id=sofia.hat.agency_id,
            role=sofia.role,
            glass=glass,
            reason="danger",
            words="Zebulon",
            asked_at=self.at,
            due_on=date(2100, 1, 1),
            tell_at=self.cast.now + timedelta(seconds=1),
        )
        self.ids["emergency_id"].append(emergency.pk)
        every = Record.objects.unfiltered(WHY).filter(child=self.child)
        fact = (f"glass:{glass.pk}",)
        seen = [
            Sight(self.child.pk, one.pk, one.version_hash, "P6", fact) for one in every
        ]
        for sights in (seen, []):  # a page may hold the name alone
            ledger.record_reading(
                viewer=replace(sofia, sights=sights),
                surface="overview",
                child_ids=[self.child.pk],
            )

    def _odds_and_ends(self) -> None:
        """What the product keeps for itself about others."""
        Notice.objects.create(
            address="zebulon@plait.example",
            subject="Plait",
            words="Zebulon",
            due_at=self.at,
        )
        Once.objects.create(person=self.kim, key="z" * 32, at=self.at)
        KnownDevice.objects.create(
            person=self.kim, kind="Chrome", first_seen_at=self.at
        )
        own = self.viewer.hat.agency_id
        for number, agency_id in enumerate([self.world.quiet.pk, own, own]):
            if agency_id:  # what puts a note right that the reader may not see
                leave_unfinished(
                    "Zebulon left", child=self.child, agency_id=agency_id,
                    author=self.world.sol, at=self.at,
                    note_id=self.ids["note_id"][number],
                )  # fmt: skip
        versions = RecordVersion.objects.unfiltered(WHY).filter(author=self.world.sol)
        assert versions.exists()

    def leaks(self) -> list[str]:
        """What the reader may see of it after all: there must be nothing."""
        new = Record.objects.filter(author__in=self.authors, made_at__gte=self.at)
        return [
            f"{record.kind} {record.pk}"
            for record in new.visible_to(self.viewer.hat, self.viewer.now)
        ]


def nobody() -> uuid.UUID:
    """An id that never stood for anything."""
    return uuid.uuid4()
