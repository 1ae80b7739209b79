"""Addresses of emergency access."""

from django.urls import path

from plait.sharing.web import emergencies, emergency_reviews

app_name = "emergency"
CHILD = "children/<uuid:child_id>/emergency-access"
ONE = "emergency-access/<uuid:emergency_id>"

urlpatterns = [
    path("emergency-access", emergencies.open_by_name, name="open"),
    path("emergency-access/numbers", emergency_reviews.numbers, name="numbers"),
    path(ONE, emergencies.own, name="own"),
    path(ONE + "/review", emergency_reviews.review, name="review"),
    path(CHILD, emergencies.open_more, name="more"),
    path(CHILD + "/end", emergencies.end, name="end"),
]
