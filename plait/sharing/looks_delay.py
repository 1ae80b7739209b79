"""Telling the family later that somebody looked, where telling now would be unsafe.

Who may decide it (rule L3): a designated safeguarding lead, of the agency that looked
or in the child's team; or the privacy lead of the agency that looked. Never the person
whose look it is, nor somebody of the child's family or to whom the child is closed; and
never for longer than until a day on which it is looked at again.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from plait.access.decisions import ALLOW, Decision, NotPermitted, deny
from plait.access.viewer import Hat, Viewer
from plait.agencies import queries as agencies
from plait.agencies import roles
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child
from plait.clocks import arithmetic, limits
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.sharing import queries
from plait.sharing.models import Glass, LookDelay


@dataclass(frozen=True)
class Later:
    """From when on the looks of a hat are told later, and emergencies not told yet."""

    since: dict[tuple[UUID, str], datetime]
    untold: tuple[Glass, ...] = ()

    def holds_back(self, line: Line) -> bool:
        """Whether this line is not to be told yet."""
        return line.person_id is not None and self._covers(
            line.person_id, line.hat, line.at
        )

    def covers(self, hat: Hat, at: datetime) -> bool:
        """Whether what this hat looks at, at this instant, is not to be told yet."""
        return self._covers(hat.person_id, hat.key, at)

    def _covers(self, person_id: UUID, hat: str, at: datetime) -> bool:
        begun = self.since.get((person_id, hat))
        return (begun is not None and at >= begun) or any(
            (glass.person_id, str(glass.agency_id)) == (person_id, hat)
            and glass.opened_at <= at < glass.expires_at
            for glass in self.untold
        )


def withheld_since(child: Child, at: datetime) -> Later:
    """What is told later about a child at this instant (rules L3 and E7)."""
    found: dict[tuple[UUID, str], datetime] = {}
    for one in LookDelay.objects.filter(live(at), child=child):
        key = (one.person_id, str(one.agency_id))
        found[key] = min(one.from_at, found.get(key, one.from_at))
    untold = Glass.objects.filter(child=child, emergency__tell_at__gt=at)
    return Later(found, tuple(untold))


def withheld_of(hat: Hat, at: datetime) -> dict[UUID, Later]:
    """The same for all that one hat has looked at: by child, where there is any."""
    own = {"person": hat.person_id, "agency": hat.agency_id}
    since: dict[UUID, datetime] = {}
    for one in LookDelay.objects.filter(live(at), **own):
        begun = since.get(one.child_id, one.from_at)
        since[one.child_id] = min(one.from_at, begun)
    untold: dict[UUID, list[Glass]] = defaultdict(list)
    for glass in Glass.objects.filter(emergency__tell_at__gt=at, **own):
        untold[glass.child_id].append(glass)
    key = (hat.person_id, hat.key)
    return {
        child_id: Later(
            {key: since[child_id]} if child_id in since else {},
            tuple(untold.get(child_id, ())),
        )
        for child_id in {*since, *untold}
    }


def last_day_for(today: date) -> date:
    """The latest day on which a delay has to be looked at again."""
    weeks = limits.in_force(limits.TELL_LATER_WEEKS, today)
    return today + timedelta(weeks=weeks)


def may_delay(viewer: Viewer, hat: Hat, child: Child) -> Decision:
    """L3: who may decide that the family is told later."""
    if hat.agency_id is None:
        return deny("What the family itself looks at is told at once.")
    if hat.person_id == viewer.person_id:
        return deny("Somebody else decides whether your own look is told later.")
    if not queries.may_be_opened(Child.objects.filter(pk=child.pk), viewer).exists():
        return deny("Somebody else decides this about this child.")
    if not (decides := decides_for_an_agency(viewer)).allowed:
        return decides
    if viewer.role == roles.SAFEGUARDING_LEAD:
        near = viewer.agency_id == hat.agency_id
        near = near or queries.standing_of(viewer, child).kind == "team"
    else:
        leads = agencies.privacy_leads_for(hat.agency_id, viewer.now)
        near = any((one.person_id, one.agency_id) == viewer.hat for one in leads)
    return ALLOW if near else deny("Another service’s lead decides this.")


def decides_for_an_agency(viewer: Viewer) -> Decision:
    """L3: safeguarding leads and privacy leads decide, about some agency's looks."""
    if not viewer.hat.is_family and _still_does(viewer):
        return ALLOW
    return deny("A safeguarding lead or a privacy lead decides this.")


def _still_does(viewer: Viewer) -> bool:
    """Whether they work as such a lead now, whatever the viewer says of itself."""
    if viewer.role not in (roles.SAFEGUARDING_LEAD, roles.PRIVACY_LEAD):
        return False
    leads = agencies.list_with_role(viewer.role, viewer.agency_id, viewer.now)
    return any(one.person_id == viewer.person_id for one in leads)


@transaction.atomic
def delay(
    *, child: Child, hat: Hat, reason: str, until_on: date, viewer: Viewer
) -> LookDelay:
    """From now on, what this hat looks at is told on a later day (rule L3).

    `until_on` is the day on which it is told, unless somebody looks at it again and
    decides anew. What is running already goes on from where it began, so that nothing
    shows in between. Raises NotPermitted.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    may_delay(viewer, hat, child).require()
    if not reason.strip():
        raise NotPermitted("Say why it would be unsafe to tell the family now.")
    if not viewer.today < until_on <= last_day_for(viewer.today):
        latest = limits.in_force(limits.TELL_LATER_WEEKS, viewer.today)
        raise NotPermitted(
            f"Choose a day within {latest} weeks. It can be decided anew before then."
        )
    assert hat.agency_id  # may_delay refuses the family's
    begun = withheld_since(child, viewer.now).since.get((hat.person_id, hat.key))
    made = LookDelay.objects.create(
        child=child,
        person_id=hat.person_id,
        agency_id=hat.agency_id,
        reason=reason.strip(),
        from_at=begun or viewer.now,
        until_at=arithmetic.start_of(until_on),
        decided_by_id=viewer.person_id,
        decided_for_id=viewer.agency_id,
    )
    _tell_ledger("sharing.look.delayed", made, viewer)
    return made


@transaction.atomic
def end_delay(delay_id: UUID, *, child: Child, viewer: Viewer) -> None:
    """Tell the family now, as far as the viewer's own job decided it (rule L3).

    Every running delay of that hat ends that people of this job set for this agency. If
    others have a reason of their own, the family waits for that. Raises NotPermitted,
    or LookDelay.DoesNotExist when it is not running any more.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    running = LookDelay.objects.filter(live(viewer.now), child=child)
    one = running.get(pk=delay_id)
    may_delay(viewer, Hat(one.person_id, one.agency_id), child).require()
    same = Q(person_id=one.person_id, agency_id=one.agency_id)
    for each in running.filter(same, decided_alike(viewer)):
        each.until_at = max(viewer.now, each.from_at)
        each.save(update_fields=["until_at"])
        _tell_ledger("sharing.look.told", each, viewer)


def decided_alike(viewer: Viewer) -> Q:
    """What people of the viewer's own job decided for the same agency."""
    same_job = Employment.objects.filter(
        agency=viewer.agency_id, role=viewer.role, person=OuterRef("decided_by")
    )
    return Q(Exists(same_job), decided_for=viewer.agency_id)


def _tell_ledger(act: str, one: LookDelay, viewer: Viewer) -> None:
    ledger.record(
        act, viewer=viewer, child_id=one.child_id, delay=one.pk, until=one.until_at
    )
