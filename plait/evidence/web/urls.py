"""Addresses of notes, photos, concerns and reports."""

from django.urls import path

from plait.evidence.web import about, passages, views

app_name = "evidence"
CHILD = "children/<uuid:child_id>/"

urlpatterns = [
    path(CHILD + "notes/add", views.add_note, name="add-note"),
    path(CHILD + "notes/<uuid:note_id>", views.note, name="note"),
    path(
        CHILD + "notes/<uuid:note_id>/correct", views.correct_note, name="correct-note"
    ),
    path(CHILD + "photos/<uuid:photo_id>/<str:token>", views.photo, name="photo"),
    path(CHILD + "concerns/add", views.add_concern, name="add-concern"),
    path(CHILD + "concerns/<uuid:concern_id>", views.concern, name="concern"),
    path(CHILD + "reports", views.reports, name="reports"),
    path(CHILD + "reports/add", views.add_report, name="add-report"),
    path(CHILD + "reports/<uuid:report_id>", views.report, name="report"),
    path(
        CHILD + "reports/<uuid:report_id>/passages/add",
        passages.add_passage,
        name="add-passage",
    ),
    path(
        CHILD + "passages/<uuid:passage_id>/correct",
        passages.correct_passage,
        name="correct-passage",
    ),
    path(CHILD + "story", about.story, name="story"),
    path(CHILD + "homes/add", about.add_home, name="add-home"),
    path(CHILD + "settings/add", about.add_attendance, name="add-attendance"),
]
