"""Page objects of notes, concerns and reports: decided, and in words."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.core import signing
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.models import Child
from plait.design_system import words
from plait.evidence import areas, taken
from plait.evidence.models import (
    Assessment,
    AssessmentPart,
    Concern,
    Observation,
    Passage,
    Photo,
)
from plait.evidence.passages import never_read_by
from plait.sharing import standing as rules
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.keeping import Apart
from plait.sharing.models import Record
from plait.sharing.standing import Standing
from plait.team import queries as team

LINK = "photo"
LINK_SECONDS = 60


def photo_token(photo_id: UUID, viewer: Viewer) -> str:
    """A link's secret part: for this person, this hat and one minute from now."""
    made = [*_whose(photo_id, viewer), viewer.now.timestamp()]
    return signing.Signer(salt=LINK).sign_object(made)


def is_fresh(token: str, photo_id: UUID, viewer: Viewer) -> bool:
    try:
        *whose, made_at = signing.Signer(salt=LINK).unsign_object(token)
    except signing.BadSignature:
        return False
    age = viewer.now.timestamp() - made_at
    return bool(whose == _whose(photo_id, viewer) and 0 <= age < LINK_SECONDS)


def _whose(photo_id: UUID, viewer: Viewer) -> list[str]:
    return [str(photo_id), str(viewer.person_id), viewer.hat.key]


@dataclass(frozen=True)
class PhotoShown:
    """A photo on a page; its address is good for a minute."""

    src: str
    width: int
    height: int
    alt: str

    @classmethod
    def of(cls, photo: Photo, child: Child, viewer: Viewer) -> "PhotoShown":
        token = photo_token(photo.pk, viewer)
        return cls(
            src=reverse(
                "evidence:photo",
                kwargs={"child_id": child.pk, "photo_id": photo.pk, "token": token},
            ),
            width=photo.width,
            height=photo.height,
            alt=photo.shows or f"Photo of {child.called}",
        )


@dataclass(frozen=True)
class NotePage:
    """One observation."""

    saw: str
    means: str
    about: tuple[str, ...]
    by: Byline
    when: str
    version: int
    photos: tuple[PhotoShown, ...]
    change: str  # the address, or nothing when the reader may not change it

    @classmethod
    def of(
        cls,
        note: Observation,
        photos: list[Photo],
        *,
        child: Child,
        viewer: Viewer,
        may_change: bool,
    ) -> "NotePage":
        change = ""
        if may_change:
            change = reverse(
                "evidence:correct-note",
                kwargs={"child_id": child.pk, "note_id": note.pk},
            )
        return cls(
            saw=note.saw,
            means=note.means,
            about=tuple(areas.AREAS.get(area, area) for area in note.areas),
            by=Bylines(child, viewer).of(note.record),
            when=words.when(note.seen_at, viewer.now),
            version=note.record.version,
            photos=tuple(PhotoShown.of(photo, child, viewer) for photo in photos),
            change=change,
        )


@dataclass(frozen=True)
class ConcernPage:
    wondering: str
    about: tuple[str, ...]
    tried: str
    by: Byline
    on: date
    family_told: bool
    why_not_told: str
    look_again: str
    may_tell: bool

    @classmethod
    def of(
        cls, concern: Concern, *, child: Child, viewer: Viewer, may_change: bool
    ) -> "ConcernPage":
        look_again_on = concern.look_again_on
        return cls(
            wondering=concern.wondering,
            about=tuple(areas.AREAS.get(area, area) for area in concern.areas),
            tried=concern.tried,
            by=Bylines(child, viewer).of(concern.record),
            on=words.london_day(concern.record.made_at),
            family_told=concern.family_told,
            why_not_told=concern.why_not_told,
            look_again=words.day(look_again_on, viewer.today) if look_again_on else "",
            may_tell=may_change and not concern.family_told,
        )


def after_a_concern(child: Child, viewer: Viewer, standing: Standing) -> str:
    """What comes next, and who does it, for whoever raised a concern."""
    if rules.may_change_team(standing).allowed:
        return "Next, decide who can help."
    leading = [
        part.tie
        for part in team.list_team(child, viewer=viewer)
        if part.tie.role in rules.LEADERS and part.tie.agency_id == viewer.agency_id
    ]
    if viewer.hat.is_family or not leading:
        return ""
    first = leading[0]
    name, job = first.person.first_name, roles.words(first.role)
    return f"{name}, the {job}, sees it on the first page."


HEADINGS = {
    "strength": "Strengths",
    "need": "Needs",
    "outcome": "Suggested outcomes",
    "strategy": "Suggested strategies",
}


@dataclass(frozen=True)
class FindingShown:
    """One statement of a report, and where the plan takes it up."""

    words: str
    take: str = ""  # where it can be taken up
    taken: str = ""  # or where it has been


def does_not_see(names: list[str]) -> str:
    """ "Conor does not see this part", or "Conor and Rehana do not see this part"."""
    do = "does" if len(names) == 1 else "do"
    return f"{words.joined(names)} {do} not see this part" if names else ""


def shared_as(apart: Apart, child: Child) -> str:
    """What has become of a report that was sent: not all are read by the family."""
    if apart.hold and apart.hold.release == Record.Release.YOUNG_PERSON:
        return f"Your report is saved. In the family, only {child.called} reads it now."
    if apart.hold:
        return "Your report is saved. It is held back: the family does not read it now."
    if apart.seal:
        return "Your report is saved, and sealed as you chose."
    return "Your report is shared."


@dataclass(frozen=True)
class PassageShown:
    """What a report says about one adult, for everybody but them (rule PA1)."""

    about: str
    words: str
    signed: str  # "Abena Owusu, key worker"
    said_on: date
    kept_from: str  # "Conor does not see this part"
    change: str  # where it is put right, for whoever may

    @classmethod
    def of(
        cls, passage: Passage, by: Bylines, *, kept_from: list[str], may_change: bool
    ) -> "PassageShown":
        there = {"child_id": passage.record.child_id, "passage_id": passage.pk}
        return cls(
            passage.about.first_name,
            passage.words,
            by.of(passage.record).signed,
            words.london_day(passage.record.said_at),
            does_not_see(kept_from),
            reverse("evidence:correct-passage", kwargs=there) if may_change else "",
        )


@dataclass(frozen=True)
class AssessmentPage:
    """A report: what it says in short, and its parts."""

    title: str
    summary: str
    how: str
    seen_on: date
    by: Byline
    shared_on: date
    parts: tuple[tuple[str, tuple[FindingShown, ...]], ...] = field(default=())
    passages: tuple[PassageShown, ...] = ()
    add_about: str = ""  # where one is added, for whoever may

    @classmethod
    def of(
        cls,
        assessment: Assessment,
        parts: list[AssessmentPart],
        *,
        child: Child,
        by: Bylines,
        may_take: bool = False,
    ) -> "AssessmentPage":
        to = reverse("plans:add-outcome", kwargs={"child_id": child.pk})
        ids = [part.pk for part in parts]
        at = taken.addresses(ids, child=child, viewer=by.viewer) if ids else {}
        grouped = tuple(
            (
                heading,
                tuple(
                    FindingShown(
                        part.words,
                        f"{to}?from={part.pk}"
                        if may_take
                        and kind == AssessmentPart.Kind.OUTCOME
                        and part.pk not in at
                        else "",
                        at.get(part.pk, ""),
                    )
                    for part in parts
                    if part.kind == kind
                ),
            )
            for kind, heading in HEADINGS.items()
            if any(part.kind == kind for part in parts)
        )
        return cls(
            title=assessment.title,
            summary=assessment.summary,
            how=assessment.how,
            seen_on=assessment.seen_on,
            by=by.of(assessment.record),
            shared_on=words.london_day(assessment.record.made_at),
            parts=grouped,
        )

    def with_passages(
        self, report: Assessment, found: list[Passage], by: Bylines, *, may_add: bool
    ) -> "AssessmentPage":
        """With what it says about single adults, as far as the reader may know."""
        there = {"child_id": report.record.child_id, "report_id": report.pk}
        closed = never_read_by(found)
        return replace(
            self,
            passages=tuple(
                PassageShown.of(
                    one, by, kept_from=closed.get(one.pk, []), may_change=may_add
                )
                for one in found
            ),
            add_about=reverse("evidence:add-passage", kwargs=there) if may_add else "",
        )
