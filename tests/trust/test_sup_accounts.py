"""SUP-1 and SUP-3: looking after accounts, or this Plait itself, opens no child."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, get_resolver, reverse

from plait.access.decisions import NotPermitted, TooLate
from plait.access.models import Person
from plait.agencies.models import Employment
from plait.children.models import Child, Tie
from plait.ledger.models import Line
from plait.sharing.models import Record
from plait.team import operations as team
from plait.team import unheld
from plait.team.operations.invitations import Guest
from tests.members import invitation_for
from tests.pages_read import words_of
from tests.trust import surfaces, twins
from tests.trust.moments import at, signed_in, the_clock
from tests.trust.twins import Reader

WHY = "looking on from outside"


@pytest.fixture
def admin(cast):
    """Petra looks after the accounts of Larkfield, and has no child there."""
    Employment.objects.filter(person=cast.people["petra"]).update(manages_people=True)
    return Reader("petra")


def test_sup_1_looking_after_accounts_shows_no_child_anywhere(admin, cast):
    """Every address there is, opened and sent to; no name, and nothing written."""
    world = twins.Ordinary(cast)
    viewer = admin.viewer(cast, cast.now)
    ids = twins.filling(admin, world)
    names = {child.family_name for child in Child.objects.all()} - {""}
    client = cast.client("petra")
    before = Record.objects.unfiltered(WHY).count()

    for page in surfaces.pages():
        for address in surfaces.addresses(page, ids, viewer):
            answer = surfaces.ask(client, address, name=page.name)
            told = [name for name in names if re.search(rf"\b{name}\b", answer.text)]
            assert not told, (page.name, told)
            if "child_id" in page.parts:
                assert answer.status in (404, 405), page.name
                sent = surfaces.ask(client, address, method="post", name=page.name)
                assert sent.status in (404, 405), page.name

    assert Record.objects.unfiltered(WHY).count() == before


def test_sup_1_no_account_stands_above_the_others():
    """No flag that opens more, no second door for those who run it, and no change of
    identity: whoever helps sits beside the person whose screen it is."""
    fields = {field.name for field in Person._meta.get_fields()}
    assert not fields & {"is_superuser", "is_staff", "groups", "user_permissions"}
    assert not apps.is_installed("django.contrib.admin")
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    named = {str(name) for name in get_resolver().reverse_dict}
    assert not [name for name in named if "imperson" in name or "hijack" in name]


# --- SUP-3 ---


@pytest.fixture
def gap(cast):
    """Nobody of Rowan holds Rafi any more; Tomasz only looks after accounts there."""
    tie = Tie.objects.get(child=cast.rafi, person=cast.people["tomasz"])
    team.leave_team(tie, child=cast.rafi, viewer=cast.viewer("tomasz"))
    moment = cast.now + timedelta(seconds=1)
    (found,) = unheld.list_gaps(cast.viewer("tomasz", at=moment))
    return found


def colleague(cast):
    person = Person.objects.create_user(
        email="ruth@plait.example", name="Ruth Lindqvist"
    )
    return Employment.objects.create(
        person=person, agency=cast.agencies["rowan"], role="speech_therapist",
        from_at=cast.now - timedelta(days=9),
    )  # fmt: skip


def test_sup_3_nobody_gives_a_child_to_themself_by_looking_after_accounts(cast, gap):
    moment = cast.now + timedelta(seconds=2)
    tomasz = cast.viewer("tomasz", at=moment)
    me, ruth = Employment.objects.get(person=cast.people["tomasz"]), colleague(cast)

    with pytest.raises(NotPermitted, match="opens no child to you"):
        team.take_on(gap, me, viewer=tomasz)
    client = signed_in(cast, "tomasz", moment)
    with the_clock(moment):
        there = f"/unheld/{gap.key}"
        page = words_of(client.get(there))
        assert "Ruth Lindqvist" in page
        assert "I do" not in page
        assert client.post(there, {"who": str(me.pk)}).status_code == 200
    now = Tie.objects.filter(child=cast.rafi, agency=me.agency, until_at=None)
    assert not now.exists()

    team.take_on(gap, ruth, viewer=tomasz)

    assert [tie.person for tie in now] == [ruth.person]
    shown = at(cast, "shirin", moment, f"/children/{cast.rafi.pk}/team", family=True)
    assert "Ruth Lindqvist" in words_of(shown), "the family sees who has come"
    line = Line.objects.get(act="team.unheld.taken-on")
    assert (line.person_id, line.child_id) == (tomasz.person_id, cast.rafi.pk)


def test_sup_3_whoever_is_alone_is_told_whom_to_ask(cast, gap):
    """And the council sees that there is one, as where nobody is left (HO6)."""
    moment = cast.now + timedelta(seconds=2)
    page = words_of(at(cast, "tomasz", moment, f"/unheld/{gap.key}"))
    assert "Nobody else works with you here" in page
    assert "can add you to the team" in page
    daniel = cast.viewer("daniel", at=moment)
    there = [one for one in unheld.list_gaps(daniel) if one.agency]
    assert [one.agency.code for one in there] == ["rowan"]


@pytest.mark.parametrize("what", ["a job", "a family"])
def test_sup_3_nobody_takes_up_an_invitation_that_they_sent(cast, what):
    margaret, viewer = cast.people["margaret"], cast.viewer("margaret")
    if what == "a job":
        link = invitation_for(cast, margaret.email)
    else:
        token = team.invite(
            Guest("family", "Somebody", margaret.email, "pr", "aunt"),
            viewer=viewer, child=cast.rafi,
        )  # fmt: skip
        link = reverse("team:invitation", args=[token])
    token = link.rsplit("/", 1)[1]
    with pytest.raises(TooLate):
        team.accept_invitation(token, person=margaret, now=cast.now)
    assert not Tie.objects.filter(person=margaret, kind="family").exists()
