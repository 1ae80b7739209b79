"""Addresses of the privacy lead's desk."""

from django.urls import path

from plait.privacy.web import desk, disposals

app_name = "privacy"

urlpatterns = [
    path("privacy/desk", desk.desk, name="desk"),
    path("privacy/retention", disposals.keeping, name="retention"),
    path("privacy/retention/erase", disposals.propose, name="propose-disposal"),
    path("privacy/retention/hold", disposals.place_hold, name="place-hold"),
    path(
        "privacy/retention/holds/<uuid:hold_id>/end",
        disposals.end_hold,
        name="end-hold",
    ),
    path(
        "privacy/retention/lists/<uuid:disposal_id>",
        disposals.disposal,
        name="disposal",
    ),
    path(
        "privacy/retention/lists/<uuid:disposal_id>/agree",
        disposals.agree,
        name="agree-to-disposal",
    ),
    path(
        "privacy/retention/lists/<uuid:disposal_id>/stop",
        disposals.stop,
        name="stop-disposal",
    ),
]
