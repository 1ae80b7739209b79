"""Tilda decides for herself since last June; Jaden will from next June on."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from plait.children.models import Tie
from plait.children.operations import Card
from plait.clocks import arithmetic, growing_up
from plait.clocks.arithmetic import months_on
from plait.demo.cast import BY_KEY, email_of
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage, weekday
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.family import operations as family
from plait.plans import operations as plans
from plait.plans.models import Outcome, Plan
from plait.plans.operations import NeedInWords
from plait.sharing import agreements, change_over
from plait.sharing.agreements import Wish
from plait.sharing.models import Agreement
from plait.team import operations as team
from plait.team.operations.invitations import Guest
from plait.team.operations.membership import Part

EVERYDAY = ("plan", "education", "book", "report", "voice", "health", "involvement")


def acts(stage: Stage) -> list[Act]:
    """A change-over that has been, with what was chosen, and one that is near."""
    since = (stage.today - last_change_over(stage.today)).days
    return [
        (stage.ago(since + 300, 9), partial(add_tilda, stage)),
        (stage.ago(since + 298, 10), partial(ask, stage, "tilda", "thornbridge", "")),
        (stage.ago(since + 298, 19), partial(yes, stage, "tilda", "thornbridge", "adwoa")),
        (stage.ago(since + 280, 10), partial(ask, stage, "tilda", "moorview", "dewi")),
        (stage.ago(since + 279, 19), partial(yes, stage, "tilda", "moorview", "per")),
        (stage.ago(since + 200, 11), partial(plan, stage)),
        (stage.ago(since + 90, 12), partial(own_page, stage, "tilda")),
        (stage.ago(since + 60, 18), partial(own_story, stage)),
        (stage.ago(since + 59, 18), partial(own_view, stage)),
        (stage.ago(since + 40, 17), partial(prepares, stage)),
        (stage.ago(6, 14), partial(note, stage, "tilda", "Asked for the lift code herself "
         "and showed a new student the quiet way to the library.")),
        (stage.ago(120, 9), partial(add_jaden, stage)),
        (stage.ago(118, 10), partial(ask, stage, "jaden", "thornbridge", "")),
        (stage.ago(117, 19), partial(yes, stage, "jaden", "thornbridge", "michelle")),
        (stage.ago(40, 14), partial(note, stage, "jaden", "Fixed the loose chain on the "
         "workshop bike and explained each step to two others.")),
        (stage.ago(30, 12), partial(own_page, stage, "jaden")),
        (stage.ago(12, 18), partial(own_words, stage)),
        (stage.ago(9, 14), partial(note, stage, "jaden", "Told me that he feels sick before "
         "maths and would rather take the test in the small room.")),
        (stage.ago(7, 18), partial(asks_for_privacy, stage)),
    ]  # fmt: skip


def last_change_over(day: date) -> date:
    """The last Friday in June that is behind us."""
    this_year = arithmetic.last_friday_in_june(day.year)
    if this_year < day:
        return this_year
    return arithmetic.last_friday_in_june(day.year - 1)


def add_tilda(stage: Stage, now: datetime) -> None:
    year = last_change_over(stage.today).year
    card = Card(
        given_name="Tilda",
        family_name="Osei",
        born_on=date(year - 17, 10, 14),
        pronouns="she",
        languages="English, Twi and some Swedish",
        communicates="Talks, and types when she is tired. Wants to be asked directly.",
    )
    welcome(stage, now, "tilda", card)
    _family(stage, now, "tilda", (("adwoa", "mum"), ("per", "dad")))


def add_jaden(stage: Stage, now: datetime) -> None:
    year = growing_up.next_change_over_on(stage.today).year
    card = Card(
        given_name="Jaden",
        family_name="Clarke",
        born_on=date(year - 16, 3, 14),
        pronouns="he",
        communicates="Talks best while he does something with his hands.",
    )
    welcome(stage, now, "jaden", card)
    _family(stage, now, "jaden", (("michelle", "mum"),))


def welcome(stage: Stage, now: datetime, key: str, card: Card) -> None:
    priya = stage.viewer("priya", now)
    stage.children[key] = team.welcome_child(
        card,
        viewer=priya,
        part=Part(
            does="Keeps everyone together, and is the one to ask.",
            reach="01632 960 155, or the book",
            reach_when="Every morning",
            leads=True,
        ),
    )
    team.join_team(
        child=stage.children[key],
        employment=stage.employments["jonah"],
        viewer=priya,
        part=Part(does=f"Meets {card.given_name} every Monday to plan the week."),
    )


def _family(
    stage: Stage, now: datetime, key: str, people: tuple[tuple[str, str], ...]
) -> None:
    for person, relation in people:
        team.record_family(
            child=stage.children[key],
            person_id=stage.people[person].pk,
            relation=relation,
            role=Tie.PARENTAL_RESPONSIBILITY,
            viewer=stage.viewer("priya", now),
        )


def ask(stage: Stage, key: str, agency: str, brings_in: str, now: datetime) -> None:
    kinds = ("plan", "report", "voice", "involvement") if brings_in else EVERYDAY
    name = key.capitalize()
    agreements.ask(
        Wish(
            with_agency_id=stage.agencies[agency].pk,
            categories=kinds,
            purpose=f"So that everybody helps {name} in the way that {name} wants.",
            until_on=months_on(stage.today, 12),
            covers_history=True,
            brings_in_id=stage.employments[brings_in].pk if brings_in else None,
        ),
        child=stage.children[key],
        viewer=stage.viewer("priya", now),
    )


def yes(stage: Stage, key: str, agency: str, parent: str, now: datetime) -> None:
    child = stage.children[key]
    asked = Agreement.objects.get(
        child=child, with_agency=stage.agencies[agency], state="asked"
    )
    team.agree(asked.pk, child=child, viewer=stage.viewer(parent, now))


def plan(stage: Stage, now: datetime) -> None:
    tilda, priya = stage.children["tilda"], stage.viewer("priya", now)
    begun = plans.start_plan(
        Plan(
            title="Tilda’s plan",
            starts_on=now.date(),
            review_on=weekday(stage.today + timedelta(days=45)),
            review_words="In the small meeting room; Tilda chairs it",
        ),
        [NeedInWords("learning", "“I want to get to places without being taken.”")],
        child=tilda,
        viewer=priya,
    )
    plans.write_outcome(
        Outcome(
            plan=begun,
            title="I travel to college by myself",
            wording="“I take the 14 bus by myself on four days a week, and I know what I "
            "do when it does not come.”",
            area="learning",
            measure="days by bus a week",
            baseline=Decimal(0),
            baseline_on=now.date(),
            target=Decimal(4),
            due_on=weekday(stage.today + timedelta(days=90)),
        ),
        child=tilda,
        viewer=priya,
    )


def own_page(stage: Stage, key: str, now: datetime) -> None:
    """The SENCO invites; the young person takes it up."""
    actor = BY_KEY[key]
    token = team.invite(
        Guest(
            Tie.Kind.SELF,
            actor.name,
            email_of(actor),
            Tie.Kind.SELF,
            "the young person",
        ),
        viewer=stage.viewer("priya", now),
        child=stage.children[key],
    )
    later = now + timedelta(hours=3)
    team.accept_invitation(token, person=stage.people[key], now=later)


def own_story(stage: Stage, now: datetime) -> None:
    evidence.tell_story(
        "I am Tilda. I like maps, timetables and loud music with headphones. Ask me, not "
        "the person beside me. If I go quiet I am thinking, so wait.",
        child=stage.children["tilda"],
        viewer=stage.viewer("tilda", now),
        current=None,
        seen_version=0,
    )


def own_view(stage: Stage, now: datetime) -> None:
    outcomes = Outcome.objects.unfiltered("the story goes on with its outcome")
    plans.give_view(
        outcomes.select_related("record").get(title="I travel to college by myself"),
        "agrees",
        "These are my words. I want to do Fridays last, because Fridays are full.",
        child=stage.children["tilda"],
        viewer=stage.viewer("tilda", now),
    )


def prepares(stage: Stage, now: datetime) -> None:
    """Mum hears of the plan and reports, dad of the plan; both services go on."""
    tilda, viewer = stage.children["tilda"], stage.viewer("tilda", now)
    for key, kinds in (("adwoa", ("plan", "report")), ("per", ("plan",))):
        change_over.choose_for_person(
            stage.people[key].pk, kinds, child=tilda, viewer=viewer
        )
    for agreement in Agreement.objects.filter(child=tilda, state="agreed"):
        change_over.choose_for_agreement(
            agreement.pk, agreement.categories, child=tilda, viewer=viewer
        )


def note(stage: Stage, key: str, saw: str, now: datetime) -> None:
    evidence.note_observation(
        Observation(saw=saw, seen_at=now, areas=[]),
        child=stage.children[key],
        viewer=stage.viewer("jonah", now),
    )


def own_words(stage: Stage, now: datetime) -> None:
    family.write_for_myself(
        "I have told Jonah about the test. I do not want everybody at home to talk about "
        "it at supper.",
        only_me=True,
        child=stage.children["jaden"],
        viewer=stage.viewer("jaden", now),
    )


def asks_for_privacy(stage: Stage, now: datetime) -> None:
    told = Observation.objects.unfiltered("the story goes on with its note")
    family.ask_for_privacy(
        told.get(saw__startswith="Told me that he feels sick").pk,
        "I will tell mum myself.",
        child=stage.children["jaden"],
        viewer=stage.viewer("jaden", now),
    )
