"""A family's hat on a device that is new to the account: asked once more (AD5, SEP-10).

It depends on the page, the device and the moment, and on nothing about the child: that
somebody is asked tells nothing of what is sealed, or whether there is such a child.
"""

from typing import cast

from django.http import HttpRequest

from plait.access.viewer import Viewer
from plait.access.web import confirming, devices
from plait.access.web.pages import SignedIn
from plait.sharing.looked_at import ASKS_AGAIN


class NotConfirmed(Exception):
    """Before this page opens here, somebody shows once more who they are."""


def insist(request: HttpRequest, viewer: Viewer, surface: str) -> None:
    """Raise NotConfirmed where a second step has to be shown first."""
    if not viewer.hat.is_family or surface not in ASKS_AGAIN:
        return
    asking = cast(SignedIn, request)
    if not confirming.is_fresh(asking) and devices.is_still_new(asking):
        raise NotConfirmed
