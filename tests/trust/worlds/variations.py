"""What may vary in each of the smallest scenes without changing the row it is about."""

from __future__ import annotations

from tests.trust.worlds.scenes import (
    CARRYING_P5,
    DAY,
    IN_A_MONTH,
    KINDS_OF_BASIS,
    LONG_AGO,
    NEXT,
    NOW,
    SWITCHED_A_YEAR_BEFORE,
    SWITCHES_A_YEAR_AFTER,
    SWITCHES_AT_SWITCH_INSTANT,
    YOUNG,
)
from tests.trust.worlds.smallest import row_of

Values = dict[str, tuple]

# --- Of the record ----------------------------------------------------------------

ORIGIN: Values = {"author": ("p1", "p2"), "made_at": (LONG_AGO, -DAY, NOW)}
RELEASE: Values = {"release": (0, 1, 2)}
OWNER: Values = {"owner": ("a1", "a2", "family")}
ABOUT: Values = {"about_person": (None, "p1", "p2")}
NOT_ABOUT_OTHERS: Values = {"about_person": (None, "p1")}
UP_TO_2: Values = {"sensitivity": (1, 2)}
SENSITIVITY: Values = {"sensitivity": (1, 2, 3)}
CATEGORY: Values = {"category": ("health", "education", "social", "safeguarding")}
FOR_FAMILY: Values = {"category": ("health", "education", "social")}
STATE: Values = {"state": ("draft", "live")}

ANYTHING = ORIGIN | RELEASE | OWNER | ABOUT | SENSITIVITY | CATEGORY
OF_OWN_AGENCY = ORIGIN | RELEASE | ABOUT | UP_TO_2
SHARED_WITH_AGENCY = OF_OWN_AGENCY | {"owner": ("a2", "family")}
OWN_DRAFT = RELEASE | ABOUT | {"made_at": ORIGIN["made_at"]}
READABLE_BY_FAMILY = ORIGIN | OWNER | NOT_ABOUT_OTHERS | UP_TO_2 | FOR_FAMILY


def without(values: Values, *fields: str) -> Values:
    return {field: values[field] for field in values if field not in fields}


OF_RECORD: dict[str, Values] = {
    "G0": ANYTHING | {"state": ("draft", "live", "erased")},
    "G1": ANYTHING,
    "G2": ANYTHING | STATE,
    "R": ANYTHING | STATE,
    "R category": without(ANYTHING, "category") | STATE,
    "R record and category": without(ANYTHING, "category") | STATE,
    "R soft at sensitivity 3": without(ANYTHING, "sensitivity") | STATE,
    "P1d": OWN_DRAFT | UP_TO_2,
    "P3d": OWN_DRAFT | SENSITIVITY | CATEGORY,
    "Z1": without(ANYTHING, "author"),
    "P1": OF_OWN_AGENCY,
    "P2 from an agency": without(SHARED_WITH_AGENCY, "made_at"),
    "P2 from the family": SHARED_WITH_AGENCY,
    "P2 with its history": SHARED_WITH_AGENCY,
    "P6": ANYTHING | UP_TO_2,
    "F0 safeguarding": without(ANYTHING, "category"),
    "F0 very restricted": without(ANYTHING, "sensitivity"),
    "F1": ORIGIN | RELEASE | OWNER | UP_TO_2 | FOR_FAMILY,
    "P4": READABLE_BY_FAMILY,
    "P3": READABLE_BY_FAMILY,
    "P5": without(READABLE_BY_FAMILY, "category"),
    "Z agency": ANYTHING,
    "Z family": READABLE_BY_FAMILY | RELEASE,
}

# --- Of the other facts, by their place "list.index.field" -------------------------

NOT_YET_WITHDRAWN = (None, NEXT, DAY, IN_A_MONTH)
BEFORE_SWITCH = (YOUNG, SWITCHES_A_YEAR_AFTER, *SWITCHES_AT_SWITCH_INSTANT)
AFTER_SWITCH = (SWITCHED_A_YEAR_BEFORE, *SWITCHES_AT_SWITCH_INSTANT)
EVER = (YOUNG, SWITCHED_A_YEAR_BEFORE, SWITCHES_A_YEAR_AFTER)

BASIS_TO_AGENCY: Values = {
    "bases.0.kind": KINDS_OF_BASIS,
    "bases.0.max_sensitivity": (2, 3),
    "bases.0.withdrawn_at": NOT_YET_WITHDRAWN,
    "ties.0.role": ("key_worker", "lead"),
}
BASIS_TO_PERSON: Values = {
    "bases.0.max_sensitivity": (2, 3),
    "bases.0.withdrawn_at": NOT_YET_WITHDRAWN,
    "bases.0.covers_history": (True, True, False),
}
P5_BEFORE: Values = BASIS_TO_PERSON | {
    "children.0.born_on": BEFORE_SWITCH,
    "ties.0.role": ("carer", "grandparent", "aunt"),
}
P5_AFTER: Values = BASIS_TO_PERSON | {
    "children.0.born_on": AFTER_SWITCH,
    "ties.0.role": ("pr", "carer", "grandparent"),
}
CLEARED_FOR_2: Values = {"ties.0.role": ("key_worker", "lead")}
SEAL_WITHOUT_GLASS: Values = {
    "restrictions.0.exempt": ([], ["p2"]),
    "restrictions.0.breakable": (True, False),
}

OF_FACTS: dict[str, Values] = {
    "R": {"restrictions.0.exempt": ([], ["p2"])},
    "R everyone": SEAL_WITHOUT_GLASS,
    "R person": SEAL_WITHOUT_GLASS,
    "R agency": SEAL_WITHOUT_GLASS,
    "R family": SEAL_WITHOUT_GLASS,
    "R everyone in the family hat": SEAL_WITHOUT_GLASS,
    "P1d": CLEARED_FOR_2,
    "P3d": {"children.0.born_on": EVER},
    "P1": CLEARED_FOR_2,
    "P2": BASIS_TO_AGENCY,
    "P4": {"children.0.born_on": EVER},
    "P3": {"children.0.born_on": BEFORE_SWITCH},
    **{f"P5 {kind} before": P5_BEFORE for kind in CARRYING_P5},
    **{f"P5 {kind} after": P5_AFTER for kind in CARRYING_P5},
    "Z family": {"children.0.born_on": AFTER_SWITCH},
}


def free_fields_of_record(name: str) -> Values:
    """By the scene's name, or else by its row's."""
    return OF_RECORD.get(name, OF_RECORD.get(row_of(name), {}))


def free_places(name: str) -> Values:
    """By the scene's name, or else by its row's."""
    return OF_FACTS.get(name, OF_FACTS.get(row_of(name), {}))
