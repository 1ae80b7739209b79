"""Requests for everything kept, brought as far as a test needs them."""

from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.operations import answers
from plait.privacy.operations import requests as operations
from plait.privacy.operations.answers import Verdict
from plait.privacy.queries import requests


def asked(cast, by="shirin", of="bramblecote", *, at=None):
    """A parent asks a service."""
    agency = cast.agencies[of].pk
    return operations.ask(cast.rafi, agency, "All notes", viewer=cast.viewer(by, at=at))


def taken_on(cast, *, by="margaret", at=None):
    """Whoever leads there takes it on, because there is no privacy lead."""
    request = asked(cast, at=at)
    if request.state == AccessRequest.State.ASKED:
        operations.take_on(request.pk, viewer=cast.viewer(by, at=at))
    request.refresh_from_db()
    return request


def decided(cast, *, at=None, but=(), **verdicts):
    """Each item given whole, unless a verdict for its kind says otherwise."""
    request = taken_on(cast, at=at)
    for item in request.items.filter(outcome="").exclude(pk__in=but):
        by = "owen" if item.held else "margaret"
        verdict = verdicts.get(item.kind.split(".")[1], Verdict("whole"))
        if item.held:
            verdict = Verdict("withhold", "serious-harm", "It could hurt somebody.")
        answers.decide(
            item.pk, verdict, request_id=request.pk, viewer=cast.viewer(by, at=at)
        )
    return request


def prepared(cast, *, at=None, **verdicts):
    request = decided(cast, at=at, **verdicts)
    answers.prepare(request.pk, viewer=cast.viewer("margaret", at=at))
    request.refresh_from_db()
    return request


def released(cast, *, at=None, **verdicts):
    request = prepared(cast, at=at, **verdicts)
    answers.release(request.pk, viewer=cast.viewer("owen", at=at))
    request.refresh_from_db()
    return request


def first_item(request, *, held=False):
    """One of its items. Raises DoesNotExist."""
    found = RequestItem.objects.filter(request=request, held=held).order_by("number")
    if item := found.first():
        return item
    raise RequestItem.DoesNotExist


__all__ = [
    "asked",
    "decided",
    "first_item",
    "prepared",
    "released",
    "requests",
    "taken_on",
]
