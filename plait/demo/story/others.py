"""The rest of Margaret's children: short stories, so that her day looks like a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from plait.children.operations import Card
from plait.clocks.arithmetic import months_on
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage, weekday
from plait.evidence import operations as evidence
from plait.evidence.models import Concern, Observation
from plait.plans import operations as plans
from plait.plans.models import Outcome, Plan, Rating
from plait.plans.operations import NeedInWords
from plait.team import operations as team
from plait.team.operations.membership import Part


@dataclass(frozen=True)
class Short:
    """A child, one thing that was seen, and the day of the next review, if any."""

    given_name: str
    family_name: str
    months_old: int
    pronouns: str
    saw: str
    seen_days_ago: int
    review_in_days: int | None = None
    languages: str = ""
    wondering: str = ""


SHORTS = (
    Short("Amelia", "Scott", 118, "she", "Read her own story to the class, with the cards "
          "she made. She asked for a second turn.", 6, -2),
    Short("Ellis", "Okonkwo", 76, "they", "Stayed with the water tray for twenty minutes "
          "and poured for a friend when asked.", 9, None, "English and Igbo",
          "Ellis loves water and machines. I am wondering about loud rooms: they leave "
          "when more than ten are in."),
    Short("Grace", "Mbeki", 101, "she", "Used the sloped desk all morning and finished the "
          "page.", 3, 2),
    Short("Hana", "Petrova", 57, "she", "Built a bridge with two others and named each part "
          "in Bulgarian and English.", 12, 40, "Bulgarian and English"),
    Short("Kacper", "Nowak", 60, "he", "Chose the quiet corner by himself, then came back "
          "for the song.", 44, 12, "Polish and English"),
    Short("Leo", "Fernandes", 95, "he", "Waited for his turn at the climbing frame, counting "
          "aloud.", 2, 5, "Portuguese and English"),
    Short("Yusuf", "Demir", 82, "he", "Explained the rules of the game to a new child, with "
          "his board.", 8, -6, "Turkish and English"),
)  # fmt: skip


def acts(stage: Stage) -> list[Act]:
    """Each joins, is seen doing something, and some have a plan."""
    found: list[Act] = []
    for place, short in enumerate(SHORTS):
        found.append((stage.ago(150 - place, 9), partial(add, stage, short)))
        found.append(
            (stage.ago(140 - place, 14), partial(note, stage, short, FIRSTS[place]))
        )
        seen = partial(note, stage, short, short.saw)
        found.append((stage.ago(short.seen_days_ago, 14), seen))
        if short.review_in_days is not None:
            found.append((stage.ago(100 - place, 10), partial(plan, stage, short)))
            found.append((stage.ago(99 - place, 15), partial(agree, stage, short)))
            found += [
                (
                    stage.ago(32 * back + 4 + place, 15),
                    partial(count, stage, short, back),
                )
                for back in (0, 1, 2)
            ]
        if short.wondering:
            found.append((stage.ago(30, 15), partial(concern, stage, short)))
    return found


def add(stage: Stage, short: Short, now: datetime) -> None:
    margaret = stage.viewer("margaret", now)
    child = team.welcome_child(
        Card(
            given_name=short.given_name,
            family_name=short.family_name,
            born_on=months_on(stage.today, -short.months_old),
            pronouns=short.pronouns,
            languages=short.languages,
        ),
        viewer=margaret,
        part=Part(does="Keeps everyone together.", leads=True),
    )
    stage.children[short.given_name.lower()] = child
    team.join_team(
        child=child,
        employment=stage.employments["leon"],
        viewer=margaret,
        part=Part(does=f"Is there for {short.given_name} every day."),
    )


FIRSTS = (
    "Chose a book about whales and read two pages to the rabbit.",
    "Watched the machine in the yard until it had gone, and waved.",
    "Painted with both hands and mixed a green that pleased her.",
    "Sang the whole Bulgarian song from home for us.",
    "Built a garage with ramps and showed where each car sleeps.",
    "Kicked the ball back and forth with a friend, twelve times.",
    "Laid the table for snack and remembered every cup.",
)


def note(stage: Stage, short: Short, saw: str, now: datetime) -> None:
    evidence.note_observation(
        Observation(saw=saw, seen_at=now, areas=["communication"]),
        child=stage.children[short.given_name.lower()],
        viewer=stage.viewer("leon", now),
    )


def concern(stage: Stage, short: Short, now: datetime) -> None:
    evidence.raise_concern(
        Concern(
            wondering=short.wondering,
            areas=["senses"],
            tried="A place by the door, and a warning before the bell.",
            look_again_on=stage.today + timedelta(days=4),
        ),
        child=stage.children[short.given_name.lower()],
        viewer=stage.viewer("leon", now),
    )


def plan(stage: Stage, short: Short, now: datetime) -> None:
    margaret, child = (
        stage.viewer("margaret", now),
        stage.children[short.given_name.lower()],
    )
    review = weekday(stage.today + timedelta(days=short.review_in_days or 0))
    begun = plans.start_plan(
        Plan(
            title=f"{short.given_name}’s support plan",
            starts_on=now.date(),
            review_on=review,
            review_words="Termly review",
        ),
        [NeedInWords("learning", "Needs a quiet start and one thing at a time.")],
        child=child,
        viewer=margaret,
    )
    plans.write_outcome(
        Outcome(
            plan=begun,
            title=f"{short.given_name} starts the morning calmly",
            wording=f"{short.given_name} hangs up the coat, chooses a first thing and stays "
            "with it for ten minutes, on four mornings a week.",
            area="learning",
            measure="calm mornings a week",
            baseline=Decimal(1),
            baseline_on=now.date(),
            target=Decimal(4),
            due_on=weekday(review + timedelta(days=30)),
        ),
        child=child,
        viewer=margaret,
    )


def agree(stage: Stage, short: Short, now: datetime) -> None:
    """The key worker speaks for the setting."""
    name = short.given_name
    outcomes = Outcome.objects.unfiltered("the story goes on with its outcome")
    plans.give_view(
        outcomes.select_related("record").get(
            title=f"{name} starts the morning calmly"
        ),
        "agrees",
        "",
        child=stage.children[name.lower()],
        viewer=stage.viewer("leon", now),
    )


def count(stage: Stage, short: Short, back: int, now: datetime) -> None:
    """A count in most months, from two mornings to four."""
    name = short.given_name
    outcomes = Outcome.objects.unfiltered("the story goes on with its outcome")
    plans.rate(
        Rating(
            outcome=outcomes.select_related("record").get(
                title=f"{name} starts the morning calmly"
            ),
            counted_on=now.date(),
            value=Decimal(max(1, 4 - back)),
        ),
        child=stage.children[name.lower()],
        viewer=stage.viewer("leon", now),
    )
