"""What an assessment says about one adult, kept from that adult (rules PA1 to PA4).

For them it is not there, in any hat and on no page: the record is born with a
restriction that no emergency opens, in the transaction in which it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.access.decisions import NotPermitted
from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.evidence.models import Assessment, Passage
from plait.ledger import operations as ledger
from plait.sharing import operations as sharing
from plait.sharing import queries as facts
from plait.sharing import standing
from plait.sharing.models import Record, Restriction
from plait.sharing.repeats import AlreadySaved
from plait.team import adults

GROUND = "it is about them"
BORN_CLOSED: dict[str, Any] = {
    "aim": Restriction.Aim.PERSON,
    "seal": None,
    "breakable": False,
}


@dataclass(frozen=True)
class About:
    """Words about one adult of the child's family."""

    person_id: UUID
    words: str


def adults_for(child: Child, *, viewer: Viewer) -> list[Person]:
    """Whom a passage can be about: the family, as far as the writer may know of them.

    Never the writer: nobody writes what they could not read (W9).
    """
    ties = adults.list_family(child, viewer=viewer)
    return [tie.person for tie in ties if tie.person_id != viewer.person_id]


@transaction.atomic
def write(about: About, *, of: UUID, child: Child, viewer: Viewer) -> Passage:
    """Add a passage to an assessment, closed to whom it is about (rules PA1, PA2).

    Raises Record.DoesNotExist, NotPermitted, or AlreadySaved with the assessment.
    """
    report = _locked(of, child=child, viewer=viewer)
    _insist_on_adult(about.person_id, child, viewer)
    if are_said([about], of=of, viewer=viewer):
        raise AlreadySaved(of)
    passage = sharing.write(
        Passage(of=report, about_id=about.person_id, words=about.words),
        viewer=viewer,
        child=child,
        act="evidence.passage.written",
        sensitivity=report.sensitivity,
        about_person_id=report.about_person_id,
    )
    _close(passage, child=child, viewer=viewer)
    return passage


@transaction.atomic
def correct(
    passage: Passage, about: About, *, child: Child, viewer: Viewer, seen_version: int
) -> Passage:
    """Put the words right, or whom they are about (rules PA2 and PA3).

    Whom it was about before does not read it now either: its history is about them.
    Raises Record.DoesNotExist, NotPermitted, ChangedMeanwhile.
    """
    _locked(passage.of_id, child=child, viewer=viewer)
    if about.person_id != passage.about_id:
        _insist_on_adult(about.person_id, child, viewer)
    passage.about_id, passage.words = about.person_id, about.words
    sharing.revise(
        passage,
        viewer=viewer,
        child=child,
        act="evidence.passage.corrected",
        seen_version=seen_version,
    )
    _close(passage, child=child, viewer=viewer)
    return passage


def are_said(told: Sequence[About], *, of: UUID, viewer: Viewer) -> bool:
    """Whether an assessment says all of this already."""
    here = Passage.objects.visible_to(viewer.hat, viewer.now).filter(of=of)
    there = set(here.values_list("about", "words"))
    return {(one.person_id, one.words) for one in told} <= there


def never_read_by(found: Sequence[Passage]) -> dict[UUID, list[str]]:
    """For each passage, what the adults are called who never read it (PA1 and PA3)."""
    names: dict[UUID, list[str]] = {}
    for closed in _closings([one.pk for one in found]) if found else ():
        record_id, adult = closed.record_id, closed.aimed_person
        if record_id and adult:
            names.setdefault(record_id, []).append(adult.first_name)
    return {one: sorted(called) for one, called in names.items()}


def _closings(passage_ids: Sequence[UUID]) -> QuerySet[Restriction]:
    """What writing a passage closed: never a seal, which not everybody may know of."""
    return Restriction.objects.filter(
        record__in=passage_ids, until_at=None, **BORN_CLOSED
    ).select_related("aimed_person")


def _locked(report_id: UUID, *, child: Child, viewer: Viewer) -> Record:
    """The assessment, for whoever may change it (rule PA2), behind the child's lock."""
    Child.objects.select_for_update().get(pk=child.pk)
    report = sharing.lock(report_id, viewer=viewer)
    if report.child_id != child.pk or report.kind != Assessment.KIND:
        raise Record.DoesNotExist
    mine = report.author_id == viewer.person_id
    ours = report.owner_agency_id == viewer.hat.agency_id
    who = facts.standing_of(viewer, child)
    standing.may_change(who, mine=mine, ours=ours).require()
    return report


def _insist_on_adult(person_id: UUID, child: Child, viewer: Viewer) -> None:
    known = {person.pk for person in adults_for(child, viewer=viewer)}
    if person_id not in known:
        raise NotPermitted("Choose one of the family.")


def _close(passage: Passage, *, child: Child, viewer: Viewer) -> None:
    """From the first moment and without an end; once for each adult."""
    closed, is_new = Restriction.objects.get_or_create(
        record_id=passage.pk,
        aimed_person_id=passage.about_id,
        until_at=None,
        **BORN_CLOSED,
        defaults={"child": child, "ground": GROUND, "from_at": viewer.now},
    )
    if is_new:
        ledger.record(
            "sharing.restriction.begun",
            viewer=viewer,
            child_id=child.pk,
            restriction=closed.pk,
            record=passage.pk,
        )
