"""One record of every kind about a child, in any envelope, each with words of its own.

Facts are put into the tables directly, because a world needs records that no operation
would write: somebody's draft, an erased one, one that is about another adult.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.apps import apps
from PIL import Image

from plait.access.models import Person
from plait.agencies.models import Agency
from plait.book.models import Entry
from plait.children.models import Child, Tie
from plait.evidence import photos
from plait.evidence.models import (
    Assessment,
    AssessmentPart,
    Attendance,
    Concern,
    Home,
    Observation,
    Passage,
    Photo,
    Story,
)
from plait.exchange.models import CensusEntry
from plait.ledger import chain
from plait.plans.models import (
    Activity,
    Need,
    Outcome,
    Plan,
    Practice,
    Rating,
    Strategy,
    StrategyPlace,
    View,
)
from plait.safeguarding.models import Disclosure, HandedFile, Step, Verdict, Worry
from plait.sharing.models import Content, Part, Record, RecordVersion
from plait.team.models import ContactArrangement, CourtOrder, Involvement

WHY = "a world for a test"


@dataclass(frozen=True)
class Telling:
    """Who says something about which child, when, and the word that marks it."""

    child: Child
    author: Person
    at: datetime
    word: str
    # What others have said that this hangs on; nothing means on what is told here.
    plan: Plan | None = None
    outcome: Outcome | None = None
    strategy: Strategy | None = None
    question: Entry | None = None
    note: Record | None = None
    report: Record | None = None
    about: Person | None = None
    agency: Agency | None = None
    review_in: int = 3  # days

    @property
    def day(self) -> date:
        return self.at.date()


def put(
    content: Content, telling: Telling, parts: tuple[Part, ...] = (), **envelope: Any
):
    """Store content with its envelope, its parts and its first version."""
    words = content.snapshot() | {"parts": [part.snapshot() for part in parts]}
    given = {"category": content.CATEGORY, "author": telling.author} | envelope
    content.record = Record.objects.create(
        child=telling.child,
        kind=content.KIND,
        made_at=telling.at,
        version_hash=chain.content_hash(words),
        **given,
    )
    content.save(force_insert=True)
    for position, part in enumerate(parts):
        part.position = position
        setattr(part, part.PARENT, content)
        part.save(force_insert=True)
    RecordVersion.objects.create(
        record=content.record,
        number=1,
        content=chain.canonical(words),
        content_hash=content.record.version_hash,
        author=telling.author,
        at=telling.at,
    )
    return content


Made = dict[str, Content]
Maker = Callable[[Telling, Made], tuple[Content, tuple[Part, ...]]]


def _observation(it: Telling, made: Made):
    return Observation(
        saw=f"{it.word} saw", means=f"{it.word} means", seen_at=it.at
    ), ()


def _photo(it: Telling, made: Made):
    of = it.note or made[Observation.KIND].record
    return Photo(
        of=of, file=a_picture(), width=8, height=8, shows=f"{it.word} shows"
    ), ()


def _concern(it: Telling, made: Made):
    return Concern(
        wondering=f"{it.word} wonders",
        tried=f"{it.word} tried",
        look_again_on=it.day + timedelta(days=1),
    ), ()


def _assessment(it: Telling, made: Made):
    parts = tuple(
        AssessmentPart(kind=kind, area="communication", words=f"{it.word} {kind}")
        for kind in AssessmentPart.Kind.values
    )
    report = Assessment(
        title=f"{it.word} report",
        seen_on=it.day,
        how=f"{it.word} how",
        summary=f"{it.word} summary",
    )
    return report, parts


def _passage(it: Telling, made: Made):
    """About somebody whose name stands on the pages anyway."""
    about = it.about or it.author
    of = it.report or made[Assessment.KIND].record
    return Passage(of=of, about=about, words=f"{it.word} passage"), ()


def _story(it: Telling, made: Made):
    return Story(words=f"{it.word} story"), ()


def _home(it: Telling, made: Made):
    home = Home(
        called=f"{it.word} home", address=f"1 {it.word} Road", phone="01632 960 001"
    )
    return home, ()


def _attendance(it: Telling, made: Made):
    agency = it.agency or Agency.objects.get(code="larkfield")
    return Attendance(
        agency=agency, group=f"{it.word} room", from_on=date(2020, 1, 1)
    ), ()


def _plan(it: Telling, made: Made):
    need = Need(area="communication", words=f"{it.word} need")
    plan = Plan(
        title=f"{it.word} plan",
        starts_on=it.day,
        review_on=it.day + timedelta(days=it.review_in),
        review_words=f"{it.word} review",
    )
    return plan, (need,)


def _outcome(it: Telling, made: Made):
    return Outcome(
        plan=it.plan or made[Plan.KIND],
        title=f"{it.word} outcome",
        wording=f"{it.word} wording",
        area="communication",
        measure=f"{it.word} times",
        baseline=Decimal(1),
        target=Decimal(9),
        due_on=it.day + timedelta(days=90),
    ), ()


def _strategy(it: Telling, made: Made):
    places = tuple(
        StrategyPlace(
            place=place,
            looks_like=f"{it.word} at {place}",
            who=f"{it.word} who",
            how_often="daily",
            times_a_week=Decimal(5),
        )
        for place in ("home", "setting")
    )
    strategy = Strategy(
        outcome=it.outcome or made[Outcome.KIND],
        title=f"{it.word} strategy",
        why=f"{it.word} why",
    )
    return strategy, places


def _view(it: Telling, made: Made):
    return View(
        outcome=it.outcome or made[Outcome.KIND],
        stance="different",
        words=f"{it.word} view",
        of_version=1,
    ), ()


def _rating(it: Telling, made: Made):
    return Rating(
        outcome=it.outcome or made[Outcome.KIND],
        counted_on=it.day,
        value=Decimal(7),
        note=f"{it.word} rating",
    ), ()


def _practice(it: Telling, made: Made):
    return Practice(
        strategy=it.strategy or made[Strategy.KIND],
        place="home",
        on=it.day,
        went="tried",
        note=f"{it.word} practice",
    ), ()


def _activity(it: Telling, made: Made):
    return Activity(
        strategy=it.strategy or made[Strategy.KIND],
        title=f"{it.word} game",
        steps=[f"{it.word} step"],
        elsewhere=f"{it.word} elsewhere",
    ), ()


def _entry(it: Telling, made: Made):
    return Entry(
        words=f"{it.word} entry", question=f"{it.word} asked?", answers=it.question
    ), ()


def _involvement(it: Telling, made: Made):
    tie = Tie.objects.filter(child=it.child, person=it.author, involvement=None).first()
    tie = tie or Tie.objects.create(
        person=it.author,
        child=it.child,
        kind="team",
        agency=it.agency or Agency.objects.get(code="riverside"),
        role="specialist_teacher",
        from_at=it.at,
        until_at=it.at,
    )
    part = Involvement(
        tie=tie, does=f"{it.word} does", reach=f"{it.word} reach", leads=True
    )
    return part, ()


def _order(it: Telling, made: Made):
    return CourtOrder(
        person=it.author,
        court=f"{it.word} court",
        made_on=it.day,
        says=f"{it.word} order",
        from_on=it.day,
    ), ()


def _contact(it: Telling, made: Made):
    return ContactArrangement(says=f"{it.word} contact"), ()


def _census(it: Telling, made: Made):
    return CensusEntry(
        given_name=f"{it.word} pupil", year_group="N2", provision="K"
    ), ()


def _worry(it: Telling, made: Made):
    return Worry(
        saw=f"{it.word} worries", happened=f"{it.word} when", own_words=f"{it.word} own"
    ), ()


def _step(it: Telling, made: Made):
    return Step(what=f"{it.word} step", by_whom=f"{it.word} who", due_on=it.day), ()


def _verdict(it: Telling, made: Made):
    return Verdict(choice="watch", reason=f"{it.word} reason", look_again_on=it.day), ()


def _disclosure(it: Telling, made: Made):
    to = it.agency or Agency.objects.get(code="riverside")
    return Disclosure(
        to_agency=to, shared=False, family_told=True, reason=f"{it.word} reason"
    ), ()


def _handed_file(it: Telling, made: Made):
    agency = it.agency or Agency.objects.get(code="riverside")
    notes = [["2026-05-01", "A worry", it.word, [["What", f"{it.word} file"]]]]
    return HandedFile(from_agency=agency, notes=notes), ()


# In the order in which they can hang on each other.
MAKERS: dict[type[Content], Maker] = {
    Observation: _observation,
    Photo: _photo,
    Concern: _concern,
    Assessment: _assessment,
    Passage: _passage,
    Story: _story,
    Home: _home,
    Attendance: _attendance,
    Plan: _plan,
    Outcome: _outcome,
    Strategy: _strategy,
    View: _view,
    Rating: _rating,
    Practice: _practice,
    Activity: _activity,
    Entry: _entry,
    Involvement: _involvement,
    CourtOrder: _order,
    ContactArrangement: _contact,
    CensusEntry: _census,
    Worry: _worry,
    Step: _step,
    Verdict: _verdict,
    Disclosure: _disclosure,
    HandedFile: _handed_file,
}


def kinds() -> set[type[Content]]:
    """Every kind of content that the product has."""
    return {model for model in apps.get_models() if issubclass(model, Content)}


def tell_everything(telling: Telling, **envelope: Any) -> Made:
    """A record of every kind, by kind; later ones hang on earlier ones."""
    assert kinds() == MAKERS.keys(), "Say in tests/trust/everything.py how to make it"
    made: Made = {}
    for model, make in MAKERS.items():
        content, parts = make(telling, made)
        made[model.KIND] = put(content, telling, parts, **envelope)
    return made


def a_picture() -> str:
    """A small photo, kept as the product keeps them."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG")
    return photos.keep(photos.draw_anew(out.getvalue()))
