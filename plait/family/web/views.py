"""The family's page: what is happening, what is next, what waits, what to try."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.family.web import page
from plait.sharing.web.door import Asking, child_page


@child_page("family-today")
def today(request: Asking, child: Child) -> HttpResponse:
    """One page that answers: is anything waiting for me?"""
    if not request.viewer.hat.is_family:
        return redirect("today:child", child_id=child.pk)
    shown = page.family_page(child, request.viewer, request.standing)
    return render(request, "family/today.jinja", {"page": shown})
