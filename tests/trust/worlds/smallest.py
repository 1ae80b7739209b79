"""For each row of the table, the smallest scenes in which it decides.

Every scene has one case in focus: p1, in the hat named beside it, and record r1. Its
name begins with the row that decides that case. Periods hold at the decision's instant
and at no other, so that moving either edge by a microsecond ends them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.trust.worlds.scenes import (
    CARRYING_P5,
    FROM_NEXT,
    NEXT,
    NOW,
    ONLY_NOW,
    ORDINARY_INSTANT,
    SWITCH_INSTANT,
    UNTIL_NOW,
    Scene,
    stage,
)

BORN_TO_SWITCH_AT_SWITCH_INSTANT = "2010-07-15"


def in_agency(*, employed: tuple = ONLY_NOW, at=ORDINARY_INSTANT) -> Scene:
    return stage("", at).add("employments", span=employed)


def in_team(**record: object) -> Scene:
    """The reader in a live team of a1, in a role cleared for health up to 2."""
    return in_agency().add("ties", span=ONLY_NOW).add("records", **record)


def in_family(role: str, at=ORDINARY_INSTANT, **record: object) -> Scene:
    """The reader with a live tie as the young person ("self") or in a family role."""
    kind = "self" if role == "self" else "family"
    scene = stage("", at).add("ties", span=ONLY_NOW, kind=kind, agency=None, role=role)
    # A tie to another child that is over: it keeps the family hat, and nothing else.
    scene.add("ties", span=UNTIL_NOW, kind="family", agency=None, child="c2", role="pr")
    return scene.add("records", **record)


def account_closed() -> Scene:
    scene = in_team()
    scene.world["persons"][0]["active"] = False
    return scene


def employed_no_longer() -> Scene:
    """Beside what is over, a live employment of somebody else and one elsewhere."""
    scene = in_agency(employed=UNTIL_NOW).add("ties", span=ONLY_NOW).add("records")
    scene.add("employments", span=ONLY_NOW, person="p2")
    return scene.add("employments", span=ONLY_NOW, agency="a2")


def sealed_in_team(*, sensitivity: int = 1, **seal: object) -> Scene:
    return in_team(sensitivity=sensitivity).add("restrictions", span=ONLY_NOW, **seal)


def sealed_in_family(**seal: object) -> Scene:
    return in_family("pr").add("restrictions", span=ONLY_NOW, **seal)


def soft_seal_and_glass(*, sensitivity: int = 2, **glass: object) -> Scene:
    scene = in_agency().add("ties", span=ONLY_NOW, role="lead")
    scene.add("records", sensitivity=sensitivity)
    scene.add("restrictions", span=ONLY_NOW, breakable=True)
    return scene.add("glasses", **{"span": ONLY_NOW, **glass})


def glass_only(**glass: object) -> Scene:
    scene = in_agency().add("records", sensitivity=2)
    return scene.add("glasses", **{"span": ONLY_NOW, **glass})


def shared_with_team(*, owner: str, **basis: object) -> Scene:
    scene = in_team(owner=owner, sensitivity=2, made_at=NOW)
    basis = {"to_agency": "a1", "withdrawn_at": NEXT, **basis}
    return scene.add("bases", span=ONLY_NOW, **basis)


def before_switch(role: str, **record: object) -> Scene:
    """At the very last instant before the switch."""
    return switching(in_family(role, SWITCH_INSTANT - NEXT, **record))


def at_switch(role: str, **record: object) -> Scene:
    return switching(in_family(role, SWITCH_INSTANT, **record))


def switching(scene: Scene) -> Scene:
    scene.world["children"][0]["born_on"] = BORN_TO_SWITCH_AT_SWITCH_INSTANT
    return scene


def agreed_for_reader(scene: Scene, kind: str) -> Scene:
    scene.world["records"][0]["sensitivity"] = 2
    return scene.add(
        "bases", span=ONLY_NOW, to_person="p1", kind=kind, withdrawn_at=NEXT
    )


@dataclass(frozen=True, slots=True)
class Smallest:
    """A scene to build, and the hat in focus."""

    build: Callable[[], Scene]
    hat: str


def agency(build: Callable[[], Scene]) -> Smallest:
    return Smallest(build, "a1")


def family(build: Callable[[], Scene]) -> Smallest:
    return Smallest(build, "family")


SOFT = {"breakable": True}
SMALLEST: dict[str, Smallest] = {
    "G0": agency(account_closed),
    "G1": agency(lambda: in_team(state="erased")),
    "G2": agency(employed_no_longer),
    "G2 future": agency(
        lambda: in_agency(employed=FROM_NEXT).add("records").add("glasses")
    ),
    "R everyone": agency(lambda: sealed_in_team()),
    "R person": agency(lambda: sealed_in_team(aimed_at={"person": "p1"})),
    "R agency": agency(lambda: sealed_in_team(aimed_at={"agency": "a1"})),
    "R family": family(lambda: sealed_in_family(aimed_at="family")),
    "R everyone in the family hat": family(lambda: sealed_in_family()),
    "R record": agency(lambda: sealed_in_team(record="r1").add("records", id="r2")),
    "R category": agency(lambda: sealed_in_team(category="health")),
    "R record and category": agency(
        lambda: sealed_in_team(record="r1", category="health").add("records", id="r2")
    ),
    "R other exempt": agency(lambda: sealed_in_team(exempt=["p2"])),
    "R soft without a glass": agency(lambda: sealed_in_team(**SOFT)),
    "R hard despite a glass": agency(
        lambda: sealed_in_team().add("glasses", span=ONLY_NOW)
    ),
    "R soft at sensitivity 3": agency(lambda: soft_seal_and_glass(sensitivity=3)),
    "R glass until now": agency(lambda: soft_seal_and_glass(span=(-NEXT, NOW))),
    "R glass of another": agency(lambda: soft_seal_and_glass(person="p2")),
    "R soft and hard": agency(
        lambda: soft_seal_and_glass().add(
            "restrictions", span=ONLY_NOW, aimed_at={"agency": "a1"}
        )
    ),
    "P1d": agency(lambda: in_team(state="draft", author="p1", sensitivity=2)),
    "P3d parent": family(
        lambda: in_family("pr", state="draft", author="p1", owner="family")
    ),
    "P3d young person": family(
        lambda: in_family("self", state="draft", author="p1", owner="family")
    ),
    "Z1 agency": agency(lambda: in_team(state="draft")),
    "Z1 family": family(lambda: in_family("pr", state="draft", owner="family")),
    "P1": agency(lambda: in_team(sensitivity=2)),
    "P1 through a soft seal": agency(soft_seal_and_glass),
    "P2 from an agency": agency(
        lambda: shared_with_team(owner="a2", covers_history=False)
    ),
    "P2 from the family": agency(lambda: shared_with_team(owner="family")),
    "P2 with its history": agency(
        lambda: in_team(owner="a2").add("bases", span=ONLY_NOW, to_agency="a1")
    ),
    "P6": agency(glass_only),
    "P6 through a soft seal": agency(
        lambda: glass_only().add("restrictions", span=ONLY_NOW, **SOFT)
    ),
    "F0 safeguarding": family(lambda: in_family("self", category="safeguarding")),
    "F0 very restricted": family(lambda: in_family("pr", sensitivity=3)),
    "F1 young person": family(lambda: in_family("self", about_person="p2")),
    "F1 parent": family(lambda: in_family("pr", about_person="p2")),
    "P4 release 1": family(lambda: in_family("self", sensitivity=2, release=1)),
    "P4 release 2": family(lambda: in_family("self", sensitivity=2, release=2)),
    "P3": family(lambda: before_switch("pr", sensitivity=2)),
    "P3 to the last instant": family(
        lambda: switching(
            stage("", SWITCH_INSTANT - NEXT)
            .add("ties", kind="family", agency=None, role="pr")
            .add("records")
        )
    ),
    **{
        f"P5 {kind} before": family(
            lambda kind=kind: agreed_for_reader(before_switch("carer"), kind)
        )
        for kind in CARRYING_P5
    },
    **{
        f"P5 {kind} after": family(
            lambda kind=kind: agreed_for_reader(at_switch("pr"), kind)
        )
        for kind in CARRYING_P5
    },
    "Z agency": agency(lambda: in_agency().add("records")),
    "Z family": family(lambda: at_switch("pr")),
}


def smallest_scene(name: str) -> Scene:
    scene = SMALLEST[name].build()
    scene.world["id"] = name
    return scene


def row_of(name: str) -> str:
    """The row is the first word of a scene's name, and of a pair's."""
    return name.split()[0]


def hat_in_focus(name: str) -> str:
    return SMALLEST[name].hat
