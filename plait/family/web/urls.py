"""Addresses of the family's own page, and of a young person's."""

from django.urls import path

from plait.family.web import growing_up, private, views, wishes

app_name = "family"
CHILD = "children/<uuid:child_id>/"

urlpatterns = [
    path(CHILD + "family", views.today, name="today"),
    path(CHILD + "growing-up", growing_up.growing_up, name="growing-up"),
    path(
        CHILD + "growing-up/people/<uuid:tie_id>",
        growing_up.choose_for_person,
        name="choose-for-person",
    ),
    path(
        CHILD + "growing-up/services/<uuid:agreement_id>",
        growing_up.choose_for_service,
        name="choose-for-service",
    ),
    path(CHILD + "about-me", private.about_me, name="about-me"),
    path(CHILD + "about-me/write", private.write, name="write-about-me"),
    path(CHILD + "about-me/<uuid:record_id>", private.keep, name="keep"),
    path(CHILD + "privacy-wishes/<uuid:wish_id>", wishes.answer, name="answer-wish"),
]
