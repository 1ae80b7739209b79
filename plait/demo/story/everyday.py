"""Every day of the last weeks: the book, the games, the notes, and who has looked."""

from datetime import datetime
from functools import partial
from typing import Any

from plait.book import operations as book
from plait.book.models import Entry
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.demo.story.strategies import rafi, strategies
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.ledger import operations as ledger
from plait.plans import operations as plans
from plait.sharing.models import Record

# How it went lately at home and in the setting: one letter for each day, oldest
# first. d did it, t tried, n not today, a dot for a day without the game.
HOME_DAYS = "d.dt.d.d.nn.d.dd.t.d.dd.n.d.ddt.d.d.dd.d"
SETTING_DAYS = "dd..dddt...ddd..dd.d..dddd...dd.d...dddd"
WENT = {"d": "did", "t": "tried", "n": "not_today"}
REASONS = {9: "Chickenpox.", 8: "Still poorly.", 23: "He was tired after the bus."}


def _practice() -> list[tuple[int, str, str, str]]:
    """(days ago, who, how it went, what got in the way)"""
    found = []
    for index, letter in enumerate(HOME_DAYS):
        who = "conor" if index % 3 == 0 else "shirin"
        if letter in WENT:
            reason = REASONS.get(index, "") if letter != "d" else ""
            found.append((len(HOME_DAYS) - index, who, WENT[letter], reason))
    for index, letter in enumerate(SETTING_DAYS):
        if letter in WENT:
            found.append((len(SETTING_DAYS) - index, "abena", WENT[letter], ""))
    return found


LOOKS = (
    (9, 10, 20, "joy", "plan", "plan"),
    (2, 15, 30, "margaret", "plan", "plan"),
    (1, 8, 5, "abena", "book", "book"),
    (1, 16, 12, "tomasz", "plan", "plan"),
)


def acts(stage: Stage) -> list[Act]:
    """What fills the days."""
    return [
        *(
            (stage.exactly_ago(days, 17), partial(practise, stage, who, went, note))
            for days, who, went, note in _practice()
        ),
        (stage.ago(40, 11), partial(note, stage, *NOTES[0])),
        (stage.ago(22, 11), partial(note, stage, *NOTES[1])),
        (stage.ago(10, 18), partial(note, stage, *NOTES[2])),
        (stage.ago(3, 11), partial(note, stage, *NOTES[3])),
        *(
            (stage.ago(days, hour, minute), partial(write, stage, who, entry))
            for days, hour, minute, who, entry in BOOK
        ),
        *(
            (stage.ago(days, hour, minute), partial(look, stage, who, kind, surface))
            for days, hour, minute, who, kind, surface in LOOKS
        ),
    ]


NOTES = (
    (
        "abena",
        "Held out the bubble wand to a friend, said “you”, and waited. They had four "
        "turns each before the garden.",
        "He started the turn himself for the first time.",
        ["communication", "feelings"],
    ),
    (
        "tomasz",
        "Therapy session 4 of 6. Two words together in three games out of five. He used "
        "“my turn” with the cars.",
        "",
        ["communication"],
    ),
    (
        "shirin",
        "In the bath he said “more splash” and then “Nani splash” when she came in. We "
        "waited each time, and he filled the gap.",
        "",
        ["communication"],
    ),
    (
        "abena",
        "At snack he looked at both cards, pushed one away and said “want toast”. Then "
        "he said it again to the friend beside him.",
        "Choosing gives him a reason to talk.",
        ["communication"],
    ),
)
BOOK: tuple[tuple[int, int, int, str, dict[str, Any]], ...] = (
    (2, 7, 50, "shirin", {"facts": {"night": "woke", "food": "some"}}),
    (
        2,
        15,
        15,
        "tomasz",
        {"words": "Two words in four games out of five today. This week’s word to add: "
         "“my turn”."},
    ),
    (1, 7, 45, "conor", {"facts": {"night": "well"}, "words": "He slept through. Bus book at six!"}),
    (
        1,
        11,
        40,
        "abena",
        {
            "words": "Rafi held out the bubble wand to a friend and said “more bubbles”. "
            "She blew, he laughed, and they swapped four times.",
            "facts": {"food": "well", "mood": "cheerful"},
            "question": "What does he call his blanket? We would like to use the same "
            "word at rest time.",
        },
    ),
)  # fmt: skip


def _family(who: str) -> bool:
    return who in ("shirin", "conor")


def practise(stage: Stage, who: str, went: str, note: str, now: datetime) -> None:
    plans.note_practice(
        strategies()[0],
        went,
        place="home" if _family(who) else "setting",
        on=now.date(),
        note=note,
        child=rafi(stage),
        viewer=stage.viewer(who, now),
    )


def note(
    stage: Stage, who: str, saw: str, means: str, areas: list[str], now: datetime
) -> None:
    evidence.note_observation(
        Observation(saw=saw, means=means, areas=areas, seen_at=now),
        child=rafi(stage),
        viewer=stage.viewer(who, now),
    )


def write(stage: Stage, who: str, entry: dict[str, Any], now: datetime) -> None:
    book.write_entry(Entry(**entry), child=rafi(stage), viewer=stage.viewer(who, now))


def look(stage: Stage, who: str, category: str, surface: str, now: datetime) -> None:
    """Somebody opens a part of the record; the ledger says so as it would for a page."""
    viewer = stage.viewer(who, now)
    child = rafi(stage)
    list(Record.objects.read_by(viewer).filter(child=child, category=category))
    ledger.record_reading(viewer=viewer, surface=surface, child_ids=[child.pk])
