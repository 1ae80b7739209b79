"""What somebody at the desk may do with a request now."""

from plait.access.viewer import Viewer
from plait.privacy import answering, deadlines
from plait.privacy.answering import Desk
from plait.privacy.models import AccessRequest
from plait.privacy.queries import kept

State = AccessRequest.State


def acts_for(
    one: AccessRequest, desk: Desk, viewer: Viewer, undecided: int
) -> tuple[frozenset[str], str]:
    """What the viewer may do with it now, and why not what would come next."""
    me = viewer.person_id
    elsewhere = kept.is_for_somebody_else(one, me, viewer=viewer)
    takes = answering.may_take_on(one, desk, me)
    prepares = answering.may_prepare(one, me, undecided=undecided, elsewhere=elsewhere)
    releases = answering.may_release(one, desk, me, elsewhere=elsewhere)
    longer = deadlines.may_take_longer(
        one.due_on, viewer.today, already=one.extended_on is not None
    )
    answers = me in desk.answer
    waits = answers and one.state in (State.ASKED, State.OPEN)
    paused = one.paused_on is not None and one.state in AccessRequest.WAITING
    enters = answering.may_enter(desk, me)
    over = answering.may_take_back(one)
    can = {
        "take-on": takes.allowed,
        "prepare": prepares.allowed,
        "release": releases.allowed,
        "longer": waits and longer.allowed,
        "pause": waits and not paused,
        "go-on": answers and paused,
        "taken-back": enters.allowed and over.allowed,
    }
    may = frozenset(name for name, allowed in can.items() if allowed)
    if one.state == State.PREPARED:
        return may, releases.reason
    finishes = one.state == State.OPEN and me == one.taken_by_id and not undecided
    return may, prepares.reason if finishes else ""
