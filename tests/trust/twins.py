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

from plait.access.models import KnownDevice, Once, Person
from plait.access.viewer import FAMILY, Hat, Sight, Viewer
from plait.agencies.models import Agency, Employment
from plait.book.models import Entry, LastRead
from plait.children.models import Child, Tie
from plait.exchange import operations as exchange
from plait.exchange.models import CensusPupil, CensusReceipt, ImportRun
from plait.ledger import operations as ledger
from plait.ledger.models import Alert
from plait.notices.models import Notice
from plait.plans.models import Outcome, Plan, Strategy
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.sharing.categories import Category
from plait.sharing.models import (
    Agreement,
    Basis,
    Exemption,
    Glass,
    Record,
    RecordVersion,
    Restriction,
)
from plait.team import operations as team
from plait.team.models import Invitation, Involvement
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
        self._something_of_every_kind()
        self._invitations()
        self._imports()
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
    found["agreement_id"] = _some(Agreement.objects.filter(child=child), most)
    found["tie_id"] = _some(child.ties.filter(kind="family"), most)
    own = viewer.hat.agency_id
    colleagues = Employment.objects.exclude(person=viewer.person_id)
    for part, every, mine in (
        ("invitation_id", Invitation.objects.all(), {"invited_for_id": own}),
        ("employment_id", colleagues, {"agency_id": own}),
        ("run_id", ImportRun.objects.all(), {"by_id": viewer.person_id}),
        ("alert_id", Alert.objects.all(), {"agency_id": own}),
    ):
        found[part] = _some(every.filter(**mine), 2) or _some(every, 1)
    return found


def _some(queryset, most: int) -> list[Any]:
    return list(queryset.order_by("pk").values_list("pk", flat=True)[:most])


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
        self._odds_and_ends()

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
        notes = Record.objects.visible_to(self.viewer.hat, self.viewer.now)
        notes = notes.filter(child=self.child, kind="evidence.observation")
        return found | {"note": notes.order_by("-made_at").first()}

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
        self._a_child("Raphael", mine | {"from_at": before, "until_at": self.at})
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
        for person in (self.world.sol, self.kim):
            LastRead.objects.create(person=person, child=self.child, at=self.at)

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
