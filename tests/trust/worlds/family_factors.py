"""What can matter when the reader wears the family hat, with decoys."""

from __future__ import annotations

from tests.trust.worlds.agency_factors import ACCOUNT, AUTHOR, STATE
from tests.trust.worlds.product import Factor, fact
from tests.trust.worlds.scenes import (
    FROM_NEXT,
    FROM_NOW,
    GLASS_FROM_NOW,
    LONG_AGO,
    NEXT,
    NOW,
    ONLY_NOW,
    SWITCH_INSTANT,
    SWITCHED_A_YEAR_BEFORE,
    UNTIL_NOW,
    YOUNG,
)

OWNER: Factor = {owner: (fact("record", owner=owner),) for owner in ("a1", "family")}
TOPIC: Factor = {
    "health 1": (fact("record", sensitivity=1),),
    "health 2": (fact("record", sensitivity=2),),
    "health 3": (fact("record", sensitivity=3),),
    "safeguarding 1": (fact("record", category="safeguarding"),),
}
RELEASE: Factor = {str(to): (fact("record", release=to),) for to in (0, 1, 2)}
ABOUT: Factor = {
    "nobody": (fact("record", about_person=None),),
    "reader": (fact("record", about_person="p1"),),
    "other": (fact("record", about_person="p2"),),
}

OF_FAMILY = {"kind": "family", "agency": None}
PARENT = fact("ties", **OF_FAMILY, role="pr")
CARER = fact("ties", **OF_FAMILY, role="carer")
YOUNG_PERSON = fact("ties", kind="self", agency=None, role="self")
OTHER_TIES = (
    fact("ties", **OF_FAMILY, role="pr", child="c2"),
    fact("ties", **OF_FAMILY, role="pr", person="p2"),
    fact("ties", kind="self", agency=None, role="self", child="c2"),
    fact("ties", kind="self", agency=None, role="self", person="p2"),
    fact("ties", role="pr"),
)


def during(span: tuple, tie: tuple) -> tuple:
    kind, fields = tie
    return fact(kind, **fields, span=span)


TIE: Factor = {
    "others only": OTHER_TIES,
    "parent": (PARENT,),
    "parent from now": (during(FROM_NOW, PARENT),),
    "parent until now": (during(UNTIL_NOW, PARENT),),
    "parent until now, then carer": (during(UNTIL_NOW, PARENT), CARER, *OTHER_TIES),
    "parent in future": (during(FROM_NEXT, PARENT),),
    "carer": (CARER,),
    "carer until now": (during(UNTIL_NOW, CARER),),
    "carer in future": (during(FROM_NEXT, CARER),),
    "young person": (during(ONLY_NOW, YOUNG_PERSON),),
    "young person until now": (during(UNTIL_NOW, YOUNG_PERSON), *OTHER_TIES),
    "young person in future": (during(FROM_NEXT, YOUNG_PERSON), CARER),
    "self in the role of parent": (fact("ties", kind="self", agency=None, role="pr"),),
}

AT_SWITCH = fact("scene", at=SWITCH_INSTANT)
SWITCH: Factor = {
    "years ahead": (fact("child", born_on=YOUNG),),
    "next": (
        fact("scene", at=SWITCH_INSTANT - NEXT),
        fact("child", born_on="2010-08-31"),
    ),
    "now": (AT_SWITCH, fact("child", born_on="2009-09-01")),
    "a year ago": (AT_SWITCH, fact("child", born_on=SWITCHED_A_YEAR_BEFORE)),
}


def agreed(**changes: object) -> tuple:
    """A basis to the reader for sensitivity up to 2, unless changes say otherwise."""
    return fact("bases", **{"to_person": "p1", **changes})


OTHER_BASES = (
    agreed(child="c2"),
    agreed(to_person="p2"),
    agreed(to_person=None, to_agency="a1"),
    agreed(category="education"),
    agreed(kind="public_task"),
    agreed(kind="safeguarding"),
    agreed(kind="legal_obligation"),
)
BASIS: Factor = {
    "others only": OTHER_BASES,
    "consent": (agreed(kind="consent"),),
    "representative": (agreed(kind="representative"), *OTHER_BASES),
    "court order": (agreed(kind="court_order"),),
    "only now": (agreed(span=ONLY_NOW),),
    "up to 1": (agreed(max_sensitivity=1),),
    "until now": (agreed(span=UNTIL_NOW),),
    "future": (agreed(span=FROM_NEXT),),
    "withdrawn now": (agreed(withdrawn_at=NOW),),
    "withdrawn next": (agreed(withdrawn_at=NEXT),),
    "made before it": (
        agreed(covers_history=False),
        fact("record", made_at=LONG_AGO),
    ),
    "other kinds": (agreed(kind="vital_interest"), agreed(kind="recognised_interest")),
}

OTHER_SEALS = (
    fact("restrictions", child="c2"),
    fact("restrictions", record="r2"),
    fact("restrictions", record="r3"),
    fact("restrictions", category="education"),
    fact("restrictions", aimed_at={"person": "p2"}),
    fact("restrictions", aimed_at={"person_at_work": "p1"}),
    fact("restrictions", aimed_at={"agency": "a1"}),
    fact("restrictions", span=UNTIL_NOW),
    fact("restrictions", span=FROM_NEXT),
)
SEAL: Factor = {
    "others only": OTHER_SEALS,
    "family": (fact("restrictions", aimed_at="family", span=ONLY_NOW),),
    "reader": (fact("restrictions", aimed_at={"person": "p1"}, record="r1"),),
    "soft, with a glass": (
        fact("restrictions", breakable=True),
        fact("employments"),
        fact("glasses", span=GLASS_FROM_NOW),
    ),
    "reader exempt": (fact("restrictions", aimed_at="family", exempt=["p1"]),),
}

FAMILY_FACTORS: dict[str, Factor] = {
    "account": ACCOUNT,
    "state": STATE,
    "author": AUTHOR,
    "owner": OWNER,
    "topic": TOPIC,
    "release": RELEASE,
    "about": ABOUT,
    "tie": TIE,
    "switch": SWITCH,
    "basis": BASIS,
    "seal": SEAL,
}
