"""A parent is invited: those who decide already know of it, and can say that it is wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.access.models import Person
from plait.notices.models import Notice
from plait.sharing.models import Record
from plait.team import operations, queries
from plait.team.models import Invitation, Involvement
from plait.team.operations.invitations import Guest
from plait.team.web.forms import NOT_CHECKED
from tests.pages_read import words_of

DAD = {
    "name": "Mallory Green",
    "relation": "dad",
    "role": "pr",
    "email": "mallory@plait.example",
}


def send(cast, **answers):
    there = reverse("team:invite-family", kwargs={"child_id": cast.rafi.pk})
    return cast.client("margaret").post(there, DAD | answers)


def invite(cast, role="pr", at=None):
    guest = Guest("family", DAD["name"], DAD["email"], role, "dad")
    viewer = cast.viewer("margaret", at=at)
    return operations.invite(guest, viewer=viewer, child=cast.rafi)


def join(cast, token, at=None):
    person = Person.objects.create_user(email=DAD["email"], name=DAD["name"])
    operations.accept_invitation(token, person=person, now=at or cast.now)
    return person


def family_page(cast, key):
    there = reverse("family:today", kwargs={"child_id": cast.rafi.pk})
    return words_of(cast.client(key).get(there))


def told():
    """But for the privacy lead, who is told of something else."""
    told = Notice.objects.exclude(person=None).exclude(subject__startswith="Something")
    return sorted(told.values_list("address", flat=True))


def test_the_form_says_what_it_gives_and_asks_whether_it_was_checked(cast):
    there = reverse("team:invite-family", kwargs={"child_id": cast.rafi.pk})
    page = words_of(cast.client("margaret").get(there))
    assert "sees everything that the family sees, at once, and can agree" in page

    answer = send(cast)
    assert NOT_CHECKED in words_of(answer)
    assert not Invitation.objects.exists()
    assert send(cast, checked="on").status_code == 302
    assert Invitation.objects.get().role == "pr"


def test_relatives_need_no_such_check(cast):
    assert send(cast, role="relative").status_code == 302


def test_those_who_decide_get_a_message_and_then_another(cast):
    token = invite(cast)
    assert told() == ["conor@plait.example", "shirin@plait.example"]
    join(cast, token)
    assert told() == ["conor@plait.example"] * 2 + ["shirin@plait.example"] * 2
    said = " ".join(one.subject + one.words for one in Notice.objects.all())
    for name in ("Rafi", "Mallory", "Margaret"):
        assert name not in said


def test_nobody_is_told_of_a_relative(cast):
    join(cast, invite(cast, role="relative"))
    assert told() == []
    assert "Mallory" not in family_page(cast, "shirin").partition("Our team")[0]


@pytest.mark.parametrize("key", ["shirin", "conor"])
def test_the_family_page_says_who_is_invited_and_whom_to_tell(cast, key):
    assert "decide with you" not in family_page(cast, key)
    invite(cast)
    page = family_page(cast, key)
    assert (
        "Margaret Pryce has invited Mallory Green, as dad, to decide with you" in page
    )
    assert "If that is wrong, tell Margaret." in page


def test_a_grandmother_who_does_not_decide_is_not_told(cast):
    invite(cast)
    assert "Mallory" not in family_page(cast, "nani")


def test_it_is_said_for_two_weeks_after_joining(cast):
    ago = timedelta(days=20)
    joined = cast.now - ago + timedelta(days=7)
    person = join(cast, invite(cast, at=cast.now - ago), joined)
    assert "Mallory Green now decides with you" in family_page(cast, "shirin")

    shirin = cast.viewer("shirin", at=joined + timedelta(days=14))
    assert queries.list_new_deciders(cast.rafi, viewer=shirin) == []
    themselves = cast.viewer("shirin")
    themselves = type(themselves)(
        hat=type(themselves.hat)(person.pk, None), now=cast.now
    )
    assert queries.list_new_deciders(cast.rafi, viewer=themselves) == []


def test_of_an_inviter_whose_part_is_kept_from_somebody_they_hear_nothing(cast):
    own = Involvement.objects.unfiltered("the test keeps it back").get(
        record__child=cast.rafi, tie__person=cast.people["margaret"]
    )
    Record.objects.unfiltered("the test keeps it back").filter(pk=own.pk).update(
        release=0
    )
    invite(cast)
    assert told() == []
    assert "Mallory" not in family_page(cast, "shirin")
