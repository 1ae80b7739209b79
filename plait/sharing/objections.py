"""When somebody who decides sees an agreement differently (rule A6, CON-3).

Nothing changes by itself. Whoever asked the family gets a day to talk with both, and
writes down what came of it. Whoever would rather end it at once can: that is
withdrawing.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import arithmetic, holidays
from plait.ledger import operations as ledger
from plait.sharing import queries, standing, telling
from plait.sharing.models import Agreement, Objection

# Our own promise, and no rule of law: within so many working days somebody has talked
# with both.
WORKING_DAYS = 5


@transaction.atomic
def see_differently(
    agreement_id: UUID, words: str, *, child: Child, viewer: Viewer
) -> Objection:
    """Say that one sees an agreement differently, in one's own words (A6).

    Raises NotPermitted to whoever gave it or does not decide, and TooLate when it holds
    no more or the same has been said.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    who = queries.standing_of(viewer, child)
    standing.may_answer(who).require()
    agreement = Agreement.objects.get(pk=agreement_id, child=child)
    if agreement.state != Agreement.State.AGREED:
        raise TooLate("This agreement does not hold any more.")
    if agreement.answered_by_id == viewer.person_id:
        raise NotPermitted(
            "You agreed to this yourself. You can change it or stop it at any time."
        )
    if agreement.objections.filter(by=viewer.person_id, closed_at=None).exists():
        raise TooLate("You have said so already. Somebody will talk with you.")
    near = holidays.bank_holidays_near(viewer.today)
    objection = Objection.objects.create(
        agreement=agreement,
        by_id=viewer.person_id,
        words=words,
        at=viewer.now,
        due_on=arithmetic.working_days_after(viewer.today, WORKING_DAYS, near),
    )
    ledger.record(
        "sharing.objection.recorded",
        viewer=viewer,
        child_id=child.pk,
        objection=objection.pk,
        agreement=agreement.pk,
    )
    _tell(telling.DIFFERENT, agreement, child, viewer)
    return objection


@transaction.atomic
def settle(
    objection_id: UUID, outcome: str, *, child: Child, viewer: Viewer
) -> Objection:
    """Write down what came of talking with both (A6). It changes no agreement.

    Raises NotPermitted, TooLate, or DoesNotExist to other agencies.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    standing.may_settle_objection(queries.standing_of(viewer, child)).require()
    objection = get_objection(objection_id, child=child, viewer=viewer)
    if objection.closed_at:
        raise TooLate("What came of it has been written down already.")
    objection.outcome, objection.closed_at = outcome, viewer.now
    objection.closed_by_id = viewer.person_id
    objection.save(update_fields=["outcome", "closed_at", "closed_by"])
    ledger.record(
        "sharing.objection.settled",
        viewer=viewer,
        child_id=child.pk,
        objection=objection.pk,
        agreement=objection.agreement_id,
    )
    _tell(telling.SETTLED, objection.agreement, child, viewer)
    return objection


def _tell(
    message: telling.Message, agreement: Agreement, child: Child, viewer: Viewer
) -> None:
    """Those who decide, and those of the agency that asked who settle it."""
    leads = (
        (person, hat)
        for person, hat in telling.those_of(
            agreement.asked_for_agency_id, child, viewer.now
        )
        if person.pk in _who_settle(agreement, child, viewer)
    )
    readers = [*telling.those_who_decide(child, viewer.now), *leads]
    telling.send(message, child, readers, viewer=viewer)


def _who_settle(agreement: Agreement, child: Child, viewer: Viewer) -> set[UUID]:
    ties = child.ties.filter(
        agency=agreement.asked_for_agency_id,
        role__in=[*standing.LEADERS, "la_officer"],
    )
    return set(ties.values_list("person_id", flat=True))


def list_objections(child: Child, *, viewer: Viewer) -> list[Objection]:
    """Newest first, for those who decide and those who settle them."""
    return list(_concerning(child, viewer).order_by("-at"))


def get_objection(objection_id: UUID, *, child: Child, viewer: Viewer) -> Objection:
    """One of them. Raises DoesNotExist to whom it does not concern."""
    return _concerning(child, viewer).get(pk=objection_id)


def _concerning(child: Child, viewer: Viewer) -> QuerySet[Objection]:
    found = Objection.objects.filter(agreement__child=child).select_related(
        "agreement__with_agency", "agreement__answered_by", "by", "closed_by"
    )
    who = queries.standing_of(viewer, child)
    if who.decides_for_child:
        return found
    if viewer.hat.agency_id and standing.may_settle_objection(who).allowed:
        return found.filter(agreement__asked_for_agency=viewer.hat.agency_id)
    return found.none()


def list_waiting(children: Iterable[Child], *, viewer: Viewer) -> list[Objection]:
    """Those of these children that the viewer's agency has to settle, by their day."""
    return list(
        Objection.objects.filter(
            agreement__child__in=children,
            agreement__asked_for_agency=viewer.hat.agency_id,
            closed_at=None,
        )
        .select_related("agreement__child", "agreement__with_agency", "by")
        .order_by("due_on", "pk")
    )
