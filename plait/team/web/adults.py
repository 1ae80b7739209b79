"""The adults around the child: who has which say, and what a court has limited."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.sharing import standing
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.door import Asking, child_page
from plait.team import adults as people
from plait.team.models import CourtOrder
from plait.team.operations import orders
from plait.team.web import adults_forms, adults_page


@child_page("adults")
def adults(request: Asking, child: Child) -> HttpResponse:
    """Each adult of the family, who meets the child how, and what a court ordered."""
    page = adults_page.AdultsPage.of(
        people.list_family(child, viewer=request.viewer),
        people.list_orders(child, viewer=request.viewer),
        people.get_contact(child, viewer=request.viewer),
        child=child,
        standing=request.standing,
        viewer=request.viewer,
    )
    return render(request, "team/adults.jinja", {"page": page})


@child_page("adults", writes=True)
def add_order(request: Asking, child: Child) -> HttpResponse:
    """Write down an order that one has seen."""
    standing.may_record_orders(request.standing).require()
    form = _order_form(request, child, {})
    if request.method == "POST" and form.is_valid():
        orders.record_order(form.order(), child=child, viewer=request.viewer)
        messages.success(request, "Written down. What it closes is closed.")
        return redirect("team:adults", child_id=child.pk)
    return render(request, "team/order.jinja", {"form": form, "name": ""})


@child_page("adults", writes=True)
def order(request: Asking, child: Child, order_id: UUID) -> HttpResponse:
    """Put an order right, or end it."""
    found = people.get_order(order_id, child=child, viewer=request.viewer)
    standing.may_record_orders(request.standing).require()
    form, meanwhile = _order_form(request, child, _as_asked(found), found), None
    if request.method == "POST" and form.is_valid():
        try:
            orders.correct_order(
                found,
                form.order(),
                child=child,
                viewer=request.viewer,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
        except ChangedMeanwhile as newer:
            now = newer.current
            assert isinstance(now, CourtOrder)
            meanwhile = conflicts.Meanwhile.of(newer.by, _as_asked(now), form)
            form = conflicts.over_version(form, now.record.version)
        else:
            messages.success(request, "Put right. What it said before stays readable.")
            return redirect("team:adults", child_id=child.pk)
    page = {"form": form, "name": found.person.name, "meanwhile": meanwhile}
    return render(request, "team/order.jinja", page)


def _order_form(
    request: Asking,
    child: Child,
    initial: dict[str, Any],
    found: CourtOrder | None = None,
) -> adults_forms.CourtOrderForm:
    """For whom of the family the reader may know; an order stays with its adult."""
    viewer: Viewer = request.viewer
    if found:
        whom = [(str(found.person_id), found.person.name)]
    else:
        family = people.list_family(child, viewer=viewer)
        whom = [
            (str(one.person_id), f"{one.person.name}, {one.relation}") for one in family
        ]
    return adults_forms.CourtOrderForm(
        request.POST or None,
        initial=initial,
        whom=whom,
        today=viewer.today,
    )


def _as_asked(found: CourtOrder) -> dict[str, Any]:
    return {
        "person": str(found.person_id),
        "court": found.court,
        "made_on": found.made_on,
        "says": found.says,
        "reach": "some" if found.closes else adults_forms.EVERYTHING,
        "closes": found.closes,
        "first_day": found.from_on,
        "last_day": found.last_day,
        "seen_version": found.record.version,
    }


@child_page("adults", writes=True)
def contact(request: Asking, child: Child) -> HttpResponse:
    """Write down, or put right, who meets the child how."""
    found = people.get_contact(child, viewer=request.viewer)
    standing.may_write(request.standing, "home_life").require()
    start = {"says": found.says, "seen_version": found.record.version} if found else {}
    form, meanwhile = adults_forms.Contact(request.POST or None, initial=start), None
    if request.method == "POST" and form.is_valid():
        try:
            orders.describe_contact(
                form.cleaned_data["says"],
                child=child,
                viewer=request.viewer,
                found=found,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
        except ChangedMeanwhile as newer:
            meanwhile = conflicts.told(newer, form)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(request, "Saved.")
            return redirect("team:adults", child_id=child.pk)
    return render(request, "team/contact.jinja", {"form": form, "meanwhile": meanwhile})


@child_page("adults")
def orders_then(request: Asking, child: Child) -> HttpResponse:
    """Which orders were in force on a day: as known now, or as written down then."""
    standing.may_record_orders(request.standing).require()
    form = adults_forms.Then(request.GET or None, today=request.viewer.today)
    found = None
    if form.is_bound and form.is_valid():
        found = people.orders_in_force(
            child, viewer=request.viewer, **form.cleaned_data
        )
    page = adults_page.ThenPage.of(found, form.cleaned_data if found else {})
    return render(request, "team/orders_then.jinja", {"form": form, "page": page})
