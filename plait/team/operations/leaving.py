"""Somebody leaves an agency, and everything that hangs on it closes at once."""

from django.db import transaction

from plait.access.viewer import Viewer
from plait.agencies import operations as agencies
from plait.agencies.models import Employment
from plait.agencies.queries import may_look_after_people
from plait.children import hats
from plait.children import operations as children
from plait.children.hats import live
from plait.children.models import Tie
from plait.notices import operations as notices
from plait.team.models import Invitation


@transaction.atomic
def leave_agency(employment: Employment, *, viewer: Viewer) -> int:
    """Somebody leaves an agency: everything closes at once (TEAM-1 to 3).

    Ends the employment, every tie it held, the invitations it sent, and every session
    and link of the person. The number of ties that ended. Raises NotPermitted.
    """
    may_look_after_people(viewer, employment.agency_id).require()
    moment = viewer.now
    agencies.end_employment(employment, until_at=moment, viewer=viewer)
    ties = Tie.objects.select_for_update().filter(
        live(moment),
        person_id=employment.person_id,
        agency_id=employment.agency_id,
    )
    ended = list(ties)
    for tie in ended:
        children.end_tie(tie, until_at=moment, viewer=viewer)
    Invitation.objects.filter(
        invited_by_id=employment.person_id,
        invited_for_id=employment.agency_id,
        accepted_at=None,
        withdrawn_at=None,
    ).update(withdrawn_at=moment)
    agencies.end_sessions(employment.person_id)
    if not hats.list_hats(employment.person_id, moment):
        notices.drop_waiting(employment.person_id)  # nothing to sign in for (TEAM-4)
    return len(ended)
