"""Addresses of an agency's people. They name teams, so the team makes them."""

from django.urls import path

from plait.team.web import people, signing, unheld

app_name = "agencies"

urlpatterns = [
    path("unheld/<str:gap>", unheld.unheld, name="unheld"),
    path("confidentiality", signing.sign, name="sign"),
    path("confidentiality/agency", signing.sign_for_agency, name="sign-for-agency"),
    path("people", people.people, name="people"),
    path("people/invite", people.invite, name="invite"),
    path("people/hours", people.hours, name="hours"),
    path(
        "people/invitations/<uuid:invitation_id>/withdraw",
        people.withdraw,
        name="withdraw",
    ),
    path("people/<uuid:employment_id>/accounts", people.entrust, name="entrust"),
    path("people/<uuid:employment_id>/leave", people.leave, name="leave"),
]
