"""Every form of the product behind the door, sent as the person would who may send it.

An address that takes a POST and is not in `ACTS` fails the tests that go through them:
say there who sends it, what has to be there first, what is answered, and which lines of
the ledger say that it took effect.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plait.access import clock
from plait.access.models import Person
from plait.access.unsent import Typed
from plait.access.viewer import Hat
from plait.access.web import once
from plait.agencies.models import Employment, Signature
from plait.book import operations as book
from plait.book.models import Entry
from plait.children.finding import Sought
from plait.children.models import Child, Tie
from plait.children.operations import Card
from plait.evidence import operations as evidence
from plait.evidence import passages
from plait.evidence.models import Assessment, Concern, Observation, Passage
from plait.exchange import operations as exchange
from plait.family import operations as family
from plait.ledger import operations as ledger
from plait.ledger.watching import Finding, Rule
from plait.plans import operations as plans
from plait.plans.models import Activity, Outcome, Plan, Strategy
from plait.plans.operations import PlaceInWords
from plait.privacy.models import AccessReport, AccessRequest, Breach, LegalHold
from plait.privacy.operations import breaches, disposal, holds
from plait.privacy.operations.breaches import Weighed
from plait.privacy.queries import retention
from plait.safeguarding import operations as safeguarding
from plait.safeguarding import queries
from plait.safeguarding.models import Step, Transfer, Worry
from plait.sharing import (
    agreements,
    area_agreements,
    conflict_lock,
    copies,
    holding,
    lawful,
    looks_delay,
    objections,
    representatives,
    sealing,
    surprises,
    unfinished,
    watch,
)
from plait.sharing.agreements import Wish
from plait.sharing.area_agreements import Terms
from plait.sharing.emergency import operations as opening
from plait.sharing.emergency import queries as emergency
from plait.sharing.emergency import reviewing
from plait.sharing.emergency.operations import Need
from plait.sharing.keeping import Hold, SealWish
from plait.sharing.lawful import Choice
from plait.sharing.models import LookQuestion
from plait.sharing.representatives import Assessed
from plait.team import looks, unheld
from plait.team import operations as team
from plait.team.models import Involvement
from plait.team.operations import orders
from plait.team.operations.invitations import Guest
from plait.team.operations.membership import Part
from plait.team.operations.orders import Order
from tests import cases, census_files, requests_made, site_map
from tests.cast import has_signed
from tests.pages_read import form_on

Ids = dict[str, Any]


class Stage:
    """The cast, ready for one act: what has to be there first is really done first."""

    numbers = count(1)

    def __init__(self, cast):
        self.cast = cast
        self.child = cast.rafi

    def viewer(self, key):
        return self.cast.viewer(key, at=clock.read())

    def as_whom(self, key):
        return {"child": self.child, "viewer": self.viewer(key)}

    def colleague(self):
        """Somebody who works at Bramblecote and is in no team."""
        mark = uuid4().hex[:8]
        person = Person.objects.create_user(
            email=f"{mark}@plait.example", name="Ola Berg"
        )
        return Employment.objects.create(
            person=person, agency=self.cast.agencies["bramblecote"], role="key_worker",
            from_at=clock.read() - timedelta(days=1),
        )  # fmt: skip

    def alert(self):
        """Something unusual that a privacy lead has not looked at yet."""
        petra, finding = self.viewer("petra"), Finding(Rule.STRANGERS, 5)
        return watch.tell(finding, petra.person_id, str(uuid4()), now=petra.now)

    def told_exactly(self):
        """The stage's child as a privacy lead names them, and Bramblecote's records."""
        child = Child.objects.get(pk=self.child.pk)  # as they are called by now
        born = child.born_on
        return {
            "agency": str(self.cast.agencies["bramblecote"].pk),
            "name": child.given_name, "family_name": child.family_name,
            "born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year,
        }  # fmt: skip

    def list_seen(self):
        """And the hash of what would go, as the dry run showed it; nothing is held."""
        for hold in LegalHold.objects.filter(child=self.child, ended_at=None):
            holds.end(hold.pk, why="Over.", viewer=self.viewer("ayesha"))
        waiting = AccessRequest.objects.filter(
            child=self.child, state__in=AccessRequest.WAITING
        )
        waiting.update(state="released", paused_on=None)
        agency = self.cast.agencies["bramblecote"].pk
        return self.told_exactly() | {
            "seen": retention.inventory(self.child.pk, agency).hash
        }

    def list_to_erase(self):
        """A list that waits for a second person."""
        said = self.list_seen()
        wish = disposal.Proposal(
            UUID(said["agency"]), "mistake", "By mistake.", said["seen"]
        )
        return disposal.propose(wish, **self.as_whom("ayesha"))

    def legal_hold(self):
        viewer = self.viewer("ayesha")
        return holds.place(
            self.child, self.cast.agencies["bramblecote"].pk, reason="A complaint.",
            review_on=viewer.today + timedelta(days=90), viewer=viewer,
        )  # fmt: skip

    def looks_told_later(self):
        """Leon's looks, because of an enquiry that Owen knows of."""
        viewer = self.viewer("owen")
        return looks_delay.delay(
            child=self.child, hat=self.cast.hat("leon"), reason="An enquiry.",
            until_on=viewer.today + timedelta(days=9), viewer=viewer,
        )  # fmt: skip

    def breach(self, settled=False):
        """Something went wrong, and a colleague has said so; weighed, and all told."""
        made = breaches.report("A letter went astray", viewer=self.viewer("abena"))
        if settled:
            lead = self.viewer("ayesha")
            found = Weighed(
                made.aware_at, "the book", 1, Breach.Risk.UNLIKELY, "It is back"
            )
            breaches.weigh(made.pk, found, viewer=lead)
            breaches.leave_ico_untold(made.pk, "It was never opened", viewer=lead)
            breaches.tell_people(made.pk, lead.now, "", viewer=lead)
        return made

    def member(self):
        """Somebody of Bramblecote who is in the team, and their part."""
        tie = team.join_team(
            employment=self.colleague(), part=Part(does="Reads with him"), **self.as_whom("margaret")
        )  # fmt: skip
        return Involvement.unfiltered("the part of a new member").get(tie=tie)

    def part_of(self, key):
        return Involvement.unfiltered("somebody’s part").get(
            tie__person=self.cast.people[key], tie__child=self.child
        )

    def order(self):
        order = Order(
            person_id=self.cast.people["conor"].pk, court="Family Court, HM26P2", closes=("location",),
            made_on=clock.read().date(), says="Not the address", from_on=clock.read().date(),
        )  # fmt: skip
        return orders.record_order(order, **self.as_whom("margaret"))

    def asked(self):
        wish = Wish(
            with_agency_id=self.cast.agencies["riverside"].pk, categories=("plan", "voice", "involvement"),
            purpose="So that Petra can help with play", until_on=(clock.read() + timedelta(days=90)).date(),
        )  # fmt: skip
        waiting = self.child.agreements.filter(
            with_agency=wish.with_agency_id, state="asked"
        ).first()
        return waiting or agreements.ask(wish, **self.as_whom("margaret"))

    def quietly_shared(self):
        """Shared without asking, and the family does not know."""
        choice = Choice(
            to_agency_id=self.cast.agencies["riverside"].pk, categories=("plan",), ground="safeguarding",
            reason="Nobody has seen him for weeks", until_on=(clock.read() + timedelta(days=90)).date(),
            not_told_because="Not safe yet", look_again_on=(clock.read() + timedelta(days=9)).date(),
        )  # fmt: skip
        return lawful.share_without_asking(choice, **self.as_whom("margaret"))

    def between(self):
        """An agreement between services that nobody has signed."""
        today = clock.read().date()
        terms = Terms(
            title="Early help", purpose="So that help comes early", categories=("plan",),
            ground="public_task", law="Children Act 2004 s.10", from_on=today,
            until_on=today + timedelta(days=90),
        )  # fmt: skip
        return area_agreements.write(terms, viewer=self.viewer("ayesha"))

    def signing(self, **which):
        """Petra's signature, or her agency's, is missing."""
        petra = self.cast.people["petra"]
        Signature.objects.filter(person=petra).delete()
        has_signed(petra)  # both, whichever was sent before
        Signature.objects.filter(person=petra, **which).delete()
        return {}

    def holds(self):
        """Owen has a part, also when this has been sent before."""
        own = self.cast.people["owen"].employments.get()
        if not Tie.objects.filter(
            person=own.person, child=self.child, until_at=None
        ).exists():
            team.join_team(employment=own, **self.as_whom("margaret"))
        return {}

    def stays(self):
        """A case of Rafi's, whose file is not on its way."""
        Transfer.objects.filter(child=self.child, received_at=None).delete()
        return self.case()

    def works_with(self):
        """Leon does so again, when he has said before that he knows the family."""
        leon = self.cast.people["leon"]
        recorded = conflict_lock.list_recorded(
            self.child, viewer=self.viewer("margaret")
        )
        for one in recorded.filter(person=leon, until_at=None):
            conflict_lock.end(one.pk, **self.as_whom("margaret"))
            own = leon.employments.get()
            team.join_team(employment=own, **self.as_whom("margaret"))
        return the_child(self)

    def gap(self):
        """A child of Margaret's nursery has nobody there any more."""
        viewer = self.viewer("margaret")
        born_on = self.child.born_on
        lost = team.welcome_child(
            Card(given_name="Ira", family_name="Stone", born_on=born_on),
            viewer=viewer,
            part=Part(),
        )
        tie = Tie.objects.get(child=lost)
        tie.from_at = tie.until_at = viewer.now - timedelta(days=3)
        tie.save()
        return {
            "gap": next(
                one.key for one in unheld.list_gaps(viewer) if one.child_id == lost.pk
            )
        }

    def left(self):
        """Somebody of the team was writing when their part ended."""
        tie = self.member().tie
        moment = clock.read()
        team.leave_team(
            tie, child=self.child, viewer=self.viewer("margaret"), until_at=moment
        )
        kept = unfinished.keep(
            Typed([("saw", "He sang all morning")], had_file=False),
            page="evidence:add-note",
            address=f"/children/{self.child.pk}/notes/add",
            child_id=self.child.pk,
            hat=Hat(tie.person_id, tie.agency_id),
            now=clock.read(),
        )
        return {"left": str(kept.pk)}

    def agreed(self):
        """The only one with that service."""
        riverside = self.cast.agencies["riverside"].pk
        agreements.stop_sharing(riverside, **self.as_whom("shirin"))
        return agreements.agree(self.asked().pk, **self.as_whom("shirin"))

    def differing(self):
        """Conor agreed to something that Shirin sees differently."""
        agreed = self.agreed_by_dad()
        words = "I would like to meet her first"
        return objections.see_differently(agreed.pk, words, **self.as_whom("shirin"))

    def agreed_by_dad(self):
        """What Conor agreed to, and Shirin did not."""
        riverside = self.cast.agencies["riverside"].pk
        agreements.stop_sharing(riverside, **self.as_whom("shirin"))
        return agreements.agree(self.asked().pk, **self.as_whom("conor"))

    def copy(self):
        """A copy of a note, on paper, held by Rowan."""
        return copies.register(
            [self.note().record], how="print", purpose="For the file",
            viewer=self.viewer("tomasz"),
        )[0]  # fmt: skip

    def invited(self, kind, **where):
        """An invitation of Margaret's that waits; where it is to."""
        from plait.team.models import Invitation

        guest = Guest(
            kind,
            "Ola Berg",
            "waits@plait.example",
            "relative" if where else "key_worker",
        )
        if not where:
            where = {"agency_id": self.cast.agencies["bramblecote"].pk}
        team.invite(guest, viewer=self.viewer("margaret"), **where)
        return Invitation.objects.filter(email="waits@plait.example").latest("made_at")

    def note(self, who="abena", saw=""):
        """Each with words of its own: the same twice is one note."""
        moment = clock.read()
        saw = saw or f"He put {next(self.numbers)} cups together"
        return evidence.note_observation(
            Observation(saw=saw, areas=[], seen_at=moment), **self.as_whom(who)
        )

    def report(self):
        """Tomasz's newest, which says something about Rafi's dad."""
        conor = self.cast.people["conor"].pk
        told = [passages.About(conor, f"Zinnia {next(self.numbers)}")]
        report = Assessment(
            title="A look", seen_on=clock.read().date(), summary=f"{next(self.numbers)}"
        )
        return evidence.share_assessment(
            report, [], about=told, **self.as_whom("tomasz")
        )

    def passage(self):
        passage = Passage.unfiltered("what an act puts right")
        return passage.get(of=self.report().record)

    def held_back(self):
        """A concern that the family has not been told of."""
        concern = Concern(
            wondering=f"He loves water {next(self.numbers)}. I am wondering about his hearing.", areas=["senses"],
            family_told=False, why_not_told="Mum is away until Friday",
        )  # fmt: skip
        return evidence.raise_concern(concern, **self.as_whom("abena"))

    def kept_from_family(self):
        """A note that Abena holds back."""
        note = self.note()
        held = Hold("not-sure", clock.read().date() + timedelta(days=9), "I will watch")
        holding.hold_back(note.pk, held, **self.as_whom("abena"))
        return note.record

    def sealed(self, who="margaret", ground="private", aim="agency"):
        """A note that Riverside must not see; or, of Owen's, what is said about health."""
        riverside = self.cast.agencies["riverside"].pk if aim == "agency" else None
        record = self.note().pk if who == "margaret" else None
        # Not everything: the family goes on with the rest.
        kind = "" if record else "health"
        wish = SealWish(
            aim, ground, "So it was asked", target_id=riverside, category=kind
        )
        return sealing.seal(wish, record_id=record, **self.as_whom(who))

    def sealed_by_owen(self):
        """A seal that takes two, which waits for the second."""
        owen = Employment.objects.get(person=self.cast.people["owen"])
        if not self.child.ties.filter(person=owen.person, until_at=None).exists():
            team.join_team(employment=owen, part=Part(), **self.as_whom("margaret"))
        return self.sealed("owen", "refuge", "family")

    def too_close(self):
        person = self.colleague().person_id
        return team.record_conflict(person, "neighbour", **self.as_whom("margaret"))

    def without_a_plan(self):
        """A child who is new, so that a plan can be started."""
        card = Card(given_name="Ada", born_on=self.child.born_on)
        margaret = self.viewer("margaret")
        child = team.welcome_child(card, viewer=margaret, part=Part(leads=True))
        return {"child_id": child.pk}

    def outcome(self):
        plan = (
            Plan.unfiltered("the plan of the story")
            .filter(record__child=self.child)
            .first()
        )
        return plans.write_outcome(
            Outcome(plan=plan, title="Asks for more", wording="Says more at snack", area="communication",
                    measure="times at snack", due_on=(clock.read() + timedelta(days=100)).date()),
            **self.as_whom("margaret"),
        )  # fmt: skip

    def strategy(self):
        place = PlaceInWords("setting", "At the water tray", "Abena", "Every session")
        return plans.write_strategy(
            Strategy(outcome=self.outcome(), title="Wait, then answer"), [place], **self.as_whom("margaret")
        )  # fmt: skip

    def activity(self):
        return plans.write_activity(
            Activity(strategy=self.strategy(), title="Cups", steps=["Stack", "Wait"]), **self.as_whom("margaret")
        )  # fmt: skip

    def question(self):
        return book.write_entry(
            Entry(
                words="",
                question=f"What does he like at bedtime, {next(self.numbers)}?",
            ),
            **self.as_whom("abena"),
        )

    def look(self):
        """Tomasz has read the plan a moment ago: the line that the family sees."""
        tomasz = self.viewer("tomasz")
        list(Plan.objects.read_by(tomasz).filter(record__child=self.child))
        ledger.record_reading(viewer=tomasz, surface="plan", child_ids=[self.child.pk])
        found = looks.list_looks(self.child, viewer=self.viewer("shirin")).looks
        look = next(one for one in found if one.hat == tomasz.hat)
        before = LookQuestion.objects.filter(surface=look.surface, on=look.on)
        AccessReport.objects.filter(question__in=before).update(question=None)
        before.delete()  # nobody has asked about it yet
        return SimpleNamespace(pk=look.id, look=look)

    def surprised(self):
        """A question about it that waits."""
        look = self.look().look
        return surprises.ask_about(look, "Why?", **self.as_whom("shirin"))

    def asked_for_kept(self):
        """A request to the nursery that nobody has taken on."""
        AccessRequest.objects.filter(
            agency__code="bramblecote", state__in=AccessRequest.WAITING
        ).update(state="released", paused_on=None)
        return requests_made.asked(self.cast, at=clock.read())

    def nothing_kept_asked(self):
        """Rafi, for whom nobody waits for an answer of the nursery."""
        AccessRequest.objects.filter(
            agency__code="bramblecote", state__in=AccessRequest.WAITING
        ).update(state="released", paused_on=None)
        return the_child(self)

    def asked_by_mum(self):
        """The same, from her own page."""
        return {"child_id": self.child.pk, "request_id": self.asked_for_kept().pk}

    def kept_item(self):
        """Something that the nursery keeps, on which nothing is decided."""
        request = requests_made.taken_on(self.cast, at=clock.read())
        item = request.items.filter(held=False, outcome="").first()
        return {"request_id": request.pk, "kept_id": item.pk}

    def opened(self):
        """Sofia's emergency access to Rafi."""
        sofia = self.viewer("sofia")
        if glass := emergency.open_glass(self.child, viewer=sofia):
            return glass.emergency
        child = Child.objects.get(pk=self.child.pk)  # as they are called by now
        sought = Sought(child.given_name, child.family_name, child.born_on)
        return opening.open_by_name(sought, Need("danger", IN_DANGER, 1), viewer=sofia)

    def not_opened(self):
        """Rafi, of whom Margaret sees no more than always."""
        margaret = self.viewer("margaret")
        if emergency.open_glass(self.child, viewer=margaret):
            opening.end(self.child, viewer=margaret)
        return the_child(self)

    def to_review(self):
        """The same, when she has ended it."""
        opened = self.opened()
        opening.end(self.child, viewer=self.viewer("sofia"))
        return opened

    def asked_about(self):
        opened = self.to_review()
        return reviewing.ask(opened.pk, "Who rang you?", viewer=self.viewer("ayesha"))

    def worry(self):
        """A worry that Owen can read and nobody has taken on."""
        saw = f"He hides under the table, {next(self.numbers)}"
        return cases.worry_of(cases.raised(self.cast, at=clock.read(), saw=saw))

    def case(self):
        """A case of Owen's, in which one worry waits and no other."""
        new, owen = self.worry(), self.as_whom("owen")
        waiting = Worry.unfiltered("what waits already").filter(
            record__child=self.child
        )
        for worry in waiting.exclude(pk=new.pk):
            if queries.waits(worry):
                safeguarding.take_on(worry, **owen)
        return {"child_id": self.child.pk}

    def step(self):
        self.worry()
        owen = self.as_whom("owen")
        step = Step(what="Ring home", by_whom="Owen", due_on=owen["viewer"].today)
        return safeguarding.add_step(step, **owen)

    def wren(self):
        """Who leads at Larkfield; also when this has been sent before."""
        there = Employment.objects.filter(
            agency=self.cast.agencies["larkfield"], role="safeguarding_lead"
        )
        if not there.exists():
            cases.employ(self.cast, "wren", "larkfield", "safeguarding_lead")
        return there.get()

    def transfer(self, sent=False):
        """A file that goes from Bramblecote to the lead of Larkfield."""
        self.worry()
        self.wren()
        owen = self.viewer("owen")
        begun = Transfer(
            child=self.child, to_agency=self.cast.agencies["larkfield"],
            starts_on=owen.today, in_year=True,
        )  # fmt: skip
        already = Transfer.objects.filter(
            child=begun.child, to_agency=begun.to_agency, sent_at=None
        ).first()
        transfer = already or safeguarding.begin_transfer(begun, viewer=owen)
        return safeguarding.send_file(transfer.pk, viewer=owen) if sent else transfer

    def coming(self):
        """A file that was sent to the lead of Bramblecote."""
        wren = self.wren()
        cases.raised(
            self.cast, by="gwen", child="noor", to="larkfield", at=clock.read()
        )
        viewer = cases.viewer_of(self.cast, wren, at=clock.read())
        begun = Transfer(
            child=self.cast.noor, to_agency=self.cast.agencies["bramblecote"],
            starts_on=viewer.today, in_year=True,
        )  # fmt: skip
        transfer = safeguarding.begin_transfer(begun, viewer=viewer)
        return safeguarding.send_file(transfer.pk, viewer=viewer)

    def run(self, held=False):
        """An import of Margaret's that has been read; with a row that is held, if asked."""
        child = self.child
        same = {"forename": child.given_name, "surname": child.family_name,
                "dob": child.born_on.isoformat()}  # fmt: skip
        rows = [census_files.a_pupil(77, **(same if held else {}))]
        pupils = SimpleUploadedFile("p.csv", census_files.as_csv(rows))
        made = exchange.begin_run(
            pupils=pupils, needs=None, viewer=self.viewer("margaret")
        )
        exchange.read_run(made, viewer=self.viewer("margaret"), beat=clock.read)
        return made

    # Of those who grow up.

    def said_of(self, key):
        """A note of Jonah's about one of the two young people."""
        child, jonah = self.cast.children[key], self.viewer("jonah")
        saw = f"Chose the quiet room, {next(self.numbers)}"
        return evidence.note_observation(
            Observation(saw=saw, areas=[], seen_at=clock.read()),
            child=child,
            viewer=jonah,
        )

    def wish(self):
        return family.ask_for_privacy(
            self.said_of("jaden").pk, "Please", child=self.cast.jaden, viewer=self.viewer("jaden")
        )  # fmt: skip

    def nobody_acts(self):
        """For Tilda: what was recorded before is ended."""
        for one in representatives.list_acting(self.cast.tilda, clock.read()):
            representatives.end(one.pk, child=self.cast.tilda, viewer=self.viewer("priya"))  # fmt: skip
        return {"child_id": self.cast.tilda.pk}

    def acting(self):
        self.nobody_acts()
        today = clock.read().date()
        found = Assessed(
            person_id=self.cast.people["adwoa"].pk, decision="support", authority="deputy", why="Could not weigh it",
            helped="Pictures, and a second day", assessed_on=today, review_on=today + timedelta(days=90),
        )  # fmt: skip
        return representatives.record(
            found, child=self.cast.tilda, viewer=self.viewer("priya")
        )


def nothing(stage: Stage) -> Ids:
    return {}


def the_child(stage: Stage) -> Ids:
    return {"child_id": stage.child.pk}


def about(**makers: Callable[[Stage], Any]) -> Callable[[Stage], Ids]:
    """The child, and what else stands in the address, made on the stage."""

    def ids(stage: Stage) -> Ids:
        made = {name: maker(stage).pk for name, maker in makers.items()}
        return {"child_id": stage.child.pk, **made}

    return ids


def of(key: str, **makers: Callable[[Stage], Any]) -> Callable[[Stage], Ids]:
    """As `about`, for one of the two young people."""
    return lambda stage: {
        "child_id": stage.cast.children[key].pk,
        **{name: maker(stage).pk for name, maker in makers.items()},
    }


def only(**makers: Callable[[Stage], Any]) -> Callable[[Stage], Ids]:
    return lambda stage: {name: maker(stage).pk for name, maker in makers.items()}


@dataclass(frozen=True)
class Act:
    """One form: who sends it, for what, with which answers, and what it leaves behind."""

    page: str
    who: str
    ids: Callable[[Stage], Ids] = the_child
    answers: dict[str, Any] = field(default_factory=dict)
    # Answers that need something on the stage.
    more: Callable[[Stage], dict[str, Any]] = lambda stage: {}
    leaves: tuple[str, ...] = ()  # acts in the ledger, in any order
    form_on: str = ""  # the page that shows the form, when it is another one
    files: Callable[[], dict[str, Any]] = dict
    query: str = ""

    def __str__(self):
        return self.page


def a_day(name, ahead=200):
    """A day as three answers, so many days from today."""
    day = datetime.now(UTC).date() + timedelta(days=ahead)
    return {
        f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")
    }


IN_DANGER = "A neighbour rang about shouting and a crying child."
NAMED = {"given_name": "Ada", "family_name": "Lowe", "pronouns": "she"}
ACTS = (
    Act("privacy:propose-disposal", "ayesha", only(),
        {"ground": "mistake", "words": "A note about somebody else.", "only": ""},
        more=Stage.list_seen, leaves=("privacy.disposal.proposed",)),
    Act("privacy:agree-to-disposal", "margaret", only(disposal_id=Stage.list_to_erase),
        form_on="privacy:disposal", leaves=("privacy.disposal.agreed",)),
    Act("privacy:stop-disposal", "ayesha", only(disposal_id=Stage.list_to_erase),
        {"why": "It is needed still."}, leaves=("privacy.disposal.stopped",)),
    Act("privacy:place-hold", "ayesha", only(), {"reason": "An inquiry."} | a_day("review_on", 90),
        more=Stage.told_exactly, leaves=("privacy.hold.restricted",)),
    Act("privacy:end-hold", "ayesha", only(hold_id=Stage.legal_hold), {"why": "It is over."},
        leaves=("privacy.hold.lifted",)),
    Act("sharing:tell-later", "owen", only(),
        {"colleague": "abena@plait.example", "reason": "An enquiry."} | a_day("until_on", 9),
        more=Stage.told_exactly, leaves=("sharing.look.delayed",)),
    Act("sharing:tell-now", "owen", only(delay_id=Stage.looks_told_later),
        leaves=("sharing.look.told",)),
    Act("agencies:unheld", "margaret", Stage.gap,
        leaves=("team.unheld.taken-on", "children.tie.begun", "team.involvement.recorded")),
    Act("today:handing-over", "owen", Stage.holds, {"why": "leaving"},
        more=lambda s: {"everybody": str(s.colleague().pk)},
        # Two children: Leo of the story, and the one of the stage.
        leaves=("children.tie.ended", "children.tie.begun", "team.involvement.recorded") * 2),
    Act("today:handing-over-of", "margaret",
        only(employment_id=lambda s: s.member().tie.person.employments.get()),
        {"why": "away"} | a_day("last_on", 5),
        more=lambda s: {"everybody": str(s.colleague().pk)},
        leaves=("team.part.covered", "children.tie.begun", "children.tie.ended",
                "team.involvement.recorded", "team.involvement.described")),
    Act("sharing:left", "margaret", the_child, {"do": "throw-away"}, more=Stage.left,
        leaves=("sharing.unfinished.thrown-away",)),
    Act("agencies:sign", "petra", lambda s: s.signing(for_agency=False), {"agreed": "on"},
        leaves=("agencies.confidentiality.signed",)),
    Act("agencies:sign-for-agency", "petra", lambda s: s.signing(for_agency=True),
        {"agreed": "on"}, leaves=("agencies.confidentiality.signed",)),
    Act("today:alert", "ayesha", only(alert_id=Stage.alert),
        {"outcome": "fine", "words": "They were covering for a colleague."},
        leaves=("ledger.alert.answered",)),
    Act("privacy:ask-access-report", "ayesha", nothing,
        {"reason": "A neighbour works there"} | a_day("since_on", -30) | a_day("last_on", 0),
        more=lambda s: {
            "name": s.child.given_name, "family_name": s.child.family_name,
            "born_on_day": s.child.born_on.day, "born_on_month": s.child.born_on.month,
            "born_on_year": s.child.born_on.year,
        },
        leaves=("privacy.access-report.made",)),
    Act("privacy:ask-access-report-for", "ayesha", only(question_id=Stage.surprised),
        {"reason": "The family asks"} | a_day("since_on", -30) | a_day("last_on", 0),
        leaves=("privacy.access-report.made",)),
    Act("privacy:ask-colleague-report", "ayesha", nothing,
        {"reason": "Something unusual was noticed"},
        more=lambda s: {"agency": s.cast.agencies["bramblecote"].pk,
                        "called": s.cast.people["abena"].email},
        leaves=("privacy.access-report.made",)),
    Act("privacy:ask-colleague-report-of", "ayesha",
        only(employment_id=lambda s: s.cast.people["abena"].employments.first()),
        {"reason": "Something unusual was noticed"},
        leaves=("privacy.access-report.made",)),
    Act("privacy:report-breach", "abena", nothing, {"happened": "A letter went astray"},
        leaves=("privacy.breach.written",)),
    Act("privacy:weigh-breach", "ayesha", only(breach_id=Stage.breach),
        {"at": "12am", "kinds": ["the communication book"], "people": "2", "risk": "risk",
         "done": "Asked for it back"} | a_day("day", 0),
        leaves=("privacy.breach.written",)),
    Act("privacy:breach-ico", "ayesha", only(breach_id=lambda s: s.breach(settled=True)),
        {"told": "not", "because": "Nobody has read it"},
        leaves=("privacy.breach.written",)),
    Act("privacy:breach-people", "ayesha", only(breach_id=Stage.breach),
        {"told": "not", "because": "Nobody has read it"},
        leaves=("privacy.breach.written",)),
    Act("privacy:close-breach", "ayesha", only(breach_id=lambda s: s.breach(settled=True)),
        {"lessons": "Two people check"}, leaves=("privacy.breach.written",)),
    Act("agencies:invite", "margaret", nothing,
        {"name": "Ola Berg", "role": "teacher", "manages_people": "no"},
        more=lambda s: {"email": f"{uuid4().hex[:8]}@plait.example"},
        leaves=("team.invitation.sent",)),
    Act("agencies:hours", "margaret", nothing, {"hours": "9am to 5pm", "replies_within_days": "3"},
        leaves=("agencies.agency.described",)),
    Act("agencies:withdraw", "margaret", only(invitation_id=lambda s: s.invited("colleague")),
        leaves=("team.invitation.withdrawn",)),
    Act("agencies:entrust", "margaret", only(employment_id=Stage.colleague),
        leaves=("agencies.accounts.entrusted",)),
    Act("agencies:leave", "margaret", only(employment_id=Stage.colleague),
        leaves=("agencies.employment.ended",)),
    Act("sharing:ask", "margaret", the_child,
        {"categories": ["plan", "education"], "purpose": "So that play gets easier",
         "covers_history": "no"} | a_day("last_day"),
        more=lambda s: {"whom": f"agency:{s.cast.agencies['riverside'].pk}"},
        leaves=("sharing.agreement.asked",)),
    Act("sharing:without-asking", "margaret", the_child,
        {"categories": ["plan"], "why": "ground:safeguarding", "covers_history": "no",
         "reason": "Nobody has seen him for three weeks", "telling": "keep",
         "because": "Somebody at home could be hurt"}
        | a_day("last_day") | a_day("look_again", 30),
        more=lambda s: {"whom": f"agency:{s.cast.agencies['riverside'].pk}"},
        leaves=("sharing.disclosure.decided",)),
    Act("sharing:look-again", "margaret", about(disclosure_id=Stage.quietly_shared),
        {"because": "It is still not safe"} | a_day("look_again", 30),
        leaves=("sharing.disclosure.kept-from-family",)),
    Act("sharing:tell", "margaret", about(disclosure_id=Stage.quietly_shared),
        form_on="sharing:disclosure", leaves=("sharing.disclosure.told",)),
    Act("sharing:stop-disclosure", "margaret", about(disclosure_id=Stage.quietly_shared),
        form_on="sharing:disclosure", leaves=("sharing.disclosure.ended",)),
    Act("sharing:write-area-agreement", "ayesha", nothing,
        {"title": "Early help", "purpose": "So that help comes early", "categories": ["plan"],
         "ground": "public_task", "law": "Children Act 2004 s.10"}
        | a_day("first_day", 0) | a_day("last_day"),
        leaves=("sharing.area-agreement.written",)),
    Act("sharing:sign-area-agreement", "margaret", only(area_agreement_id=Stage.between),
        form_on="sharing:area-agreement", leaves=("sharing.area-agreement.signed",)),
    Act("sharing:end-area-agreement", "ayesha", only(area_agreement_id=Stage.between),
        form_on="sharing:area-agreement", leaves=("sharing.area-agreement.ended",)),
    Act("sharing:relative", "shirin",
        about(tie_id=lambda s: Tie.objects.get(child=s.child, person=s.cast.people["nani"])),
        {"categories": ["book", "plan"]}, leaves=("sharing.person.allowed",)),
    Act("sharing:answer", "shirin", about(agreement_id=Stage.asked),
        leaves=("sharing.agreement.declined",)),
    Act("sharing:agree", "shirin", about(agreement_id=Stage.asked), form_on="sharing:answer",
        leaves=("sharing.agreement.given",)),
    Act("sharing:some", "shirin", about(agreement_id=Stage.asked), {"categories": ["plan"]},
        leaves=("sharing.agreement.given",)),
    Act("sharing:withdraw", "shirin", about(agreement_id=Stage.agreed),
        leaves=("sharing.agreement.withdrawn",)),
    Act("sharing:surprise", "shirin", about(look_id=Stage.look), {"words": "I did not expect this."},
        leaves=("sharing.look.asked-about",)),
    Act("privacy:ask", "shirin", Stage.nothing_kept_asked, {"words": "All notes"},
        more=lambda s: {"service": str(s.cast.agencies["bramblecote"].pk)},
        leaves=("privacy.request.asked",)),
    Act("privacy:request", "margaret", only(request_id=Stage.asked_for_kept), {"do": "take-on"},
        leaves=("privacy.request.taken-on", "children.tie.begun")),
    Act("privacy:request-item", "margaret", Stage.kept_item, {"outcome": "whole"},
        leaves=("privacy.request.item-decided",)),
    Act("privacy:enter-request", "margaret",
        lambda s: s.nothing_kept_asked() and {}, {"came": "letter"},
        more=lambda s: {
            "email": s.cast.people["shirin"].email, "name": s.child.given_name,
            "family_name": s.child.family_name, **a_day("came_on", 0),
            **a_day("born_on", (s.child.born_on - datetime.now(UTC).date()).days),
        }, leaves=("privacy.request.asked",)),
    Act("privacy:take-back", "shirin", Stage.asked_by_mum, leaves=("privacy.request.withdrawn",)),
    Act("privacy:taken-back", "margaret", only(request_id=Stage.asked_for_kept), {"came": "phone"},
        leaves=("privacy.request.withdrawn",)),
    Act("privacy:longer", "margaret", only(request_id=Stage.asked_for_kept),
        {"reason": "There is much of it."}, leaves=("privacy.request.extended",)),
    Act("privacy:missing", "margaret", only(request_id=Stage.asked_for_kept),
        {"reason": "Which years do you mean?"}, leaves=("privacy.request.paused",)),
    Act("sharing:look-answer", "ayesha", only(question_id=Stage.surprised),
        {"state": "in_order", "said": "He wrote his report that day.", "tells": "no"},
        leaves=("sharing.look.answered",)),
    Act("emergency:open", "sofia", nothing,
        {"reason": "danger", "words": IN_DANGER, "hours": "1"},
        more=lambda s: {
            "name": s.child.given_name, "family_name": s.child.family_name,
            **a_day("born_on", (s.child.born_on - datetime.now(UTC).date()).days)},
        leaves=("sharing.emergency.opened",)),
    Act("emergency:more", "margaret", Stage.not_opened,
        {"reason": "missing", "words": IN_DANGER, "hours": "2"},
        leaves=("sharing.emergency.opened",)),
    Act("emergency:end", "sofia", lambda s: {"child_id": s.opened().glass.child_id},
        form_on="today:child", leaves=("sharing.emergency.ended",)),
    Act("emergency:own", "sofia", only(emergency_id=Stage.asked_about),
        {"answer": "The hospital rang the duty line."}, leaves=("sharing.emergency.answered",)),
    Act("emergency:review", "ayesha", only(emergency_id=Stage.to_review),
        {"outcome": "justified", "words": "The hospital had rung.", "tell": "now"},
        leaves=("sharing.emergency.reviewed", "sharing.emergency.family-told")),
    Act("sharing:hold-back", "margaret", about(record_id=Stage.note),
        {"hold_reason": "not-sure", "hold_words": "We will watch"} | a_day("review_on", 20),
        leaves=("sharing.record.held-back",)),
    Act("sharing:held", "margaret", about(record_id=Stage.kept_from_family),
        {"hold_reason": "harm", "hold_words": "Not yet"} | a_day("review_on", 20),
        leaves=("sharing.record.held-back",)),
    Act("sharing:seal-record", "margaret", about(record_id=Stage.note),
        {"against": "family", "ground": "private", "why": "They asked us"},
        leaves=("sharing.seal.set",)),
    Act("sharing:add-seal", "margaret", the_child,
        {"what": "health", "against": "everyone", "ground": "other", "why": "Until they move"},
        leaves=("sharing.seal.set",)),
    Act("sharing:confirm-seal", "margaret", about(seal_id=Stage.sealed_by_owen),
        form_on="sharing:seal", leaves=("sharing.seal.confirmed",)),
    Act("sharing:lift-seal", "margaret", about(seal_id=Stage.sealed), {"why": "It is over"},
        leaves=("sharing.seal.lifted",)),
    Act("team:know-family", "leon", Stage.works_with,
        leaves=("sharing.conflict.recorded", "children.tie.ended")),
    Act("team:conflicts", "margaret", the_child, {"why": "neighbour"},
        more=lambda s: {"person": str(s.colleague().person_id)},
        leaves=("sharing.conflict.recorded",)),
    Act("team:end-conflict", "margaret", about(conflict_id=Stage.too_close),
        leaves=("sharing.conflict.ended",)),
    Act("sharing:kind", "shirin",
        lambda s: {"child_id": s.child.pk, "agency_id": s.agreed().with_agency_id, "kind": "voice"},
        {"do": "hide"}, leaves=("sharing.kind.hidden",)),
    Act("sharing:service", "shirin",
        lambda s: {"child_id": s.child.pk, "agency_id": s.agreed().with_agency_id},
        {"do": "pause"}, leaves=("sharing.service.paused",)),
    Act("sharing:differ", "shirin", about(agreement_id=Stage.agreed_by_dad),
        {"words": "I would like to meet her first"}, leaves=("sharing.objection.recorded",)),
    Act("sharing:objection", "margaret", about(objection_id=Stage.differing),
        {"outcome": "They meet her together"}, leaves=("sharing.objection.settled",)),
    Act("sharing:copy", "tomasz", about(copy_id=Stage.copy), leaves=("sharing.copy.deleted",)),
    Act("team:add-child", "margaret", nothing, NAMED | a_day("born_on", -1600),
        leaves=("children.child.added", "children.tie.begun", "team.involvement.recorded")),
    Act("team:card", "margaret", the_child, {"languages": "Bangla and English"},
        leaves=("children.child.corrected",)),
    Act("team:add-order", "margaret", the_child,
        {"court": "Family Court, HM26P1", "says": "He must not know the address",
         "reach": "some", "closes": ["location"]}
        | a_day("made_on", -3) | a_day("first_day", 0),
        more=lambda s: {"person": str(s.cast.people["conor"].pk)},
        leaves=("team.court-order.recorded", *["sharing.restriction.begun"] * 2)),
    Act("team:order", "margaret", about(order_id=Stage.order),
        {"says": "He must not know the new address"},
        leaves=("team.court-order.corrected", "sharing.restriction.begun")),
    Act("team:contact", "shirin", the_child, {"says": "Every second weekend with Dad"},
        leaves=("team.contact.described",)),
    Act("team:add-colleague", "margaret", the_child, {"does": "Reads with him"},
        more=lambda s: {"employment": str(s.colleague().pk)},
        leaves=("children.tie.begun", "team.involvement.recorded")),
    Act("team:invite-family", "margaret", the_child,
        {"name": "Amin Hossain", "relation": "uncle", "role": "relative", "email": "amin@plait.example"},
        leaves=("team.invitation.sent",)),
    Act("team:withdraw-invitation", "margaret",
        about(invitation_id=lambda s: s.invited("family", child=s.child)),
        leaves=("team.invitation.withdrawn",)),
    Act("team:part", "tomasz", about(part_id=lambda s: s.part_of("tomasz")),
        {"does": "I listen to how he talks", "reach": "In the book", "reach_when": "Mornings",
         "covered_by": "Nobody"}, leaves=("team.involvement.described",)),
    Act("team:lead", "margaret", about(part_id=Stage.member), leaves=("team.involvement.described",)),
    Act("team:hand-over", "margaret", about(part_id=Stage.member),
        more=lambda s: {"employment": str(s.colleague().pk)},
        leaves=("children.tie.ended", "children.tie.begun", "team.involvement.recorded")),
    Act("team:leave", "margaret", about(part_id=Stage.member), leaves=("children.tie.ended",)),
    Act("evidence:add-note", "abena", the_child,
        {"saw": "He put the blue cup on the red one", "means": "He plans", "areas": ["communication"]},
        leaves=("evidence.observation.noted",)),
    Act("evidence:correct-note", "abena", about(note_id=Stage.note),
        {"saw": "He put the red cup on the blue one"}, leaves=("evidence.observation.corrected",)),
    Act("evidence:add-concern", "abena", the_child,
        {"wondering": "He loves water. He says few words.", "areas": ["communication"],
         "tried": "Waiting", "family_told": "yes"} | a_day("look_again_on"),
        leaves=("evidence.concern.raised",)),
    Act("evidence:concern", "abena", about(concern_id=Stage.held_back),
        leaves=("evidence.concern.family-told", "sharing.record.released")),
    Act("evidence:add-report", "tomasz", the_child,
        {"title": "First look", "how": "Two mornings", "summary": "He listens well.",
         "area": "communication", "strength": "Listens", "need": "Words", "outcome": "Two words",
         "strategy": "Wait"} | a_day("seen_on", -20),
        leaves=("evidence.assessment.shared",)),
    Act("evidence:add-passage", "tomasz", about(report_id=Stage.report),
        {"words": "He shouts."},
        lambda stage: {"about_id": stage.cast.people["conor"].pk}, leaves=("evidence.passage.written", "sharing.restriction.begun")),
    Act("evidence:correct-passage", "tomasz", about(passage_id=Stage.passage),
        {"words": "He was loud, once."}, leaves=("evidence.passage.corrected",)),
    Act("evidence:story", "shirin", the_child, {"words": "He loves buses and his Nani."},
        leaves=("evidence.story.told",)),
    Act("evidence:add-home", "shirin", the_child,
        {"called": "Home", "address": "1 Made-up Row", "phone": "07700 900123", "nights": "All"},
        leaves=("evidence.home.recorded",)),
    Act("evidence:add-attendance", "margaret", the_child,
        {"group": "Robin Room", "days": ["Monday"]} | a_day("from_on", -80),
        leaves=("evidence.attendance.recorded",)),
    Act("plans:start", "margaret", Stage.without_a_plan,
        {"review_words": "2pm, at nursery", "area": "communication", "words": "Being understood"}
        | a_day("review_on"), leaves=("plans.plan.started",)),
    Act("plans:change", "margaret", the_child,
        {"words": "Being understood at play", "area": "communication"}, leaves=("plans.plan.changed",)),
    Act("plans:add-outcome", "margaret", the_child,
        {"title": "Two words", "wording": "Says two words at play", "area": "communication",
         "measure": "times in 20 minutes", "baseline": "1", "target": "6"} | a_day("due_on"),
        leaves=("plans.outcome.proposed",)),
    Act("plans:change-outcome", "margaret", about(outcome_id=Stage.outcome),
        {"wording": "Says more at snack and at lunch"}, leaves=("plans.outcome.changed",)),
    Act("plans:view", "conor", about(outcome_id=Stage.outcome),
        {"stance": "different", "words": "Fewer, please"}, leaves=("plans.view.given",)),
    Act("plans:rate", "abena", about(outcome_id=Stage.outcome), {"value": "3", "note": "Best at water"},
        leaves=("plans.rating.counted",)),
    Act("plans:add-strategy", "margaret", about(outcome_id=Stage.outcome),
        {"title": "Wait", "why": "Time helps", "instead_of": "Asking twice",
         "home_looks_like": "At tea", "home_who": "Shirin", "home_how_often": "Daily",
         "home_times_a_week": "7"}, leaves=("plans.strategy.agreed",)),
    Act("plans:change-strategy", "margaret", about(strategy_id=Stage.strategy),
        {"why": "He answers after five seconds"}, leaves=("plans.strategy.changed",)),
    Act("plans:add-activity", "tomasz", about(strategy_id=Stage.strategy),
        {"title": "Cups", "steps": "Stack\nWait", "minutes": "5", "elsewhere": "At nursery too"},
        leaves=("plans.activity.suggested",)),
    Act("plans:practise", "shirin", about(strategy_id=lambda s: s.activity().strategy),
        {"went": "did"}, form_on="plans:games", leaves=("plans.practice.noted",)),
    Act("plans:end-activity", "margaret", about(activity_id=Stage.activity),
        leaves=("plans.activity.changed",)),
    Act("book:book", "shirin", the_child,
        {"words": "He slept well", "night": "well", "question": "Did he eat?"},
        leaves=("book.entry.written",)),
    Act("book:answer", "shirin", about(entry_id=Stage.question), {"words": "The blue bear"},
        leaves=("book.entry.written",)),
    Act("safeguarding:raise", "abena", the_child,
        {"in_danger": "no", "saw": "He hides under the table", "happened": "Today"},
        leaves=("safeguarding.worry.raised", "children.tie.begun")),
    Act("safeguarding:note", "owen", about(item_id=Stage.worry), {"do": "take-on"},
        leaves=("safeguarding.worry.taken-on",)),
    Act("safeguarding:finish", "owen", about(step_id=Stage.step), {"came_of_it": "They know"},
        leaves=("safeguarding.step.finished",)),
    Act("safeguarding:add-step", "owen", Stage.case,
        {"what": "Ring home", "by_whom": "Owen"} | a_day("due_on"),
        leaves=("safeguarding.step.added",)),
    Act("safeguarding:decide", "owen", Stage.case,
        {"choice": "early_help", "reason": "It helps", "closes": "no"},
        leaves=("safeguarding.verdict.given", "safeguarding.worry.taken-on")),
    Act("safeguarding:disclose", "owen", Stage.case,
        {"shared": "yes", "reason": "They can help", "necessary": "They know the street",
         "relevant": "All", "family_told": "yes"},
        more=lambda s: {"to_agency": str(s.cast.agencies["harrowmere-care"].pk)},
        leaves=("safeguarding.disclosure.decided", "sharing.basis.begun", "children.tie.begun")),
    Act("safeguarding:move", "owen", Stage.stays, {"in_year": "yes"} | a_day("starts_on"),
        more=lambda s: {"to_agency": str(s.cast.agencies["larkfield"].pk)},
        leaves=("safeguarding.transfer.begun",)),
    Act("safeguarding:send-file", "owen", only(transfer_id=Stage.transfer),
        leaves=("safeguarding.file.sent",)),
    Act("safeguarding:receive-file", "owen", only(transfer_id=Stage.coming),
        leaves=("safeguarding.file.received", "safeguarding.transfer.received", "children.tie.begun")),
    Act("exchange:census", "margaret", nothing,
        files=lambda: {"pupils": SimpleUploadedFile("p.csv", census_files.as_csv([census_files.a_pupil(5)]))},
        leaves=("exchange.census.received",)),
    Act("exchange:run", "margaret", only(run_id=Stage.run), {"action": "throw-away"},
        leaves=("exchange.census.thrown-away",)),
    Act("exchange:row", "margaret", lambda s: {"run_id": s.run(held=True).pk, "line": 2},
        {"who": "different"}, leaves=("exchange.row.decided",)),
    Act("family:choose-for-person", "tilda",
        of("tilda", tie_id=lambda s: Tie.objects.get(child=s.cast.tilda, person=s.cast.people["per"])),
        {"categories": ["plan", "book"]}, leaves=("sharing.choice.made",)),
    Act("family:choose-for-service", "tilda",
        of("tilda", agreement_id=lambda s: s.cast.tilda.agreements.get(with_agency__code="moorview")),
        {"answer": "less", "categories": ["plan"]}, leaves=("sharing.choice.made",)),
    Act("family:write-about-me", "jaden", of("jaden"), {"words": "I did not sleep well", "who": "me"},
        leaves=("evidence.observation.noted",)),
    Act("family:keep", "jaden", of("jaden", record_id=lambda s: s.said_of("jaden")), {"words": "Please"},
        leaves=("sharing.privacy.asked",)),
    Act("family:answer-wish", "jonah", of("jaden", wish_id=Stage.wish),
        {"granted": "yes", "understanding": "He said what follows from it", "words": "Yes"},
        leaves=("sharing.privacy.answered", "sharing.record.kept-private")),
    Act("team:invite-young-person", "priya", of("jaden"), {"email": "jaden.c@plait.example", "told": "on"},
        leaves=("team.invitation.sent",)),
    Act("team:represent", "priya", Stage.nobody_acts,
        {"decision": "sharing", "helped": "Pictures", "why": "Could not weigh it", "authority": "best_interests"}
        | a_day("assessed_on", -1) | a_day("review_on", 90),
        more=lambda s: {"person": str(s.cast.people["adwoa"].pk)},
        leaves=("sharing.representative.recorded",)),
    Act("team:end-representative", "priya", of("tilda", representative_id=Stage.acting),
        leaves=("sharing.representative.ended",)),
    Act("team:close", "margaret", Stage.without_a_plan, {"reason": "not_needed"} | a_day("last_day", 30),
        leaves=("team.part.closed", "children.tie.ended")),
)  # fmt: skip
BY_PAGE = {act.page: act for act in ACTS}


class Sending:
    """An act, ready to be sent: the form as it was shown, with the answers filled in."""

    def __init__(self, act: Act, cast, client: Client | None = None):
        stage = Stage(cast)
        ids = act.ids(stage)
        self.act = act
        self.client = client or cast.client(act.who)
        self.address = reverse(act.page, kwargs=ids) + act.query
        shown = self.address
        if act.form_on:
            of_page = site_map_page(act.form_on).parts
            shown = reverse(act.form_on, kwargs={name: ids[name] for name in of_page})
        answers = act.answers | act.more(stage)
        page = self.client.get(shown)
        assert page.status_code == 200, (act.page, page.status_code)
        self.form = form_on(page.content.decode(), self.address)
        assert self.form.fields[once.FIELD], "A form without its key can act twice."
        self.data = {**self.form.fields, **answers}

    def send(self, client: Client | None = None, **changed: Any):
        data = {**self.data, **changed, **self.act.files()}
        return (client or self.client).post(self.address, data)


def site_map_page(name: str) -> site_map.Page:
    return next(page for page in site_map.pages() if page.name == name)


def takes_a_post(page: site_map.Page) -> bool:
    """Whether an address can be sent to, found out by trying."""
    parts = {part: 2 if part == "line" else uuid4() if part.endswith("_id") else "x" for part in page.parts}  # fmt: skip
    return Client().post(reverse(page.name, kwargs=parts)).status_code != 405


def writing_pages() -> list[site_map.Page]:
    """Every address behind the door that takes a form."""
    return [page for page in site_map.pages() if page.surface and takes_a_post(page)]
