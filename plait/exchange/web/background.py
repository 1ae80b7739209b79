"""Work that outlasts a request: in a thread of this process, with its own connection.

It begins once what asked for it is committed. The request waits for a moment, so that
what is quick is done before the next page shows; the page shows how far the rest is.
"""

import logging
from collections.abc import Callable
from functools import partial
from threading import Thread
from uuid import UUID

from django.db import connections, transaction

from plait.access import clock
from plait.access.viewer import Hat, Viewer
from plait.children import hats
from plait.exchange.models import ImportRun
from plait.sharing import guard

log = logging.getLogger("plait.exchange")
WAITS_FOR = 3.0
Work = Callable[..., None]


def later(work: Work, run_id: UUID) -> None:
    """Do this to an import after the commit."""
    transaction.on_commit(partial(_start, work, run_id))


def _start(work: Work, run_id: UUID) -> None:
    thread = Thread(target=_in_thread, args=(work, run_id), name="import")
    thread.start()
    thread.join(WAITS_FOR)


def _in_thread(work: Work, run_id: UUID) -> None:
    try:
        carry_out(work, run_id)
    except Exception:
        log.exception("an import stopped")
    finally:
        connections.close_all()


def carry_out(work: Work, run_id: UUID) -> None:
    """Do the work with the rights that the person has now (JOB-1)."""
    with guard.guarded():
        run = ImportRun.objects.select_related("agency", "by").get(pk=run_id)
        work(run, viewer=_viewer(run), beat=clock.read)


def _viewer(run: ImportRun) -> Viewer:
    """The person as they are now; without a role when they have left the agency."""
    now = clock.read()
    for hat in hats.list_hats(run.by_id, now):
        if hat.agency_id == run.agency_id and run.by.is_active:
            return hats.viewer(run.by, hat, now)
    return Viewer(hat=Hat(run.by_id, run.agency_id), now=now)
