"""Remove what is kept only for a while. Run it once a day.

Ended sessions, keys of forms that were sent more than a day ago, forms that waited an
hour for somebody to sign in again, and what is left of census files whose day is over.
Nothing that anybody has saved is touched.
"""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from django.core.management import call_command

from plait.access import operations as access
from plait.access import unsent
from plait.exchange import operations as exchange


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    now = datetime.now(UTC)
    call_command("clearsessions")
    forms = access.forget_sent_forms(now=now)
    waited = unsent.forget_old(now=now)
    exchange.remove_old(now=now)
    print(
        f"Tidied: ended sessions, {forms} keys of sent forms, {waited} forms that "
        "nobody came back for, old census files."
    )
    return 0
