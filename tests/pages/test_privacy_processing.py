"""The record of processing: what it says is so, and only leads open it."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.children.models import Tie
from plait.privacy import processing, schedule
from plait.privacy.queries.processing import Numbers, get_agency
from plait.sharing.models import Record
from plait.team.models import Involvement
from tests.pages.test_privacy_reports import EVERYBODY_ELSE, rows_on
from tests.trust.everything import Telling, tell_everything

pytestmark = pytest.mark.django_db
PAGE = "privacy:processing"


def of(cast, code):
    return reverse(
        "privacy:processing-of", kwargs={"agency_id": cast.agencies[code].pk}
    )


def numbers(cast, code="bramblecote"):
    return Numbers(cast.agencies[code], cast.viewer("ayesha"))


@pytest.mark.parametrize("kind", [*schedule.Kind])
def test_d58_every_kind_of_agency_has_its_law_for_every_purpose(cast, kind):
    today = cast.viewer("ayesha").today
    found = dict(processing.in_force(kind, today))

    assert set(found) == set(processing.PURPOSES)
    for law in found.values():
        assert "Art. 6(1)" in law.article_6
        assert law.source
        assert not law.is_sure  # nobody qualified has confirmed one yet
    assert not dict(processing.in_force(kind, processing.GDPR - timedelta(days=1)))


def test_d59_page_table_and_data_say_the_same(cast):
    client, address = cast.client("ayesha"), of(cast, "bramblecote")
    page = rows_on(client.get(address).content.decode())
    told = json.loads(client.get(f"{address}/data").content)
    text = client.get(f"{address}/table").content.decode()
    lines = {tuple(line) for line in csv.reader(io.StringIO(text))}

    for key in ("purposes", "recipients", "retention", "security"):
        assert page[key] == [tuple(row.values()) for row in told[key]]
        assert set(page[key]) <= lines
    assert "31 years after birth" in page["retention"][0]
    assert cast.agencies["bramblecote"].name in told["about"].values()
    assert cast.people["ayesha"].email in told["about"]["Privacy lead"]
    assert all("To be confirmed" in row for row in page["purposes"])


def test_d59_the_numbers_are_those_of_the_database(cast):
    before = numbers(cast).written(("plan",))
    every = Record.objects.unfiltered("a test").filter(
        owner_agency=cast.agencies["bramblecote"], category="plan", state="live",
        release=Record.Release.FAMILY, sensitivity__lt=3,
    )  # fmt: skip

    assert before.records == every.count() > 0
    assert before.children == every.values("child").distinct().count()
    one = every.first()
    every.filter(pk=one.pk).update(release=Record.Release.NOBODY)
    assert numbers(cast).written(("plan",)).records == before.records - 1


def test_d59_safeguarding_is_never_counted(cast):
    held = numbers(cast)
    for purpose in processing.PURPOSES:
        assert "safeguarding" not in purpose.categories
    assert held.counted("safeguarding") is None
    page = rows_on(cast.client("ayesha").get(of(cast, "bramblecote")).content.decode())
    said = [row[-1] for row in page["purposes"] if row[0] == "Keeping children safe"]
    assert said == ["Done, and not counted here"]


def test_d59_who_receives_it_is_counted_by_kind(cast):
    found = {one.kind: one for one in numbers(cast).receives()}
    kinds = set(
        Tie.objects.filter(kind="team", until_at=None)
        .filter(child__ties__agency=cast.agencies["bramblecote"])
        .values_list("agency__kind", flat=True)
    )

    assert found["therapy"].in_team >= 1
    assert found["therapy"].shared_with >= 1
    assert {kind for kind, one in found.items() if one.in_team} <= kinds


def test_d59_a_service_whose_part_is_kept_from_the_family_is_not_counted(cast):
    health = cast.agencies[cast_code(cast, "joy")]

    def in_team():
        found = numbers(cast).receives()
        return sum(one.in_team for one in found if one.kind == health.kind)

    before = in_team()
    parts = Involvement.unfiltered("a test").filter(tie__agency=health)
    Record.objects.unfiltered("a test").filter(
        pk__in=parts.values_list("pk", flat=True)
    ).update(release=Record.Release.NOBODY)
    assert in_team() == before - 1


def cast_code(cast, key):
    own = cast.hat(key).agency_id
    return next(code for code, one in cast.agencies.items() if one.pk == own)


def test_what_is_not_done_is_said(cast):
    page = cast.client("ayesha").get(reverse(PAGE)).content.decode()

    assert "Not done here at the moment" in page
    assert not [row for row in rows_on(page)["purposes"] if row[-1] in ("", "0")]
    assert of(cast, "bramblecote") in page


def test_it_names_no_child_and_no_family(cast):
    client = cast.client("ayesha")
    text = client.get(of(cast, "bramblecote")).content.decode()
    text += client.get(of(cast, "bramblecote") + "/data").content.decode()

    for child in cast.children.values():
        assert child.full_name not in text
    assert cast.people["shirin"].name not in text


@pytest.mark.parametrize("key", EVERYBODY_ELSE)
def test_everybody_else_is_refused(cast, key):
    client = cast.client(key)
    for address in (reverse(PAGE), of(cast, "bramblecote")):
        assert client.get(address).status_code == 403
    for form in ("table", "data"):
        assert client.get(f"{of(cast, 'bramblecote')}/{form}").status_code == 403


def test_another_services_lead_reads_their_own_only(cast):
    cast.agencies["rowan"].employments.create(
        person=cast.people["petra"], role="privacy_lead",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    client = cast.client("petra")
    session = client.session
    session["hat"] = str(cast.agencies["rowan"].pk)
    session.save()

    assert cast.agencies["rowan"].name in client.get(reverse(PAGE)).content.decode()
    for form in ("", "/table", "/data"):
        assert client.get(of(cast, "bramblecote") + form).status_code == 404
        assert cast.client("ayesha").get(of(cast, "rowan") + form).status_code == 404
    with pytest.raises(cast.agencies["rowan"].DoesNotExist):
        get_agency(cast.agencies["rowan"].pk, viewer=cast.viewer("ayesha"))


def test_out_14_a_name_that_reckons_is_text(cast):
    cast.agencies["bramblecote"].name = "=1+1"
    cast.agencies["bramblecote"].save()

    text = (
        cast.client("ayesha").get(of(cast, "bramblecote") + "/table").content.decode()
    )
    assert ",'=1+1\r" in text
    assert ",=1+1\r" not in text


def test_it_costs_the_same_for_many_records(cast):
    client, there = cast.client("ayesha"), of(cast, "bramblecote")
    before, few = client.get(there).content, queries_of(client, there)
    telling = Telling(
        child=cast.rafi, author=cast.people["abena"],
        at=cast.now - timedelta(minutes=5), word="Marigold",
    )  # fmt: skip
    tell_everything(telling, owner_agency=cast.agencies["bramblecote"])

    assert client.get(there).content != before, "what was told is counted"
    assert queries_of(client, there) == few <= 45


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
