"""Keeping things apart on a child's pages: the team says who could be meant."""

from plait.children.models import Child, Tie
from plait.sharing import keeping
from plait.sharing import setting_apart as rules
from plait.sharing.keeping import Aim
from plait.sharing.web.apart_forms import Offer
from plait.sharing.web.door import Asking
from plait.team import queries
from plait.team.models import Involvement


def offer(request: Asking, child: Child, *, may_hold: bool = True) -> Offer:
    """What somebody who writes may choose: holding back, and for some sealing."""
    viewer = request.viewer
    at_work = not viewer.hat.is_family
    against, people = [], []
    if rules.manages_seals(request.standing).allowed:
        members = queries.list_team(child, viewer=viewer)
        against, people = _against(request, members), _people(request, members)
    return Offer(
        today=viewer.today,
        called=child.called,
        may_hold=may_hold and at_work,
        has_self=at_work and may_hold and keeping.has_self(child, viewer.now),
        against=against,
        people=people,
    )


def _against(request: Asking, members: list[Involvement]) -> list[tuple[str, str]]:
    """People of the team, the family, whole services and everyone, as far as known."""
    agencies = {
        one.tie.agency.pk: one.tie.agency.short_name
        for one in members
        if one.tie.agency
    }
    found = [("family", "The family")]
    found += [(f"person:{key}", words) for key, words in _people(request, members)]
    found += [
        (f"agency:{key}", f"Everybody at {called}")
        for key, called in sorted(agencies.items(), key=lambda pair: pair[1])
    ]
    found.append(("everyone", "Everyone but those named below, and me"))
    return [
        (choice, words)
        for choice, words in found
        if rules.may_seal(
            request.standing, Aim(choice.partition(":")[0]), ours=True
        ).allowed
    ]


def _people(request: Asking, members: list[Involvement]) -> list[tuple[str, str]]:
    people = {
        str(one.tie.person_id): f"{one.tie.person.name}, {_job(one.tie)}"
        for one in members
        if one.tie.person_id != request.viewer.person_id
    }
    return sorted(people.items(), key=lambda pair: pair[1])


def _job(tie: Tie) -> str:
    if tie.agency is None:
        return tie.relation or "family"
    return tie.agency.short_name
