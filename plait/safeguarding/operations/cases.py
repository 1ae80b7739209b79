"""What a safeguarding lead does with a case: take it on, do things, decide."""

from django.db import transaction

from plait.access.decisions import TooLate
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.safeguarding.models import Alert, Receipt, Step, Verdict, Worry
from plait.safeguarding.operations import writing


@transaction.atomic
def take_on(worry: Worry, *, child: Child, viewer: Viewer) -> None:
    """Say that one has it: nobody else is called any more (SG6), and the writer's
    receipt says that it has been read. Twice changes nothing. Raises NotPermitted.
    """
    writing.may_work(child, viewer).require()
    alert = Alert.objects.select_for_update().get(record_id=worry.pk)
    if alert.taken_at:
        return
    alert.taken_at, alert.taken_by_id = viewer.now, viewer.person_id
    alert.next_at = None
    alert.save(update_fields=["taken_at", "taken_by", "next_at"])
    Receipt.objects.filter(reference=alert.reference).update(taken_at=viewer.now)
    ledger.record(
        "safeguarding.worry.taken-on",
        viewer=viewer,
        child_id=child.pk,
        record=worry.pk,
    )


@transaction.atomic
def add_step(step: Step, *, child: Child, viewer: Viewer) -> Step:
    """Something will be done, by somebody, by a day (SG2). Raises NotPermitted."""
    writing.may_work(child, viewer).require()
    return writing.write(
        step,
        child=child,
        viewer=viewer,
        act="safeguarding.step.added",
        owner_agency_id=viewer.agency_id,
    )


@transaction.atomic
def finish_step(step: Step, came_of_it: str, *, child: Child, viewer: Viewer) -> Step:
    """It has been done; what came of it. Raises NotPermitted, or TooLate."""
    if step.done_on:
        raise TooLate("This has been done already.")
    step.done_on, step.came_of_it = viewer.today, came_of_it
    return writing.revise(
        step, child=child, viewer=viewer, act="safeguarding.step.finished"
    )


@transaction.atomic
def decide(verdict: Verdict, *, child: Child, viewer: Viewer) -> Verdict:
    """What was decided, and why; it may close the case (SG2). Raises NotPermitted.

    Whatever still waits to be taken on has been: somebody has decided about it.
    """
    writing.may_work(child, viewer).require()
    seen = Worry.objects.visible_to(viewer.hat, viewer.now).filter(record__child=child)
    waiting = Alert.objects.filter(record__in=seen.values("pk"), taken_at=None)
    ids = list(waiting.values_list("pk", flat=True))
    for worry in seen.filter(pk__in=ids):
        take_on(worry, child=child, viewer=viewer)
    return writing.write(
        verdict,
        child=child,
        viewer=viewer,
        act="safeguarding.verdict.given",
        owner_agency_id=viewer.agency_id,
    )
