"""Writing down what was seen, what somebody wonders about, and what was found out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.evidence import passages, photos, queries
from plait.evidence.models import (
    Assessment,
    AssessmentPart,
    Attendance,
    Concern,
    Home,
    Observation,
    Photo,
    Story,
)
from plait.evidence.passages import About
from plait.evidence.photos import Picture
from plait.sharing import keeping
from plait.sharing import operations as sharing
from plait.sharing.keeping import USUAL, Apart, Hold
from plait.sharing.models import Content, HeldBack, Part, Record
from plait.sharing.repeats import AlreadySaved, find_same


def refuse_repeat(
    content: Content,
    *,
    child: Child,
    viewer: Viewer,
    parts: Sequence[Part] = (),
    picture: Picture | None = None,
) -> None:
    """Raises AlreadySaved for the same words again, unless with another photo."""
    first = find_same(content, viewer=viewer, child=child, parts=parts)
    if first is None:
        return
    photos_of_first = Photo.objects.visible_to(viewer.hat, viewer.now).filter(of=first)
    if picture and not photos_of_first.filter(file=picture.key).exists():
        return
    raise AlreadySaved(first)


@transaction.atomic
def note_observation(
    observation: Observation,
    *,
    child: Child,
    viewer: Viewer,
    picture: Picture | None = None,
    apart: Apart = USUAL,
) -> Observation:
    """Write down what the child did, with a photo if there is one (rule E1).

    Raises AlreadySaved.
    """
    refuse_repeat(observation, child=child, viewer=viewer, picture=picture)
    sharing.write(
        observation,
        viewer=viewer,
        child=child,
        act="evidence.observation.noted",
        apart=apart,
    )
    if picture:
        add_photo(picture, to=observation, child=child, viewer=viewer)
    return observation


@transaction.atomic
def correct_observation(
    observation: Observation, *, child: Child, viewer: Viewer, seen_version: int
) -> Observation:
    """Correct a note; what it said before stays in its history."""
    return sharing.revise(
        observation,
        viewer=viewer,
        child=child,
        act="evidence.observation.corrected",
        seen_version=seen_version,
    )


@transaction.atomic
def add_photo(
    picture: Picture, *, to: Content, child: Child, viewer: Viewer, shows: str = ""
) -> Photo:
    """Add a photo to a record: the file first, then what points at it.

    Whoever at home may not see the record does not see the photo either.
    """
    photo = Photo(
        of=to.record,
        file=photos.keep(picture),
        width=picture.width,
        height=picture.height,
        shows=shows,
    )
    return sharing.write(
        photo,
        viewer=viewer,
        child=child,
        act="evidence.photo.added",
        release=to.record.release,
    )


@transaction.atomic
def raise_concern(
    concern: Concern, *, child: Child, viewer: Viewer, apart: Apart = USUAL
) -> Concern:
    """Say for the first time that something might need support (rule E3).

    A concern that the family has not been told about is held back from them; the
    reason for that is part of it. Raises AlreadySaved.
    """
    refuse_repeat(concern, child=child, viewer=viewer)
    is_known = concern.family_told or viewer.hat.is_family
    hold = None if is_known else _until_told(concern, viewer)
    return sharing.write(
        concern,
        viewer=viewer,
        child=child,
        act="evidence.concern.raised",
        apart=replace(apart, hold=hold),
    )


def _until_told(concern: Concern, viewer: Viewer) -> Hold:
    """Held back until the family is told; looked at again with the concern (H1)."""
    latest = keeping.latest_review(viewer.today)
    return Hold(
        reason=HeldBack.Reason.TELL_FIRST,
        words=concern.why_not_told,
        review_on=min(concern.look_again_on or latest, latest),
    )


@transaction.atomic
def tell_family(concern: Concern, *, child: Child, viewer: Viewer) -> Concern:
    """The family has been told: from now on they read the concern too.

    Once. What was said about why not stays in the version before.
    """
    sharing.lock(concern.pk, viewer=viewer)
    now = Concern.objects.visible_to(viewer.hat, viewer.now).select_related("record")
    concern = now.get(pk=concern.pk)
    if concern.family_told:
        return concern
    concern.family_told, concern.why_not_told = True, ""
    return sharing.revise(
        concern,
        viewer=viewer,
        child=child,
        act="evidence.concern.family-told",
        seen_version=concern.record.version,
        release=Record.Release.FAMILY,
    )


@dataclass(frozen=True)
class Finding:
    """One strength, need, suggested outcome or suggested strategy."""

    kind: str
    words: str
    area: str = ""


@transaction.atomic
def share_assessment(
    assessment: Assessment,
    findings: Sequence[Finding],
    *,
    child: Child,
    viewer: Viewer,
    apart: Apart = USUAL,
    about: Sequence[About] = (),
) -> Assessment:
    """Share what was found out: family and partners see it at the same moment.

    Unless it is held back from the family for now. What it says `about` one adult, that
    adult does not read (rule PA1). Sent again with something new about an adult, it is
    added to the report that is there: two that look alike would tell. Raises
    AlreadySaved where there is nothing new.
    """
    parts = [AssessmentPart(**vars(finding)) for finding in findings]
    try:
        refuse_repeat(assessment, child=child, viewer=viewer, parts=parts)
    except AlreadySaved as first:
        there = queries.get_assessment(first.record_id, child=child, viewer=viewer)
        said = {"of": there.pk, "viewer": viewer}
        new = [one for one in about if not passages.are_said([one], **said)]
        if not new:
            raise
        _say_about(new, there, child=child, viewer=viewer)
        return there
    sharing.write(
        assessment,
        viewer=viewer,
        child=child,
        act="evidence.assessment.shared",
        parts=parts,
        apart=apart,
    )
    _say_about(about, assessment, child=child, viewer=viewer)
    return assessment


def _say_about(
    about: Sequence[About], report: Assessment, *, child: Child, viewer: Viewer
) -> None:
    """Each thing once, however often it was typed."""
    for one in dict.fromkeys(about):
        passages.write(one, of=report.pk, child=child, viewer=viewer)


@transaction.atomic
def tell_story(
    words: str,
    *,
    child: Child,
    viewer: Viewer,
    current: Story | None,
    seen_version: int,
) -> Story:
    """What the family would like everybody to know first: told once, kept current."""
    if current is None:
        return sharing.write(
            Story(words=words), viewer=viewer, child=child, act="evidence.story.told"
        )
    current.words = words
    return sharing.revise(
        current,
        viewer=viewer,
        child=child,
        act="evidence.story.told",
        seen_version=seen_version,
    )


@transaction.atomic
def record_home(home: Home, *, child: Child, viewer: Viewer) -> Home:
    """Where the child lives. From a parent, it concerns that parent only (SEP-1)."""
    about = viewer.person_id if viewer.hat.is_family else None
    return sharing.write(
        home,
        viewer=viewer,
        child=child,
        act="evidence.home.recorded",
        about_person_id=about,
    )


@transaction.atomic
def record_attendance(
    attendance: Attendance, *, child: Child, viewer: Viewer
) -> Attendance:
    """Which setting the child goes to, and on which days."""
    return sharing.write(
        attendance, viewer=viewer, child=child, act="evidence.attendance.recorded"
    )
