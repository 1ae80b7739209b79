"""The plan for Rafi, everybody's view of it, and six months of counting."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from plait.clocks.arithmetic import months_on
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage, weekday
from plait.demo.story.strategies import (
    finding,
    first_strategy,
    more_strategies,
    outcome,
    rafi,
    strategies,
    taking_turns,
)
from plait.plans import operations as plans
from plait.plans.models import Activity, Outcome, Plan, Rating
from plait.plans.operations import NeedInWords

# One count a month for each strand, oldest first; nothing where nobody counted.
COUNTS: dict[str, tuple[int | None, ...]] = {
    "shirin": (1, 1, 2, 3, 3, 4, 5),
    "abena": (0, 0, 1, None, 2, 3, 4),
    "tomasz": (0, None, None, 2, None, None, 4),
}
NOTES = {
    ("shirin", 0): "“Bus book”, “Nani sing”, “more rice”. He asked for the bus book "
    "twice by himself.",
    ("abena", 0): "Up from 3 last month. Mornings are better than afternoons.",
    ("tomasz", 0): "Two words together in four games out of five. Played with a friend "
    "for six minutes.",
}


def acts(stage: Stage) -> list[Act]:
    """The plan, the views, the counts, the change in the plan."""
    return [
        (stage.at(stage.month(6, 10), 10), partial(start_plan, stage)),
        (stage.at(stage.month(6, 10), 11), partial(first_strategy, stage)),
        (stage.at(stage.month(6, 11), 20), partial(views, stage, "shirin")),
        (stage.at(stage.month(6, 11), 21), partial(views, stage, "conor")),
        (stage.at(stage.month(6, 14), 9), partial(views, stage, "abena")),
        (stage.at(stage.month(6, 14), 10), partial(views, stage, "tomasz")),
        *(
            (stage.at(stage.month(6, 13), 9 + hour), partial(second_view, stage, key))
            for hour, key in enumerate(("shirin", "conor", "abena", "tomasz"))
        ),
        *_counts(stage),
        *(
            (stage.at(stage.month(back, 20), 15), partial(count_turns, stage, value))
            for back, value in ((2, 0), (1, 1), (0, 2))
        ),
        (stage.ago(36, 9), partial(more_strategies, stage)),
        (stage.ago(34, 10), partial(taking_turns, stage)),
        (stage.ago(35, 20), partial(conor_sees_differently, stage)),
        (stage.ago(32, 9), partial(tomasz_explains, stage)),
        (stage.ago(20, 15), partial(activity_card, stage)),
    ]


def _counts(stage: Stage) -> list[Act]:
    found: list[Act] = []
    for place, (key, values) in enumerate(COUNTS.items()):
        for index, value in enumerate(values):
            back = len(values) - 1 - index
            if value is not None:
                moment = stage.at(stage.month(back, 14 + place), 15 + place)
                found.append((moment, partial(count, stage, key, value, back)))
    return found


def start_plan(stage: Stage, now: datetime) -> None:
    margaret, child = stage.viewer("margaret", now), rafi(stage)
    talking, playing = finding("need"), finding("need", 1)
    plan = plans.start_plan(
        Plan(
            title="Rafi’s support plan",
            starts_on=now.date(),
            review_on=weekday(stage.today + timedelta(days=8)),
            review_words="Six-month review, 2pm to 2:50pm, at nursery or by video",
        ),
        [
            NeedInWords(talking.area, talking.words, talking.pk),
            NeedInWords(playing.area, playing.words, playing.pk),
        ],
        child=child,
        viewer=margaret,
    )
    due = weekday(stage.today + timedelta(days=9))
    plans.write_outcome(
        Outcome(
            plan=plan,
            title="Rafi puts two words together when he plays",
            wording="Rafi puts two words together to ask or comment at least 5 times in "
            "20 minutes of play, with an adult or another child.",
            area="communication",
            measure="times in 20 minutes of play",
            baseline=Decimal(0),
            baseline_on=now.date(),
            target=Decimal(5),
            due_on=due,
            taken_from=finding("outcome"),
        ),
        child=child,
        viewer=margaret,
    )
    plans.write_outcome(
        Outcome(
            plan=plan,
            title="Rafi plays a game of turns with one friend",
            wording="Rafi plays a game of turns with one friend for at least 5 minutes, "
            "with an adult close by, on three mornings a week.",
            area="feelings",
            measure="mornings a week",
            baseline=Decimal(0),
            baseline_on=now.date(),
            target=Decimal(3),
            due_on=weekday(months_on(due, 3)),
        ),
        child=child,
        viewer=margaret,
    )


VIEWS = {
    "shirin": ("agrees", "Waiting is hard, but it works."),
    "conor": ("agrees", ""),
    "abena": ("agrees", ""),
    "tomasz": ("agrees", ""),
}


def views(stage: Stage, key: str, now: datetime) -> None:
    stance, words = VIEWS[key]
    _give(stage, key, stance, words, now)


def second_view(stage: Stage, key: str, now: datetime) -> None:
    """The game of turns: everybody agrees."""
    words = "His cousin will be happy to play." if key == "conor" else ""
    plans.give_view(
        outcome("game of turns"),
        "agrees",
        words,
        child=rafi(stage),
        viewer=stage.viewer(key, now),
    )


def conor_sees_differently(stage: Stage, now: datetime) -> None:
    _give(
        stage,
        "conor",
        "in_part",
        "I worry he will point instead of talking. At home I would like us to try words "
        "first, with real things in our hands.",
        now,
    )


def tomasz_explains(stage: Stage, now: datetime) -> None:
    _give(
        stage,
        "tomasz",
        "agrees",
        "Pictures give him a way in while words are still hard. We say both words aloud "
        "each time, so he hears them.",
        now,
    )


def _give(stage: Stage, key: str, stance: str, words: str, now: datetime) -> None:
    plans.give_view(
        outcome(),
        stance,
        words,
        child=rafi(stage),
        viewer=stage.viewer(key, now),
    )


def count(stage: Stage, key: str, value: int, back: int, now: datetime) -> None:
    plans.rate(
        Rating(
            outcome=outcome(),
            counted_on=now.date(),
            value=Decimal(value),
            note=NOTES.get((key, back), ""),
        ),
        child=rafi(stage),
        viewer=stage.viewer(key, now),
    )


def count_turns(stage: Stage, value: int, now: datetime) -> None:
    """The second outcome, counted at nursery only."""
    plans.rate(
        Rating(
            outcome=outcome("game of turns"),
            counted_on=now.date(),
            value=Decimal(value),
        ),
        child=rafi(stage),
        viewer=stage.viewer("abena", now),
    )


def activity_card(stage: Stage, now: datetime) -> None:
    plans.write_activity(
        Activity(
            strategy=strategies()[0],
            title="Ready, steady… wait",
            steps=[
                "Hold the bubble wand where Rafi can see it.",
                "Say “ready, steady…” then wait. Count to ten in your head.",
                "If he says one word, say it back with one more: “bubbles” becomes "
                "“more bubbles”.",
            ],
            minutes=5,
            elsewhere="Abena plays it after snack, in the same way.",
        ),
        child=rafi(stage),
        viewer=stage.viewer("tomasz", now),
    )
