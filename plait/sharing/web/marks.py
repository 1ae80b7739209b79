"""The mark that a page about a child carries: when it was made, for one reader.

It is signed for that reader, hat and child, so that nobody else can ask with it, and it
says nothing of what the page shows: the ledger knows that.
"""

from datetime import UTC, datetime

from django.core import signing

from plait.access.viewer import Viewer
from plait.children.models import Child

_signer = signing.Signer(salt="plait.still")


def mark(viewer: Viewer, child: Child) -> str:
    """What a page carries: when it was made, for this reader in this hat only."""
    moment = viewer.now.astimezone(UTC).isoformat()
    return f"{moment}~{_signer.signature(_about(viewer, child, moment))}"


def _about(viewer: Viewer, child: Child, moment: str) -> str:
    return f"{viewer.person_id} {viewer.hat.key} {child.pk} {moment}"


def read(given: str, viewer: Viewer, child: Child) -> datetime | None:
    """The moment of a mark that was made for this reader; None for any other."""
    moment, _, sealed = given.partition("~")
    try:
        _signer.unsign(f"{_about(viewer, child, moment)}{_signer.sep}{sealed}")
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(moment)
