"""Addresses of the cast: the people one can be in the demonstration."""

from django.urls import path

from plait.demo.web import views

app_name = "demo"

urlpatterns = [
    path("cast", views.cast, name="cast"),
    path("cast/<slug:key>", views.be, name="be"),
]
