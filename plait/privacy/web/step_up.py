"""Before something leaves Plait, whoever takes it shows once more who they are."""

from allauth.account.authentication import get_authentication_records

from plait.sharing.web.door import Asking

RECENTLY = 300  # seconds


def has_just_confirmed(request: Asking) -> bool:
    """Within five minutes. Without a password they came in with one tap: the demo."""
    if not request.user.has_usable_password():
        return True
    since = request.now.timestamp() - RECENTLY
    records = get_authentication_records(request, request.user)
    return any(record["at"] > since for record in records)
