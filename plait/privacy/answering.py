"""Who asks, answers, decides on harm and releases. Values in, answers out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from plait.access.decisions import ALLOW, Decision, deny
from plait.agencies.models import Employment
from plait.agencies.roles import PRIVACY_LEAD, SAFEGUARDING_LEAD
from plait.privacy.models import AccessRequest, RequestItem
from plait.sharing.standing import Standing

State = AccessRequest.State
# It tells nothing of why.
SOMEBODY_ELSE = "Somebody else has to do this."


def may_ask(standing: Standing) -> Decision:
    """D40: whoever decides for the child, and the child or young person themself."""
    if standing.kind == "self" or standing.decides_for_child:
        return ALLOW
    if standing.kind == "family" and standing.role == "pr":
        return deny("The young person now asks for this themself.")
    return deny("Only someone with parental responsibility can ask for this.")


@dataclass(frozen=True)
class Desk:
    """The people of one agency who can have a part in answering."""

    answer: frozenset[UUID]
    release: frozenset[UUID]
    harm: frozenset[UUID]

    @classmethod
    def of(cls, people: Iterable[Employment]) -> "Desk":
        """D41: the privacy lead answers; without one the head, or who leads there.

        What may cause serious harm is decided by a safeguarding lead (D49); where the
        agency has none, by those who can release.
        """
        working = list(people)
        leads = _with(working, PRIVACY_LEAD)
        heads = _with(working, "setting_lead")
        manage = frozenset(one.person_id for one in working if one.manages_people)
        safety = _with(working, SAFEGUARDING_LEAD)
        release = leads | heads | manage | safety
        return cls(leads or heads or manage, release, safety or release)

    @property
    def everybody(self) -> frozenset[UUID]:
        return self.answer | self.release | self.harm


def _with(people: Sequence[Employment], role: str) -> frozenset[UUID]:
    return frozenset(one.person_id for one in people if one.role == role)


def may_enter(desk: Desk, person_id: UUID) -> Decision:
    """D70: those who answer write down what came by letter or phone."""
    if person_id in desk.answer:
        return ALLOW
    return deny("The privacy lead writes this down.")


def may_take_back(request: AccessRequest) -> Decision:
    """D73: until it is answered."""
    if request.state == State.WITHDRAWN:
        return deny("This has been taken back already.")
    if request.state == State.RELEASED:
        return deny("This has been answered. You need not fetch the answer.")
    return ALLOW


def may_take_on(request: AccessRequest, desk: Desk, person_id: UUID) -> Decision:
    """D41; and D77: from whoever took it on, so that it does not stay with them."""
    if person_id not in desk.answer:
        return deny("The privacy lead answers this.")
    if request.state == State.OPEN and person_id != request.taken_by_id:
        return ALLOW
    if request.state != State.ASKED:
        return deny("Somebody has taken this on already.")
    if request.paused_on:
        return deny("Something is missing before this can begin.")
    return ALLOW


def may_decide(
    request: AccessRequest, item: RequestItem, desk: Desk, person_id: UUID
) -> Decision:
    """D47, D49: whoever took it on; what is held, a safeguarding lead."""
    if request.state != State.OPEN:
        return deny("Nothing can be decided here now.")
    if item.held:
        if person_id in desk.harm:
            return ALLOW
        return deny("The safeguarding lead decides this.")
    if person_id == request.taken_by_id:
        return ALLOW
    return deny("Whoever took this on decides.")


def may_give(outcome: str, *, can_read: bool) -> Decision:
    """D47: nobody gives what they cannot read."""
    if can_read or outcome == RequestItem.Outcome.WITHHOLD:
        return ALLOW
    return deny("You cannot read this. You can only decide that it is not given.")


def may_prepare(
    request: AccessRequest, person_id: UUID, *, undecided: int, elsewhere: bool
) -> Decision:
    """D50: once there is a decision on each, and nothing is missing (D45).

    `elsewhere`: it holds something that is sealed from this person (D76).
    """
    if request.state != State.OPEN or person_id != request.taken_by_id:
        return deny("Whoever took this on finishes it.")
    if request.paused_on:
        return deny("Something is missing before this can be finished.")
    if undecided:
        return deny("There is something left to decide.")
    return deny(SOMEBODY_ELSE) if elsewhere else ALLOW


def may_release(
    request: AccessRequest, desk: Desk, person_id: UUID, *, elsewhere: bool
) -> Decision:
    """D51: a second person of the service, never whoever prepared it or asked.

    `elsewhere`: it holds something that is sealed from this person (D76).
    """
    if request.state != State.PREPARED:
        return deny("This is not ready to be released.")
    if request.paused_on:
        return deny("Something is missing before this can be released.")
    if person_id == request.prepared_by_id:
        return deny("Somebody else looks at this and releases it.")
    if person_id not in desk.release:
        return deny("Those who lead here release this.")
    return deny(SOMEBODY_ELSE) if elsewhere else ALLOW
