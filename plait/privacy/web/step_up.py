"""Before something leaves Plait, whoever takes it shows once more who they are."""

from allauth.account.authentication import get_authentication_records

from plait.access.web.sessions import is_one_tap
from plait.sharing.web.door import Asking

RECENTLY = 300  # seconds


def has_just_confirmed(request: Asking) -> bool:
    """Within five minutes; who came in with one tap, in the demonstration, has nothing
    to show.
    """
    if is_one_tap(request):
        return True
    since = request.now.timestamp() - RECENTLY
    records = get_authentication_records(request, request.user)
    return any(record["at"] > since for record in records)
