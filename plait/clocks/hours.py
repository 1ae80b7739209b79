"""R-WHA: within so many working hours of a moment. Values in, values out.

No law says what a working hour is. The hours are data with the day from which they
hold, so that an area that agrees on others adds a line and changes no code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from plait.clocks.arithmetic import LONDON, day_of, is_working_day
from plait.clocks.holidays import bank_holidays


@dataclass(frozen=True)
class Hours:
    """From one day on, the hours in which somebody is at work on a working day."""

    from_on: date
    opens: time
    closes: time


WORKING: tuple[Hours, ...] = (Hours(date(2000, 1, 1), time(9), time(17)),)


def hours_on(day: date, table: Sequence[Hours] = WORKING) -> Hours:
    """The hours that hold on a day: the newest line that has begun."""
    return max(
        (line for line in table if line.from_on <= day), key=lambda line: line.from_on
    )


def working_hours_after(
    moment: datetime, length: timedelta, table: Sequence[Hours] = WORKING
) -> datetime:
    """R-WHA: the moment by which so much working time has passed.

    Working hours are London hours; when the clocks change at night the working day
    keeps its length. What has not passed by closing time goes on when work does.
    """
    if length <= timedelta(0):
        raise ValueError("A length of working time is more than nothing.")
    day = day_of(moment)
    while True:
        if is_working_day(day, bank_holidays(day.year)):
            hours = hours_on(day, table)
            begin = max(moment, _at(day, hours.opens))
            left = _at(day, hours.closes) - begin
            if length <= left:
                return begin + length
            length -= max(left, timedelta(0))
        day += timedelta(days=1)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON).astimezone(UTC)
