"""Taking turns: what is compared runs alternately, so that a noisy machine is fair."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

Act = Callable[[], Any]
LEAST, MOST = 7, 60


def medians(acts: Mapping[str, Act], seconds: float) -> dict[str, float]:
    """The median of each in milliseconds, after two turns to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for act in acts.values():
        act()
        act()
    ends = time.perf_counter() + seconds
    while True:
        gc.collect()
        for name, act in acts.items():
            started = time.perf_counter()
            act()
            taken[name].append((time.perf_counter() - started) * 1000)
        turns = len(next(iter(taken.values())))
        if turns >= MOST or (turns >= LEAST and time.perf_counter() > ends):
            break
    return {name: statistics.median(times) for name, times in taken.items()}
