"""Addresses of the privacy lead's desk."""

from django.urls import path

from plait.privacy.web import desk

app_name = "privacy"

urlpatterns = [
    path("privacy/desk", desk.desk, name="desk"),
]
