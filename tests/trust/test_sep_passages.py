"""SEP-5: what a report says about one adult is in no copy of that adult's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from plait.access.decisions import NotPermitted
from plait.access.viewer import Hat
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.clocks import arithmetic
from plait.evidence import operations as evidence
from plait.evidence import passages
from plait.evidence.models import Assessment, Passage
from plait.evidence.passages import About
from plait.ledger import closings as journalled
from plait.sharing import closings, holding, keeping
from plait.sharing.keeping import Hold
from plait.sharing.models import Glass, Record, RecordVersion, Restriction
from plait.team.operations import orders
from plait.team.operations.orders import Order
from plait.today import preview, telling
from tests import requests_made
from tests.pages_read import words_of
from tests.trust import surfaces, twins
from tests.trust.moments import the_clock
from tests.trust.test_exi import browser, whole_site
from tests.trust.test_exi_preview import part_of
from tests.trust.test_out_requests import bundle, every_byte
from tests.trust.twins import Reader

pytestmark = pytest.mark.django_db
SAID = "Quibblefax shouts at the door"
OF_HER = "Marzipanel forgets the bag"


def as_whom(cast, key="tomasz"):
    return {"child": cast.rafi, "viewer": cast.viewer(key)}


def a_report(cast, key="tomasz", *about, title="A second look"):
    told = [About(cast.people[name].pk, words) for name, words in about]
    report = Assessment(
        title=title, seen_on=arithmetic.day_of(cast.now), summary="He listens."
    )
    return evidence.share_assessment(report, [], about=told, **as_whom(cast, key))


def passages_of(report):
    return Passage.unfiltered("what a test has written").filter(of=report.record)


def sees(cast, key, record_id):
    hat = cast.hat(key)
    seen = Record.objects.visible_to(hat, cast.now).filter(pk=record_id)
    versions = RecordVersion.objects.visible_to(hat, cast.now)
    assert seen.exists() == versions.filter(record=record_id).exists()
    return seen.exists()


def page(cast, key, report):
    there = {"child_id": cast.rafi.pk, "report_id": report.pk}
    return words_of(cast.client(key).get(reverse("evidence:report", kwargs=there)))


@pytest.fixture
def world(cast):
    with the_clock(cast.now):
        yield twins.Ordinary(cast)


# --- Whose copy says what -------------------------------------------------------------


def test_sep_5_each_copy_is_without_what_is_about_its_reader(cast):
    report = a_report(cast, "tomasz", ("conor", SAID), ("shirin", OF_HER))
    for key, reads in (
        ("shirin", (SAID,)),
        ("conor", (OF_HER,)),
        ("tomasz", (SAID, OF_HER)),
        ("margaret", (SAID, OF_HER)),
    ):
        shown = page(cast, key, report)
        assert tuple(one for one in (SAID, OF_HER) if one in shown) == reads, key
        assert ("Conor does not see this part" in shown) == (SAID in reads), key


def test_sep_5_it_is_on_no_surface_for_him(cast, world):
    """Every address of the site, by ids that he may see and by those that are hidden."""
    report = a_report(cast, "tomasz", ("conor", SAID))
    [passage] = passages_of(report)
    reader = Reader("conor")
    client, viewer = cast.client("conor"), cast.viewer("conor")
    seen = twins.filling(reader, world) | {"report_id": [report.pk]}
    ids = {part: [passage.pk] for part in seen if part != "child_id"}
    tried, leaks = 0, []
    for one in surfaces.pages():
        for filling in (seen, seen | ids):
            for address in surfaces.addresses(one, filling, viewer):
                answer = surfaces.ask(client, address)
                tried += answer.status == 200
                if "quibblefax" in (answer.text + repr(answer.headers)).lower():
                    leaks.append(address)
    assert tried > 20
    assert leaks == []
    assert SAID in page(cast, "shirin", report)


def test_sep_5_every_byte_is_that_of_a_report_that_never_had_one(cast, world):
    """Read by others meanwhile: who has looked, numbers and titles are the same too."""
    reader, report = Reader("conor"), a_report(cast)
    client = browser(cast, reader)
    there = whole_site(world, reader)
    there.append(
        ("evidence:report", reverse("evidence:report", args=[cast.rafi.pk, report.pk]))
    )
    answers = []
    for about in ((), ("conor",)):
        with transaction.atomic():
            for key in about:
                told = About(cast.people[key].pk, SAID)
                passages.write(told, of=report.pk, **as_whom(cast))
            for key in ("shirin", "margaret"):
                assert (SAID in page(cast, key, report)) == bool(about)
            answers.append(surfaces.ask_all(client, there))
            transaction.set_rollback(True)
    assert surfaces.broken(answers[1]) == []
    found = surfaces.differences(*answers)
    assert found == [], "\n".join(found)


def test_sep_5_nothing_about_it_is_sent(
    cast, mailoutbox, django_capture_on_commit_callbacks
):
    report = a_report(cast)
    with django_capture_on_commit_callbacks(execute=True):
        told = About(cast.people["conor"].pk, SAID)
        passages.write(told, of=report.pk, **as_whom(cast))
    assert mailoutbox == []


def test_sep_5_a_preview_shows_it_to_her_and_not_to_him(cast):
    [passage] = passages_of(a_report(cast, "tomasz", ("conor", SAID)))
    for key, there in (("shirin", True), ("conor", False)):
        viewer = cast.viewer(key)
        partner = preview.get_person(
            part_of(cast, "tomasz").pk, child=cast.rafi, viewer=viewer
        )
        seen = preview.look_as(partner, child=cast.rafi, viewer=viewer)
        assert (passage.pk in {one.record_id for one in seen.shown}) == there
        told = telling.read([passage.pk], viewer=viewer)
        assert [telling.tell(one)[1] for one in told.values()] == [SAID] * there


def test_sep_5_an_answer_to_a_request_for_everything_is_without_it(cast):
    """Shirin asks the nursery: what it wrote about Conor is hers to read, not of her."""
    a_report(cast, "margaret", ("shirin", OF_HER), ("conor", SAID))
    request = requests_made.released(cast)
    whole = every_byte(bundle(cast, request).content).decode(errors="ignore")
    assert "A second look" in whole
    assert "Marzipanel" not in whole
    assert "Quibblefax" in whole


# --- In every hat, for good, and as its report is kept ---------------------------------


def test_sep_5_neither_work_nor_an_emergency_opens_it(cast):
    """Also were he let in at work, which nobody of the family is (CL1)."""
    report = a_report(cast, "tomasz", ("conor", SAID))
    [passage] = passages_of(report)
    conor, hat = cast.people["conor"], cast.hat("tomasz")
    job = {"agency_id": hat.agency_id, "role": cast.viewer("tomasz").role}
    Employment.objects.create(person=conor, from_at=cast.now, **job)
    Tie.objects.create(
        person=conor, child=cast.rafi, kind="team", from_at=cast.now, **job
    )
    too_close = Restriction.objects.filter(aim="at_work", aimed_person=conor)
    too_close.update(until_at=F("from_at"))
    Glass.objects.create(
        person=conor, child=cast.rafi, agency_id=hat.agency_id, reason="A test",
        opened_at=cast.now, expires_at=cast.now + timedelta(hours=1),
    )  # fmt: skip

    at_work = Hat(conor.pk, hat.agency_id)
    seen = Record.objects.visible_to(at_work, cast.now)
    both = seen.filter(pk__in=[report.pk, passage.pk])
    assert [one.pk for one in both] == [report.pk]


def test_sep_5_put_right_it_stays_closed_and_another_adult_is_closed_out_too(cast):
    report = a_report(cast, "tomasz", ("conor", SAID))
    [passage] = passages_of(report)
    about = About(cast.people["conor"].pk, f"{SAID} twice")
    passages.correct(passage, about, seen_version=1, **as_whom(cast))
    assert not sees(cast, "conor", passage.pk)
    assert f"{SAID} twice" in page(cast, "shirin", report)

    about = replace(about, person_id=cast.people["shirin"].pk)
    passages.correct(passage, about, seen_version=2, **as_whom(cast))
    assert not sees(cast, "conor", passage.pk)
    assert not sees(cast, "shirin", passage.pk)
    assert sees(cast, "margaret", passage.pk)


def test_sep_5_a_restore_keeps_it_closed(cast):
    """Whom it is about was put right after the backup: that closing is made again."""
    [passage] = passages_of(a_report(cast, "tomasz", ("conor", SAID)))
    about = About(cast.people["shirin"].pk, OF_HER)
    passages.correct(passage, about, seen_version=1, **as_whom(cast))
    seals = next(one for one in closings.CLOSINGS if one.name == "seals")
    kept = seals.facts(cast.rafi.pk)
    assert journalled.may_close("sharing.restriction.begun")

    Restriction.objects.filter(
        record=passage.pk, aimed_person=cast.people["shirin"]
    ).delete()
    assert sees(cast, "shirin", passage.pk)
    assert seals.close(cast.rafi.pk, kept) == 1
    assert not sees(cast, "shirin", passage.pk)
    assert not sees(cast, "conor", passage.pk)


def test_sep_5_a_court_order_on_reports_closes_the_passage_too(cast):
    report = a_report(cast, "tomasz", ("conor", SAID))
    [passage] = passages_of(report)
    assert sees(cast, "shirin", passage.pk)
    today = arithmetic.day_of(cast.now)
    order = Order(
        person_id=cast.people["shirin"].pk, court="A court", made_on=today,
        says="No reports.", from_on=today, closes=("report",),
    )  # fmt: skip
    orders.record_order(order, **as_whom(cast, "margaret"))
    assert not sees(cast, "shirin", passage.pk)
    assert not sees(cast, "shirin", report.pk)


def test_sep_5_held_back_with_its_report(cast):
    report = a_report(cast, "tomasz", ("conor", SAID))
    [passage] = passages_of(report)
    day = keeping.latest_review(arithmetic.day_of(cast.now))
    holding.hold_back(report.pk, Hold("harm", day, "Wait"), **as_whom(cast))
    later = passages.write(
        About(cast.people["conor"].pk, "And more"), of=report.pk, **as_whom(cast)
    )
    for one in (passage, later):
        assert not sees(cast, "shirin", one.pk)
        assert sees(cast, "tomasz", one.pk)


# --- Who writes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["shirin", "conor", "nani", "margaret", "abena", "petra"]
)
def test_sep_5_only_its_own_service_adds_to_a_report(cast, key):
    report = a_report(cast, "tomasz", ("conor", SAID))
    [passage] = passages_of(report)
    about = About(cast.people["conor"].pk, "Nobody said so")
    with pytest.raises((NotPermitted, Record.DoesNotExist)):
        passages.write(about, of=report.pk, **as_whom(cast, key))
    with pytest.raises((NotPermitted, Record.DoesNotExist)):
        passages.correct(passage, about, seen_version=1, **as_whom(cast, key))
    assert [one.words for one in passages_of(report)] == [SAID]


@pytest.mark.parametrize("key", ["petra", "margaret", "tomasz"])
def test_sep_5_it_is_about_an_adult_of_the_family_and_never_the_writer(cast, key):
    report = a_report(cast)
    with pytest.raises(NotPermitted):
        passages.write(About(cast.people[key].pk, SAID), of=report.pk, **as_whom(cast))
    assert not passages_of(report).exists()
