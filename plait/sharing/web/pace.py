"""Somebody who suddenly reads far more than they ever did is asked who they are, and
then stopped (SUP-2)."""

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plait.access.decisions import NotPermitted
from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.ledger import watching
from plait.ledger.models import Alert
from plait.ledger.watching import Finding, Rule
from plait.sharing import watch

STOPPED = (
    "You have opened far more in this hour than you usually do, so Plait has stopped. "
    "Your privacy lead has been told. It opens again at the next full hour. If a child "
    "may not be safe, do not wait: ring the people you would always ring."
)


def turn_away(
    request: HttpRequest, viewer: Viewer, children: int
) -> HttpResponse | None:
    """Where to confirm who one is, for a very few. Raises NotPermitted."""
    if not settings.WATCHES_PACE or viewer.hat.is_family or not children:
        return None
    floor = settings.LOOKS_IN_AN_HOUR
    looks, most = watch.count(viewer, children)
    if not watching.must_confirm(looks, most, floor=floor):
        return None
    found = Finding(Rule.PACE, looks)
    watch.tell(found, viewer.person_id, viewer.hat.key, now=viewer.now)
    if watching.must_stop(looks, most, floor=floor):
        raise NotPermitted(STOPPED)
    if _has_confirmed_since(request, viewer):
        return None
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('account_reauthenticate')}?{query}")


def _has_confirmed_since(request: HttpRequest, viewer: Viewer) -> bool:
    """Whether they have shown who they are after it was noticed."""
    alerts = Alert.objects.filter(rule=Rule.PACE, person_id=viewer.person_id)
    noticed = alerts.latest("made_at").made_at.timestamp()
    assert isinstance(request.user, Person)
    records = get_authentication_records(request, request.user)
    return any(record["at"] > noticed for record in records)
