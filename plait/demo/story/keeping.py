"""What is kept whatever its age, and a list that waits for a second person."""

from datetime import datetime, timedelta
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.privacy.models import Disposal
from plait.privacy.operations import disposal, holds
from plait.privacy.operations.disposal import Proposal
from plait.privacy.queries import retention
from plait.sharing.models import Record


def acts(stage: Stage) -> list[Act]:
    """A hold because of a complaint; a note that was about somebody else."""
    return [
        (stage.ago(30, 14), partial(complaint, stage)),
        (stage.ago(1, 15), partial(wrong_note, stage)),
    ]


def complaint(stage: Stage, now: datetime) -> None:
    holds.place(
        stage.children["yusuf"],
        stage.agencies["bramblecote"].pk,
        reason="A complaint about a school trip is being looked into.",
        review_on=now.date() + timedelta(days=120),
        viewer=stage.viewer("ayesha", now),
    )


def wrong_note(stage: Stage, now: datetime) -> None:
    """Priya had asked for it; she is the second person at her college."""
    agency = stage.agencies["thornbridge"].pk
    ours = Record.objects.unfiltered("the story’s own").filter(owner_agency=agency)
    notes = ours.filter(state=Record.State.LIVE, kind="evidence.observation")
    note = notes.order_by("made_at", "pk")[0]
    found = retention.inventory(note.child_id, agency, note.pk)
    disposal.propose(
        Proposal(
            agency_id=agency,
            ground=Disposal.Ground.MISTAKE,
            words="It was written about somebody else of the same first name.",
            seen_hash=found.hash,
            only=note.pk,
        ),
        child=note.child,
        viewer=stage.viewer("ayesha", now),
    )
