"""Addresses of files in and out."""

from django.urls import URLPattern, URLResolver, include, path

from plait.exchange.web import views

ours = [
    path("children/<uuid:child_id>/census", views.entry, name="entry"),
    path("import/census", views.census, name="census"),
    path("import/census/<uuid:run_id>", views.run, name="run"),
    path("import/census/<uuid:run_id>/rows", views.rows, name="rows"),
    path("import/census/<uuid:run_id>/rows/<int:line>", views.row, name="row"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((ours, "exchange")))]
