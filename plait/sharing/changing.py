"""Changing what a service sees, within what the family has agreed (rules A1 to A4, A7).

Every change is a basis that ends now, or a new one that begins now: what could be seen
before stays as it was, and as of any moment in between the answer stays the same.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.sharing import change_over, copies, queries, standing, telling
from plait.sharing.categories import ASKED_ABOUT, Category
from plait.sharing.models import Agreement, Basis, Pause

# What a family gives or hides one by one: who is in the team comes with any of it.
ONE_BY_ONE = tuple(kind for kind in ASKED_ABOUT if kind != Category.INVOLVEMENT)
ENDS_SOON = timedelta(days=30)
ASK_FIRST = "You have not agreed to share with them, so they have to ask you first."


@transaction.atomic
def hide(agency_id: UUID, category: str, *, child: Child, viewer: Viewer) -> None:
    """One kind of information can no longer be seen by a service (A1).

    Raises NotPermitted when it rests on something that no family can switch off
    (CON-2), and TooLate when it is hidden already.
    """
    _deciding(child, viewer)
    live = _live(agency_id, child, viewer).filter(category=category)
    if live.exclude(kind=Basis.Kind.CONSENT).exists():
        raise NotPermitted(
            "This does not rest on your agreement alone, so hiding it would change "
            "nothing. The page says what it rests on."
        )
    agreed = live.filter(kind=Basis.Kind.CONSENT)
    if category not in ONE_BY_ONE or not agreed.update(withdrawn_at=viewer.now):
        raise TooLate("This is hidden already.")
    _changed("sharing.kind.hidden", agency_id, child, viewer, category=category)
    copies.recall(agency_id, child=child, viewer=viewer)
    telling.of_change(child, agency_id, _agreed(agency_id, child), viewer=viewer)


@transaction.atomic
def show(agency_id: UUID, category: str, *, child: Child, viewer: Viewer) -> Basis:
    """One more kind can be seen by a service that the family agreed with (A2).

    From now on; what was written before too, where the agreement said so of this very
    kind. Raises NotPermitted without an agreement, and TooLate while it rests or when
    it can be seen already.
    """
    _deciding(child, viewer)
    if open_pause(agency_id, child):
        raise TooLate("Sharing with them is paused. Go on first, then change it.")
    if _live(agency_id, child, viewer).filter(category=category).exists():
        raise TooLate("They can see this already.")
    rests_on = agreement_for(category, _running(agency_id, child, viewer))
    if category not in ONE_BY_ONE or rests_on is None:
        raise NotPermitted(ASK_FIRST)
    until_at = change_over.stands_until(rests_on, category, child, viewer.now)
    if until_at <= viewer.now:  # the young person did not let it go on
        raise NotPermitted(ASK_FIRST)
    basis = Basis.objects.create(
        child=child,
        to_agency_id=agency_id,
        category=category,
        kind=Basis.Kind.CONSENT,
        covers_history=covers_history(category, rests_on),
        from_at=viewer.now,
        until_at=until_at,
        agreement=rests_on,
    )
    _changed("sharing.kind.shown", agency_id, child, viewer, category=category)
    telling.of_more(child, agency_id, viewer=viewer)
    return basis


@transaction.atomic
def pause(agency_id: UUID, *, child: Child, viewer: Viewer) -> Pause:
    """All that was agreed with a service rests until the family goes on (A4).

    Pausing twice is one pause. Raises TooLate when there is nothing to pause.
    """
    _deciding(child, viewer)
    if already := open_pause(agency_id, child):
        return already
    resting = list(_live(agency_id, child, viewer).filter(kind=Basis.Kind.CONSENT))
    if not resting:
        raise TooLate("Nothing rests on your agreement with them now.")
    Basis.objects.filter(pk__in=[one.pk for one in resting]).update(
        withdrawn_at=viewer.now
    )
    paused = Pause.objects.create(
        child=child, agency_id=agency_id, from_at=viewer.now, by_id=viewer.person_id
    )
    paused.bases.set(resting)
    _changed("sharing.service.paused", agency_id, child, viewer, pause=paused.pk)
    telling.of_change(child, agency_id, _agreed(agency_id, child), viewer=viewer)
    return paused


@transaction.atomic
def go_on(agency_id: UUID, *, child: Child, viewer: Viewer) -> Pause:
    """What rested can be seen again, for the time that is left (A4).

    Not what has ended or was taken back meanwhile. Raises TooLate when nothing rests.
    """
    _deciding(child, viewer)
    paused = open_pause(agency_id, child)
    if paused is None:
        raise TooLate("Sharing with them is not paused any more.")
    resting = paused.bases.select_related("agreement", "child")
    Basis.objects.bulk_create(
        Basis(
            child=child,
            to_agency_id=agency_id,
            category=one.category,
            max_sensitivity=one.max_sensitivity,
            kind=one.kind,
            covers_history=one.covers_history,
            from_at=viewer.now,
            until_at=_end_of(one, viewer.now),
            agreement=one.agreement,
            evidence=one.evidence,
        )
        for one in resting
        if _still_agreed(one, viewer)
    )
    end_pause(paused, viewer)
    _changed("sharing.service.went-on", agency_id, child, viewer, pause=paused.pk)
    telling.of_more(child, agency_id, viewer=viewer)
    return paused


def end_pause(paused: Pause | None, viewer: Viewer) -> None:
    """It is over: the family goes on, stops for good, or agrees to something new."""
    if paused:
        paused.until_at, paused.ended_by_id = viewer.now, viewer.person_id
        paused.save(update_fields=["until_at", "ended_by"])


def _end_of(basis: Basis, now: datetime) -> datetime | None:
    """When it ends now: an agreement may have been prolonged while it rested."""
    if one := basis.agreement:
        return change_over.stands_until(one, basis.category, basis.child, now)
    return basis.until_at


def _still_agreed(basis: Basis, viewer: Viewer) -> bool:
    end = _end_of(basis, viewer.now)
    if end and end <= viewer.now:
        return False
    return basis.agreement is None or basis.agreement.state == Agreement.State.AGREED


@transaction.atomic
def prolong(agency_id: UUID, *, child: Child, viewer: Viewer) -> list[Agreement]:
    """What ends within 30 days goes on for another year (A7).

    What was hidden stays hidden. Raises TooLate when nothing ends soon.
    """
    _deciding(child, viewer)
    soon = [
        one
        for one in _running(agency_id, child, viewer)
        if ends_soon(one.until_on, viewer.today)
    ]
    if not soon:
        raise TooLate("Nothing that you agreed with them ends soon.")
    for one in soon:
        before = one.until_on
        one.until_on = arithmetic.months_on(before, 12)
        one.save(update_fields=["until_on"])
        for basis in one.bases.filter(queries.in_force(viewer.now)):
            basis.until_at = _end_of(basis, viewer.now)
            basis.save(update_fields=["until_at"])
        _changed(
            "sharing.agreement.prolonged",
            agency_id,
            child,
            viewer,
            agreement=one.pk,
            ended=before.isoformat(),
            ends=one.until_on.isoformat(),
        )
    telling.of_more(child, agency_id, viewer=viewer)
    return soon


def ends_soon(until_on: date, today: date) -> bool:
    """Whether an agreement that holds now ends within 30 days."""
    return today < until_on <= today + ENDS_SOON


def open_pause(agency_id: UUID, child: Child) -> Pause | None:
    return Pause.objects.filter(child=child, agency=agency_id, until_at=None).first()


def agreement_for(category: str, running: Iterable[Agreement]) -> Agreement | None:
    """What one more kind would rest on: an agreement that names it, or the longest."""
    return max(
        running,
        key=lambda one: (category in one.categories, one.until_on),
        default=None,
    )


def covers_history(category: str, agreement: Agreement) -> bool:
    """Earlier things only where the family was asked about them, of this very kind."""
    return agreement.covers_history and category in agreement.categories


def note_change(agreements: QuerySet[Agreement], viewer: Viewer) -> None:
    """Who changed something last, and when: the others are told on their pages."""
    agreements.update(changed_at=viewer.now, changed_by=viewer.person_id)


def _deciding(child: Child, viewer: Viewer) -> None:
    """Behind the child's own lock, for those who decide (W4)."""
    Child.objects.select_for_update().get(pk=child.pk)
    standing.may_answer(queries.standing_of(viewer, child)).require()


def _live(agency_id: UUID, child: Child, viewer: Viewer) -> QuerySet[Basis]:
    return Basis.objects.filter(
        queries.in_force(viewer.now), child=child, to_agency=agency_id
    ).exclude(queries.kept_quiet(viewer))


def _agreed(agency_id: UUID, child: Child) -> QuerySet[Agreement]:
    return Agreement.objects.filter(
        child=child, with_agency=agency_id, state=Agreement.State.AGREED
    ).select_related("asked_by")


def _running(agency_id: UUID, child: Child, viewer: Viewer) -> QuerySet[Agreement]:
    return _agreed(agency_id, child).filter(until_on__gt=viewer.today)


def _changed(
    act: str, agency_id: UUID, child: Child, viewer: Viewer, **details: object
) -> None:
    note_change(_agreed(agency_id, child), viewer)
    ledger.record(act, viewer=viewer, child_id=child.pk, agency=agency_id, **details)
