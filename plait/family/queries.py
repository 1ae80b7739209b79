"""What a young person can keep to themselves. Always for a viewer, by the policy."""

from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.evidence.models import Assessment, Observation
from plait.sharing.models import PrivacyWish, Record
from plait.sharing.standing import Standing

# Kinds that stand by themselves. The plan is made by everybody, and stays with them.
PRIVATE_KINDS = (Observation.KIND, Assessment.KIND)
SHOWN = 20
Said = Observation | Assessment


def list_about_me(child: Child, *, viewer: Viewer) -> list[Said]:
    """The newest notes and reports about the young person, who is the viewer."""
    notes = Observation.objects.read_by(viewer).filter(record__child=child)
    reports = Assessment.objects.read_by(viewer).filter(record__child=child)
    found: list[Said] = [
        *notes.order_by("-record__made_at", "pk")[:SHOWN],
        *reports.order_by("-record__made_at", "pk")[:SHOWN],
    ]
    return sorted(found, key=lambda one: one.record.made_at, reverse=True)[:SHOWN]


def get_about_me(record_id: UUID, *, child: Child, viewer: Viewer) -> Said:
    """One of them. Raises DoesNotExist when it is none, or not for the viewer."""
    record = Record.objects.read_by(viewer).get(
        pk=record_id, child=child, kind__in=PRIVATE_KINDS
    )
    model = Observation if record.kind == Observation.KIND else Assessment
    found: Said = model.objects.read_by(viewer).get(pk=record.pk)
    return found


def wishes_of(child: Child) -> dict[UUID, PrivacyWish]:
    """What the young person asked about each record, the newest; for their own page."""
    wishes = PrivacyWish.objects.filter(child=child).order_by("asked_at")
    return {wish.record_id: wish for wish in wishes}


def get_wish(
    wish_id: UUID, *, child: Child, viewer: Viewer, standing: Standing
) -> PrivacyWish:
    """A wish, for those who answer it (rule Y3). Raises DoesNotExist to others.

    The family is not among them: that there is a wish is the young person's own.
    """
    wish = PrivacyWish.objects.select_related("asked_by").get(pk=wish_id, child=child)
    record = Record.objects.visible_to(viewer.hat, viewer.now).get(pk=wish.record_id)
    ours = record.owner_agency_id is not None and (
        record.owner_agency_id == viewer.hat.agency_id
    )
    if not ours or not (record.author_id == viewer.person_id or standing.leads_setting):
        raise PrivacyWish.DoesNotExist
    wish.record = record
    return wish
