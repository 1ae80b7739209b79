"""Choosing where one is told about one's account (AD4, SEP-10)."""

from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access import news_address
from plait.access.web import confirming, forms, news
from plait.access.web.pages import SignedIn, View, account_page

PAGE = "access:news-address"
CODE = "access:news-code"


def second_step(view: View) -> View:
    """Only after a second step: a password that somebody else knows is not enough."""

    @account_page
    @wraps(view)
    def inner(request: SignedIn) -> HttpResponse:
        if not confirming.is_fresh(request):
            return confirming.ask(request, confirming.NEWS)
        return view(request)

    return inner


@second_step
def choose(request: SignedIn) -> HttpResponse:
    """Another address, to which a code is sent first."""
    person = request.user
    held = news_address.find(person.pk)
    form = forms.NewsAddress(
        request.POST or None, account=person.email, confirmed=held.confirmed
    )
    if request.method == "POST" and form.is_valid():
        enough = news_address.may_send(person.pk, now=request.now)
        if enough.allowed:
            return _send(request, form.cleaned_data["email"])
        form.add_error("email", enough.reason)
    page = {"now": held.confirmed, "account": person.email, "waits": held.asked}
    return render(request, "access/news_address.jinja", {"form": form, "page": page})


@second_step
def write_code(request: SignedIn) -> HttpResponse:
    """The code that came there; from then on the address counts."""
    person = request.user
    held = news_address.find(person.pk)
    if not held.asked:
        return redirect(PAGE)
    form = forms.NewsCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            before = news_address.address_of(person)
            code = form.cleaned_data["code"]
            answer = news_address.confirm(person.pk, code, now=request.now)
            if answer.allowed:
                news.tell_at(before, person, news.MOVED, now=request.now)
                messages.success(request, f"From now on we write to {held.asked}.")
                return redirect("access:me")
        form.add_error("code", answer.reason)
    page = {"waits": held.asked, "enough": ""}
    return render(request, "access/news_code.jinja", {"form": form, "page": page})


@second_step
def send_again(request: SignedIn) -> HttpResponse:
    """Another code to the address that waits; the one before stops working."""
    held = news_address.find(request.user.pk)
    if request.method != "POST" or not held.asked:
        return redirect(PAGE)
    enough = news_address.may_send(request.user.pk, now=request.now)
    if enough.allowed:
        return _send(request, held.asked)
    page = {"waits": held.asked, "enough": enough.reason}
    shown = {"form": forms.NewsCode(), "page": page}
    return render(request, "access/news_code.jinja", shown)


@second_step
def remove(request: SignedIn) -> HttpResponse:
    """Back to the e-mail of the account; the address that goes is told."""
    person = request.user
    held = news_address.find(person.pk)
    if not held.confirmed and not held.asked:
        return redirect(PAGE)
    if request.method == "POST":
        with transaction.atomic():
            before = news_address.address_of(person)
            news_address.remove(person.pk)
            if before != person.email:
                news.tell_at(before, person, news.MOVED, now=request.now)
        messages.success(request, f"Forgotten. We write to {person.email}.")
        return redirect("access:me")
    page = {"account": person.email, "now": held.confirmed, "waits": held.asked}
    return render(request, "access/remove_news_address.jinja", {"page": page})


def _send(request: SignedIn, email: str) -> HttpResponse:
    with transaction.atomic():
        code = news_address.ask(request.user.pk, email, now=request.now)
        letter = news.code_for(code)
        news.tell_at(email, request.user, letter, now=request.now)
    messages.success(request, "A code is on its way.")
    return redirect(CODE)
