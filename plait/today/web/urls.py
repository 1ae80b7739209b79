"""Addresses of first pages, of lists of children, and of a child's overview."""

from django.urls import path

from plait.today.web import alerts, children, views

app_name = "today"

urlpatterns = [
    path("", views.today, name="today"),
    path("alerts/<uuid:alert_id>", alerts.alert, name="alert"),
    path("children", children.children, name="children"),
    path("children/<uuid:child_id>", children.child, name="child"),
    path("children/<uuid:child_id>/about", children.about, name="about"),
]
