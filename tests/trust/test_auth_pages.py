"""What invitations, leaving, signing out and the pages of an account give away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from plait.agencies.models import Employment
from plait.team import operations as team
from plait.team.models import Invitation
from tests.members import (
    PASSWORD,
    Member,
    give_password,
    invitation_for,
    is_in,
    last_notice,
    reset_link,
    said,
)

THROTTLED = "There have been many attempts."


@pytest.fixture
def abena(cast):
    return Member(cast.people["abena"])


# EXI-6


def test_exi_6_inviting_says_the_same_for_every_address(cast):
    margaret = cast.client("margaret")
    pages = []
    for address in ("tomasz@plait.example", "quite-new@plait.example"):
        sent = margaret.post(
            "/people/invite",
            {
                "name": "Ola Berg",
                "email": address,
                "role": "teacher",
                "manages_people": "no",
            },
        )
        assert sent.url == "/people"
        pages.append(said(margaret.get("/people")))
        Invitation.objects.filter(name="Ola Berg").update(withdrawn_at=cast.now)
    assert re.sub(r"[0-9a-f-]{36}", "", pages[0]) == re.sub(
        r"[0-9a-f-]{36}", "", pages[1]
    )


def test_exi_6_the_page_behind_the_link_is_the_same_too(cast):
    pages = [
        said(Client().get(invitation_for(cast, address)))
        for address in ("tomasz@plait.example", "quite-new@plait.example")
    ]
    assert pages[0] == pages[1]


def test_exi_6_links_that_cannot_be_followed_are_all_alike(cast):
    used, withdrawn, late = (
        invitation_for(cast, f"{name}@plait.example") for name in ("a", "b", "c")
    )
    past = cast.now - timedelta(days=1)
    waiting = Invitation.objects.filter(agency__code="bramblecote")
    waiting.filter(email="a@plait.example").update(
        accepted_at=past, accepted_by=cast.people["leon"]
    )
    waiting.filter(email="b@plait.example").update(withdrawn_at=past)
    waiting.filter(email="c@plait.example").update(expires_at=past)
    never = reverse("team:invitation", args=["x" * 43])
    for client in (Client(), cast.client("conor")):
        answers = [client.get(path) for path in (used, withdrawn, late, never)]
        assert {one.status_code for one in answers} == {200}
        assert len({one.content for one in answers}) == 1
        assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1
        assert b"This invitation is not open" in answers[0].content


# TEAM-3


def test_team_3_leaving_ends_sessions_links_and_invitations(cast):
    margaret = Member(cast.people["margaret"])
    session, link = margaret.sign_in(), reset_link(margaret)
    sent = invitation_for(cast, "new@plait.example")
    gwen = cast.client("gwen")
    own = Employment.objects.get(person=margaret.person)
    viewer = cast.viewer("margaret", at=datetime.now(UTC))

    team.leave_agency(own, viewer=viewer)

    assert not is_in(session)
    assert "no longer works" in Client().get(link).content.decode()
    assert "not open" in Client().get(sent).content.decode()
    assert is_in(gwen), "Nobody else is signed out."


def test_team_3_it_is_one_transaction(cast, monkeypatch):
    margaret = Member(cast.people["margaret"])
    session = margaret.sign_in()
    sent = invitation_for(cast, "new@plait.example")
    own = Employment.objects.get(person=margaret.person)
    monkeypatch.setattr("plait.agencies.operations.end_sessions", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        team.leave_agency(own, viewer=cast.viewer("margaret", at=datetime.now(UTC)))
    own.refresh_from_db()
    assert own.until_at is None
    assert is_in(session)
    assert "not open" not in Client().get(sent).content.decode()


# CAC-5 (in a real browser: tests/journeys/test_signing_out.py)


def test_cac_5_signing_out_has_the_browser_forget(abena):
    client = abena.sign_in()
    assert client.get("/me").headers["Cache-Control"] == "no-store"
    key = client.cookies["plait_session"].value
    answer = client.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(pk=key).exists()
    client.cookies["plait_session"] = key
    assert not is_in(client)


def test_cac_5_looking_at_the_page_signs_nobody_out(abena):
    client = abena.sign_in()
    assert client.get("/sign-out").status_code == 200
    assert is_in(client)


# WEB-10

ELSEWHERE = ("https://evil.example/", "//evil.example", "\\\\evil.example", "/\\evil.example",
             "javascript:alert(1)", "https:evil.example", "http://localhost@evil.example/",
             " //evil.example", "\t//evil.example", "https://testserver.evil.example/")  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_web_10_signing_in_leads_nowhere_else(abena, address):
    client = abena.browser()
    client.post(
        f"/sign-in?next={address}", {"login": abena.email, "password": PASSWORD}
    )
    answer = client.post("/sign-in/code", {"code": abena.code()})
    assert answer.url == "/"
    for page in ("/me/confirm", "/sign-in"):
        answer = client.post(
            f"{page}?next={address}", {"password": PASSWORD, "next": address}
        )
        assert answer.url == "/"


def test_web_10_signing_in_leads_where_one_was_going(abena):
    client = abena.browser()
    client.post("/sign-in?next=/me/name", {"login": abena.email, "password": PASSWORD})
    assert client.post("/sign-in/code", {"code": abena.code()}).url == "/me/name"


OPEN = ("/sign-in", "/forgotten", "/forgotten/sent", "/by-invitation", "/sign-out")


def test_web_10_no_page_can_be_framed(abena):
    signed_in = abena.sign_in()
    pages = [Client().get(page) for page in OPEN]
    pages += [
        signed_in.get(page) for page in ("/me", "/hats", "/me/password", "/me/name")
    ]
    for page in pages:
        assert page.status_code == 200
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_web_10_a_forged_host_is_refused_and_never_used(abena):
    forged = {"Host": "evil.example"}
    assert Client().get("/sign-in", headers=forged).status_code == 400
    answer = Client().post(
        "/forgotten",
        {"email": abena.email},
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    )
    assert answer.url == "/forgotten/sent"
    assert "evil.example" not in last_notice(abena.email).words
    Client().post("/forgotten", {"email": abena.email}, headers={"Host": "[::1]"})
    assert "http://localhost:8000/" in last_notice(abena.email).words


def test_web_10_who_asks_cannot_be_forged(abena, settings):
    """Without a proxy of ours, nobody gets more guesses by naming other addresses."""
    client = abena.browser()
    for number in range(6):
        client.post(
            "/sign-in",
            {"login": abena.email, "password": "wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert THROTTLED in give_password(client, abena.email).content.decode()


FORMS = ("/sign-in", "/sign-in/passkey", "/forgotten", "/sign-out", "/hats", "/me/name",
         "/me/password", "/me/passkeys/add", "/me/app", "/me/codes", "/me/codes/new",
         "/me/sign-out-everywhere", "/me/confirm", "/people/invite", "/me/news",
         "/me/news/code", "/me/news/code/again", "/me/news/remove")  # fmt: skip


@pytest.mark.parametrize("page", FORMS)
def test_web_10_a_form_from_another_site_is_refused(cast, page):
    client = cast.client("margaret")
    client.handler.enforce_csrf_checks = True
    answer = client.post(page, {"login": "x", "hat": "family"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()
