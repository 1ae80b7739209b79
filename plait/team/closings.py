"""An invitation that was used or withdrawn stays so when a backup is put back."""

from typing import Any
from uuid import UUID

from plait.ledger import closing_rows as rows
from plait.ledger.closings import INVITATION, Closing
from plait.team.models import Invitation


def _facts(invitation_id: UUID) -> Any:
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    if invitation is None:
        return None
    return rows.plain(invitation.withdrawn_at or invitation.accepted_at)


def _close(invitation_id: UUID, over_since: Any) -> int:
    """One that was accepted since is withdrawn: they have to be asked again."""
    if not over_since:
        return 0
    still_good = Invitation.objects.filter(
        pk=invitation_id, withdrawn_at=None, accepted_at=None
    )
    return still_good.update(withdrawn_at=over_since)


CLOSINGS: tuple[Closing, ...] = (Closing(INVITATION, "invitation", _facts, _close),)
