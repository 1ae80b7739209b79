"""Whether a message is still right to send, asked when it is sent (CON-6).

A message can wait in the outbox for days. What knows whether its reason still holds
lies in the apps above this one: each registers its check under a name.
"""

from collections.abc import Callable
from datetime import datetime

from plait.notices.models import Notice

Check = Callable[[Notice, datetime], bool]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """What to ask for messages with this reason, once, when the app starts."""
    _checks[name] = check


def still_holds(notice: Notice, now: datetime) -> bool:
    """A message without a reason is always sent; one nobody can check, never."""
    if not notice.reason:
        return True
    check = _checks.get(notice.reason)
    return bool(check and check(notice, now))
