"""Every form of the product behind the door, sent as the person would who may send it.

An address that takes a POST and is not in `ACTS` fails the tests that go through them:
say there who sends it, what has to be there first, what is answered, and which lines of
the ledger say that it took effect.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

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
from plait.children.models import Tie
from plait.children.operations import Card
from plait.evidence import operations as evidence
from plait.evidence.models import Concern, Observation
from plait.exchange import operations as exchange
from plait.plans import operations as plans
from plait.plans.models import Activity, Outcome, Plan, Strategy
from plait.plans.operations import PlaceInWords
from plait.sharing import agreements, unfinished
from plait.sharing.agreements import Wish
from plait.team import operations as team
from plait.team import unheld
from plait.team.models import Involvement
from plait.team.operations.invitations import Guest
from plait.team.operations.membership import Part
from tests import census_files, site_map
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

    def asked(self):
        wish = Wish(
            with_agency_id=self.cast.agencies["riverside"].pk, categories=("plan", "involvement"),
            purpose="So that Petra can help with play", until_on=(clock.read() + timedelta(days=90)).date(),
        )  # fmt: skip
        waiting = self.child.agreements.filter(
            with_agency=wish.with_agency_id, state="asked"
        ).first()
        return waiting or agreements.ask(wish, **self.as_whom("margaret"))

    def signing(self, **which):
        """Petra's signature, or her agency's, is missing."""
        petra = self.cast.people["petra"]
        Signature.objects.filter(person=petra, **which).delete()
        return {}

    def holds(self):
        """Owen has a part, also when this has been sent before."""
        own = self.cast.people["owen"].employments.get()
        if not Tie.objects.filter(person=own.person, child=self.child, until_at=None).exists():
            team.join_team(employment=own, **self.as_whom("margaret"))
        return {}

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

    def held_back(self):
        """A concern that the family has not been told of."""
        concern = Concern(
            wondering=f"He loves water {next(self.numbers)}. I am wondering about his hearing.", areas=["senses"],
            family_told=False, why_not_told="Mum is away until Friday",
        )  # fmt: skip
        return evidence.raise_concern(concern, **self.as_whom("abena"))

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


NAMED = {"given_name": "Ada", "family_name": "Lowe", "pronouns": "she"}
ACTS = (
    Act("agencies:unheld", "margaret", Stage.gap,
        leaves=("team.unheld.taken-on", "children.tie.begun", "team.involvement.recorded")),
    Act("today:handing-over", "owen", Stage.holds, {"why": "leaving"},
        more=lambda s: {"everybody": str(s.colleague().pk)},
        leaves=("children.tie.ended", "children.tie.begun", "team.involvement.recorded")),
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
    Act("team:add-child", "margaret", nothing, NAMED | a_day("born_on", -1600),
        leaves=("children.child.added", "children.tie.begun", "team.involvement.recorded")),
    Act("team:card", "margaret", the_child, {"languages": "Bangla and English"},
        leaves=("children.child.corrected",)),
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
        leaves=("evidence.concern.family-told",)),
    Act("evidence:add-report", "tomasz", the_child,
        {"title": "First look", "how": "Two mornings", "summary": "He listens well.",
         "area": "communication", "strength": "Listens", "need": "Words", "outcome": "Two words",
         "strategy": "Wait"} | a_day("seen_on", -20),
        leaves=("evidence.assessment.shared",)),
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
    Act("exchange:census", "margaret", nothing,
        files=lambda: {"pupils": SimpleUploadedFile("p.csv", census_files.as_csv([census_files.a_pupil(5)]))},
        leaves=("exchange.census.received",)),
    Act("exchange:run", "margaret", only(run_id=Stage.run), {"action": "throw-away"},
        leaves=("exchange.census.thrown-away",)),
    Act("exchange:row", "margaret", lambda s: {"run_id": s.run(held=True).pk, "line": 2},
        {"who": "different"}, leaves=("exchange.row.decided",)),
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
