"""What can matter when the reader wears the hat of agency a1, with decoys.

Decoys stand in "others only" values: facts that each miss in exactly one respect, so
that a predicate which loses one of its conditions, or takes each of them from another
row, is led astray.
"""

from __future__ import annotations

from tests.trust.worlds.product import Factor, fact
from tests.trust.worlds.scenes import (
    FROM_NEXT,
    FROM_NOW,
    GLASS_FROM_NEXT,
    GLASS_FROM_NOW,
    GLASS_LIVE,
    GLASS_UNTIL_NOW,
    MONTH_AGO,
    NEXT,
    NOW,
    ONLY_NOW,
    UNTIL_NOW,
)

ACCOUNT: Factor = {
    "open": (fact("reader", active=True),),
    "closed": (fact("reader", active=False),),
}
STATE: Factor = {
    state: (fact("record", state=state),) for state in ("live", "draft", "erased")
}
AUTHOR: Factor = {
    "reader": (fact("record", author="p1"),),
    "other": (fact("record", author="p2"),),
}
OWNER: Factor = {
    owner: (fact("record", owner=owner),) for owner in ("a1", "a2", "family")
}
SENSITIVITY: Factor = {
    str(level): (fact("record", sensitivity=level),) for level in (1, 2, 3)
}

EMPLOYED_ELSEWHERE = (
    fact("employments", agency="a2"),
    fact("employments", person="p2"),
)
EMPLOYMENT: Factor = {
    "open": (fact("employments"),),
    "from now": (fact("employments", span=FROM_NOW), *EMPLOYED_ELSEWHERE),
    "until now": (fact("employments", span=UNTIL_NOW), *EMPLOYED_ELSEWHERE),
    "future": (fact("employments", span=FROM_NEXT), *EMPLOYED_ELSEWHERE),
}

OTHER_TIES = (
    fact("ties", role="lead", child="c2"),
    fact("ties", role="lead", agency="a2"),
    fact("ties", role="lead", person="p2"),
    fact("ties", role="lead", kind="family", agency=None),
    fact("ties", role="lead", kind="self", agency=None),
)
TIE: Factor = {
    "others only": OTHER_TIES,
    "cleared for 3": (fact("ties", role="lead"),),
    "cleared for 1": (fact("ties", role="assistant"), *OTHER_TIES),
    "cleared for 0": (fact("ties", role="clerk"),),
    "cleared in the wrong category": (fact("ties", role="teacher"),),
    "from now": (fact("ties", role="lead", span=FROM_NOW),),
    "until now": (
        fact("ties", role="lead", span=UNTIL_NOW),
        fact("ties", role="clerk"),
    ),
    "future": (fact("ties", role="lead", span=FROM_NEXT),),
}


def shared(**changes: object) -> tuple:
    """A basis to the agency for sensitivity up to 3, unless changes say otherwise."""
    return fact("bases", **{"to_agency": "a1", "max_sensitivity": 3, **changes})


OTHER_BASES = (
    shared(child="c2"),
    shared(to_agency="a2"),
    shared(to_agency=None, to_person="p1"),
    shared(category="education"),
)
SINCE_BASIS = fact("record", made_at=MONTH_AGO)
BEFORE_BASIS = fact("record", made_at=MONTH_AGO - NEXT)
BASIS: Factor = {
    "others only": OTHER_BASES,
    "up to 3": (shared(kind="representative"),),
    "up to 1": (shared(max_sensitivity=1), *OTHER_BASES),
    "only now": (shared(span=ONLY_NOW, kind="public_task"),),
    "until now": (shared(span=UNTIL_NOW),),
    "future": (shared(span=FROM_NEXT),),
    "withdrawn now": (shared(withdrawn_at=NOW),),
    "withdrawn next": (shared(withdrawn_at=NEXT),),
    "made before it": (shared(covers_history=False), BEFORE_BASIS),
    "made just when it began": (shared(covers_history=False), SINCE_BASIS),
}

OTHER_SEALS = (
    fact("restrictions", child="c2"),
    fact("restrictions", record="r2"),
    fact("restrictions", record="r3"),
    fact("restrictions", category="education"),
    fact("restrictions", aimed_at={"person": "p2"}),
    fact("restrictions", aimed_at={"person_at_work": "p2"}),
    fact("restrictions", aimed_at={"agency": "a2"}),
    fact("restrictions", aimed_at="family"),
    fact("restrictions", span=UNTIL_NOW),
    fact("restrictions", span=FROM_NEXT),
)
SEAL: Factor = {
    "others only": OTHER_SEALS,
    "hard, everyone": (fact("restrictions", exempt=["p2"]),),
    "soft, everyone": (fact("restrictions", breakable=True),),
    "soft, reader": (
        fact("restrictions", breakable=True, aimed_at={"person": "p1"}, span=ONLY_NOW),
    ),
    "soft, agency": (
        fact("restrictions", breakable=True, aimed_at={"agency": "a1"}, record="r1"),
    ),
    "hard, reader at work": (fact("restrictions", aimed_at={"person_at_work": "p1"}),),
    "hard, record and category": (
        fact("restrictions", record="r1", category="health"),
    ),
    "hard, record but not category": (
        fact("restrictions", record="r1", category="education"),
    ),
    "hard, category but not record": (
        fact("restrictions", record="r2", category="health"),
    ),
    "hard, reader exempt": (fact("restrictions", exempt=["p2", "p1"]),),
    "hard and soft": (
        fact("restrictions", breakable=True),
        fact("restrictions", aimed_at={"person": "p1"}),
    ),
}

OTHER_GLASSES = (
    fact("glasses", person="p2"),
    fact("glasses", child="c2"),
    fact("glasses", agency="a2"),
)
GLASS: Factor = {
    "others only": OTHER_GLASSES,
    "until next": (fact("glasses", span=GLASS_LIVE),),
    "from now": (fact("glasses", span=GLASS_FROM_NOW),),
    "until now": (fact("glasses", span=GLASS_UNTIL_NOW), *OTHER_GLASSES),
    "future": (fact("glasses", span=GLASS_FROM_NEXT),),
    "empty": (fact("glasses", span=(NOW, NOW)),),
}

AGENCY_FACTORS: dict[str, Factor] = {
    "account": ACCOUNT,
    "state": STATE,
    "author": AUTHOR,
    "owner": OWNER,
    "sensitivity": SENSITIVITY,
    "employment": EMPLOYMENT,
    "tie": TIE,
    "basis": BASIS,
    "seal": SEAL,
    "glass": GLASS,
}
