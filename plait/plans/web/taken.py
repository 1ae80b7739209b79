"""Where the plan shows what it has taken from reports."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.plans import queries


def in_the_plan(
    child: Child, findings: Sequence[UUID], viewer: Viewer
) -> dict[UUID, str]:
    """The address of each finding in the plan: its outcome, or for a need the plan."""
    to = {"child_id": child.pk}
    taken = queries.taken_up(findings, child=child, viewer=viewer)
    return {
        finding: reverse("plans:outcome", kwargs={**to, "outcome_id": outcome})
        if outcome
        else reverse("plans:plan", kwargs=to)
        for finding, outcome in taken.items()
    }
