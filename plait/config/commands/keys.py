"""The keys of this Plait: list them, make new ones, seal anew with the newest.

plait keys list             public keys that sign for the ledger, since when
plait keys rotate           a new signing key, vouched for by the one before
plait keys rotate --lost    the same when the one before is lost
plait keys new-backup-key   prints a private key that opens backups from now on
plait keys reseal           seals second steps and unsent words with the newest
                            PLAIT_SECRET_KEY; then the old one opens nothing
"""

import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings

from plait.access import clock, resealing
from plait.config.backups import boxes
from plait.ledger import operations as ledger
from plait.ledger import signing

ACTS = ("list", "rotate", "new-backup-key", "reseal")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=ACTS)
    parser.add_argument(
        "--lost", action="store_true", help="nobody has the key before any more"
    )


def run(given: Namespace) -> int:
    try:
        {"list": _list, "rotate": _rotate, "reseal": _reseal}.get(
            given.act, _new_backup_key
        )(given)
    except OSError:
        print(
            "The key before cannot be read. If it is lost, say so: --lost",
            file=sys.stderr,
        )
        return 1
    return 0


def _list(given: Namespace) -> None:
    for key in signing.known():
        vouched = f", vouched for by {key.vouched_by}" if key.vouched_by else ""
        print(f"{key.id} since {key.began}{vouched}: {key.public}")


def _rotate(given: Namespace) -> None:
    """The ledger keeps which key came when, so that its lines say who signed."""
    now = clock.read()
    before = signing.current()
    key = signing.begin(now, lost=given.lost)
    details = {"key": key.public, "before": before.id, "lost": given.lost}
    ledger.write([ledger.Entry(act="ledger.key.begun", at=now, details=details)])
    print(f"{key.id} signs from now on. Tell every witness: {key.public}")


def _new_backup_key(given: Namespace) -> None:
    private, public = boxes.new_key()
    folder = settings.KEYS_ROOT
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with boxes.create(folder / f"backup-{signing.fingerprint(public)}.public") as file:
        file.write(public.encode())
    print(private)
    print(
        "Keep this line away from this machine, in two safe places. Without it nobody "
        "can open a backup; with it, anybody who has one can.",
        file=sys.stderr,
    )


def _reseal(given: Namespace) -> None:
    print(f"{resealing.reseal_all()} sealed values are sealed with the newest key.")
