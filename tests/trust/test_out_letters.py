"""What came by letter or phone, and what is taken back (D70 to D74): OUT-8, EXI-8,
BAK-1."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from plait.access.decisions import NotPermitted, TooLate
from plait.children.finding import Sought
from plait.children.models import Tie
from plait.ledger.models import Line
from plait.privacy import closings, deadlines
from plait.privacy.models import AccessRequest
from plait.privacy.operations import answers
from plait.privacy.operations import letters as operations
from plait.privacy.operations.answers import Verdict
from plait.privacy.operations.letters import Letter
from plait.privacy.queries import letters, requests, retention
from plait.privacy.web.letter_forms import NOT_FOUND, WAITS
from plait.sharing.models import Record, Restriction
from tests import cases, requests_made

pytestmark = pytest.mark.django_db
ENTER = "/privacy/requests/by-letter-or-phone"
State = AccessRequest.State


def typed(cast, *, child=None, by="shirin", back=20, **changed):
    """What is typed for a letter, so many days back."""
    child = child or cast.rafi
    came = cast.viewer("margaret").today - timedelta(days=back)
    return {
        "came": "letter",
        **day("came_on", came),
        "name": child.given_name,
        "family_name": child.family_name,
        **day("born_on", child.born_on),
        "email": cast.people[by].email,
        "words": "",
    } | changed


def day(name: str, on: date) -> dict[str, str]:
    said = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{name}_{part}": str(number) for part, number in said.items()}


def entered(cast, *, back=20, key="margaret", by="shirin", child=None):
    child, viewer = child or cast.rafi, cast.viewer(key)
    sought = Sought(child.given_name, child.family_name, child.born_on)
    named = letters.find(sought, cast.people[by].email, viewer=viewer)
    assert named
    came = viewer.today - timedelta(days=back)
    return operations.enter(named, Letter("letter", came), viewer=viewer)


def test_a_letter_counts_from_the_day_it_came(cast):
    client = cast.client("margaret")

    page = client.post(ENTER, typed(cast, words="Reports, please"))

    made = AccessRequest.objects.get(child=cast.rafi, agency__code="bramblecote")
    came = cast.viewer("margaret").today - timedelta(days=20)
    assert page.headers["Location"] == reverse("privacy:request", args=[made.pk])
    assert (made.asked_by, made.came) == (cast.people["shirin"], "letter")
    assert made.clock_from_on == came
    assert made.due_on == deadlines.due_on(came)
    desk = client.get(page.headers["Location"]).content.decode()
    assert "It came by letter." in desk
    assert "Reports, please" in desk
    own = reverse("privacy:ask", args=[cast.rafi.pk])
    told = cast.client("shirin").get(own).content.decode()
    assert "You get an answer by" in told
    line = Line.objects.get(act="privacy.request.asked", child_id=cast.rafi.pk)
    assert line.person_id == cast.people["margaret"].pk


def test_d70_whoever_is_said_to_have_asked_hears_what_to_do_if_not(
    cast, django_capture_on_commit_callbacks
):
    """By a message that names nobody; one's own asking is told in other words."""
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        entered(cast)
        requests_made.asked(cast, by="conor")

    told = {one.to[0]: f"{one.subject} {one.body}" for one in mail.outbox}
    assert "if it was not you who asked" in told[cast.people["shirin"].email]
    assert "if it was not you" not in told[cast.people["conor"].email]
    for said in told.values():
        assert not any(word in said for word in ("Rafi", "Shirin", "Bramblecote"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"came": ""}, "Choose how it came"),
        ({"came_on_day": ""}, "Add the day"),
        ({"email": ""}, "Enter the e-mail address of whoever asks"),
        ({"email": "nobody"}, "Enter an e-mail address like"),
        ({"back": -1}, "That day is still to come"),
        ({"back": 100}, "That is more than three months ago"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(cast, changed, sentence):
    page = cast.client("margaret").post(ENTER, typed(cast, **changed))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not AccessRequest.objects.filter(child=cast.rafi).exists()


def sealed_from_margaret(cast):
    Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["margaret"],
        from_at=cast.now,
    )  # fmt: skip


def of_margarets_family(cast):
    Restriction.objects.filter(aimed_person=cast.people["margaret"]).delete()
    Tie.objects.create(
        child=cast.rafi, person=cast.people["margaret"], kind="family",
        role="relative", relation="aunt", from_at=cast.now - timedelta(days=1),
    )  # fmt: skip


NOBODY = {
    "a wrong address": lambda cast: {"email": "nobody@plait.example"},
    "another family's parent": lambda cast: {"by": "thandi"},
    "a relative who does not decide": lambda cast: {"by": "nani"},
    "a colleague": lambda cast: {"by": "abena"},
    "whoever writes it down": lambda cast: {"by": "margaret"},
    "a wrong birthday": lambda cast: day("born_on", date(2021, 1, 1)),
    "no such child": lambda cast: {"name": "Quentin"},
    "a child of another school": lambda cast: {"child": cast.tilda, "by": "tilda"},
    "closed to whoever writes": lambda cast: sealed_from_margaret(cast) or {},
    "of their own family": lambda cast: of_margarets_family(cast) or {},
}


def test_one_sentence_whatever_was_wrong(cast):
    """D71: the page is the same in every case, but for what was typed."""
    told = set()
    for why, changed in NOBODY.items():
        given = typed(cast, **changed(cast))
        page = cast.client("margaret").post(ENTER, given)
        assert page.status_code == 200, why
        assert NOT_FOUND in page.content.decode().replace("&#39;", "’"), why
        wrong = re.findall('error-message">(.+?)</p>', page.content.decode(), re.S)
        told.add(tuple(" ".join(one.split()) for one in wrong))
    assert len(told) == 1
    assert len(next(iter(told))) == 3  # beside each answer that may be wrong
    assert not AccessRequest.objects.filter(child__in=[cast.rafi]).exists()


def test_only_those_who_answer_write_it_down(cast):
    cases.employ(cast, "pam", "bramblecote", "privacy_lead")
    for key in ("abena", "owen", "leon", "margaret", "callum"):
        page = cast.client(key).get(ENTER)
        assert page.status_code == 404 or page.headers.get("Location") == "/hats", key
    for key in ("shirin", "conor", "nani"):
        assert cast.client(key).get(ENTER).status_code == 404


@pytest.mark.parametrize("key", ["ayesha", "priya", "petra"])
def test_a_lead_of_another_agency_finds_nobody(cast, key):
    """Their service has nothing to do with the child; they do not learn that one is."""
    named = Sought("Rafi", cast.rafi.family_name, cast.rafi.born_on)
    viewer = cast.viewer(key)
    Tie.objects.filter(child=cast.rafi, agency=viewer.agency_id).delete()
    Record.objects.unfiltered("t").filter(
        child=cast.rafi, owner_agency=viewer.agency_id
    ).update(owner_agency=cast.agencies["rowan"])

    assert letters.find(named, cast.people["shirin"].email, viewer=viewer) is None
    page = cast.client(key).post(ENTER, typed(cast))
    assert NOT_FOUND in page.content.decode()


def test_the_operation_asks_again(cast):
    viewer = cast.viewer("margaret")
    shirin = letters.Named(cast.rafi, cast.people["shirin"])
    came = Letter("phone", viewer.today)
    for named in (
        letters.Named(cast.rafi, cast.people["nani"]),
        letters.Named(cast.tilda, cast.people["tilda"]),
    ):
        with pytest.raises(NotPermitted):
            operations.enter(named, came, viewer=viewer)
    for back in (-1, 100):
        on = viewer.today - timedelta(days=back)
        with pytest.raises(NotPermitted):
            operations.enter(shirin, Letter("phone", on), viewer=viewer)
    with pytest.raises(NotPermitted):
        operations.enter(shirin, came, viewer=cast.viewer("owen"))
    operations.enter(shirin, came, viewer=viewer)
    with pytest.raises(TooLate):
        operations.enter(shirin, came, viewer=viewer)


def test_one_who_is_answered_already_is_said(cast):
    requests_made.asked(cast)

    page = cast.client("margaret").post(ENTER, typed(cast))

    assert WAITS in page.content.decode()


@pytest.mark.parametrize("state", ["asked", "taken_on", "prepared"])
def test_whoever_asked_takes_it_back(cast, state, django_capture_on_commit_callbacks):
    request = getattr(requests_made, state)(cast)
    bramblecote = cast.agencies["bramblecote"].pk
    assert retention.is_held(cast.rafi.pk, bramblecote)
    mail.outbox.clear()
    mum = cast.client("shirin")
    address = reverse("privacy:take-back", args=[cast.rafi.pk, request.pk])

    assert "Take it back" in mum.get(address).content.decode()
    request.refresh_from_db()
    assert request.state != State.WITHDRAWN, "only once it is confirmed"
    with django_capture_on_commit_callbacks(execute=True):
        mum.post(address)

    request.refresh_from_db()
    assert (request.state, request.withdrawn_came) == (State.WITHDRAWN, "page")
    assert not retention.is_held(cast.rafi.pk, bramblecote)
    roles = ("answers_request", "decides_harm")
    assert not Tie.objects.filter(
        child=cast.rafi, role__in=roles, until_at=None
    ).exists()
    for item in request.items.all():
        assert (item.given, item.picture, item.takes_out) == ([], "", [])
    assert cast.people["margaret"].email in {one.to[0] for one in mail.outbox}
    for message in mail.outbox:
        said = f"{message.subject} {message.body}"
        assert not any(word in said for word in ("Rafi", "Shirin", "Bramblecote"))


def test_nothing_more_can_be_done_with_it(cast):
    request = requests_made.prepared(cast)
    item = requests_made.first_item(request)
    operations.take_back(request.pk, cast.rafi, viewer=cast.viewer("shirin"))

    for act in (answers.release, answers.send_back, answers.prepare):
        with pytest.raises(NotPermitted):
            act(request.pk, viewer=cast.viewer("owen"))
    with pytest.raises(NotPermitted):
        answers.decide(item.pk, Verdict("whole"), request_id=request.pk,
                       viewer=cast.viewer("margaret"))  # fmt: skip
    with pytest.raises(NotPermitted):
        operations.take_back(request.pk, cast.rafi, viewer=cast.viewer("shirin"))
    lead = cast.client("margaret")
    desk = lead.get(reverse("privacy:request", args=[request.pk])).content.decode()
    assert "By whoever asked, on their own page, on " in desk
    assert "Answer by" not in desk
    assert "Taken back" in lead.get(reverse("privacy:requests")).content.decode()
    of_item = reverse("privacy:request-item", args=[request.pk, item.pk])
    assert lead.get(of_item).status_code == 404
    answer = reverse("privacy:answer", args=[cast.rafi.pk, request.pk])
    mum = cast.client("shirin")
    assert mum.get(answer).status_code == 404
    own = mum.get(reverse("privacy:ask", args=[cast.rafi.pk])).content.decode()
    assert "You took this back" in own
    assert requests_made.asked(cast).pk != request.pk, "they can ask again"


def test_nobody_else_takes_it_back(cast):
    request = requests_made.asked(cast)
    own = reverse("privacy:take-back", args=[cast.rafi.pk, request.pk])
    desk = reverse("privacy:taken-back", args=[request.pk])

    for key in ("conor", "nani", "abena", "margaret", "petra", "tomasz"):
        client = cast.client(key)
        assert client.post(own).status_code == 404, key
        if key != "margaret":
            assert client.post(desk, {"came": "letter"}).status_code == 404, key
    for key in ("shirin", "owen", "ayesha"):
        assert cast.client(key).post(desk, {"came": "letter"}).status_code == 404, key
    request.refresh_from_db()
    assert request.state == State.ASKED


def test_one_that_was_answered_is_not_taken_back(cast):
    request = requests_made.released(cast)

    with pytest.raises(NotPermitted):
        operations.take_back(request.pk, cast.rafi, viewer=cast.viewer("shirin"))


def test_it_is_taken_back_by_letter(cast, django_capture_on_commit_callbacks):
    request = entered(cast)
    lead = cast.client("margaret")
    address = reverse("privacy:taken-back", args=[request.pk])
    assert (
        "Choose how they told you" in lead.post(address, {"came": ""}).content.decode()
    )
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        lead.post(address, {"came": "phone"})

    assert [one.to[0] for one in mail.outbox] == [cast.people["shirin"].email]
    own = reverse("privacy:ask", args=[cast.rafi.pk])
    assert "that you took this back by phone" in (
        cast.client("shirin").get(own).content.decode()
    )


def test_a_tie_lasts_while_another_request_can_be_sent_back(cast):
    """Rafi's dad asks, too; his waits for a second person when hers is taken back."""
    hers = requests_made.taken_on(cast)
    his = requests_made.asked(cast, by="conor")
    AccessRequest.objects.filter(pk=his.pk).update(
        state=State.PREPARED, taken_by=cast.people["margaret"],
        prepared_by=cast.people["margaret"],
    )  # fmt: skip

    operations.take_back(hers.pk, cast.rafi, viewer=cast.viewer("shirin"))

    live = Tie.objects.filter(until_at=None, person=cast.people["margaret"])
    assert live.filter(role="answers_request").exists()


def test_bak_1_a_restore_does_not_reopen_it(cast):
    """The backup is older: there it waits for a second person, with its words."""
    request = requests_made.prepared(cast)
    given = dict(request.items.values_list("pk", "given"))
    assert any(given.values())
    operations.take_back(request.pk, cast.rafi, viewer=cast.viewer("shirin"))
    line = Line.objects.filter(act="privacy.request.withdrawn")
    assert line.filter(child_id=cast.rafi.pk).exists(), "the journal notes it by this"
    closing = next(one for one in closings.CLOSINGS if "taken back" in one.name)
    kept = closing.facts(cast.rafi.pk)
    AccessRequest.objects.filter(pk=request.pk).update(
        state=State.PREPARED, withdrawn_at=None, withdrawn_by=None, withdrawn_came=""
    )
    for pk, words in given.items():
        request.items.filter(pk=pk).update(given=words)

    assert closing.close(cast.rafi.pk, kept) == 1
    assert closing.close(cast.rafi.pk, kept) == 0

    again = requests.get_own(request.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    assert (again.state, again.withdrawn_came) == (State.WITHDRAWN, "page")
    assert again.withdrawn_by == cast.people["shirin"]
    assert not any(again.items.values_list("given", flat=True))
