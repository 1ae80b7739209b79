"""Addresses of the family's own page."""

from django.urls import path

from plait.family.web import views

app_name = "family"

urlpatterns = [
    path("children/<uuid:child_id>/family", views.today, name="today"),
]
