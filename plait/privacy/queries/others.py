"""Who else stands in what is kept: suggested for taking out, or always out (SEP-6)."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Agency
from plait.children.models import Child, Tie
from plait.evidence.models import Attendance, Home
from plait.privacy import redaction
from plait.privacy.models import AccessRequest
from plait.sharing.models import Record, RecordVersion

WHY = "what must not reach whoever asked is looked for in what they are given"


def always_out(request: AccessRequest, viewer: Viewer) -> list[str]:
    """D48: addresses, phones and settings that whoever asked may not see themself.

    Of every version, so that where somebody lived before does not come back.
    """
    hidden = _hidden_places(request, viewer)
    found: list[str] = []
    agencies = set()
    for content in hidden:
        for name in ("address", "phone"):
            if said := str(content.get(name) or ""):
                found += redaction.pieces_of(said) if name == "address" else [said]
                found += redaction.ways_to_reach(said)
        if content.get("agency"):
            agencies.add(str(content["agency"]))
            found += [str(content.get("group") or "")]
    for agency in Agency.objects.filter(pk__in=agencies).exclude(pk=request.agency_id):
        found += [agency.name, agency.short_name]
    return sorted({one for one in found if len(one) > 3})


def _hidden_places(request: AccessRequest, viewer: Viewer) -> list[dict[str, object]]:
    places = Record.objects.unfiltered(WHY).filter(
        child=request.child_id, kind__in=(Home.KIND, Attendance.KIND)
    )
    seen = Record.objects.visible_to(Hat(request.asked_by_id, None), viewer.now)
    known = seen.filter(child=request.child_id).values_list("pk", flat=True)
    hidden = set(places.values_list("pk", flat=True)) - set(known)
    versions = RecordVersion.objects.unfiltered(WHY).filter(record__in=hidden)
    names = {"agency_id": "agency", "agency": "agency"}
    return [
        {names.get(name, name): value for name, value in json.loads(one).items()}
        for one in versions.values_list("content", flat=True)
    ]


def suggested(request: AccessRequest, text: str) -> list[str]:
    """Names of other people, and ways to reach anybody, that stand in a text."""
    said = redaction.words_of(text)  # a council knows thousands of names
    names = [*_adults(request), *_other_children(request)]
    near = [name for name in names if redaction.words_of(name) <= said]
    found = [name for name in near if redaction.holds(text, name)]
    return list(dict.fromkeys([*found, *redaction.ways_to_reach(text)]))


def _adults(request: AccessRequest) -> Iterable[str]:
    """Family of the child other than whoever asked."""
    ties = Tie.objects.filter(child=request.child_id, kind=Tie.Kind.FAMILY)
    ties = ties.exclude(person=request.asked_by_id).select_related("person")
    for tie in ties.order_by("from_at", "pk"):
        yield from _names(tie.person)


def _names(person: Person) -> list[str]:
    return list(dict.fromkeys([person.name, person.name.split()[0]]))


def _other_children(request: AccessRequest) -> Iterable[str]:
    """Children whom the service knows too."""
    theirs = Tie.objects.filter(agency=request.agency_id).values("child")
    for child in Child.objects.filter(pk__in=theirs).exclude(pk=request.child_id):
        yield from dict.fromkeys(
            [f"{child.given_name} {child.family_name}".strip(), child.full_name,
             child.given_name, child.called]
        )  # fmt: skip


def sealed_from_asker(
    request: AccessRequest, viewer: Viewer, ids: Collection[UUID]
) -> set[UUID]:
    """Which of these records a seal keeps from whoever asked."""
    return sealed_from(Hat(request.asked_by_id, None), viewer.now, ids)


def sealed_from(hat: Hat, at: datetime, ids: Collection[UUID]) -> set[UUID]:
    """Which of these records a seal keeps from somebody (row R of the table)."""
    rows = Record.objects.explain(hat, at).filter(pk__in=ids)
    found = rows.values_list("pk", "row")  # type: ignore[misc]
    return {pk for pk, row in found if row == "R"}
