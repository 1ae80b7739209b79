"""A strategy in its places, and what was planned against what happened."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clocks import arithmetic
from plait.design_system import words
from plait.plans.models import Place, Practice, Strategy, StrategyPlace

STATUS = {
    StrategyPlace.State.IN_USE: "done",
    StrategyPlace.State.STARTED: "soon",
    StrategyPlace.State.DIFFERENT: "part",
    StrategyPlace.State.NOT_YET: "open",
}


@dataclass(frozen=True)
class PlaceShown:
    strand: str
    word: str
    looks_like: str
    who: str
    how_often: str
    status: tuple[str, str]


@dataclass(frozen=True)
class StrategyShown:
    """A strategy in its three places, in the order home, setting, specialists."""

    id: UUID
    title: str
    why: str
    instead_of: str
    letters: tuple[str, str, str]
    summary: str
    places: tuple[PlaceShown, ...]
    may_change: bool

    @classmethod
    def of(
        cls,
        strategy: Strategy,
        places: Sequence[StrategyPlace],
        named: dict[str, str],
        *,
        may_change: bool,
    ) -> "StrategyShown":
        by_place = {place.place: place for place in places}
        return cls(
            id=strategy.pk,
            title=strategy.title,
            why=strategy.why,
            instead_of=strategy.instead_of,
            letters=(
                _letters(by_place.get("home")),
                _letters(by_place.get("setting")),
                _letters(by_place.get("specialists")),
            ),
            summary=_summary(by_place, named),
            places=tuple(
                PlaceShown(
                    place,
                    named[place],
                    found.looks_like,
                    found.who,
                    found.how_often,
                    (
                        STATUS[StrategyPlace.State(found.state)],
                        StrategyPlace.State(found.state).label,
                    ),
                )
                for place in Place.values
                if (found := by_place.get(place))
            ),
            may_change=may_change,
        )


def _letters(place: StrategyPlace | None) -> str:
    """How full a strand is drawn beside the title of a strategy."""
    if place is None:
        return "..."
    return {"in_use": "iii", "started": "ssi", "different": "sss"}.get(
        place.state, "nnn"
    )


def _summary(by_place: dict[str, StrategyPlace], named: dict[str, str]) -> str:
    odd = [
        f"{StrategyPlace.State(place.state).label.lower()} {_at(key, named)}"
        for key, place in by_place.items()
        if place.state != StrategyPlace.State.IN_USE
    ]
    if odd:
        return words.joined(odd).capitalize()
    count = {
        1: "Used in one place",
        2: "Used in two places",
        3: "Used in all three places",
    }
    return count.get(len(by_place), "Not in use yet")


def _at(place: str, named: dict[str, str]) -> str:
    word = named[place].lower()
    return f"by {word}" if place == Place.SPECIALISTS else f"at {word}"


@dataclass(frozen=True)
class Delivery:
    """What was planned in one place since a day, and what happened."""

    strand: str
    word: str
    done: int
    tried: int
    not_today: int
    planned: int
    words: str
    reasons: tuple[str, ...]


def deliveries(
    places: Sequence[StrategyPlace],
    practice: Sequence[Practice],
    named: dict[str, str],
    *,
    since: date,
    today: date,
) -> list[Delivery]:
    """Planned against done, for each place that says how many times a week.

    Nothing for a strategy whose use nobody writes down: an empty bar would read as if
    it had not been done.
    """
    if not any(one.on >= since for one in practice):
        return []
    weeks = max(1, ((today - since).days + 6) // 7)
    found = []
    for place in places:
        own = [one for one in practice if one.place == place.place and one.on >= since]
        went = Counter(one.went for one in own)
        done = went["did"] + went["tried"]
        planned = round(float(place.times_a_week) * weeks) if place.times_a_week else 0
        if not (planned or own):
            continue
        found.append(
            Delivery(
                strand=place.place,
                word=named[place.place],
                done=went["did"],
                tried=went["tried"],
                not_today=went["not_today"],
                planned=planned,
                words=f"{done} of about {planned}" if planned else f"{done} times",
                reasons=tuple(
                    dict.fromkeys(
                        one.note for one in own if one.note and one.went != "did"
                    )
                ),
            )
        )
    return found


def since_of(strategies: Sequence[Strategy], today: date) -> date:
    """The last six weeks, or since the strategies began."""
    started = [arithmetic.day_of(one.record.made_at) for one in strategies]
    six_weeks = date.fromordinal(today.toordinal() - 42)
    return max(min(started, default=six_weeks), six_weeks)
