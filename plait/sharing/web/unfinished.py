"""At the door: what was sent just after a part had ended is kept for who leads."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from plait.access.models import Person
from plait.access.viewer import Hat
from plait.access.web import sessions, unsent
from plait.sharing import unfinished


def keep(request: HttpRequest, kwargs: Mapping[str, Any]) -> None:
    """Keep what a form says about a child, if its writer has only just left.

    The answer is the same whether or not anything is kept (TEAM-6).
    """
    child_id, hat = kwargs.get("child_id"), _hat(request)
    if request.method != "POST" or child_id is None or hat is None:
        return
    typed = unsent.typed_by(request, hat.person_id)
    match = request.resolver_match
    if typed and match:
        unfinished.keep(
            typed,
            page=match.view_name,
            address=request.path,
            child_id=child_id,
            hat=hat,
            now=cast(Any, request).now,
        )


def may_copy(request: HttpRequest) -> bool:
    """Whether a form that is refused still shows its words to whoever wrote them.

    Not at work about a child who is not there for them: what was typed when their part
    had just ended is kept for who leads, and never shown to them again (HO7). Whether
    it is kept must not be told either, so it is the same about any other such child.
    """
    hat = getattr(request, "hat", None)
    if hat is None or hat.agency_id is None:
        return True
    # Pages behind no door, such as those of one's own account, are about no child.
    return not hasattr(request, "child") or request.child is not None


def _hat(request: HttpRequest) -> Hat | None:
    """The agency's hat they sent it in, also when they may not wear it any more."""
    try:
        agency_id = UUID(sessions.chosen_hat(request))
    except ValueError:
        return None
    return Hat(cast(Person, request.user).pk, agency_id)
