"""The pages of signing in, of one's own account, and of an agency's people."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from plait.access.decisions import TooLate
from plait.access.models import KnownDevice, Person
from plait.access.web import forms, sessions
from plait.access.web.factors import key_of
from plait.agencies.models import Agency, Employment
from plait.children.models import Child, Tie
from plait.notices.models import Notice
from plait.team import operations as team
from plait.team.models import Invitation
from plait.team.operations.invitations import Guest
from tests.cast import PROFESSIONALS
from tests.members import (
    CHROME,
    PASSWORD,
    Member,
    add_passkey,
    confirm,
    give_password,
    is_in,
    passkey_options,
)
from tests.pages_read import words_of

MANAGERS = {
    "sofia", "margaret", "tomasz", "joy", "daniel", "gwen", "petra", "priya", "dewi",
}  # fmt: skip
EVERYBODY = ("shirin", "conor", "nani", "idris", "callum", *PROFESSIONALS)


def names_of_children():
    return {child.given_name for child in Child.objects.all()}


@pytest.fixture
def abena(cast):
    return Member(cast.people["abena"])


def colleague(cast, email="new@plait.example", **more):
    """An invitation to work at the nursery; where its link leads."""
    guest = Guest("colleague", "Ola Berg", email, "key_worker", **more)
    viewer = cast.viewer("margaret", at=datetime.now(UTC))
    agency = cast.agencies["bramblecote"].pk
    return reverse(
        "team:invitation", args=[team.invite(guest, viewer=viewer, agency_id=agency)]
    )


def relative(cast, email="new@plait.example", role="pr"):
    """An invitation to Rafi's family; where its link leads."""
    guest = Guest("family", "Salma Hossain", email, role, "aunt")
    viewer = cast.viewer("margaret", at=datetime.now(UTC))
    return reverse(
        "team:invitation", args=[team.invite(guest, viewer=viewer, child=cast.rafi)]
    )


# Hats


@pytest.mark.parametrize("key", EVERYBODY)
def test_everybody_sees_their_own_hats(cast, key):
    page = words_of(cast.client(key).get("/hats"))
    hats = {
        "shirin": "Family",
        "abena": "Key worker, Bramblecote",
        "callum": "There is nothing",
    }
    assert hats.get(key, "How are you here today?") in page


def test_a_hat_is_put_on_by_pressing_it(cast):
    daniel = cast.client("daniel")
    assert daniel.post("/hats", {"hat": "family"}).url == "/"
    assert daniel.session[sessions.HAT] == "family"
    assert "Family" in words_of(daniel.get("/me"))


def test_only_hats_that_are_there_can_be_put_on(cast):
    abena = cast.client("abena")
    for wanted in ("family", str(cast.agencies["rowan"].pk), "", "x"):
        answer = abena.post("/hats", {"hat": wanted})
        assert answer.status_code == 200
        assert "You can no longer act as that." in words_of(answer)
    assert abena.session[sessions.HAT] == str(cast.agencies["bramblecote"].pk)


def test_a_hat_that_has_ended_is_not_offered(cast):
    Employment.objects.filter(person=cast.people["daniel"]).update(until_at=cast.now)
    page = words_of(cast.client("daniel", family=True).get("/hats"))
    assert "SEND officer" not in page
    assert "Family" in page


def test_somebody_without_a_hat_is_told_what_to_do(cast):
    page = words_of(cast.client("callum").get("/hats"))
    assert "There is nothing here for you at the moment" in page
    assert "open the link in the e-mail" in page
    assert "Sign out" in page


# One's own account


def test_me_says_what_there_is(abena):
    client = abena.sign_in()
    page = words_of(client.get("/me"))
    for words in ("Abena Owusu", "abena@plait.example", "Key worker, Bramblecote",
                  "Authenticator app", "8 of 8 left", "after 30 minutes"):  # fmt: skip
        assert words in page
    assert not re.search(r"/me/ways-in/", client.get("/me").content.decode())


def test_me_in_the_demonstration_offers_nothing_that_leads_nowhere(cast):
    client = cast.client("abena")
    page = client.get("/me").content.decode()
    assert "you came in with one tap" in page
    for address in ("/me/password", "/me/app", "/me/passkeys/add", "/me/codes/new"):
        assert f'"{address}"' not in page
    assert client.get("/me/password").url == "/me"
    assert client.get("/me/app").status_code == 403


def test_a_name_can_be_corrected(abena):
    client = abena.sign_in()
    assert (
        client.post(
            "/me/name", {"name": " Abena   Owusu-Mensah ", "known_as": "Abi"}
        ).url
        == "/me"
    )
    abena.person.refresh_from_db()
    assert (abena.person.name, abena.person.first_name) == ("Abena Owusu-Mensah", "Abi")
    answer = client.post("/me/name", {"name": "  ", "known_as": ""})
    assert "Write your name" in words_of(answer)


def test_a_password_takes_the_old_one_and_must_be_good(abena):
    client = abena.sign_in()

    def change(old, new):
        return client.post("/me/password", {"oldpassword": old, "password1": new})

    assert "That is not your password." in words_of(
        change("wrong", "marble otter Tuesday")
    )
    assert "Use 12 characters or more" in words_of(change(PASSWORD, "short"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "too_short"),
        ("password2026!", "breached"),
        ("passwordpassword", "breached"),
        ("qwertyuiopas", "breached"),
        ("987654321098", "breached"),
        ("abababababab", "breached"),
        ("abena.owusu99", "about_you"),
    ],
)
def test_passwords_that_are_refused(cast, password, code):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.people["abena"])
    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize("password", ["teapot window Bengal", "пароль на кухне"])
def test_passwords_that_are_good(cast, password):
    validate_password(password, cast.people["abena"])


def test_changing_how_one_signs_in_asks_again(abena):
    client = abena.sign_in()
    for page in ("/me/app", "/me/passkeys/add", "/me/codes", "/me/codes/new"):
        assert client.get(page).url.startswith("/me/confirm?next="), page
    answer = client.post("/me/confirm?next=/me/codes/new", {"password": "wrong"})
    assert "That is not your password." in words_of(answer)
    answer = client.post("/me/confirm?next=/me/codes/new", {"password": PASSWORD})
    assert answer.url == "/me/codes/new"
    assert client.get("/me/codes/new").status_code == 200


def test_a_code_or_a_passkey_confirms_as_well(abena):
    client = abena.sign_in()
    page = words_of(client.get("/me/confirm/code?next=/me/codes/new"))
    assert "Use your password" in page
    answer = client.post("/me/confirm/code?next=/me/codes/new", {"code": abena.code()})
    assert answer.url == "/me/codes/new"
    passkey = add_passkey(client)
    assert "Use your passkey" in words_of(client.get("/me/confirm"))
    answer = client.post("/me/confirm/passkey", {"credential": "{}"})
    assert "The passkey did not work." in words_of(answer)
    assert passkey.owner


def test_codes_are_shown_until_they_are_saved_and_then_never(abena):
    client = abena.sign_in()
    confirm(client)
    assert client.post("/me/codes/new").url == "/me/codes"
    for _ in range(2):
        page = words_of(client.get("/me/codes"))
        assert len(re.findall(r"\b\d{4} \d{4}\b", page)) == 8
    assert client.post("/me/codes", {"codes": "saved"}).url == "/me"
    assert client.get("/me/codes").url == "/me/codes/new"


def test_new_codes_end_the_old_ones(abena):
    client = abena.sign_in()
    old = abena.recovery_codes[0]
    confirm(client)
    client.post("/me/codes/new")
    other = abena.browser()
    give_password(other, abena.email)
    other.post("/sign-in/code", {"code": old})
    assert not is_in(other)


def test_the_owner_is_told_of_every_change(abena):
    client = abena.sign_in()
    confirm(client)
    add_passkey(client)
    client.post("/me/codes/new")
    (address, *_) = re.findall(r"/me/ways-in/\w+", client.get("/me").content.decode())
    client.post(address)
    client.post(
        "/me/password", {"oldpassword": PASSWORD, "password1": "marble otter Tuesday"}
    )
    told = [notice.subject for notice in Notice.objects.filter(address=abena.email)]
    assert sorted(told) == [
        "Plait: a second step was added",
        "Plait: a second step was removed",
        "Plait: there are new recovery codes",
        "Plait: your password was changed",
    ]
    for notice in Notice.objects.filter(address=abena.email):
        assert not names_of_children() & set(re.findall(r"\w+", notice.words))


def test_nobody_reaches_anybody_elses_factor(abena, cast):
    other = Member(cast.people["leon"])
    theirs = key_of(Authenticator.objects.get(user=other.person, type="totp"))
    client = abena.sign_in()
    confirm(client)
    for key in (theirs, "x", "1"):
        for answer in (
            client.get(f"/me/ways-in/{key}"),
            client.post(f"/me/ways-in/{key}"),
        ):
            assert answer.status_code == 404
    assert Authenticator.objects.filter(user=other.person, type="totp").exists()


def test_a_passkey_signs_in_by_itself(abena):
    client = abena.sign_in()
    confirm(client)
    passkey = add_passkey(client)
    other = abena.browser()
    signed = passkey.get(passkey_options(other))
    answer = other.post(
        "/sign-in/passkey", {"credential": json.dumps(signed), "next": "/me/name"}
    )
    assert answer.url == "/me/name"
    assert is_in(other)
    assert KnownDevice.objects.filter(person=abena.person).count() == 2


def test_secrets_are_sealed_in_the_database(abena):
    held = Authenticator.objects.get(user=abena.person, type="totp")
    assert abena.secret not in str(held.data)
    assert abena.secret.encode() not in base64.urlsafe_b64decode(held.data["secret"])


@pytest.mark.parametrize("code", ["1234", "1234567", "12a456", "123456789"])
def test_what_cannot_be_a_code_is_said_to_be_none(cast, code):
    abena = cast.people["abena"]
    said = forms.Code({"code": code}, user=abena).errors["code"]
    assert said == [
        "Write six numbers from your app, or eight from your list of recovery codes"
    ]


@pytest.mark.parametrize("code", ["123456", "123 456", "12345678", " 1234-5678 "])
def test_what_looks_like_a_code_is_tried(code):
    forms.CODE(code)


# Invitations


def test_an_invitation_says_who_and_what_and_no_child(cast):
    page = words_of(Client().get(relative(cast)))
    assert "Margaret Pryce invites you" in page
    assert "Bramblecote Primary School and Nursery" in page
    assert "as aunt" in page
    assert "decide who else may see it" in page
    assert not names_of_children() & set(re.findall(r"\w+", page))
    page = words_of(Client().get(relative(cast, role="relative")))
    assert "decide" not in page
    page = words_of(Client().get(colleague(cast, manages_people=True)))
    assert "as key worker" in page
    assert "look after your colleagues’ accounts" in page


def test_the_letter_names_nobody(cast, django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        relative(cast, role="relative")
    (letter,) = mailoutbox
    text = letter.subject + letter.body
    people = {person.name for person in Person.objects.all()}
    assert not any(name in text for name in people | names_of_children())
    assert "Salma" not in text


def test_a_new_account_joins_once_both_steps_are_there(cast):
    link = relative(cast)
    client = Client(headers={"User-Agent": CHROME})
    answer = client.post(link, {"name": "Salma Hossain", "password": PASSWORD})
    assert answer.url == "/me/second-factor"
    salma = Person.objects.get(email="new@plait.example")
    assert not Tie.objects.filter(person=salma).exists()
    assert client.get("/hats").url == "/me/second-factor"
    add_passkey(client)
    page = client.get("/me/codes").content.decode()
    assert f'action="{link}"' in page
    assert client.post(link, {"codes": "saved"}).url == "/"
    tie = Tie.objects.get(person=salma)
    assert (tie.child_id, tie.relation, tie.role) == (cast.rafi.pk, "aunt", "pr")
    assert client.session[sessions.HAT] == "family"
    assert client.get("/me/codes").url == "/me/codes/new"


def test_somebody_who_left_in_the_middle_can_go_on(cast):
    link = relative(cast)
    first = Client(headers={"User-Agent": CHROME})
    first.post(link, {"name": "Salma Hossain", "password": PASSWORD})
    later = Client(headers={"User-Agent": CHROME})
    assert later.post(link, {"have": "account"}).url.startswith("/sign-in?next=")
    answer = give_password(later, "new@plait.example")
    assert answer.status_code == 302
    assert "One thing is missing" in words_of(later.get(link))
    assert later.post(link).url == "/me/second-factor"
    confirm(later)
    add_passkey(later)
    later.post(link, {"codes": "saved"})
    assert Tie.objects.filter(person__email="new@plait.example").exists()


def test_an_account_is_opened_once(cast):
    link = colleague(cast, "abena@plait.example")
    before = Person.objects.count()
    answer = Client().post(link, {"name": "Abena", "password": PASSWORD})
    assert "There is an account with the address" in words_of(answer)
    assert Person.objects.count() == before


def test_somebody_who_works_there_already_is_not_employed_twice(cast):
    abena = cast.client("abena")
    assert abena.post(colleague(cast)).url == "/"
    running = Employment.objects.filter(person=cast.people["abena"], until_at=None)
    assert running.count() == 1


def test_a_second_employer_is_a_second_hat(cast):
    tomasz = cast.client("tomasz")
    link = colleague(cast)
    assert "You are signed in as" in words_of(tomasz.get(link))
    assert tomasz.post(link).url == "/"
    assert tomasz.session[sessions.HAT] == str(cast.agencies["bramblecote"].pk)
    assert "How are you here today?" in words_of(tomasz.get("/hats"))


def test_looking_at_an_invitation_changes_nothing(cast):
    link = colleague(cast)
    for client in (Client(), cast.client("tomasz")):
        client.get(link)
    assert Invitation.objects.get(email="new@plait.example").accepted_at is None


@pytest.mark.parametrize("change", ["used", "withdrawn", "late"])
def test_an_invitation_that_is_not_open_opens_nothing(cast, change):
    """Asked of the operation itself, which does not rely on the page."""
    token = colleague(cast).rpartition("/")[2]
    past, leon = cast.now - timedelta(days=1), cast.people["leon"]
    changes = {
        "used": {"accepted_at": past, "accepted_by": leon},
        "withdrawn": {"withdrawn_at": past},
        "late": {"expires_at": past},
    }
    Invitation.objects.filter(email="new@plait.example").update(**changes[change])
    with pytest.raises(TooLate):
        team.accept_invitation(token, person=leon, now=datetime.now(UTC))


def test_an_invitation_ends_with_the_right_of_whoever_sent_it(cast):
    link = colleague(cast)
    Employment.objects.filter(person=cast.people["margaret"]).update(
        manages_people=False
    )
    answer = cast.client("tomasz").post(link)
    assert "This invitation is not open" in words_of(answer)
    assert Invitation.objects.get(email="new@plait.example").accepted_at is None
    family = relative(cast, "other@plait.example")
    Tie.objects.filter(person=cast.people["margaret"]).update(until_at=cast.now)
    assert "not open" in words_of(cast.client("tomasz").post(family))
    assert not Tie.objects.filter(person=cast.people["tomasz"], kind="family").exists()


# People


@pytest.mark.parametrize("key", EVERYBODY)
def test_people_is_for_those_who_look_after_accounts(cast, key):
    answers = [
        cast.client(key).get(page)
        for page in ("/people", "/people/invite", "/people/hours")
    ]
    expected = {"callum": 302}.get(key, 200 if key in MANAGERS else 403)
    assert [answer.status_code for answer in answers] == [expected] * 3


def test_people_shows_one_agency_and_no_child(cast):
    page = words_of(cast.client("margaret").get("/people"))
    assert "4 people work here" in page
    assert "Abena Owusu" in page
    assert "Callum Reid" not in page
    assert "Tomasz Wilk" not in page
    assert not names_of_children() & set(re.findall(r"\w+", page))


def test_people_asks_the_database_no_more_for_more(cast, django_assert_max_num_queries):
    margaret = cast.client("margaret")
    with django_assert_max_num_queries(15):
        margaret.get("/people")
    for number in range(10):
        colleague(cast, f"{number}@plait.example")
    with django_assert_max_num_queries(15):
        margaret.get("/people")


def test_a_colleague_is_invited_and_the_invitation_taken_back(cast):
    margaret = cast.client("margaret")
    new = {"name": "Ola Berg", "email": "Ola@Plait.example", "role": "teacher",
           "manages_people": "yes"}  # fmt: skip
    margaret.post("/people/invite", new)
    held = Invitation.objects.get(name="Ola Berg")
    assert (held.email, held.manages_people) == ("ola@plait.example", True)
    assert "Ola Berg" in words_of(margaret.get("/people"))
    assert margaret.post(f"/people/invitations/{held.pk}/withdraw").url == "/people"
    assert "Ola Berg" not in words_of(margaret.get("/people"))
    assert margaret.get(f"/people/invitations/{held.pk}/withdraw").status_code == 404


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Abena@plait.example", "Abena Owusu works here already"),
        ("ola@plait.example", "Ola Berg has been invited with this address already"),
    ],
)
def test_nobody_is_invited_twice(cast, address, said):
    margaret = cast.client("margaret")
    new = {"name": "Ola Berg", "email": "ola@plait.example", "role": "teacher",
           "manages_people": "no"}  # fmt: skip
    margaret.post("/people/invite", new)
    answer = margaret.post("/people/invite", new | {"name": "X", "email": address})
    assert said in words_of(answer)
    assert not Invitation.objects.filter(name="X").exists()


def test_only_of_ones_own_people_it_is_said_that_they_are_here(cast):
    new = {"name": "X", "email": "tomasz@plait.example", "role": "teacher",
           "manages_people": "no"}  # fmt: skip
    assert cast.client("margaret").post("/people/invite", new).url == "/people"


def test_only_jobs_of_the_own_kind_are_offered(cast):
    margaret = cast.client("margaret")
    new = {
        "name": "X",
        "email": "x@plait.example",
        "role": "social_worker",
        "manages_people": "no",
    }
    answer = margaret.post("/people/invite", new)
    assert answer.status_code == 200
    assert not Invitation.objects.filter(email="x@plait.example").exists()


def test_nobody_reaches_into_another_agency(cast):
    theirs = Employment.objects.get(person=cast.people["tomasz"])
    margaret = cast.client("margaret")
    for page in ("leave", "accounts"):
        for answer in (margaret.get(f"/people/{theirs.pk}/{page}"),
                       margaret.post(f"/people/{theirs.pk}/{page}")):  # fmt: skip
            assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.until_at is None


def test_somebody_has_left(cast):
    own = Employment.objects.get(person=cast.people["abena"])
    margaret, abena = cast.client("margaret"), cast.client("abena")
    page = words_of(margaret.get(f"/people/{own.pk}/leave"))
    assert "Abena’s part in every child’s team here ends." in page
    assert "Where Abena leads a child’s team, nobody leads it from then on." in page
    assert not names_of_children() & set(re.findall(r"\w+", page))
    assert is_in(abena)
    assert margaret.post(f"/people/{own.pk}/leave").url == "/people"
    assert not is_in(abena)
    assert not Tie.objects.filter(person=cast.people["abena"], until_at=None).exists()


def test_whoever_is_the_last_to_look_after_accounts_is_told(cast):
    margaret = cast.client("margaret")
    own = Employment.objects.get(person=cast.people["margaret"])
    leon = Employment.objects.get(person=cast.people["leon"])
    assert "Nobody else looks after accounts" in words_of(
        margaret.get(f"/people/{own.pk}/leave")
    )
    assert margaret.post(f"/people/{leon.pk}/accounts").url == "/people"
    assert "Nobody else" not in words_of(margaret.get(f"/people/{own.pk}/leave"))
    assert cast.client("leon").get("/people").status_code == 200


def test_hours_and_promise(cast):
    margaret = cast.client("margaret")
    answer = margaret.post(
        "/people/hours", {"hours": "Mornings", "replies_within_days": "31"}
    )
    assert answer.status_code == 200
    answer = margaret.post(
        "/people/hours", {"hours": "Mornings", "replies_within_days": "3"}
    )
    assert answer.url == "/people"
    nursery = Agency.objects.get(code="bramblecote")
    assert (nursery.hours, nursery.replies_within_days) == ("Mornings", 3)
    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["Saved."]


def test_an_invitation_sent_twice_by_a_double_press_goes_once(cast):
    margaret = cast.client("margaret")
    page = margaret.get("/people/invite").content.decode()
    new = {"name": "Ola Berg", "email": "ola@plait.example", "role": "teacher",
           "manages_people": "no", "once": re.search(r'name="once" value="([^"]+)"', page)[1]}  # fmt: skip
    for _ in range(2):
        assert margaret.post("/people/invite", new).url == "/people"
    assert Invitation.objects.filter(name="Ola Berg").count() == 1


def test_an_invitation_is_good_for_two_weeks(cast):
    link = colleague(cast)
    assert "invites you" in words_of(Client().get(link))
    sent = Invitation.objects.get(email="new@plait.example")
    assert sent.expires_at - sent.made_at == timedelta(days=14)
