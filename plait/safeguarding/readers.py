"""Who reads a worry, a shared case, a file: the leads of an agency, and social care."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies import roles
from plait.agencies.models import Agency, Employment
from plait.children.hats import live
from plait.children.models import Child
from plait.team import queries as team


def leads_of(agency_id: UUID, at: datetime) -> list[Employment]:
    """An agency's safeguarding leads, the longest-standing first; the rest deputise."""
    return agencies.list_with_role(roles.SAFEGUARDING_LEAD, agency_id, at)


def goes_to(child: Child, viewer: Viewer) -> list[Agency]:
    """Whose lead reads it (SG1): the writer's own, or those of the child's settings.

    A family, and a service that has no lead of its own, choose among the settings that
    they know the child goes to. Without any of these it is the writer's own agency's.
    """
    own = viewer.hat.agency_id
    if own and leads_of(own, viewer.now):
        return [Agency.objects.get(pk=own)]
    members = team.list_team(child, viewer=viewer)
    settings = {
        part.tie.agency_id: part.tie.agency
        for part in members
        if part.tie.agency and part.tie.agency.kind in Agency.SETTINGS
    }
    found = [one for one in settings.values() if one and leads_of(one.pk, viewer.now)]
    found = found or [one for one in settings.values() if one]
    if not found and own:
        return [Agency.objects.get(pk=own)]
    return sorted(found, key=lambda one: one.name)


def colleagues(
    child: Child, viewer: Viewer, agency_ids: Sequence[UUID]
) -> list[tuple[UUID, str]]:
    """Who can be named as the one it is about: people the writer knows of already."""
    if viewer.hat.is_family:
        members = team.list_team(child, viewer=viewer)
        known = {
            part.tie.person_id: part.tie.person.name
            for part in members
            if part.tie.agency_id in agency_ids
        }
        return sorted(known.items(), key=lambda one: one[1])
    working = Employment.objects.filter(live(viewer.now), person__is_active=True)
    mine = working.filter(agency_id=viewer.agency_id).exclude(person=viewer.person_id)
    named = mine.select_related("person").order_by("person__name")
    return [(one.person_id, one.person.name) for one in named]


def receivers_of(agency: Agency, at: datetime) -> list[Employment]:
    """Who reads what is shared with an agency: its leads; in social care, workers."""
    found = leads_of(agency.pk, at)
    if agency.kind == Agency.Kind.SOCIAL_CARE:
        found += agencies.list_with_role("social_worker", agency.pk, at)
    return found


def agencies_to_share_with(viewer: Viewer) -> list[Agency]:
    """Other agencies with somebody who may read it."""
    working = Employment.objects.filter(live(viewer.now), person__is_active=True)
    readers = Q(role=roles.SAFEGUARDING_LEAD) | Q(
        role="social_worker", agency__kind=Agency.Kind.SOCIAL_CARE
    )
    having = working.filter(readers).values("agency")
    others = Agency.objects.filter(pk__in=having).exclude(pk=viewer.agency_id)
    return list(others.order_by("name"))


def settings_to_pass_to(viewer: Viewer) -> list[Agency]:
    """Other settings: a child moves to one of them, with or without a lead here."""
    found = Agency.objects.filter(kind__in=Agency.SETTINGS)
    return list(found.exclude(pk=viewer.agency_id).order_by("name"))
