"""The address that an invitation is sent with; part of the team's addresses."""

from django.urls import path

from plait.team.web import invitations

urlpatterns = [
    path("invitations/<str:token>", invitations.invitation, name="invitation"),
]
