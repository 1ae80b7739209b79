"""The confidentiality agreement: which text, from which day, good for how long.

UK GDPR Art. 29 and 32(4): whoever works with personal data does so on instruction and
under confidentiality. The words are data; an area can put its own in their place.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from plait.clocks import arithmetic


@dataclass(frozen=True)
class Text:
    """One version of what is signed."""

    version: str
    from_on: date
    months: int
    remind_days: int
    opening: str
    person: tuple[str, ...]
    agency: tuple[str, ...]

    @property
    def hash(self) -> str:
        """A mark of these very words: it is kept with each signature."""
        words = "\n".join((self.opening, *self.person, *self.agency))
        return sha256(words.encode()).hexdigest()

    def ends_at(self, signed_at: datetime) -> datetime:
        """Until when a person's signature of this moment is good."""
        day = arithmetic.day_of(signed_at)
        return arithmetic.start_of(arithmetic.months_on(day, self.months))

    def is_due_again(self, until_at: datetime, now: datetime) -> bool:
        """Whether it is time to ask for it again."""
        return until_at - now <= timedelta(days=self.remind_days)


class NoText(Exception):
    """There is no agreement for a day: the file begins too late."""


def text_on(day: date) -> Text:
    """What is signed on this day. Raises NoText."""
    begun = [one for one in texts(settings.CONFIDENTIALITY) if one.from_on <= day]
    if not begun:
        raise NoText(f"No confidentiality agreement begins before {day}.")
    return max(begun, key=lambda one: one.from_on)


@cache
def texts(path: Path) -> tuple[Text, ...]:
    """All the texts of a file."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))["texts"]
    return tuple(
        Text(
            version=one["version"],
            from_on=one["from_on"],
            months=one["months"],
            remind_days=one["remind_days"],
            opening=one["opening"],
            person=tuple(one["person"]),
            agency=tuple(one["agency"]),
        )
        for one in found
    )
