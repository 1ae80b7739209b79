"""Addresses of first pages, of lists of children, and of a child's overview."""

from django.urls import path

from plait.today.web import children, held, views

app_name = "today"

urlpatterns = [
    path("", views.today, name="today"),
    path("held-back", held.held_back, name="held-back"),
    path("children", children.children, name="children"),
    path("children/<uuid:child_id>", children.child, name="child"),
    path("children/<uuid:child_id>/about", children.about, name="about"),
]
