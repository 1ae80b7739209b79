"""What somebody is to a child, and what that lets them do. Values in, answers out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.access.decisions import ALLOW, Decision, deny
from plait.sharing.categories import CLEARANCES, Category

# Who may add or change records of a kind, beyond being cleared to read them.
WRITERS: dict[str, frozenset[str]] = {
    Category.PLAN: frozenset(
        {"senco", "setting_lead", "key_worker", "teacher", "speech_therapist",
         "occupational_therapist", "physiotherapist", "educational_psychologist",
         "specialist_teacher", "outreach_worker", "health_visitor", "social_worker",
         "la_officer"}
    ),
}  # fmt: skip
LEADERS = frozenset({"senco", "setting_lead"})


@dataclass(frozen=True)
class Standing:
    """What the viewer is to one child, right now."""

    child_id: UUID
    kind: str  # "team", "family", "self" or "" for emergency access
    role: str = ""
    tie_id: UUID | None = None
    since: date | None = None
    relation: str = ""
    still_a_child: bool = True

    @property
    def is_family(self) -> bool:
        return self.kind in ("family", "self")

    @property
    def decides_for_child(self) -> bool:
        """Whose agreement counts: parents before the switch, the young person after."""
        if self.kind == "self":
            return not self.still_a_child
        return self.kind == "family" and self.role == "pr" and self.still_a_child

    @property
    def leads_setting(self) -> bool:
        return self.kind == "team" and self.role in LEADERS


def may_write(standing: Standing, category: str) -> Decision:
    """W1: a live tie, clearance for the kind of information, and the right to write.

    From home, people with parental responsibility and young people write; other
    relatives read what they have been given.
    """
    if standing.kind == "self":
        return ALLOW
    if standing.kind == "family":
        if standing.role == "pr":
            return ALLOW
        return deny("Only a parent or carer with parental responsibility can write.")
    if standing.kind != "team":
        return deny("Emergency access is for reading only.")
    cleared = CLEARANCES.get(standing.role, {}).get(category, 0)
    if not cleared or standing.role not in WRITERS.get(category, {standing.role}):
        return deny("Your role does not write this kind of information.")
    return ALLOW


def may_change(standing: Standing, *, mine: bool, ours: bool) -> Decision:
    """W2: an agency's record is changed there; a family's, by its author."""
    if standing.is_family:
        return ALLOW if mine else deny("Only the person who wrote this can change it.")
    if ours:
        return ALLOW
    return deny("Only the service that wrote this can change it.")


def may_ask_for_agreement(standing: Standing) -> Decision:
    """W3: those who lead for the setting ask families to agree to sharing."""
    if standing.leads_setting or standing.role == "la_officer":
        return ALLOW
    return deny(
        "The SENCO asks the family. Tell her whom you would like to share with."
    )


def may_answer(standing: Standing) -> Decision:
    """W4: parents before the switch date, the young person after it."""
    if standing.decides_for_child:
        return ALLOW
    if standing.kind == "family" and standing.role == "pr":
        return deny("The young person now decides this.")
    return deny("Only someone with parental responsibility can answer this.")


def may_change_team(standing: Standing) -> Decision:
    """W5: those who lead for the setting, or the council, bring people in."""
    if standing.leads_setting or standing.role == "la_officer":
        return ALLOW
    return deny("The SENCO brings people into the team.")


def may_hand_over(standing: Standing, *, mine: bool, ours: bool) -> Decision:
    """T3: from colleague to colleague, by whose part it is or whoever leads."""
    if not ours:
        return deny("A part is handed over within the service that it belongs to.")
    return ALLOW if mine else may_change_team(standing)


def may_correct_card(standing: Standing) -> Decision:
    """W6: the family, and those who lead for the setting, keep the card right."""
    if standing.leads_setting or standing.decides_for_child or standing.kind == "self":
        return ALLOW
    return deny("The family and the SENCO keep these details right. Tell one of them.")


def may_see_looks(standing: Standing) -> Decision:
    """W7: those who decide for the child can read who has looked; so can the young."""
    if standing.decides_for_child or standing.kind == "self":
        return ALLOW
    return deny("The family can see who has looked.")


def may_settle_objection(standing: Standing) -> Decision:
    """A6: those who ask families talk with both parents, and say what came of it."""
    if may_ask_for_agreement(standing).allowed:
        return ALLOW
    return deny(
        "Whoever asked the family talks with both, and writes down the outcome."
    )
