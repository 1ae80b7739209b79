"""Addresses of the team."""

from django.urls import include, path

from plait.team.web import (
    adults,
    cards,
    closeness,
    closing,
    representatives,
    views,
    young,
)

app_name = "team"
TEAM = "children/<uuid:child_id>/team"
CHILD = "children/<uuid:child_id>/"
ADULTS = CHILD + "adults"

urlpatterns = [
    path("", include("plait.team.web.invitation_urls")),
    path("children/add", cards.add_child, name="add-child"),
    path("children/<uuid:child_id>/card", cards.card, name="card"),
    path(ADULTS, adults.adults, name="adults"),
    path(ADULTS + "/contact", adults.contact, name="contact"),
    path(ADULTS + "/orders/add", adults.add_order, name="add-order"),
    path(ADULTS + "/orders/then", adults.orders_then, name="orders-then"),
    path(ADULTS + "/orders/<uuid:order_id>", adults.order, name="order"),
    path(TEAM, views.team, name="team"),
    path(TEAM + "/add-colleague", views.add_colleague, name="add-colleague"),
    path(TEAM + "/invite-family", views.invite_family, name="invite-family"),
    path(
        TEAM + "/invite-young-person",
        young.invite_young_person,
        name="invite-young-person",
    ),
    path(TEAM + "/close", closing.close, name="close"),
    path(CHILD + "representatives", representatives.everybody, name="representatives"),
    path(CHILD + "representatives/add", representatives.add, name="represent"),
    path(
        CHILD + "representatives/<uuid:representative_id>/end",
        representatives.end,
        name="end-representative",
    ),
    path(
        TEAM + "/invitations/<uuid:invitation_id>/withdraw",
        views.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path(TEAM + "/i-know-this-family", closeness.know_family, name="know-family"),
    path(TEAM + "/too-close", closeness.conflicts, name="conflicts"),
    path(
        TEAM + "/too-close/<uuid:conflict_id>/end",
        closeness.end_conflict,
        name="end-conflict",
    ),
    path(TEAM + "/<uuid:part_id>", views.part, name="part"),
    path(TEAM + "/<uuid:part_id>/lead", views.lead, name="lead"),
    path(TEAM + "/<uuid:part_id>/hand-over", views.hand_over, name="hand-over"),
    path(TEAM + "/<uuid:part_id>/leave", views.leave, name="leave"),
]
