"""Why somebody may see something, in words: the row of the table and what it rests on.

A reason is what the ledger holds of a decision: the row, then the facts, each as
"kind:id" (see `visibility.reasons`).
"""

from collections.abc import Iterable

from plait.agencies.models import Agency
from plait.sharing.models import Basis

Reason = tuple[str, ...]

IN_WORDS = {
    Basis.Kind.CONSENT: "the family agreed",
    Basis.Kind.PUBLIC_TASK: "it is their task",
    Basis.Kind.LEGAL_OBLIGATION: "the law asks for it",
    Basis.Kind.SAFEGUARDING: "it keeps a child safe",
    Basis.Kind.VITAL_INTEREST: "it can save a life",
    Basis.Kind.COURT_ORDER: "a court ordered it",
    Basis.Kind.RECOGNISED_INTEREST: "it keeps a child safe",
    Basis.Kind.REPRESENTATIVE: "they act for the young person",
}
OF_ROW = {
    "P6": "they had emergency access",
    "P3": "they have parental responsibility",
    "P4": "it is about them",
    "P3d": "they are writing it",
    "P1d": "they are writing it",
}
# Without a record of their own: the child's name, and what everybody needs to know.
IN_TEAM, IN_FAMILY = "they are in the team", "they are family"


class Because:
    """Reasons in words, from one look at the bases that they rest on."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        wanted = {fact for reason in reasons if (fact := _fact(reason, "basis"))}
        found = Basis.objects.filter(pk__in=wanted) if wanted else Basis.objects.none()
        self.kinds = {str(pk): kind for pk, kind in found.values_list("pk", "kind")}

    def words(self, reason: Reason, agency: Agency | None) -> str:
        """Why, as the end of a sentence that begins with "because"."""
        row = reason[0]
        if row in ("P1", "P2") and _fact(reason, "glass"):
            return OF_ROW["P6"]  # it opened a seal that was closed to them
        if row == "P1" and agency:
            return f"it is {agency.short_name}’s own record"
        if row in ("P2", "P5"):
            kind = self.kinds.get(_fact(reason, "basis"))
            return IN_WORDS[Basis.Kind(kind)] if kind else ""
        return OF_ROW.get(row, "")

    def all(self, reasons: Iterable[Reason], agency: Agency | None) -> tuple[str, ...]:
        """Each of several reasons once, always in the same order."""
        said = {self.words(reason, agency) for reason in reasons}
        return tuple(sorted(said - {""}))


def _fact(reason: Reason, kind: str) -> str:
    """The id of a fact of this kind, or nothing."""
    for fact in reason[1:]:
        name, _, key = fact.partition(":")
        if name == kind:
            return key
    return ""


def rests_on_glass(reason: Reason) -> bool:
    """Whether emergency access is what opened it."""
    return reason[0] == "P6" or bool(_fact(reason, "glass"))
