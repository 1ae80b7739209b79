"""How a request came, who asks, and how it ended: for both who read of it (D42).

Whoever asked and those who answer know of it. The register, which lies open longer,
names nobody of the family.
"""

from plait.children.models import Tie
from plait.design_system import words
from plait.privacy.models import AccessRequest

Came, State = AccessRequest.Came, AccessRequest.State
HOW = {
    Came.PAGE: "on their own page",
    Came.LETTER: "by letter",
    Came.PHONE: "by phone",
    Came.PERSON: "in person",
}


# --- To whoever asked ---


def asked(one: AccessRequest) -> str:
    """When and how they asked; what to do if it was somebody else in their name."""
    on = words.record_day(words.london_day(one.asked_at))
    if one.came == Came.PAGE:
        return f"You asked on {on}."
    said = (
        f"{one.agency.short_name} wrote down that you asked {HOW[Came(one.came)]}, "
        f"on {on}."
    )
    if one.state not in AccessRequest.WAITING:
        return said
    return f"{said} If that was not you, take it back here, and tell them."


def taken_back(one: AccessRequest) -> str:
    """That they took it back, or are said to have; nothing while they have not."""
    if one.withdrawn_at is None:
        return ""
    on = words.record_day(one.withdrawn_at)
    if one.withdrawn_came == Came.PAGE:
        return f"You took this back on {on}. You can ask again."
    how = HOW[Came(one.withdrawn_came)]
    return (
        f"{one.agency.short_name} wrote down on {on} that you took this back {how}. "
        "If that is wrong, ask again, and tell them."
    )


# --- To those who answer ---


def title(one: AccessRequest) -> str:
    """Which one it is, without whose it is."""
    return f"Asked on {words.record_day(one.asked_at)}"


def heading(one: AccessRequest) -> str:
    """The same for the page of one."""
    return f"A request for everything kept, asked on {words.record_day(one.asked_at)}"


def state(one: AccessRequest) -> str:
    """How far it is; of one that was taken back how, when and who wrote that down."""
    if not one.withdrawn_at or not one.withdrawn_by:
        return "Something is missing" if one.paused_on else State(one.state).label
    on = words.record_day(one.withdrawn_at)
    if one.withdrawn_came == Came.PAGE:
        return f"By whoever asked, on their own page, on {on}"
    how = Came(one.withdrawn_came).label
    return f"{how}, written down by {one.withdrawn_by.name} on {on}"


def asker(one: AccessRequest) -> str:
    """Who asks, and what they are to the child."""
    return f"{one.asked_by.name}{_relation(_tie(one), one)}"


def asks(one: AccessRequest) -> str:
    """What follows the name of whoever asks: about whom, and whether they still do."""
    tie = _tie(one)
    is_self = tie is not None and tie.kind == Tie.Kind.SELF
    relation = _relation(tie, one)
    who = f"{relation}," if relation else ""
    asks = "asks" if one.state in AccessRequest.WAITING else "asked"
    about = "themself" if is_self else one.child.full_name
    over = ", and took it back" if one.state == State.WITHDRAWN else ""
    return f"{who} {asks} for everything that is kept about {about}{over}."


def _relation(tie: Tie | None, one: AccessRequest) -> str:
    if tie is None or tie.kind == Tie.Kind.SELF:
        return ""
    return f", {one.child.called}’s {tie.relation or 'family'}"


def came(one: AccessRequest) -> str:
    """How it came, where that was not here."""
    return "" if one.came == Came.PAGE else f"It came {HOW[Came(one.came)]}."


def _tie(one: AccessRequest) -> Tie | None:
    ties = Tie.objects.filter(child=one.child_id, person=one.asked_by_id, agency=None)
    return ties.order_by("from_at").first()
