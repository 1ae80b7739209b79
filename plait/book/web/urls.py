"""Addresses of the book."""

from django.urls import path

from plait.book.web import views

app_name = "book"
BOOK = "children/<uuid:child_id>/book"

urlpatterns = [
    path(BOOK, views.book, name="book"),
    path(BOOK + "/<uuid:entry_id>/answer", views.answer, name="answer"),
]
