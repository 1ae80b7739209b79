"""What any record says, as questions and answers: for a person to read, all kinds."""

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from plait.design_system import words
from plait.privacy.redaction import Pairs
from plait.sharing.models import RecordVersion

# Ids and hashes point at something else, and say nothing of the child.
POINTER = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{64}")
KINDS = {
    "team.involvement": "A part in the team",
    "team.court-order": "A court order",
    "team.contact": "Who is with the child when",
    "evidence.observation": "A note",
    "evidence.photo": "A photo",
    "evidence.concern": "A concern",
    "evidence.assessment": "A report",
    "evidence.passage": "Part of a report",
    "evidence.story": "What the family wrote first",
    "evidence.home": "A home",
    "evidence.attendance": "A setting",
    "plans.plan": "The plan",
    "plans.outcome": "An outcome",
    "plans.strategy": "A strategy",
    "plans.view": "A view",
    "plans.rating": "A count",
    "plans.practice": "Practice at home",
    "plans.activity": "A game",
    "book.entry": "The book",
    "exchange.census-entry": "The school census",
}


class Told(NamedTuple):
    """One version in words."""

    who: str
    when: str
    pairs: Pairs


def kind_words(kind: str) -> str:
    """What kind of record it is, in words."""
    return KINDS.get(kind, "A record")


def tell(version: RecordVersion) -> Told:
    """A version of any kind of record."""
    return Told(
        version.author.name,
        words.record_day(version.at),
        tuple(_pairs(json.loads(version.content))),
    )


def picture_of(version: RecordVersion) -> str:
    """The name of the picture that it holds, when it holds one."""
    content = json.loads(version.content)
    file = content.get("file", "") if "width" in content else ""
    return str(file)


def _pairs(content: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in content.items():
        if name == "parts":
            for part in value:
                yield from _pairs(part)
        elif name not in ("id", "width", "height") and (said := _said(value)):
            yield _question(name), said


def _question(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(filter(None, map(_said, value)))
    if isinstance(value, dict):
        return "; ".join(filter(None, map(_said, value.values())))
    text = str(value)
    return "" if POINTER.fullmatch(text) else text
