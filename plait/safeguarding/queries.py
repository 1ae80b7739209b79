"""Reading safeguarding notes: always for a viewer, through the policy."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.safeguarding import policy
from plait.safeguarding.models import (
    Alert,
    Disclosure,
    HandedFile,
    Receipt,
    Step,
    Transfer,
    Verdict,
    Worry,
)
from plait.sharing import door
from plait.sharing.categories import Category
from plait.sharing.models import Content, Record, Restriction
from plait.sharing.visibility import VisibleQuerySet

KINDS: dict[str, type[Content]] = {
    model.KIND: model for model in (Worry, Step, Verdict, Disclosure, HandedFile)
}


def roles_in_case(child: Child, viewer: Viewer) -> frozenset[str]:
    """In which roles the viewer is tied to the child, in this hat, right now."""
    if viewer.hat.is_family:
        return frozenset()
    ties = Tie.objects.filter(
        live(viewer.now), viewer.hat.ties, child=child, kind=Tie.Kind.TEAM
    )
    return frozenset(ties.values_list("role", flat=True))


def may_open(child: Child, viewer: Viewer) -> bool:
    """Whether there is a safeguarding page about this child for the viewer (SG2)."""
    return policy.may_work_on_case(roles_in_case(child, viewer)).allowed


def insist_may_open(child: Child, viewer: Viewer) -> frozenset[str]:
    """For others the pages do not exist (SAFE-1). Raises Record.DoesNotExist."""
    found = roles_in_case(child, viewer)
    if not policy.may_work_on_case(found).allowed:
        raise Record.DoesNotExist
    return found


def notes(viewer: Viewer) -> VisibleQuerySet[Record]:
    """The envelopes of safeguarding notes: when and what kind, not a word of them."""
    return Record.objects.read_by(viewer).filter(
        category=Category.SAFEGUARDING, kind__in=KINDS
    )


def list_notes(child: Child, *, viewer: Viewer) -> list[Record]:
    """A child's notes, the newest first; none is opened by being listed (SG7)."""
    return list(notes(viewer).filter(child=child).order_by("-made_at", "pk"))


def get_note(record_id: UUID, *, child: Child, viewer: Viewer) -> Content:
    """One note with what it says. Raises DoesNotExist."""
    kind = notes(viewer).get(pk=record_id, child=child).kind
    found: Content = KINDS[kind].objects.read_by(viewer).get(pk=record_id)
    return found


@dataclass(frozen=True)
class Case:
    """A child about whom there are safeguarding notes that the viewer may know of."""

    child: Child
    newest_at: datetime
    is_open: bool
    look_again_on: date | None


def list_cases(viewer: Viewer) -> list[Case]:
    """Every case of the viewer's, open ones first, then the newest first."""
    mine = _seen(viewer).values("child").annotate(at=Max("made_at"))
    newest = dict(mine.values_list("child", "at"))
    children = Child.objects.in_bulk(list(newest))
    open_ones = _open_since(viewer)
    again = look_again(viewer)
    cases = [
        Case(child, newest[pk], pk in open_ones, again.get(pk))
        for pk, child in children.items()
    ]
    return sorted(cases, key=lambda one: (not one.is_open, -one.newest_at.timestamp()))


def _seen(viewer: Viewer) -> VisibleQuerySet[Record]:
    children = door.children_of(viewer.hat, viewer.now).values("pk")
    return Record.objects.visible_to(viewer.hat, viewer.now).filter(
        category=Category.SAFEGUARDING, kind__in=KINDS, child__in=children
    )


def _open_since(viewer: Viewer) -> set[UUID]:
    """Children with a worry, or a file that came, after the last closing verdict."""
    hat, at = viewer.hat, viewer.now
    came = HandedFile.objects.visible_to(hat, at).exclude(
        from_agency=viewer.hat.agency_id
    )
    opened = _newest(Worry.objects.visible_to(hat, at))
    for pk, moment in _newest(came).items():
        opened[pk] = max(moment, opened.get(pk, moment))
    closed = _newest(Verdict.objects.visible_to(hat, at).filter(closes=True))
    return {pk for pk, when in opened.items() if pk not in closed or closed[pk] < when}


def _newest(found: QuerySet[Any]) -> dict[UUID, datetime]:
    """The newest of these for each child."""
    by_child = found.values("record__child").annotate(at=Max("record__made_at"))
    return dict(by_child.values_list("record__child", "at"))


def is_open(child: Child, *, viewer: Viewer) -> bool:
    return child.pk in _open_since(viewer)


def look_again(viewer: Viewer) -> dict[UUID, date]:
    """The earliest day that was chosen to look again, and has not been looked at since.

    It counts while the verdict that chose it is the child's newest.
    """
    newest: dict[UUID, date | None] = {}
    verdicts = Verdict.objects.visible_to(viewer.hat, viewer.now)
    for pk, again in verdicts.order_by("record__made_at").values_list(
        "record__child", "look_again_on"
    ):
        newest[pk] = again
    telling = Disclosure.objects.visible_to(viewer.hat, viewer.now).filter(
        family_told=False, look_again_on__isnull=False
    )
    found = {pk: again for pk, again in newest.items() if again}
    for pk, again in telling.values_list("record__child", "look_again_on"):
        if again:
            found[pk] = min(again, found.get(pk, again))
    return found


def steps_of(child: Child, *, viewer: Viewer) -> dict[UUID, Step]:
    """By when each thing has to be done, and whether it is."""
    steps = Step.objects.visible_to(viewer.hat, viewer.now).filter(record__child=child)
    return {one.pk: one for one in steps.only("due_on", "done_on")}


def waits(worry: Worry) -> bool:
    """Whether nobody has taken it on."""
    return Alert.objects.filter(record_id=worry.pk, taken_at=None).exists()


def steps_due(viewer: Viewer, until: date) -> list[Step]:
    """What should be done by a day and is not, the most pressing first."""
    steps = Step.objects.visible_to(viewer.hat, viewer.now).filter(
        done_on=None, due_on__lte=until
    )
    return list(steps.select_related("record").order_by("due_on", "pk"))


def alerts_waiting(viewer: Viewer) -> list[Alert]:
    """Worries that nobody has taken on and that the viewer may read."""
    seen = Worry.objects.visible_to(viewer.hat, viewer.now).values("pk")
    waiting = Alert.objects.filter(taken_at=None, record__in=seen)
    return list(waiting.select_related("agency").order_by("-in_danger", "raised_at"))


def child_of(reference: str, *, viewer: Viewer) -> UUID:
    """Which child a worry is about. Raises Record.DoesNotExist for any other number."""
    named = Alert.objects.filter(reference=reference).values("pk")
    seen = Record.objects.visible_to(viewer.hat, viewer.now)
    return seen.get(pk__in=named).child_id


def alerts_passed_on(viewer: Viewer) -> list[Alert]:
    """That something waits, for whoever was told because no lead has taken it on.

    They are told whom to ring and nothing else (SG6); never the one it is about.
    """
    waiting = Alert.objects.filter(taken_at=None).exclude(
        record_id__in=Restriction.objects.filter(
            live(viewer.now), aimed_person=viewer.person_id, record__isnull=False
        ).values("record_id")
    )
    if viewer.role == "setting_lead":
        told = waiting.filter(agency=viewer.agency_id, level__gte=Alert.Level.HEAD)
    elif viewer.role == "social_worker":
        told = waiting.filter(level__gte=Alert.Level.DUTY)
    else:
        return []
    return list(told.select_related("agency").order_by("-in_danger", "raised_at"))


def list_receipts(viewer: Viewer) -> list[Receipt]:
    """What the viewer has passed on in this hat, the newest first."""
    return list(
        Receipt.objects.filter(person=viewer.person_id, hat_agency=viewer.hat.agency_id)
        .select_related("for_agency")
        .order_by("-at", "pk")
    )


# Files on their way.


def outgoing(viewer: Viewer) -> QuerySet[Transfer]:
    """Files that the viewer's agency passes on, of children whose case is theirs."""
    cases = Tie.objects.filter(
        live(viewer.now), viewer.hat.ties, role=roles.SAFEGUARDING_LEAD
    )
    return (
        Transfer.objects.filter(
            from_agency=viewer.hat.agency_id, child__in=cases.values("child")
        )
        .select_related("child", "to_agency", "from_agency")
        .order_by("due_on", "pk")
    )


def incoming(viewer: Viewer) -> QuerySet[Transfer]:
    """Files that were sent to the viewer's agency: for its safeguarding leads only."""
    if viewer.role != roles.SAFEGUARDING_LEAD:
        return Transfer.objects.none()
    return (
        Transfer.objects.filter(to_agency=viewer.hat.agency_id, sent_at__isnull=False)
        .select_related("child", "to_agency", "from_agency")
        .order_by("sent_at", "pk")
    )
