"""Addresses of the privacy lead's desk."""

from django.urls import path

from plait.privacy.web import desk, request_desk, requests

app_name = "privacy"

urlpatterns = [
    path("privacy/desk", desk.desk, name="desk"),
    path("children/<uuid:child_id>/everything-kept", requests.ask, name="ask"),
    path(
        "children/<uuid:child_id>/everything-kept/<uuid:request_id>/answer",
        requests.fetch,
        name="answer",
    ),
    path("privacy/requests", request_desk.at_desk, name="requests"),
    path("privacy/requests/<uuid:request_id>", request_desk.one, name="request"),
    path(
        "privacy/requests/<uuid:request_id>/items/<uuid:kept_id>",
        request_desk.item,
        name="request-item",
    ),
    path(
        "privacy/requests/<uuid:request_id>/prepared",
        request_desk.prepared,
        name="prepared",
    ),
    path(
        "privacy/requests/<uuid:request_id>/longer", request_desk.longer, name="longer"
    ),
    path(
        "privacy/requests/<uuid:request_id>/missing",
        request_desk.missing,
        name="missing",
    ),
]
