"""What somebody is to a child, and what that lets them do. Values in, answers out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.access.decisions import ALLOW, Decision, deny
from plait.agencies import roles
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
    represents: bool = False  # acts for the young person in who may see what (Y2)
    represented: bool = False  # somebody does

    @property
    def is_family(self) -> bool:
        return self.kind in ("family", "self")

    @property
    def decides_for_child(self) -> bool:
        """Whose answer counts: parents before the switch, the young person after it.

        For a time also whoever acts for the young person in this kind of decision.
        """
        if self.kind == "self":
            return not self.still_a_child
        if self.kind == "family" and self.represents:
            return True
        return self.kind == "family" and self.role == "pr" and self.still_a_child

    @property
    def leads_setting(self) -> bool:
        return self.kind == "team" and self.role in LEADERS


def may_write(standing: Standing, category: str) -> Decision:
    """W1: a live tie, clearance for the kind of information, and the right to write.

    From home, whoever decides for the child and the young person write; others of the
    family read what they have been given.
    """
    if standing.is_family:
        return _may_write_from_home(standing)
    if standing.kind != "team":
        return deny("Emergency access is for reading only.")
    cleared = CLEARANCES.get(standing.role, {}).get(category, 0)
    if not cleared or standing.role not in WRITERS.get(category, {standing.role}):
        return deny("Your role does not write this kind of information.")
    return ALLOW


def _may_write_from_home(standing: Standing) -> Decision:
    if standing.kind == "self" or standing.decides_for_child:
        return ALLOW
    if standing.role == "pr":
        return deny("The young person now writes here, or whoever acts for them.")
    return deny("Only a parent or carer with parental responsibility can write.")


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
    """W4: parents before the switch date, the young person after it, or Y2."""
    if standing.decides_for_child:
        return ALLOW
    if standing.kind == "family" and standing.role == "pr":
        return deny("The young person now decides this.")
    return deny("Only someone with parental responsibility can answer this.")


SHARE_WITHOUT_ASKING = LEADERS | {"safeguarding_lead", "social_worker", "la_officer"}


def may_share_without_asking(standing: Standing) -> Decision:
    """W20: who answers for it at a setting or the council, for a reason in law."""
    if standing.kind == "team" and standing.role in SHARE_WITHOUT_ASKING:
        return ALLOW
    return deny(
        "Ask your SENCO or your safeguarding lead. They can share without asking the "
        "family when there is a reason in law."
    )


def may_record_orders(standing: Standing) -> Decision:
    """W30: whoever has seen the paper writes a court order down, never the family."""
    if standing.kind == "team" and standing.role in SHARE_WITHOUT_ASKING:
        return ALLOW
    return deny("Show the order to the SENCO, who writes it down.")


def may_agree(standing: Standing) -> Decision:
    """W4, Y2: a yes is for whoever acts for the young person, while somebody does.

    Saying no and taking back stay with the young person.
    """
    if standing.kind == "self" and standing.represented:
        return deny(
            "Somebody says yes for you at the moment. You can always say no, and stop "
            "what is shared."
        )
    return may_answer(standing)


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


def may_take_up(standing: Standing, category: str) -> Decision:
    """HO8: what a colleague left unfinished, by who leads and writes that kind."""
    if standing.kind != "team" or not sees_to_words_left(standing.role):
        return deny("Whoever leads for the setting takes this up.")
    return may_write(standing, category)


def sees_to_words_left(role: str) -> bool:
    """In a setting whoever leads; in a service any colleague who is in the team."""
    job = roles.BY_KEY.get(role)
    return role in LEADERS or bool(job and job.strand == roles.SPECIALISTS)


def may_step_back(standing: Standing) -> Decision:
    """CL3: whoever is in the team for an agency may say that they know the family."""
    if standing.kind == "team":
        return ALLOW
    return deny("This is for people who work with the child.")


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


def may_see_as_others(standing: Standing) -> Decision:
    """L1: whoever can read who has looked can also see what the others can see."""
    if may_see_looks(standing).allowed:
        return ALLOW
    return deny("The family can see what others see.")


def may_add_worry(standing: Standing) -> Decision:
    """SG9: whoever has to do with a child may say that it may not be safe: add only.

    Not cleared, a relative, or only there by emergency access: a worry that nobody may
    pass on helps nobody. What they added they do not read again.
    """
    return ALLOW


def may_choose(standing: Standing, *, is_time: bool) -> Decision:
    """Y1: the young person alone, from the months before the switch date on."""
    if standing.kind != "self":
        return deny("Only the young person can choose this.")
    if not is_time:
        return deny("It is too early to choose this. Your team tells you when.")
    return ALLOW


CAPACITY_ROLES = LEADERS | {"la_officer", "social_worker"}


def may_record_representative(standing: Standing, *, is_sixteen: bool) -> Decision:
    """Y2: by those who answer for an assessment, and for nobody under 16."""
    if standing.kind != "team" or standing.role not in CAPACITY_ROLES:
        return deny(
            "The SENCO, the council or a social worker records who acts for somebody."
        )
    if not is_sixteen:
        return deny("Before the 16th birthday nobody is assessed for this.")
    return ALLOW


def may_ask_for_privacy(standing: Standing) -> Decision:
    """Y3: privacy from parents is for the young person to ask for, and nobody else."""
    if standing.kind == "self":
        return ALLOW
    return deny("Only the young person can ask for this.")


def may_answer_privacy(standing: Standing, *, mine: bool, ours: bool) -> Decision:
    """Y3: whoever wrote it, or leads for the setting that owns it, decides."""
    if ours and (mine or standing.leads_setting):
        return ALLOW
    return deny("Whoever wrote this decides, or the SENCO where it was written.")


def may_move_switch_date(standing: Standing, *, evidence: str) -> Decision:
    """Y4: only those who lead for the setting, and only with what they have seen.

    A family that could move it could give itself, or take from itself, the right to
    decide.
    """
    if not standing.leads_setting:
        return deny(
            "This date of birth would change who decides. The SENCO corrects it, when "
            "she has seen the birth certificate or another paper."
        )
    return ALLOW if evidence.strip() else deny("Say which paper you have seen.")


def may_close(standing: Standing) -> Decision:
    """Y5: those who lead for the setting, or the council, close its part."""
    if standing.leads_setting or standing.role == "la_officer":
        return ALLOW
    return deny("The SENCO says when the support has ended.")


def may_settle_objection(standing: Standing) -> Decision:
    """A6: those who ask families talk with both parents, and say what came of it."""
    if may_ask_for_agreement(standing).allowed:
        return ALLOW
    return deny(
        "Whoever asked the family talks with both, and writes down the outcome."
    )
