"""Who may hold something back from a family, and who may seal it. Pure rules."""

from plait.access.decisions import ALLOW, Decision, deny
from plait.sharing.models.facts import Restriction
from plait.sharing.standing import LEADERS, Standing

Aim = Restriction.Aim
# They may close any record; the others what their own agency wrote, or a whole kind.
AREA_SEALERS = frozenset({"social_worker", "la_officer"})
SAFEGUARDING = "safeguarding_lead"
SEALERS = LEADERS | AREA_SEALERS | {SAFEGUARDING}


def may_hold_back(standing: Standing, *, ours: bool) -> Decision:
    """H1: an agency's people hold back what their own agency wrote."""
    if standing.kind == "team" and ours:
        return ALLOW
    return deny("Only the service that wrote this can hold it back.")


def may_review_hold(standing: Standing, *, ours: bool, in_setting: bool) -> Decision:
    """H3: those who lead look again; where nobody does, whoever may change it."""
    if standing.kind == "team" and ours and (standing.leads_setting or not in_setting):
        return ALLOW
    return deny("The SENCO looks at what is held back from a family.")


def may_release(
    standing: Standing, *, mine: bool, ours: bool, in_setting: bool
) -> Decision:
    """H3: whoever held it back may let the family read it too, at any time."""
    if standing.kind == "team" and ours and mine:
        return ALLOW
    return may_review_hold(standing, ours=ours, in_setting=in_setting)


def manages_seals(standing: Standing) -> Decision:
    """SL1: who sets seals, and is told of those that are there."""
    if standing.kind == "team" and standing.role in SEALERS:
        return ALLOW
    return deny("The SENCO, the safeguarding lead or the council can seal something.")


def may_seal(standing: Standing, aim: str, *, ours: bool) -> Decision:
    """SL1: a record by its own agency or the council; a kind by whoever manages seals.

    A safeguarding lead seals against people and the family: closing a whole service
    out is for those who answer for the team.
    """
    if not (manages := manages_seals(standing)).allowed:
        return manages
    if standing.role == SAFEGUARDING and aim not in (Aim.PERSON, Aim.FAMILY):
        return deny("The SENCO or the council can seal something from a service.")
    if ours or standing.role in AREA_SEALERS:
        return ALLOW
    return deny("Only the service that wrote this can seal it.")


def may_confirm(standing: Standing, *, mine: bool) -> Decision:
    """SL2: a second person who manages seals, never the one who set it."""
    if mine:
        return deny("Somebody else has to confirm this: a seal like this takes two.")
    return manages_seals(standing)


def may_lift(standing: Standing, *, asked_by_me: bool) -> Decision:
    """SL3: one person, or a second one where two people set it."""
    if asked_by_me:
        return deny("Somebody else has to agree: lifting this takes two people.")
    return manages_seals(standing)
