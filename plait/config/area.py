"""What differs from area to area and from year to year: days, numbers, whom to ring."""

import os
from datetime import date


def day(name: str, otherwise: str) -> date | None:
    """A day from the environment; none when it is given and empty."""
    given = os.environ.get(name, otherwise)
    return date.fromisoformat(given) if given else None


# Days from which parts of the law count. What is in doubt can be moved, or emptied.
# The Data (Use and Access) Act 2025 s.70 is in force since then (SI 2026/82).
RECOGNISED_INTEREST_FROM = day("PLAIT_RECOGNISED_INTEREST_FROM", "2026-02-05")
