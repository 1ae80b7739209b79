"""EXI-8: how long an answer takes does not say whether there is something hidden."""

import gc
import random
import time

import pytest

from plait.evidence.models import Observation
from tests.trust.everything import Telling, put
from tests.trust.moments import the_clock
from tests.trust.ranks import p_of_ranks
from tests.trust.twins import nobody

pytestmark = pytest.mark.alone

LEAST = 0.01
# On a busy machine one sample in a hundred falls this low by chance alone: three in a
# row happen once in a million runs, while a real difference is there every time.
TRIES = 3
PAIRS = 500  # of each of two kinds: a thousand requests for hidden, and for absent
WARM_UP = 20


def took(client, address):
    begun = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - begun
    assert answer.status_code == 404
    return took


def sample(client, hidden, absent, pairs):
    """The times of both, asked for in turns whose order is drawn."""
    times = {hidden: [], absent: []}
    order = [hidden, absent] * pairs
    random.shuffle(order)
    for address in [hidden, absent] * (WARM_UP // 2):
        took(client, address)
    gc.collect()
    gc.disable()
    try:
        for address in order:
            times[address].append(took(client, address))
    finally:
        gc.enable()
    return times[hidden], times[absent]


def addresses(cast, what):
    """Who asks, for something hidden, and for something that never was."""
    if what == "a child":
        there = "/children/{}"
        return cast.client("petra"), there.format(cast.rafi.pk), there.format(nobody())
    told = Telling(cast.rafi, cast.people["abena"], cast.now, "x")
    seen = Observation(saw="Held back from the family.", seen_at=cast.now)
    note = put(seen, told, owner_agency=cast.agencies["bramblecote"], release=0)
    there = f"/children/{cast.rafi.pk}/notes/{{}}"
    return cast.client("shirin"), there.format(note.pk), there.format(nobody())


@pytest.mark.parametrize("what", ["a child", "a note"])
def test_exi_8_hidden_and_absent_take_the_same_time(cast, what, whole):
    tried = []
    with the_clock(cast.now):
        client, hidden, absent = addresses(cast, what)
        while len(tried) < TRIES and max(tried, default=0) <= LEAST:
            pairs = PAIRS * 2 if whole else PAIRS
            one, other = sample(client, hidden, absent, pairs)
            tried.append(p_of_ranks(one, other))

    assert max(tried) > LEAST, tried
    # The sample is large enough to see a difference of a fifth.
    assert p_of_ranks(one, [seconds * 1.2 for seconds in other]) < LEAST


def test_exi_8_the_rank_test_knows_two_from_one():
    drawn = random.Random(8)
    times = [drawn.gauss(10, 1) for _ in range(400)]

    assert p_of_ranks(times[:200], times[200:]) > LEAST
    assert p_of_ranks(times[:200], [one + 0.5 for one in times[200:]]) < LEAST
    assert p_of_ranks([1, 1, 2], [1, 1, 2]) > 0.99
    assert p_of_ranks([1] * 9, [1] * 9) == 1
