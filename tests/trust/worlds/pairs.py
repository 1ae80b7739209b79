"""Pairs of worlds that differ in one fact, on which a row hangs (MC/DC).

In the true world of a pair the row decides the case in focus; in the false world, where
one value has been changed, it does not. So each condition of each row is shown to
matter alone.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from tests.trust.worlds.scenes import (
    CARRYING_P5,
    JUST_BEFORE,
    KINDS_OF_BASIS,
    NEXT,
    NOW,
    SWITCHES_A_YEAR_AFTER,
    Scene,
)
from tests.trust.worlds.smallest import hat_in_focus, row_of, smallest_scene

# A fact: in the scene, at the place "list.index.field", the value that breaks the row.
Change = tuple[str, str, str, object]

TIE = "ties.0"
RECORD = "records.0"
BASIS = "bases.0"
SEAL = "restrictions.0"
GLASS = "glasses.0"


def edges(scene: str, what: str, place: str, start="from", end="to") -> list[Change]:
    """A period that begins a microsecond later, or ends one sooner, is not live."""
    return [
        (scene, f"{what} not yet live", f"{place}.{start}", NEXT),
        (scene, f"{what} just ended", f"{place}.{end}", NOW),
    ]


def team_tie(scene: str) -> list[Change]:
    """What every agency row but P6 asks of the reader's tie and clearance."""
    return [
        (scene, "tie of another person", f"{TIE}.person", "p2"),
        (scene, "tie to another child", f"{TIE}.child", "c2"),
        (scene, "tie in another agency", f"{TIE}.agency", "a2"),
        (scene, "tie of family kind", TIE, as_family_tie()),
        *edges(scene, "tie", TIE),
        (scene, "role cleared one level too low", f"{TIE}.role", "assistant"),
        (scene, "role cleared for nothing", f"{TIE}.role", "clerk"),
        (scene, "role cleared in another category", f"{TIE}.role", "teacher"),
        (scene, "clearance lowered", "clearance.1.max_sensitivity", 1),
    ]


def as_family_tie() -> dict:
    return {
        "person": "p1",
        "child": "c1",
        "kind": "family",
        "agency": None,
        "role": "key_worker",
        "from": NOW,
        "to": NEXT,
    }


def family_tie(scene: str) -> list[Change]:
    return [
        (scene, "tie of another person", f"{TIE}.person", "p2"),
        (scene, "tie to another child", f"{TIE}.child", "c2"),
        *edges(scene, "tie", TIE),
    ]


def live_basis(scene: str) -> list[Change]:
    return [
        (scene, "basis for another child", f"{BASIS}.child", "c2"),
        (scene, "basis for another category", f"{BASIS}.category", "education"),
        (scene, "basis one level too low", f"{BASIS}.max_sensitivity", 1),
        *edges(scene, "basis", BASIS),
        (scene, "basis withdrawn", f"{BASIS}.withdrawn_at", NOW),
        (scene, "basis withdrawn before", f"{BASIS}.withdrawn_at", JUST_BEFORE),
    ]


def live_glass(scene: str) -> list[Change]:
    return [
        (scene, "glass of another person", f"{GLASS}.person", "p2"),
        (scene, "glass for another child", f"{GLASS}.child", "c2"),
        (scene, "glass in another agency", f"{GLASS}.agency", "a2"),
        *edges(scene, "glass", GLASS, "opened_at", "expires_at"),
        (scene, "record too sensitive for a glass", f"{RECORD}.sensitivity", 3),
    ]


def live_seal(scene: str) -> list[Change]:
    return [
        (scene, "seal for another child", f"{SEAL}.child", "c2"),
        *edges(scene, "seal", SEAL),
        (scene, "reader exempt", f"{SEAL}.exempt", ["p1"]),
    ]


def employed(scene: str) -> list[Change]:
    """Row G2 as a condition of every row below it."""
    return [
        (scene, "employment just ended", "employments.0.to", NOW),
        (scene, "employment not yet live", "employments.0.from", NEXT),
    ]


GUARDS: list[Change] = [
    ("G0", "account active", "persons.0.active", True),
    ("G1", "record not erased", f"{RECORD}.state", "live"),
    ("G2", "employment not over", "employments.0.to", NEXT),
    ("G2", "employment by open end", "employments.0.to", None),
    ("G2", "live employment is the reader's", "employments.1.person", "p1"),
    ("G2", "live employment is by this agency", "employments.2.agency", "a1"),
    ("G2 future", "employment has begun", "employments.0.from", NOW),
]

SEALS: list[Change] = [
    *live_seal("R everyone"),
    ("R everyone", "seal aimed at the family", f"{SEAL}.aimed_at", "family"),
    ("R person", "aimed at another person", f"{SEAL}.aimed_at", {"person": "p2"}),
    ("R agency", "aimed at another agency", f"{SEAL}.aimed_at", {"agency": "a2"}),
    ("R family", "aimed at an agency", f"{SEAL}.aimed_at", {"agency": "a1"}),
    *live_seal("R everyone in the family hat"),
    ("R record", "seal names another record", f"{SEAL}.record", "r2"),
    ("R record", "seal names another category too", f"{SEAL}.category", "social"),
    ("R category", "seal names another category", f"{SEAL}.category", "social"),
    ("R category", "seal is for another child", f"{SEAL}.child", "c2"),
    ("R record and category", "only category fits", f"{SEAL}.record", "r2"),
    ("R record and category", "only record fits", f"{SEAL}.category", "social"),
    ("R other exempt", "reader exempt", f"{SEAL}.exempt", ["p2", "p1"]),
    ("R hard despite a glass", "seal breakable", f"{SEAL}.breakable", True),
    ("R soft at sensitivity 3", "a glass reaches it", f"{RECORD}.sensitivity", 2),
    ("R glass until now", "glass still live", f"{GLASS}.expires_at", NEXT),
    ("R glass of another", "glass is the reader's", f"{GLASS}.person", "p1"),
    ("R soft and hard", "second seal breakable", "restrictions.1.breakable", True),
]

DRAFTS: list[Change] = [
    ("P1d", "not a draft", f"{RECORD}.state", "live"),
    ("P1d", "author another", f"{RECORD}.author", "p2"),
    ("P1d", "owner another agency", f"{RECORD}.owner", "a2"),
    ("P1d", "owner the family", f"{RECORD}.owner", "family"),
    ("P1d", "above clearance", f"{RECORD}.sensitivity", 3),
    *team_tie("P1d"),
    *employed("P1d"),
    ("P3d parent", "not a draft", f"{RECORD}.state", "live"),
    ("P3d parent", "author another", f"{RECORD}.author", "p2"),
    ("P3d parent", "owner an agency", f"{RECORD}.owner", "a1"),
    ("P3d parent", "role not entitled", f"{TIE}.role", "carer"),
    *family_tie("P3d parent"),
    ("P3d young person", "tie of family kind", f"{TIE}.kind", "family"),
    *family_tie("P3d young person"),
    ("Z1 agency", "not a draft", f"{RECORD}.state", "live"),
    ("Z1 agency", "reader the author", f"{RECORD}.author", "p1"),
    ("Z1 family", "not a draft", f"{RECORD}.state", "live"),
    ("Z1 family", "reader the author", f"{RECORD}.author", "p1"),
]

AGENCY_ROWS: list[Change] = [
    ("P1", "a draft", f"{RECORD}.state", "draft"),
    ("P1", "erased", f"{RECORD}.state", "erased"),
    ("P1", "owner another agency", f"{RECORD}.owner", "a2"),
    ("P1", "owner the family", f"{RECORD}.owner", "family"),
    ("P1", "above clearance", f"{RECORD}.sensitivity", 3),
    *team_tie("P1"),
    *employed("P1"),
    *live_glass("P1 through a soft seal"),
    ("P1 through a soft seal", "seal hard", f"{SEAL}.breakable", False),
    ("P2 from an agency", "a draft", f"{RECORD}.state", "draft"),
    ("P2 from an agency", "owner this agency", f"{RECORD}.owner", "a1"),
    ("P2 from an agency", "basis to another agency", f"{BASIS}.to_agency", "a2"),
    *live_basis("P2 from an agency"),
    ("P2 from an agency", "made before the basis", f"{RECORD}.made_at", JUST_BEFORE),
    *team_tie("P2 from an agency"),
    *employed("P2 from an agency"),
    ("P2 from the family", "basis to another agency", f"{BASIS}.to_agency", "a2"),
    *live_basis("P2 from the family"),
    *team_tie("P2 from the family"),
    ("P2 with its history", "history not covered", f"{BASIS}.covers_history", False),
    ("P6", "a draft", f"{RECORD}.state", "draft"),
    *live_glass("P6"),
    *employed("P6"),
    *live_glass("P6 through a soft seal"),
    ("P6 through a soft seal", "seal hard", f"{SEAL}.breakable", False),
]

FAMILY_ROWS: list[Change] = [
    ("F0 safeguarding", "another category", f"{RECORD}.category", "health"),
    ("F0 very restricted", "sensitivity 2", f"{RECORD}.sensitivity", 2),
    ("F1 young person", "about the reader", f"{RECORD}.about_person", "p1"),
    ("F1 young person", "about nobody else", f"{RECORD}.about_person", None),
    ("F1 parent", "about the reader", f"{RECORD}.about_person", "p1"),
    ("F1 parent", "about nobody else", f"{RECORD}.about_person", None),
    *family_tie("P4 release 1"),
    ("P4 release 1", "tie of family kind", f"{TIE}.kind", "family"),
    ("P4 release 1", "not released", f"{RECORD}.release", 0),
    *family_tie("P4 release 2"),
    ("P4 release 2", "tie of family kind", f"{TIE}.kind", "family"),
    ("P4 release 2", "not released", f"{RECORD}.release", 0),
    ("P4 release 2", "safeguarding", f"{RECORD}.category", "safeguarding"),
    ("P4 release 2", "very restricted", f"{RECORD}.sensitivity", 3),
    ("P4 release 2", "about another", f"{RECORD}.about_person", "p2"),
    *family_tie("P3"),
    ("P3", "tie of self kind", f"{TIE}.kind", "self"),
    ("P3", "role not entitled", f"{TIE}.role", "carer"),
    ("P3", "released to the young person only", f"{RECORD}.release", 1),
    ("P3", "not released", f"{RECORD}.release", 0),
    ("P3 to the last instant", "switch reached", "at", NEXT),
    ("P3", "safeguarding", f"{RECORD}.category", "safeguarding"),
    ("P3", "very restricted", f"{RECORD}.sensitivity", 3),
    ("P3", "about another", f"{RECORD}.about_person", "p2"),
]


def agreed_to_reader(scene: str) -> list[Change]:
    return [
        *family_tie(scene),
        (scene, "tie of self kind", f"{TIE}.kind", "self"),
        (scene, "released to the young person only", f"{RECORD}.release", 1),
        (scene, "not released", f"{RECORD}.release", 0),
        (scene, "basis to another person", f"{BASIS}.to_person", "p2"),
        *live_basis(scene),
        (scene, "record of another category", f"{RECORD}.category", "social"),
        (scene, "about another", f"{RECORD}.about_person", "p2"),
    ]


P5_ROWS: list[Change] = [
    *agreed_to_reader("P5 consent before"),
    ("P5 consent before", "role entitled without it", f"{TIE}.role", "pr"),
    *agreed_to_reader("P5 consent after"),
    ("P5 consent after", "switch to come", "children.0.born_on", SWITCHES_A_YEAR_AFTER),
    *(
        (f"P5 {kind} {side}", f"basis of kind {other}", f"{BASIS}.kind", other)
        for kind in CARRYING_P5
        for side in ("before", "after")
        for other in KINDS_OF_BASIS
        if other not in CARRYING_P5
    ),
]

CHANGES: list[Change] = [*GUARDS, *SEALS, *DRAFTS, *AGENCY_ROWS, *FAMILY_ROWS, *P5_ROWS]


@dataclass(frozen=True, slots=True)
class Focus:
    """The case a pair is about, and the row that decides it in the true world."""

    row: str
    hat: str
    person: str = "p1"
    record: str = "r1"


def focus_of(name: str) -> Focus:
    """Of a pair, or of one of the smallest scenes, by its name."""
    scene_name = name.split(":")[0]
    return Focus(row_of(scene_name), hat_in_focus(scene_name))


def condition_pairs() -> Iterator[tuple[str, dict, dict]]:
    """(name, world_false, world_true), differing in their ids and in one fact.

    The name is the scene's, which begins with the row, and then the fact that breaks
    it: "P2 from an agency: basis withdrawn". The row decides the case in focus in
    world_true, and does not in world_false.
    """
    for scene_name, broken_by, place, value in CHANGES:
        name = f"{scene_name}: {broken_by}"
        scene = smallest_scene(scene_name)
        world_true = {**scene.world, "id": f"{name} (true)"}
        world_false = with_change(scene, place, value)
        yield name, {**world_false, "id": f"{name} (false)"}, world_true


def with_change(scene: Scene, place: str, value: object) -> dict:
    """The scene's world with the value at "list.index.field" exchanged."""
    world = copy.deepcopy(scene.world)
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    holder = world
    for step in way:
        holder = holder[step]
    holder[last] = resolved(scene, value)
    return world


def resolved(scene: Scene, value: object) -> object:
    if isinstance(value, dict):
        return {key: scene.resolve(value[key]) for key in value}
    return scene.resolve(value)
