"""Who has a part in answering: nobody too close, and nobody from whom it is sealed."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.evidence.models import Observation
from plait.ledger.models import Line
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.operations import answers
from plait.privacy.operations import requests as operations
from plait.privacy.operations.answers import Verdict
from plait.privacy.queries import answer, requests
from plait.sharing import operations as sharing
from plait.sharing.models import Restriction
from plait.today.web.requests import todos_of
from tests import cases, requests_made

pytestmark = pytest.mark.django_db


def closed(cast, person, *, aim="at_work", record=None):
    """Everything about Rafi, or one record, closed to one person from now on."""
    return Restriction.objects.create(
        child=cast.rafi, record=record, aim=aim, aimed_person=person,
        breakable=False, from_at=cast.now,
    )  # fmt: skip


def at_work(cast, key, role):
    """Somebody of the family who works at Bramblecote as well."""
    employment = Employment.objects.create(
        person=cast.people[key], agency=cast.agencies["bramblecote"], role=role,
        from_at=cast.now,
    )  # fmt: skip
    hat = Hat(employment.person_id, employment.agency_id)
    return Viewer(hat, cast.now, role, employment.person.name)


def told(cast, subject):
    """Whose mail has this in its subject."""
    keys = {person.email: key for key, person in cast.people.items()}
    return {keys[one.to[0]] for one in mail.outbox if subject in one.subject}


@pytest.mark.parametrize("aim", ["at_work", "person"])
@pytest.mark.parametrize("state", ["asked", "prepared"])
def test_d75_it_is_not_there_for_whom_the_child_is_closed_to(cast, aim, state):
    lead = cases.employ(cast, "pam", "bramblecote", "safeguarding_lead")
    client = cases.client_of_new(cast, lead)
    viewer = cases.viewer_of(cast, lead, at=cast.now)
    request = getattr(requests_made, state)(cast)
    own = [reverse(f"privacy:{name}", args=[request.pk])
           for name in ("request", "prepared", "longer", "missing", "taken-back")]  # fmt: skip
    assert client.get(own[0]).status_code == 200
    assert request in requests.list_at_desk(viewer)

    closed(cast, lead.person, aim=aim)

    for address in own:
        assert client.get(address).status_code == 404, address
    assert request not in requests.list_at_desk(viewer)
    assert request not in requests.list_waiting(viewer)
    with pytest.raises(AccessRequest.DoesNotExist):
        operations.take_on(request.pk, viewer=viewer)


@pytest.mark.parametrize("key", ["conor", "shirin", "pam"])
def test_d75_another_stands_in_for_a_lead_who_is_too_close(
    cast, key, django_capture_on_commit_callbacks
):
    """The other parent, whoever asked, and who said that they know the family."""
    if key == "pam":
        lead = cases.employ(cast, "pam", "bramblecote", "privacy_lead")
        closed(cast, lead.person)
    else:
        at_work(cast, key, "privacy_lead")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        request = requests_made.asked(cast)

    waits = told(cast, "a request is waiting")
    assert "margaret" in waits
    assert key not in waits
    assert request in requests.list_waiting(cast.viewer("margaret"))
    with django_capture_on_commit_callbacks(execute=True):
        operations.take_on(request.pk, viewer=cast.viewer("margaret"))
        operations.take_longer(request.pk, "Many files", viewer=cast.viewer("margaret"))
        requests_made.prepared(cast)
    assert key not in told(cast, "waits for a second person")


def test_d75_a_lead_of_the_family_does_not_keep_the_desk_from_another_child(cast):
    at_work(cast, "idris", "privacy_lead")

    request = requests_made.asked(cast)

    assert request not in requests.list_waiting(cast.viewer("margaret"))
    assert request.state == AccessRequest.State.ASKED


def test_d75_what_is_held_is_never_decided_by_the_family(
    cast, django_capture_on_commit_callbacks
):
    cases.raised(cast, at=cast.now)
    Employment.objects.filter(person=cast.people["owen"]).update(until_at=cast.now)
    at_work(cast, "conor", "safeguarding_lead")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        request = requests_made.taken_on(cast)

    assert request.items.filter(held=True).exists()
    tied = Tie.objects.filter(child=cast.rafi, role="decides_harm", until_at=None)
    assert tied.filter(person=cast.people["margaret"]).exists()
    assert not tied.filter(person=cast.people["conor"]).exists()
    assert "conor" not in told(cast, "waits for your decision")


def sealed_note(cast, person, said="She shouted at him again"):
    """What concerns a colleague, whom it is closed to."""
    written = sharing.write(
        Observation(saw=said, seen_at=cast.now),
        child=cast.rafi, viewer=cast.viewer("abena"), act="evidence.observation.written",
    ).record  # fmt: skip
    closed(cast, person, aim="person", record=written)
    return written


def page_of(client, request, name="request", *more):
    return client.get(reverse(f"privacy:{name}", args=[request.pk, *more]))


def test_d76_a_colleague_concerned_neither_reads_nor_releases_it(
    cast, django_capture_on_commit_callbacks
):
    note = sealed_note(cast, cast.people["owen"])
    other = cases.employ(cast, "pam", "bramblecote", "safeguarding_lead")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        request = requests_made.prepared(cast)
    owen = cast.viewer("owen")

    page = page_of(cast.client("owen"), request)
    assert "Somebody else has to do this." in page.content.decode()
    assert "Read the answer" not in page.content.decode()
    assert page_of(cast.client("owen"), request, "prepared").status_code == 403
    for act in (answers.release, answers.send_back):
        with pytest.raises(NotPermitted):
            act(request.pk, viewer=owen)
    assert request not in requests.list_waiting(owen)
    assert told(cast, "waits for a second person") >= {"pam"}
    assert "owen" not in told(cast, "waits for a second person")

    pam = cases.viewer_of(cast, other, at=cast.now)
    assert request in requests.list_waiting(pam)
    client = cases.client_of_new(cast, other)
    assert "shouted" in page_of(client, request, "prepared").content.decode()
    answers.release(request.pk, viewer=pam)
    assert request.items.filter(record=note, outcome="whole").exists()


def test_d76_what_is_sealed_is_not_listed_counted_or_there(cast):
    """For whoever took it on: as if it had never been written."""
    request = requests_made.taken_on(cast)
    client = cast.client("margaret")
    before = page_of(client, request).content.decode()
    item = requests_made.first_item(request)
    number = request.items.count()
    assert f"{number} things are left to decide" in before
    assert f">{number}. " in before or f"{number}. Held" in before

    closed(cast, cast.people["margaret"], aim="person", record=item.record)

    after = page_of(client, request).content.decode()
    assert f"{number - 1} things are left to decide" in after
    assert f"{number}. " not in after
    assert ">1. " in after, "counted on without a gap"
    assert str(item.pk) not in after
    assert page_of(client, request, "request-item", item.pk).status_code == 404
    requests_made.decided(cast, but=[item.pk])
    assert "Somebody else has to do this." in page_of(client, request).content.decode()
    with pytest.raises(NotPermitted, match="Somebody else has to do this"):
        answers.prepare(request.pk, viewer=cast.viewer("margaret"))


def test_d76_what_nobody_may_be_given_needs_no_reader(cast):
    """Sealed from whoever asked, too: it is never given (D48), and stops nobody."""
    note = sealed_note(cast, cast.people["margaret"])
    closed(cast, cast.people["shirin"], aim="person", record=note)
    request = requests_made.taken_on(cast)
    item = request.items.get(record=note)
    requests_made.decided(cast, but=[item.pk])

    answers.prepare(request.pk, viewer=cast.viewer("margaret"))

    item.refresh_from_db()
    assert (item.outcome, item.ground, item.given) == ("withhold", "sealed", [])


def test_d76_a_safeguarding_lead_concerned_is_not_asked(
    cast, django_capture_on_commit_callbacks
):
    record = cases.record_of(cases.raised(cast, at=cast.now))
    closed(cast, cast.people["owen"], aim="person", record=record)
    other = cases.employ(cast, "pam", "bramblecote", "safeguarding_lead")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        request = requests_made.taken_on(cast)
    request.items.filter(held=True).exclude(record=record).update(held=False)

    item = request.items.get(record=record)
    assert (
        page_of(cast.client("owen"), request, "request-item", item.pk).status_code
        == 404
    )
    assert "What is kept" not in page_of(cast.client("owen"), request).content.decode()
    assert request not in requests.list_waiting(cast.viewer("owen"))
    assert "pam" in told(cast, "waits for your decision")
    assert request in requests.list_waiting(cases.viewer_of(cast, other, at=cast.now))


def test_d47_nobody_gives_what_they_cannot_read(cast):
    cases.raised(cast, at=cast.now)
    request = requests_made.taken_on(cast)
    item = requests_made.first_item(request, held=True)
    Tie.objects.filter(child=cast.rafi, person=cast.people["owen"]).update(
        until_at=cast.now
    )
    client = cast.client("owen")
    page = page_of(client, request, "request-item", item.pk).content.decode()
    assert "You can only decide that it is not given" in page
    assert 'value="withhold"' in page
    assert 'value="whole"' not in page

    for outcome in ("whole", "parts"):
        with pytest.raises(NotPermitted):
            answers.decide(
                item.pk, Verdict(outcome, "third-party", "Seen", ("gate",)),
                request_id=request.pk, viewer=cast.viewer("owen"),
            )  # fmt: skip
        address = reverse("privacy:request-item", args=[request.pk, item.pk])
        sent = {"outcome": outcome, "ground": "third-party", "reason": "Seen"}
        assert client.post(address, sent).status_code == 200
    item.refresh_from_db()
    assert item.outcome == ""


def test_d49_the_letter_knows_nothing_of_what_is_held(cast):
    cases.raised(cast, at=cast.now)
    request = requests_made.taken_on(cast)
    for item in request.items.all():
        by = "owen" if item.held else "margaret"
        verdict = (
            Verdict("withhold", "court", "So it is") if item.held else Verdict("whole")
        )
        answers.decide(item.pk, verdict, request_id=request.pk, viewer=cast.viewer(by))
    answers.prepare(request.pk, viewer=cast.viewer("margaret"))
    request.refresh_from_db()

    letter = answer.read_answer(request, viewer=cast.viewer("owen")).letter

    assert not any("court decides who may read" in one for one in letter)


def test_d43_what_is_held_is_listed_to_those_who_decide_on_harm_alone(cast):
    cases.raised(cast, at=cast.now)
    head = cases.employ(cast, "pam", "bramblecote", "setting_lead")
    request = requests_made.asked(cast)
    operations.take_on(request.pk, viewer=cases.viewer_of(cast, head, at=cast.now))

    assert "Held for" not in page_of(cast.client("margaret"), request).content.decode()
    assert "What is kept" in page_of(cast.client("owen"), request).content.decode()


def test_d77_another_takes_over_what_somebody_cannot_finish(
    cast, django_capture_on_commit_callbacks
):
    """A second privacy lead finishes what the first, who is ill, has begun."""
    first = cases.employ(cast, "pam", "bramblecote", "privacy_lead")
    second = cases.employ(cast, "quentin", "bramblecote", "privacy_lead")
    cases.raised(cast, at=cast.now)
    ill, well = (cases.viewer_of(cast, one, at=cast.now) for one in (first, second))
    request = requests_made.asked(cast)
    operations.take_on(request.pk, viewer=ill)
    item = requests_made.first_item(request)
    answers.decide(item.pk, Verdict("whole"), request_id=request.pk, viewer=ill)
    client = cases.client_of_new(cast, second)
    assert "Pam Moor answers this now" in page_of(client, request).content.decode()
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("privacy:request", args=[request.pk])
        assert client.post(address, {"do": "take-on"}).status_code == 302

    request.refresh_from_db()
    assert request.taken_by == second.person
    assert request.items.get(pk=item.pk).outcome == "whole", "what was decided stays"
    live = Tie.objects.filter(child=cast.rafi, until_at=None)
    assert not live.filter(person=first.person).exists()
    assert live.filter(person=second.person, role="answers_request").count() == 1
    assert live.filter(person=cast.people["owen"], role="decides_harm").count() == 1
    line = Line.objects.get(act="privacy.request.taken-over")
    assert json.loads(line.details)["former"] == str(first.person_id)
    assert told(cast, "somebody else answers") == {"pam"}
    assert not any("Rafi" in one.body or "Moor" in one.body for one in mail.outbox)

    left = page_of(cases.client_of_new(cast, first), request).content.decode()
    assert "What is kept" not in left
    with pytest.raises(RequestItem.DoesNotExist):
        answers.decide(item.pk, Verdict("whole"), request_id=request.pk, viewer=ill)
    for one in request.items.filter(outcome=""):
        answers.decide(
            one.pk, Verdict("withhold", "legal", "."), request_id=request.pk,
            viewer=cast.viewer("owen") if one.held else well,
        )  # fmt: skip
    answers.prepare(request.pk, viewer=well)


def test_d77_what_the_new_person_cannot_read_is_held(cast):
    second = cases.employ(cast, "pam", "bramblecote", "setting_lead")
    viewer = cases.viewer_of(cast, second, at=cast.now)
    Employment.objects.filter(pk=second.pk).update(role="privacy_lead")
    request = requests_made.asked(cast)
    operations.take_on(request.pk, viewer=viewer)
    item = requests_made.first_item(request)
    third = cases.employ(cast, "quentin", "bramblecote", "privacy_lead")
    closed(cast, third.person, aim="person", record=item.record)

    operations.take_on(request.pk, viewer=cases.viewer_of(cast, third, at=cast.now))

    item.refresh_from_db()
    assert item.held
    assert request in requests.list_waiting(cast.viewer("owen"))


def test_d77_it_waits_for_those_who_answer_once_whoever_took_it_on_is_gone(cast):
    lead = cases.employ(cast, "pam", "bramblecote", "privacy_lead")
    request = requests_made.asked(cast)
    operations.take_on(request.pk, viewer=cases.viewer_of(cast, lead, at=cast.now))
    margaret = cast.viewer("margaret")
    with pytest.raises(NotPermitted):
        operations.take_on(request.pk, viewer=margaret)
    assert request not in requests.list_waiting(margaret)

    Employment.objects.filter(pk=lead.pk).update(until_at=cast.now)

    assert request in requests.list_waiting(margaret)
    operations.take_on(request.pk, viewer=margaret)
    request.refresh_from_db()
    assert request.taken_by == cast.people["margaret"]
    with pytest.raises(NotPermitted):
        operations.take_on(request.pk, viewer=margaret)


def test_d45_nothing_is_late_or_finished_while_something_is_missing(cast):
    request = requests_made.decided(cast)
    margaret = cast.viewer("margaret")
    operations.pause(request.pk, "Who are you?", viewer=margaret)
    AccessRequest.objects.update(due_on=margaret.today - timedelta(days=3))
    client = cast.client("margaret")

    page = page_of(client, request).content.decode()
    assert "The clock waits" in page
    assert "3 days late" not in page
    assert "Give it to a second person" not in page
    todo = next(one for one in todos_of(margaret) if str(request.pk) in one.href)
    assert (todo.kind, todo.state) == ("open", "The clock waits")
    with pytest.raises(NotPermitted, match="Something is missing"):
        answers.prepare(request.pk, viewer=margaret)

    operations.go_on(request.pk, viewer=margaret)
    answers.prepare(request.pk, viewer=margaret)
    with pytest.raises(TooLate, match="waits for a second person"):
        operations.pause(request.pk, "Who are you?", viewer=margaret)
    AccessRequest.objects.update(paused_on=margaret.today)
    with pytest.raises(NotPermitted, match="Something is missing"):
        answers.release(request.pk, viewer=cast.viewer("owen"))
