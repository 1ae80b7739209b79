"""Whether two sets of times could come from the same place: the rank test of Mann and
Whitney, by its normal approximation, which holds for samples of more than about twenty.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import erfc, sqrt


def p_of_ranks(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely ranks lie at least this far apart when nothing tells the two apart."""
    counts = Counter([*one, *other])
    values = sorted(counts)
    ends = accumulate(counts[value] for value in values)
    rank = {
        value: end - (counts[value] - 1) / 2
        for value, end in zip(values, ends, strict=True)
    }
    first, second = len(one), len(other)
    whole = first + second
    won = sum(rank[value] for value in one) - first * (first + 1) / 2
    ties = sum(count**3 - count for count in counts.values())
    spread = sqrt(first * second / 12 * (whole + 1 - ties / (whole * (whole - 1))))
    return erfc(abs(won - first * second / 2) / spread / sqrt(2)) if spread else 1.0
