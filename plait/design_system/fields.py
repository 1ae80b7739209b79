"""Form fields that Django does not have."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from plait.clocks import arithmetic
from plait.design_system.words import MONTHS

PARTS = ("day", "month", "year")
EXAMPLE = "for example 12 11 2026"
YEARS_AHEAD = 5


class DayWidget(forms.MultiWidget):
    """Three boxes: day, month and year. What was typed stays as it was typed."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[str]:
        typed = super().value_from_datadict(data, files, name)
        return [(part or "").strip() for part in typed]


class DayField(forms.Field):
    """A day of the calendar, asked for in three boxes.

    `asked` is the request that errors repeat: "Enter the day it happened". The month
    may be a number, a name or the first letters of one.
    """

    widget = DayWidget

    def __init__(self, *, asked: str = "Enter the day", **options: Any) -> None:
        self.asked = asked
        self.earliest: tuple[date, str] | None = None  # and what to say before it
        self.latest: tuple[date, str] | None = None
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        self._refuse_gaps(typed)
        day, month, year = self._numbers(typed)
        if day > monthrange(year, month)[1]:
            raise self._mistake(
                f"There is no {day} {MONTHS[month - 1]} in {year}. "
                "Check the day and the month",
                "day",
                "month",
            )
        return date(year, month, day)

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise self._mistake(f"{self.asked}, {EXAMPLE}", *PARTS)
        if value and self.earliest and value < self.earliest[0]:
            raise self._mistake(self.earliest[1], *PARTS)
        if value and self.latest and value > self.latest[0]:
            raise self._mistake(self.latest[1], *PARTS)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _refuse_gaps(self, typed: list[str]) -> None:
        empty = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if empty:
            raise self._mistake(f"Add the {' and the '.join(empty)}, {EXAMPLE}", *empty)

    def _numbers(self, typed: list[str]) -> tuple[int, int, int]:
        """Day, month and year, each within what a calendar can hold."""
        day, month, year = _whole(typed[0]), month_number(typed[1]), _whole(typed[2])
        if not 1 <= day <= 31:
            raise self._mistake("Enter the day as a number from 1 to 31", "day")
        if not month:
            raise self._mistake(
                "Enter the month as a number from 1 to 12, or its name", "month"
            )
        if not 1900 <= year <= 2199:
            raise self._mistake(
                "Enter the year with four numbers, for example 2026", "year"
            )
        return day, month, year

    @staticmethod
    def _mistake(sentence: str, *parts: str) -> ValidationError:
        """An error that knows which of the three boxes it is about."""
        return ValidationError(sentence, code="day", params={"parts": parts})


def has_been(field: forms.Field, *, born_on: date, today: date) -> None:
    """Ask for a day of the child's life that has already been."""
    assert isinstance(field, DayField)
    field.earliest = (born_on, "That is before the child was born. Check the year")
    field.latest = (today, "That day is still to come. Check the year")


def is_to_come(field: forms.Field, *, today: date, but: date | None = None) -> None:
    """Ask for a day that is still to come, soon enough to plan for.

    `but` is a day that stands already and may stay when it has passed.
    """
    assert isinstance(field, DayField)
    furthest = arithmetic.months_on(today, 12 * YEARS_AHEAD)
    too_far = f"That is more than {YEARS_AHEAD} years away. Check the year"
    field.earliest = (min(today, but or today), "Choose a day that is still to come")
    field.latest = (max(furthest, but or furthest), too_far)


def _whole(text: str) -> int:
    """The number of a day or a year; 0 for anything that is none."""
    return int(text) if _is_number(text) else 0


def _is_number(text: str) -> bool:
    return len(text) <= len("2026") and text.isascii() and text.isdigit()


def month_number(text: str) -> int:
    """11 for '11', 'Nov' or 'november'; 0 for anything else."""
    if _is_number(text):
        number = int(text)
        return number if 1 <= number <= 12 else 0
    start = text.rstrip(".").casefold()
    found = [
        number
        for number, name in enumerate(MONTHS, 1)
        if len(start) >= 3 and name.casefold().startswith(start)
    ]
    return found[0] if len(found) == 1 else 0
