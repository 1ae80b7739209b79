"""One kind of information and one service: why, until when, what changing it does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import changing
from plait.sharing.models import Agreement, Basis, Objection
from plait.sharing.standing import Standing
from plait.sharing.web.matrix import SAYS, Facts, last_day, said, sentence
from plait.sharing.web.presenters import stays

# What a family reads about a basis that is no agreement.
BECAUSE = {
    Basis.Kind.PUBLIC_TASK: "It is part of a task that the law gives to {name}.",
    Basis.Kind.LEGAL_OBLIGATION: "The law says that {name} must have it.",
    Basis.Kind.SAFEGUARDING: "It keeps a child safe.",
    Basis.Kind.VITAL_INTEREST: "It can save a life.",
    Basis.Kind.COURT_ORDER: "A court ordered it.",
    Basis.Kind.RECOGNISED_INTEREST: "It keeps a child safe.",
    Basis.Kind.REPRESENTATIVE: "Somebody acts for the young person.",
}
FIXED = (
    "This cannot be switched off here, because it does not rest on your agreement. If "
    "you think that is wrong, ask whoever leads the team, or the service itself."
)


@dataclass(frozen=True)
class KindPage:
    """What one cell stands for, and the one button that changes it."""

    service: str
    strand: str
    kind: str  # "home life"
    title: str  # "Home life"
    state: str
    says: str
    why: tuple[str, ...]
    until: str
    does: str  # hide, show, or nothing
    button: str
    consequences: tuple[str, ...]
    no_button: str  # why there is none, to those who decide
    answer: Agreement | None = None


def kind_page(
    kind: str,
    agency: Agency,
    facts: Facts,
    *,
    child: Child,
    viewer: Viewer,
    standing: Standing,
) -> KindPage:
    name, state = agency.short_name, facts.state(kind)
    does, no_button = "", ""
    consequences: tuple[str, ...] = ()
    if standing.decides_for_child:
        does, consequences, no_button = _change(kind, name, facts, child, viewer)
    label = said(kind, child)
    return KindPage(
        service=name,
        strand=agency.strand,
        kind=label,
        title=label[:1].upper() + label[1:],
        state=state,
        says=SAYS[state],
        why=tuple(_why(kind, name, facts, standing)),
        until=_until(facts.of(kind)),
        does=does,
        button={"hide": f"Hide {label}", "show": f"Share {label}", "": ""}[does],
        consequences=consequences,
        no_button=no_button,
        answer=facts.asking(kind) if standing.decides_for_child else None,
    )


def _why(kind: str, name: str, facts: Facts, standing: Standing) -> Iterator[str]:
    bases = facts.of(kind)
    known = {one.pk for one in facts.agreed}
    for one in bases:
        yield _reason(one, name, known)
    if bases:
        return
    if facts.rests(kind) and facts.pause:
        day = words.record_day(facts.pause.from_at)
        who = f"{facts.pause.by.name} paused" if standing.is_family else "It is paused"
        yield f"{who}{' it' if standing.is_family else ''} on {day}."
    elif asked := facts.asking(kind):
        day = words.record_day(asked.asked_at)
        yield f"{asked.asked_by.name} asked on {day}. There is no answer yet."
    elif facts.agreed:
        yield "The family has not agreed to this, or has hidden it."
    else:
        yield f"The family has agreed to nothing with {name} that holds now."
    yield f"{name} sees what it wrote itself."


def _reason(basis: Basis, name: str, known: set[UUID]) -> str:
    """Who agreed is said to those who may read what the family was asked (W8)."""
    if basis.kind != Basis.Kind.CONSENT:
        return BECAUSE[Basis.Kind(basis.kind)].format(name=name)
    given = basis.agreement
    if given and given.answered_by and given.answered_at:
        who = given.answered_by.name if given.pk in known else "The family"
        return f"{who} agreed to it on {words.record_day(given.answered_at)}."
    return f"The family agreed to it on {words.record_day(basis.from_at)}."


def _until(bases: Iterable[Basis]) -> str:
    ends = [last_day(one) for one in bases]
    if not ends:
        return ""
    if not all(ends):
        return "No last day is set. It is looked at again at each review."
    return f"Until {words.record_day(max(end for end in ends if end))}."


def _change(
    kind: str, name: str, facts: Facts, child: Child, viewer: Viewer
) -> tuple[str, tuple[str, ...], str]:
    """What those who decide can do here: never a switch that changes nothing."""
    bases = facts.of(kind)
    if any(one.kind != Basis.Kind.CONSENT for one in bases):
        return "", (), FIXED
    if bases:
        return "hide", _hiding(kind, name, child), ""
    if facts.pause:
        return "", (), f"Sharing with {name} is paused. Go on first, then change it."
    if facts.asking(kind):
        return "", (), ""
    rests_on = changing.agreement_for(kind, facts.running(viewer.today))
    if rests_on is None:
        return (
            "",
            (),
            (
                f"You have not agreed to share with {name}, so there is nothing to "
                f"change here. {name} would have to ask you first."
            ),
        )
    return "show", _showing(kind, name, rests_on), ""


def _hiding(kind: str, name: str, child: Child) -> tuple[str, ...]:
    return (
        f"{name} can no longer see {said(kind, child)}, from this moment.",
        "They still see what they wrote themselves.",
        "They may ask you again.",
        f"{child.called}’s support does not change.",
        "What they printed or wrote down before cannot be called back.",
    )


def _showing(kind: str, name: str, rests_on: Agreement) -> tuple[str, ...]:
    last = words.record_day(rests_on.until_on - timedelta(days=1))
    reach = "Only what is written from now on."
    if changing.covers_history(kind, rests_on):
        reach = "Also what was written before today, as you agreed."
    return (
        f"{name} can see it until {last}, like the rest that you agreed to.",
        reach,
        "You can hide it again at any time. It works at once.",
    )


@dataclass(frozen=True)
class Said:
    """One thing that somebody sees differently, and what came of it."""

    service: str
    line: str
    words: str
    outcome: str
    href: str


def differently(one: Objection, viewer: Viewer, href: str) -> Said:
    name = one.agreement.with_agency.short_name
    who = "You see" if one.by_id == viewer.person_id else f"{one.by.name} sees"
    line = f"{who} it differently, since {words.record_day(one.at)}."
    outcome = ""
    if one.closed_at and one.closed_by:
        day = words.record_day(one.closed_at)
        outcome = f"{one.closed_by.name} wrote on {day}: {one.outcome}"
    else:
        line += (
            " Nothing has changed. Somebody talks with both of you by "
            f"{words.day(one.due_on, viewer.today)}."
            if viewer.hat.is_family
            else f" Talk with both by {words.day(one.due_on, viewer.today)}."
        )
    return Said(name, line, one.words, outcome, "" if one.closed_at else href)


@dataclass(frozen=True)
class ServicePage:
    """One service: what it sees, and what those who decide can do about all of it."""

    name: str
    strand: str
    sentence: str
    paused: bool
    may_pause: bool
    goes_on: str  # until which day it could be prolonged to
    last: str
    agreements: tuple[str, ...]
    withdraw_id: UUID | None
    differ: tuple[tuple[UUID, str], ...]
    stays: tuple[str, ...]
    history: bool  # whether going on opens what was written meanwhile


def service_page(
    agency: Agency, facts: Facts, *, child: Child, viewer: Viewer, standing: Standing
) -> ServicePage:
    name = agency.short_name
    running = facts.running(viewer.today)
    soon = [one for one in running if changing.ends_soon(one.until_on, viewer.today)]
    decides = standing.decides_for_child
    resting = facts.pause.bases.all() if facts.pause else ()
    return ServicePage(
        name=name,
        strand=agency.strand,
        sentence=sentence(name, facts, child),
        paused=decides and facts.pause is not None,
        may_pause=decides
        and not facts.pause
        and any(one.kind == Basis.Kind.CONSENT for one in facts.bases),
        goes_on=_a_year_on(soon) if decides and soon else "",
        last=_last(soon),
        agreements=tuple(_agreement_line(one) for one in facts.agreed),
        withdraw_id=facts.agreed[0].pk if decides and facts.agreed else None,
        differ=tuple(_others(running, viewer)) if decides else (),
        stays=stays(facts.bases),
        history=all(one.covers_history for one in resting),
    )


def _a_year_on(soon: list[Agreement]) -> str:
    ends = max(arithmetic.months_on(one.until_on, 12) for one in soon)
    return words.record_day(ends - timedelta(days=1))


def _last(soon: list[Agreement]) -> str:
    if not soon:
        return ""
    return words.record_day(min(one.until_on for one in soon) - timedelta(days=1))


def _agreement_line(one: Agreement) -> str:
    last = words.record_day(one.until_on - timedelta(days=1))
    if not (one.answered_by and one.answered_at):
        return f"Agreed until {last}."
    day = words.record_day(one.answered_at)
    return f"{one.answered_by.name} agreed on {day}, until {last}. {one.purpose}"


def _others(running: list[Agreement], viewer: Viewer) -> Iterator[tuple[UUID, str]]:
    """What somebody else agreed to, so that the viewer may see it differently."""
    for one in running:
        if one.answered_by and one.answered_by_id != viewer.person_id:
            yield one.pk, one.answered_by.first_name
