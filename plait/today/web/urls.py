"""Addresses of first pages, of lists of children, and of a child's overview."""

from django.urls import path

from plait.today.web import alerts, children, handing_over, held, preview, views

app_name = "today"
EYES = "children/<uuid:child_id>/sharing/as-they-see-it"

urlpatterns = [
    path("handing-over", handing_over.mine, name="handing-over"),
    path(
        "handing-over/<uuid:employment_id>",
        handing_over.of_colleague,
        name="handing-over-of",
    ),
    path("", views.today, name="today"),
    path("held-back", held.held_back, name="held-back"),
    path("alerts/<uuid:alert_id>", alerts.alert, name="alert"),
    path("children", children.children, name="children"),
    path("children/<uuid:child_id>", children.child, name="child"),
    path("children/<uuid:child_id>/about", children.about, name="about"),
    path(EYES, preview.who, name="preview-who"),
    path(EYES + "/<uuid:part_id>", preview.person, name="preview"),
    path(
        EYES + "/service/<uuid:agency_id>",
        preview.service,
        name="preview-service",
    ),
]
