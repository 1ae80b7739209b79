"""Hand-written cases of the sharing policy: every row, every reading, every edge.

Rafi is a child. Abena is his key worker at the nursery, Tomasz at the therapy service;
Margaret works at the nursery without being in his team. Shirin is his mother, Nadia
his grandmother. A case says what is different from the usual record (the nursery's,
about Rafi's health, by Abena, released to the family) and which facts are added.
"""

import copy
from datetime import UTC, datetime, timedelta

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def moment(ago):
    return (AT - ago).isoformat()


STARTED = {"from": moment(30 * DAY), "to": None}
OVER = {"from": moment(30 * DAY), "to": moment(0 * DAY)}
TO_COME = {"from": moment(-INSTANT), "to": None}
BORN_FOR_SWITCH_TO_COME = "2018-05-14"
BORN_FOR_SWITCH_PAST = "2006-05-14"
BORN_FOR_AGE_26 = "2000-01-31"

RECORD = {
    "id": "record",
    "child": "rafi",
    "owner": "nursery",
    "author": "abena",
    "category": "health",
    "sensitivity": 1,
    "state": "live",
    "release": 2,
    "about_person": None,
    "made_at": moment(60 * DAY),
}


def team(person, agency, role="key_worker", child="rafi"):
    tie = {"person": person, "child": child, "kind": "team", "agency": agency}
    return {**tie, "role": role, **STARTED}


def relative(person, role, kind="family", child="rafi", **period):
    tie = {"person": person, "child": child, "kind": kind, "agency": None}
    return {**tie, "role": role, **STARTED, **period}


def employed(person, agency, **period):
    return {"person": person, "agency": agency, **STARTED, **period}


USUAL = {
    "id": "usual",
    "at": moment(0 * DAY),
    "clearance": [
        {"role": "key_worker", "category": "health", "max_sensitivity": 2},
        {"role": "key_worker", "category": "education", "max_sensitivity": 0},
        {"role": "lead", "category": "health", "max_sensitivity": 3},
        {"role": "lead", "category": "safeguarding", "max_sensitivity": 3},
    ],
    "persons": [
        {"id": person, "active": True}
        for person in ("abena", "margaret", "tomasz", "shirin", "nadia", "rafi", "joy")
    ],
    "agencies": [{"id": "nursery"}, {"id": "therapy"}],
    "employments": [
        employed("abena", "nursery"),
        employed("margaret", "nursery"),
        employed("tomasz", "therapy"),
    ],
    "children": [
        {"id": "rafi", "born_on": BORN_FOR_SWITCH_TO_COME},
        {"id": "lena", "born_on": BORN_FOR_SWITCH_TO_COME},
    ],
    "ties": [
        team("abena", "nursery"),
        team("tomasz", "therapy"),
        relative("shirin", "pr"),
        relative("nadia", "grandparent"),
        relative("rafi", "self", kind="self"),
    ],
    "bases": [],
    "restrictions": [],
    "glasses": [],
}


# --- What a case may change --------------------------------------------------------


def also(name, entry):
    return lambda world: world[name].append(entry)


def closed(person):
    def change(world):
        [entry] = [entry for entry in world["persons"] if entry["id"] == person]
        entry["active"] = False

    return change


def instead(name, person, **fields):
    """Change what the list says about this person."""

    def change(world):
        for entry in world[name]:
            if entry["person"] == person:
                entry.update(fields)

    return change


def born(day):
    return lambda world: world["children"][0].update(born_on=day)


def basis(recipient, kind="consent", **fields):
    target = "to_agency" if recipient in ("nursery", "therapy") else "to_person"
    entry = {"id": "b", "child": "rafi", target: recipient, "category": "health"}
    entry |= {"max_sensitivity": 2, "kind": kind, "covers_history": True, **STARTED}
    return also("bases", {**entry, **fields})


def seal(aimed_at="everyone", **fields):
    entry = {"child": "rafi", "aimed_at": aimed_at, **STARTED, **fields}

    def change(world):
        number = len(world["restrictions"])
        world["restrictions"].append({"id": f"s{number}", **entry})

    return change


def glass(person, agency, child="rafi", ago=1, lasts=4):
    hour = timedelta(hours=1)
    entry = {"person": person, "child": child, "agency": agency}
    entry["opened_at"] = moment(ago * hour)
    entry["expires_at"] = moment((ago - lasts) * hour)
    return also("glasses", entry)


def world_with(record, *changes):
    """The usual world, with the record and another, and then the changes."""
    world = copy.deepcopy(USUAL)
    world["records"] = [{**RECORD, **record}, {**RECORD, "id": "other"}]
    for change in changes:
        change(world)
    return world


# --- The cases: name, who in which hat, the record, changes ------------------------
# The first word of a name is the row that must decide.

ABENA = ("abena", "nursery")
MARGARET = ("margaret", "nursery")
TOMASZ = ("tomasz", "therapy")
SHIRIN = ("shirin", "family")
NADIA = ("nadia", "family")
RAFI = ("rafi", "family")

DRAFT = {"state": "draft"}
OWN_FAMILY_DRAFT = {"state": "draft", "owner": "family"}
SHARED = basis("therapy")
SOFT = {"breakable": True}

GUARDS = [
    ("G0 account closed", ABENA, {}, closed("abena")),
    ("G0 before erased", ABENA, {"state": "erased"}, closed("abena")),
    ("G0 in the family hat", SHIRIN, {}, closed("shirin")),
    ("P1 somebody else's account closed", ABENA, {}, closed("joy")),
    ("G1 erased", ABENA, {"state": "erased"}),
    ("G1 erased, family", SHIRIN, {"state": "erased"}),
    (
        "G1 before employment over",
        ABENA,
        {"state": "erased"},
        instead("employments", "abena", **OVER),
    ),
    ("G2 employment over", ABENA, {}, instead("employments", "abena", **OVER)),
    ("G2 employment to come", ABENA, {}, instead("employments", "abena", **TO_COME)),
    (
        "G2 before a seal and despite a glass",
        ABENA,
        {},
        instead("employments", "abena", **OVER),
        seal(),
        glass(*ABENA),
    ),
    (
        "P1 one employment over, one live",
        ABENA,
        {},
        also("employments", employed("abena", "nursery", **OVER)),
    ),
    (
        "G2 employed only elsewhere now",
        ABENA,
        {},
        instead("employments", "abena", **OVER),
        also("employments", employed("abena", "therapy")),
    ),
]

SEALS = [
    ("R everyone", ABENA, {}, seal()),
    ("R everyone, family", SHIRIN, {}, seal()),
    ("R person, in the family hat", SHIRIN, {}, seal({"person": "shirin"})),
    ("R person, in an agency hat", ABENA, {}, seal({"person": "abena"})),
    ("P1 another person", ABENA, {}, seal({"person": "tomasz"})),
    ("R at work", ABENA, {}, seal({"person_at_work": "abena"})),
    ("P1 another person at work", ABENA, {}, seal({"person_at_work": "tomasz"})),
    ("P3 at work, family hat", SHIRIN, {}, seal({"person_at_work": "shirin"})),
    ("R at work, glass", ABENA, {}, seal({"person_at_work": "abena"}), glass(*ABENA)),
    ("R agency", ABENA, {}, seal({"agency": "nursery"})),
    ("P1 another agency", ABENA, {}, seal({"agency": "therapy"})),
    ("P3 an agency, family hat", SHIRIN, {}, seal({"agency": "nursery"})),
    ("R family", RAFI, {}, seal("family")),
    ("P1 family, agency hat", ABENA, {}, seal("family")),
    ("P1 exempt", ABENA, {}, seal(exempt=["joy", "abena"])),
    ("R others exempt", ABENA, {}, seal(exempt=["joy"])),
    ("R exempt from one seal of two", ABENA, {}, seal(exempt=["abena"]), seal()),
    ("P1 over", ABENA, {}, seal(**OVER)),
    ("P1 to come", ABENA, {}, seal(**TO_COME)),
    ("P1 another child", ABENA, {}, seal(child="lena")),
    ("R this record", ABENA, {}, seal(record="record")),
    ("P1 another record", ABENA, {}, seal(record="other")),
    ("R this category", ABENA, {}, seal(category="health")),
    ("P1 another category", ABENA, {}, seal(category="education")),
    ("R before own draft", ABENA, DRAFT, seal()),
    ("R before a basis", TOMASZ, {}, SHARED, seal()),
    ("R soft, no glass", ABENA, {}, seal(**SOFT)),
    ("P1 soft, glass", ABENA, {}, seal(**SOFT), glass(*ABENA)),
    ("P6 soft, glass, no team", MARGARET, {}, seal(**SOFT), glass(*MARGARET)),
    ("R hard, glass", ABENA, {}, seal(), glass(*ABENA)),
    ("R soft and hard, glass", ABENA, {}, seal(**SOFT), seal(), glass(*ABENA)),
    ("R soft, glass just over", ABENA, {}, seal(**SOFT), glass(*ABENA, ago=4)),
    ("P1 soft, glass just begun", ABENA, {}, seal(**SOFT), glass(*ABENA, ago=0)),
    ("R soft, glass to come", ABENA, {}, seal(**SOFT), glass(*ABENA, ago=-1)),
    ("R soft, another's glass", ABENA, {}, seal(**SOFT), glass("margaret", "nursery")),
    ("R soft, another child", ABENA, {}, seal(**SOFT), glass(*ABENA, child="lena")),
    ("R soft, another agency", ABENA, {}, seal(**SOFT), glass("abena", "therapy")),
]

DRAFTS = [
    ("P1d own", ABENA, DRAFT),
    ("Z1 of a colleague", ABENA, {**DRAFT, "author": "margaret"}),
    ("Z1 own, for the family", ABENA, OWN_FAMILY_DRAFT),
    ("Z1 own, for another agency", ABENA, {**DRAFT, "owner": "therapy"}),
    ("Z1 own, above clearance", ABENA, {**DRAFT, "sensitivity": 3}),
    ("Z1 own, tie over", ABENA, DRAFT, instead("ties", "abena", **OVER)),
    ("Z1 own, not in the team", MARGARET, {**DRAFT, "author": "margaret"}),
    ("Z1 never by glass", MARGARET, DRAFT, glass(*MARGARET)),
    ("Z1 never by a basis", TOMASZ, {**DRAFT, "author": "tomasz"}, SHARED),
    ("P3d parent", SHIRIN, {**OWN_FAMILY_DRAFT, "author": "shirin"}),
    ("P3d young person", RAFI, {**OWN_FAMILY_DRAFT, "author": "rafi"}),
    ("Z1 role not entitled", NADIA, {**OWN_FAMILY_DRAFT, "author": "nadia"}),
    ("Z1 another's, family", SHIRIN, {**OWN_FAMILY_DRAFT, "author": "rafi"}),
    ("Z1 own, but an agency's", SHIRIN, {**DRAFT, "author": "shirin"}),
    (
        "Z1 parent no longer",
        SHIRIN,
        {**OWN_FAMILY_DRAFT, "author": "shirin"},
        instead("ties", "shirin", **OVER),
    ),
    (
        "P3d before safeguarding, about another, unreleased, after the switch",
        SHIRIN,
        {
            **OWN_FAMILY_DRAFT,
            "author": "shirin",
            "category": "safeguarding",
            "about_person": "nadia",
            "release": 0,
        },
        born(BORN_FOR_SWITCH_PAST),
    ),
]

AGENCY_ROWS = [
    ("P1 own agency", ABENA, {}),
    ("P1 at clearance", ABENA, {"sensitivity": 2}),
    ("Z above clearance", ABENA, {"sensitivity": 3}),
    ("Z category without clearance", ABENA, {"category": "social"}),
    ("Z not in the team", MARGARET, {}),
    ("Z tie over", ABENA, {}, instead("ties", "abena", **OVER)),
    ("Z tie to come", ABENA, {}, instead("ties", "abena", **TO_COME)),
    ("Z tie to another child", ABENA, {}, instead("ties", "abena", child="lena")),
    (
        "P1 the better of two ties",
        ABENA,
        {"sensitivity": 3},
        also("ties", team("abena", "nursery", role="lead")),
    ),
    (
        "Z the better tie is in another agency",
        ABENA,
        {"sensitivity": 3},
        also("ties", team("abena", "therapy", role="lead")),
    ),
    ("Z another agency's, no basis", TOMASZ, {}),
    ("P2 shared", TOMASZ, {}, SHARED),
    ("P2 the family's", TOMASZ, {"owner": "family"}, SHARED),
    ("Z basis, but no tie", MARGARET, {"owner": "family"}, basis("nursery")),
    ("Z basis, above clearance", TOMASZ, {"sensitivity": 3}, basis("therapy")),
    (
        "Z basis too low",
        TOMASZ,
        {"sensitivity": 2},
        basis("therapy", max_sensitivity=1),
    ),
    ("Z basis to another agency", TOMASZ, {}, basis("nursery")),
    ("Z basis to the person", TOMASZ, {}, basis("tomasz")),
    ("Z basis of another category", TOMASZ, {}, basis("therapy", category="education")),
    ("Z basis for another child", TOMASZ, {}, basis("therapy", child="lena")),
    ("Z basis over", TOMASZ, {}, basis("therapy", **OVER)),
    ("Z basis to come", TOMASZ, {}, basis("therapy", **TO_COME)),
    ("Z basis withdrawn now", TOMASZ, {}, basis("therapy", withdrawn_at=OVER["to"])),
    ("P2 not yet", TOMASZ, {}, basis("therapy", withdrawn_at=TO_COME["from"])),
    ("Z made before it", TOMASZ, {}, basis("therapy", covers_history=False)),
    (
        "P2 made just as it began",
        TOMASZ,
        {"made_at": STARTED["from"]},
        basis("therapy", covers_history=False),
    ),
    ("P1 before a glass", ABENA, {}, glass(*ABENA)),
    ("P2 before a glass", TOMASZ, {}, SHARED, glass(*TOMASZ)),
    ("P6 own agency", MARGARET, {"sensitivity": 2}, glass(*MARGARET)),
    ("P6 safeguarding", MARGARET, {"category": "safeguarding"}, glass(*MARGARET)),
    ("P6 the family's, unreleased", MARGARET, {"owner": "family"}, glass(*MARGARET)),
    ("Z glass, sensitivity 3", MARGARET, {"sensitivity": 3}, glass(*MARGARET)),
    ("Z glass just over", MARGARET, {}, glass(*MARGARET, ago=4)),
    ("Z glass to come", MARGARET, {}, glass(*MARGARET, ago=-1)),
    ("P6 glass just begun", MARGARET, {}, glass(*MARGARET, ago=0)),
    ("Z glass empty", MARGARET, {}, glass(*MARGARET, ago=0, lasts=0)),
]

FAMILY_ROWS = [
    ("F0 safeguarding", SHIRIN, {"category": "safeguarding"}),
    ("F0 very restricted", RAFI, {"sensitivity": 3}),
    ("F1 about another", RAFI, {"about_person": "shirin"}),
    ("F1 about another, parent", SHIRIN, {"about_person": "nadia"}),
    ("P3 about the reader", SHIRIN, {"about_person": "shirin"}),
    ("P1 about another, agency hat", ABENA, {"about_person": "shirin"}),
    ("P4 release 1", RAFI, {"release": 1, "sensitivity": 2}),
    ("P4 release 2", RAFI, {"release": 2}),
    ("Z release 0", RAFI, {"release": 0}),
    ("Z self no longer", RAFI, {}, instead("ties", "rafi", **OVER)),
    ("Z self to another child", RAFI, {}, instead("ties", "rafi", child="lena")),
    ("P4 before P3", RAFI, {}, also("ties", relative("rafi", "pr"))),
    ("P3 parent", SHIRIN, {"sensitivity": 2}),
    ("P3 the family's", SHIRIN, {"owner": "family", "author": "rafi"}),
    ("Z release 1, parent", SHIRIN, {"release": 1}),
    ("Z parent, after the switch", SHIRIN, {}, born(BORN_FOR_SWITCH_PAST)),
    ("Z parent no longer", SHIRIN, {}, instead("ties", "shirin", **OVER)),
    ("Z not entitled", NADIA, {}),
    ("Z own live record, not entitled", NADIA, {"owner": "family", "author": "nadia"}),
    ("P3 before P5", SHIRIN, {}, basis("shirin")),
    ("P5 consent", NADIA, {}, basis("nadia")),
    ("P5 court order", NADIA, {}, basis("nadia", "court_order")),
    ("P5 representative", NADIA, {}, basis("nadia", "representative")),
    ("Z public task", NADIA, {}, basis("nadia", "public_task")),
    ("Z consent, release 1", NADIA, {"release": 1}, basis("nadia")),
    ("Z consent to another", NADIA, {}, basis("shirin")),
    ("Z consent withdrawn", NADIA, {}, basis("nadia", withdrawn_at=OVER["to"])),
    ("Z consent over", NADIA, {}, basis("nadia", **OVER)),
    ("Z consent, no tie", NADIA, {}, basis("nadia"), instead("ties", "nadia", **OVER)),
    (
        "F0 despite consent",
        NADIA,
        {"sensitivity": 3},
        basis("nadia", max_sensitivity=3),
    ),
    ("F1 despite consent", NADIA, {"about_person": "joy"}, basis("nadia")),
    ("Z consent, as self", RAFI, {"release": 0}, basis("rafi")),
    ("Z glass never counts", NADIA, {}, glass("nadia", "nursery")),
]

LATER = born(BORN_FOR_SWITCH_PAST)
AT_26 = born(BORN_FOR_AGE_26)
OTHER_CHILDS = {"child": "lena"}
IN_LENAS_TEAM = also("ties", team("abena", "nursery", child="lena"))

READINGS = [
    (
        "R reading 1: a glass opens a soft seal up to 2 only",
        ABENA,
        {"sensitivity": 3},
        also("ties", team("abena", "nursery", role="lead")),
        seal(**SOFT),
        glass(*ABENA),
    ),
    ("Z reading 2: P3 needs parental responsibility", NADIA, {}),
    ("P5 reading 2: any role before the switch", NADIA, {}, basis("nadia")),
    ("P5 reading 2: any role after the switch", NADIA, {}, basis("nadia"), LATER),
    ("Z reading 2: other kinds", NADIA, {}, basis("nadia", "vital_interest")),
    ("P5 reading 3: consent after the switch", SHIRIN, {}, basis("shirin"), LATER),
    ("P1 reading 4: made in the future", ABENA, {"made_at": moment(-DAY)}),
    ("P3 reading 4: made in the future", SHIRIN, {"made_at": moment(-DAY)}),
    (
        "P5 reading 4: history matters to P2 only",
        NADIA,
        {},
        basis("nadia", covers_history=False),
    ),
    ("P6 reading 5: a long glass", MARGARET, {}, glass(*MARGARET, ago=9, lasts=10)),
    ("R reading 6: both fit", ABENA, {}, seal(record="record", category="health")),
    ("P1 reading 6: category not", ABENA, {}, seal(record="record", category="social")),
    ("P1 reading 6: record not", ABENA, {}, seal(record="other", category="health")),
    (
        "P1 reading 6: another child's record",
        ABENA,
        OTHER_CHILDS,
        IN_LENAS_TEAM,
        seal(record="record"),
    ),
    (
        "G2 reading 7: the hat of a past employment",
        ("joy", "therapy"),
        {},
        also("employments", employed("joy", "therapy", **OVER)),
    ),
    (
        "G2 reading 7: the hat of a future employment",
        ("joy", "therapy"),
        {},
        also("employments", employed("joy", "therapy", **TO_COME)),
    ),
    (
        "G2 reading 8: an empty employment",
        ABENA,
        {},
        instead("employments", "abena", **{"from": OVER["to"], "to": OVER["to"]}),
    ),
    (
        "P2 reading 8: withdrawn after it ends",
        TOMASZ,
        {},
        basis("therapy", to=TO_COME["from"], withdrawn_at=moment(-DAY)),
    ),
    (
        "Z reading 8: withdrawn before it begins",
        TOMASZ,
        {},
        basis("therapy", withdrawn_at=moment(31 * DAY)),
    ),
    ("P2 reading 9: representative", TOMASZ, {}, basis("therapy", "representative")),
    (
        "Z reading 9: pr on a self tie",
        RAFI,
        {"release": 0},
        instead("ties", "rafi", role="pr"),
    ),
    (
        "Z1 reading 9: pr on a team tie",
        NADIA,
        {**OWN_FAMILY_DRAFT, "author": "nadia"},
        also("ties", team("nadia", "nursery", role="pr")),
    ),
    ("Z reading 9: clearance 0", ABENA, {"category": "education"}),
    ("P4 reading 10: self at 26", RAFI, {}, AT_26),
    ("P5 reading 10: representative at 26", SHIRIN, {}, basis("shirin"), AT_26),
    (
        "P3d reading 11: own drafts of the family, which the SQL lacks",
        SHIRIN,
        {**OWN_FAMILY_DRAFT, "author": "shirin"},
    ),
]

CASES = (*GUARDS, *SEALS, *DRAFTS, *AGENCY_ROWS, *FAMILY_ROWS, *READINGS)
