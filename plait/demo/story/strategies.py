"""The strategies of Rafi's plan, each written once for three places."""

from datetime import datetime
from decimal import Decimal

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.demo.story.stage import Stage
from plait.evidence.models import AssessmentPart
from plait.plans import operations as plans
from plait.plans.models import Outcome, Strategy, StrategyPlace
from plait.plans.operations import PlaceInWords

STATE = StrategyPlace.State


def rafi(stage: Stage) -> Child:
    return stage.children["rafi"]


def finding(kind: str, nth: int = 0) -> AssessmentPart:
    parts = AssessmentPart.objects.unfiltered("the story takes up a finding")
    return parts.filter(kind=kind).order_by("position")[nth]


def outcome(called: str = "two words") -> Outcome:
    outcomes = Outcome.objects.unfiltered("the story goes on with its outcome")
    return outcomes.select_related("record").get(
        title__contains=called, title__startswith="Rafi"
    )


def strategies() -> list[Strategy]:
    found = Strategy.objects.unfiltered("the story goes on with its strategies")
    return list(found.select_related("record").order_by("record__made_at", "title"))


def first_strategy(stage: Stage, now: datetime) -> None:
    plans.write_strategy(
        Strategy(
            outcome=outcome(),
            title="Wait, then say it back with one more word",
            why="Rafi needs time to find the word. Hearing it again with one more shows "
            "him the next step, and nobody has to ask him to repeat.",
            instead_of="Asking “what’s this?” or “say bubbles”.",
            taken_from=finding("strategy"),
        ),
        [
            PlaceInWords(
                "home",
                "At bath time and with the bus book. Count to ten, then say his word "
                "back with one more.",
                "Shirin or Conor",
                "About 4 times a week, 5 minutes",
                Decimal(4),
            ),
            PlaceInWords(
                "setting",
                "In play he has chosen, and at snack. Get down to his level, wait, add "
                "one word.",
                "Abena, or Leon when she is away",
                "Every session, 10 minutes",
                Decimal(4),
            ),
            PlaceInWords(
                "specialists",
                "In therapy games. Shows Abena and his parents how, and changes the "
                "words each month.",
                "Tomasz",
                "6 sessions, 40 minutes, at nursery",
            ),
        ],
        child=rafi(stage),
        viewer=stage.viewer("tomasz", now),
    )


def more_strategies(stage: Stage, now: datetime) -> None:
    child, tomasz = rafi(stage), stage.viewer("tomasz", now)
    plans.write_strategy(
        Strategy(
            outcome=outcome(),
            title="A turn-taking game with one friend",
            why="He is ready to use his words with another child, one at a time.",
            taken_from=finding("strategy", 1),
        ),
        [
            PlaceInWords(
                "home",
                "Rolling cars with his cousin on Saturdays: “my turn, your turn”.",
                "Conor",
                "Once a week, 10 minutes",
                Decimal(1),
                STATE.STARTED,
            ),
            PlaceInWords(
                "setting",
                "Bubbles or marble run with one friend, in the quiet corner, before the "
                "room is full.",
                "Abena",
                "Every morning, 8 minutes",
                Decimal(4),
            ),
            PlaceInWords(
                "specialists",
                "Joins one morning game, then advises on when to step back.",
                "Tomasz",
                "Every second session",
            ),
        ],
        child=child,
        viewer=tomasz,
    )
    choosing(child, tomasz)


def choosing(child: Child, tomasz: Viewer) -> None:
    """The third strategy, which looks different at home."""
    plans.write_strategy(
        Strategy(
            outcome=outcome(),
            title="Choosing between two things",
            why="A choice gives him a reason to say a word that matters to him.",
            taken_from=finding("strategy", 2),
        ),
        [
            PlaceInWords(
                "home",
                "With two real things: the red cup or the blue cup. No picture cards "
                "for now.",
                "Shirin or Conor",
                "At meals",
                None,
                STATE.DIFFERENT,
            ),
            PlaceInWords(
                "setting",
                "With two picture cards at snack and when choosing where to play. Say "
                "both words aloud.",
                "Abena or Leon",
                "3 times each session",
                Decimal(12),
            ),
            PlaceInWords(
                "specialists",
                "With two picture cards. Made the set that nursery uses.",
                "Tomasz",
                "In each session",
            ),
        ],
        child=child,
        viewer=tomasz,
    )


def taking_turns(stage: Stage, now: datetime) -> None:
    """What nursery does for the game of turns; home has its own with the cousin."""
    plans.write_strategy(
        Strategy(
            outcome=outcome("game of turns"),
            title="One bowl of pieces between two",
            why="When the pieces lie in the middle, each turn begins by itself, and "
            "nobody has to ask for it.",
            instead_of="Saying “wait” or “share” from across the room.",
        ),
        [
            PlaceInWords(
                "setting",
                "Ten marbles in one bowl, the marble run, the same friend. An adult "
                "sits close by and says as little as possible.",
                "Abena or Leon",
                "On three mornings, 5 minutes",
                Decimal(3),
            ),
        ],
        child=rafi(stage),
        viewer=stage.viewer("abena", now),
    )
