"""What can be told with one tap: the night, food, how the child is."""

from dataclasses import dataclass

from plait.agencies.roles import HOME, SETTING, SPECIALISTS


@dataclass(frozen=True)
class Fact:
    """A question with three answers, and the icon it is shown with."""

    key: str
    ask: str
    icon: str
    answers: dict[str, str]
    asked: frozenset[str] = frozenset({HOME, SETTING})  # in which strands


FACTS = (
    Fact(
        "night",
        "Night",
        "moon",
        {"well": "Slept well", "woke": "Woke once or twice", "hardly": "Hardly slept"},
        frozenset({HOME}),
    ),
    Fact(
        "rest",
        "Rest",
        "moon",
        {"well": "Rested well", "some": "Rested a little", "none": "No rest today"},
        frozenset({SETTING}),
    ),
    Fact(
        "food",
        "Food",
        "utensils",
        {"well": "Ate well", "some": "Ate some", "little": "Ate not much"},
    ),
    Fact(
        "mood",
        "How {child} is",
        "smile",
        {
            "cheerful": "Cheerful",
            "mixed": "Up and down",
            "hard": "Having a hard day",
        },
        frozenset({HOME, SETTING, SPECIALISTS}),
    ),
)


def in_words(facts: dict[str, str]) -> list[tuple[str, str]]:
    """(icon, words) of what was tapped; what this product does not know is left out."""
    return [
        (fact.icon, fact.answers[facts[fact.key]])
        for fact in FACTS
        if facts.get(fact.key) in fact.answers
    ]
