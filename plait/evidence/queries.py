"""Reading what was seen and found out. Always for a viewer, through the policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.evidence.models import (
    Assessment,
    AssessmentPart,
    Attendance,
    Concern,
    Home,
    Observation,
    Passage,
    Photo,
    Story,
)


def get_observation(record_id: UUID, *, child: Child, viewer: Viewer) -> Observation:
    """One note. Raises DoesNotExist when the viewer may not see it."""
    return Observation.objects.read_by(viewer).get(pk=record_id, record__child=child)


def get_assessment(record_id: UUID, *, child: Child, viewer: Viewer) -> Assessment:
    return Assessment.objects.read_by(viewer).get(pk=record_id, record__child=child)


def get_concern(record_id: UUID, *, child: Child, viewer: Viewer) -> Concern:
    return Concern.objects.read_by(viewer).get(pk=record_id, record__child=child)


def get_photo(record_id: UUID, *, child: Child, viewer: Viewer) -> Photo:
    return Photo.objects.read_by(viewer).get(pk=record_id, record__child=child)


def list_parts(
    assessment_ids: Iterable[UUID], *, viewer: Viewer
) -> list[AssessmentPart]:
    """The findings of assessments, in their order."""
    return list(
        AssessmentPart.objects.visible_to(viewer.hat, viewer.now)
        .filter(assessment__in=list(assessment_ids))
        .order_by("assessment", "position")
    )


def list_passages(report_id: UUID, *, viewer: Viewer) -> list[Passage]:
    """What a report says about single adults, never to whom it is about (rule PA1)."""
    return list(
        Passage.objects.read_by(viewer)
        .filter(of=report_id)
        .select_related("about", "record__author", "record__owner_agency")
        .order_by("record__made_at", "about__name", "pk")
    )


def get_passage(record_id: UUID, *, child: Child, viewer: Viewer) -> Passage:
    found = Passage.objects.read_by(viewer).select_related("about")
    return found.get(pk=record_id, record__child=child)


def list_assessments(child: Child, *, viewer: Viewer) -> list[Assessment]:
    """Reports on a child, newest first."""
    return list(
        Assessment.objects.read_by(viewer)
        .filter(record__child=child)
        .order_by("-record__made_at", "pk")
    )


def photos_of(record_ids: Iterable[UUID], *, viewer: Viewer) -> dict[UUID, list[Photo]]:
    """The photos that belong to records, for those who may see photos."""
    found: dict[UUID, list[Photo]] = {}
    photos = Photo.objects.read_by(viewer).filter(of__in=list(record_ids))
    for photo in photos.order_by("record__made_at", "pk"):
        found.setdefault(photo.of_id, []).append(photo)
    return found


def get_story(child: Child, *, viewer: Viewer) -> Story | None:
    """What the family would like everybody to know first."""
    stories = Story.objects.read_by(viewer).filter(record__child=child)
    return stories.order_by("-record__made_at", "pk").first()


@dataclass(frozen=True)
class Places:
    """Where the child lives and goes, as far as the viewer may know."""

    homes: tuple[Home, ...]
    attendances: tuple[Attendance, ...]


def list_places(child: Child, *, viewer: Viewer) -> Places:
    homes = Home.objects.read_by(viewer).filter(record__child=child)
    attendances = (
        Attendance.objects.read_by(viewer)
        .filter(record__child=child)
        .select_related("agency")
    )
    return Places(
        tuple(homes.order_by("record__made_at", "pk")),
        tuple(attendances.order_by("from_on", "pk")),
    )


def main_attendance(child: Child, *, viewer: Viewer) -> Attendance | None:
    """The setting the child goes to now, if the viewer may know."""
    return (
        Attendance.objects.read_by(viewer)
        .filter(record__child=child, from_on__lte=viewer.today)
        .exclude(until_on__lte=viewer.today)
        .select_related("agency")
        .order_by("from_on", "pk")
        .first()
    )
