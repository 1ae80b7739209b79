"""Who asks, for the proofs that go over the whole product; and what they may not read.

What somebody may see is decided here by the independent oracle, over what is stored:
never by the product's own predicate.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from html import unescape
from pathlib import Path

from django.test import Client

import plait
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.evidence.models import Story
from plait.sharing.models import Glass, Record, RecordVersion
from tests.acts import Stage
from tests.emergencies import world_of
from tests.trust import oracle, twins
from tests.trust.everything import Telling, tell_everything
from tests.trust.twins import Reader

LONG = 12  # letters: a shorter text may stand on any page


@dataclass(frozen=True)
class Persona:
    """Somebody of the cast in one hat, and the child whose pages they ask for."""

    name: str
    key: str | None = None  # nobody is signed in
    child: str = "rafi"
    family: bool = False

    @property
    def reader(self) -> Reader:
        """Whose ids stand in the addresses; for somebody signed out, a stranger's."""
        return Reader(self.key or "petra", self.child, self.family)

    def client(self, cast) -> Client:
        return cast.client(self.key, family=self.family) if self.key else Client()


EVERYBODY = (
    Persona("signed out"),
    Persona("left the nursery", "callum"),
    Persona("no business here", "petra"),
    Persona("privacy lead", "ayesha"),
    Persona("own child, at work", "daniel", "noor"),
    Persona("colleague’s child, at home", "daniel", "rafi", family=True),
    Persona("emergency", "sofia"),
    Persona("safeguarding lead", "owen"),
    Persona("key worker", "abena"),
    Persona("SENCO", "margaret"),
    Persona("by agreement", "tomasz"),
    Persona("council officer", "daniel"),
    Persona("mum", "shirin"),
    Persona("dad under an order", "conor"),
    Persona("relative", "nani"),
    Persona("young person", "tilda", "tilda"),
    Persona("representative", "adwoa", "tilda"),
    Persona("parent afterwards", "per", "tilda"),
    Persona("under sixteen", "jaden", "jaden"),
)
# In every run of the tests; the others only in the whole proof.
SAMPLE = tuple(
    one
    for one in EVERYBODY
    if one.name
    not in {
        "safeguarding lead", "council officer", "relative",
        "parent afterwards", "under sixteen", "by agreement",
    }
)  # fmt: skip


class Standing(twins.Ordinary):
    """The story and a little more; an order against Dad; an emergency that is open."""

    def __init__(self, cast) -> None:
        super().__init__(cast)
        Stage(cast).order()
        self._an_open_emergency()
        self._of_young_people()
        self._first_of_its_kind()

    def _an_open_emergency(self) -> None:
        sofia = self.cast.viewer("sofia")
        Glass.objects.create(
            person_id=sofia.person_id, agency_id=sofia.hat.agency_id,
            child=self.cast.rafi, reason="Plain", opened_at=self.cast.now,
            expires_at=self.cast.now + timedelta(hours=1),
        )  # fmt: skip

    def _of_young_people(self) -> None:
        college = self.cast.agencies["thornbridge"]
        for child in (self.cast.tilda, self.cast.jaden):
            told = Telling(child, self.cast.people["priya"], self.at, f"Plain {child.given_name}",
                           agency=college, review_in=200)  # fmt: skip
            tell_everything(told, owner_agency=college)

    def _first_of_its_kind(self) -> None:
        """A page that shows one of several shows the newest: here it is Mum’s."""
        newest = Story.unfiltered("which is shown").filter(
            record__author=self.cast.people["shirin"], record__child=self.cast.rafi
        )
        Record.objects.unfiltered("which is shown").filter(
            pk__in=newest.values("pk")
        ).update(made_at=self.at + timedelta(minutes=1))

    @cached_property
    def decided(self) -> dict[tuple[str, str], set[str]]:
        """(person, hat) → the ids of all records that the oracle lets them see."""
        seen = defaultdict(set)
        somebody = self.cast.viewer("petra")
        for child in Child.objects.all():
            for line in oracle.decide(world_of(child, somebody)):
                if line["allowed"]:
                    seen[line["person"], line["hat"]].add(line["record"])
        return seen

    def sees(self, persona: Persona) -> set[str]:
        """Ids of records, by the oracle."""
        if persona.key is None:
            return set()
        hat = self.cast.hat(persona.key, family=persona.family)
        return self.decided[str(hat.person_id), str(hat.agency_id or "family")]

    @cached_property
    def said(self) -> dict[str, set[str]]:
        """What each record says, by its id: every text that is long enough to tell."""
        every = RecordVersion.objects.unfiltered("what must not be read by others")
        found = defaultdict(set)
        for version in every:
            found[str(version.record_id)] |= {
                text for text in _texts(json.loads(version.content)) if _tells(text)
            }
        return found

    def hidden_from(self, persona: Persona) -> "Words":
        """What only records say that this person may not see."""
        sees = self.sees(persona)
        shown, hidden = set(Agency.objects.values_list("name", flat=True)), set()
        for record, texts in self.said.items():
            (shown if record in sees else hidden).update(texts)
        told = "\n".join(shown)
        return Words({text for text in hidden if text not in told})


NO_WORDS = re.compile(r"[0-9a-f-]{36}|\d{1,2} \w+ \d{4}|[\d:T+.Z-]+")
PRODUCT = Path(plait.__file__).parent


@cache
def _own_words() -> str:
    """What the product says by itself: hints and choices."""
    sources = [
        path
        for kind in ("*.py", "*.jinja")
        for path in PRODUCT.rglob(kind)
        if "demo" not in path.parts
    ]
    return "\n".join(path.read_text() for path in sources)


def _tells(text: str) -> bool:
    """Whether somebody who reads it has read a record, and not just any page."""
    return (
        len(text) > LONG and not NO_WORDS.fullmatch(text) and text not in _own_words()
    )


def _texts(value):
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)


class Words:
    """Many texts to look for at once."""

    def __init__(self, texts: set[str]) -> None:
        self.by_start = defaultdict(set)
        for text in texts:
            self.by_start[text[:LONG]].add(text)

    def __len__(self) -> int:
        return sum(map(len, self.by_start.values()))

    def found_in(self, body: str) -> set[str]:
        body = unescape(body)
        starts = {body[at : at + LONG] for at in range(len(body))}
        return {
            text
            for start in starts & self.by_start.keys()
            for text in self.by_start[start]
            if text in body
        }
