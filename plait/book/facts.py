"""What can be told with one tap: the night, food, how the child is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A question with three answers, and the icon it is shown with."""

    key: str
    ask: str
    icon: str
    answers: dict[str, str]


FACTS = (
    Fact(
        "night",
        "Night",
        "moon",
        {"well": "Slept well", "woke": "Woke once or twice", "hardly": "Hardly slept"},
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
    ),
)


def in_words(facts: dict[str, str]) -> list[tuple[str, str]]:
    """(icon, words) of what was tapped; what this product does not know is left out."""
    return [
        (fact.icon, fact.answers[facts[fact.key]])
        for fact in FACTS
        if facts.get(fact.key) in fact.answers
    ]
