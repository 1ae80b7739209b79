"""On what ground something is not given, as dated data: in law, and in plain words."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Ground:
    """A ground, from the day on which it holds.

    `told` is what the answer says of it. Where that would betray what must not be
    betrayed, it is empty: the sentence that closes every answer covers it.
    """

    key: str
    words: str
    source: str
    told: str
    from_on: date = date(2018, 5, 25)


GROUNDS = (
    Ground(
        "third-party",
        "It is about somebody else",
        "Data Protection Act 2018 Sch. 2 para. 16",
        "Some words are about other people. We took those out.",
    ),
    Ground(
        "serious-harm",
        "It could cause serious harm",
        "Data Protection Act 2018 Sch. 3 paras. 5, 11, 19",
        "",
    ),
    Ground(
        "child-abuse",
        "It is about whether a child is being hurt, and giving it is not best for them",
        "Data Protection Act 2018 Sch. 3 para. 21",
        "",
    ),
    Ground(
        "sealed",
        "It is sealed from whoever asks",
        "Data Protection Act 2018 Sch. 3; decision of those who set the seal",
        "",
    ),
    Ground(
        "court",
        "It was given in a court case about children",
        "Data Protection Act 2018 Sch. 3 paras. 9, 18",
        "Some papers are from a court. The court decides who may read them.",
    ),
    Ground(
        "legal",
        "It is advice from a lawyer",
        "Data Protection Act 2018 Sch. 2 para. 19",
        "Some papers are advice from a lawyer. We may keep those to ourselves.",
    ),
    Ground(
        "health",
        "The health professional says that it could cause serious harm",
        "Data Protection Act 2018 Sch. 3 paras. 5, 6",
        "",
    ),
    Ground(
        "expectation",
        "It was said in confidence, and the child expects that it is kept so",
        "Data Protection Act 2018 Sch. 3 paras. 4, 10, 18",
        "",
    ),
)


def in_force(on: date) -> tuple[Ground, ...]:
    """The grounds that can be chosen on a day."""
    return tuple(ground for ground in GROUNDS if ground.from_on <= on)


def get(key: str) -> Ground:
    """One of them. Raises LookupError."""
    for ground in GROUNDS:
        if ground.key == key:
            return ground
    raise LookupError(f"No ground is called {key}.")
