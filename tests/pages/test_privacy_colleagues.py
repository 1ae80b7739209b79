"""Reports about a colleague: the page, its files, who may open it, how it is told."""

import csv
import html
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from plait.ledger import operations as ledger
from plait.ledger.models import Alert, Line
from plait.privacy.models import Download
from plait.privacy.web import colleague_pages
from plait.sharing.models import Restriction
from plait.team import looks
from tests.pages.test_privacy_reports import EVERYBODY_ELSE, rows_on, send

pytestmark = pytest.mark.django_db
ASK = "privacy:ask-colleague-report"


def asked(cast, key="abena", reason="They asked about a neighbour"):
    agency = cast.agencies["bramblecote"]
    return {"agency": agency.pk, "called": cast.people[key].email, "reason": reason}


@pytest.fixture
def lead(cast):
    return cast.client("ayesha")


@pytest.fixture
def report(cast, lead):
    """Its address, about Abena."""
    answer = send(lead, reverse(ASK), asked(cast))
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_page_table_and_data_say_the_same(cast, lead, report):
    page = rows_on(lead.get(report).content.decode())
    told = json.loads(lead.get(f"{report}/data").content)
    text = lead.get(f"{report}/table").content.decode()
    lines = list(csv.reader(io.StringIO(text)))

    assert page == {key: [tuple(row.values()) for row in told[key]] for key in page}
    assert len(page["can_see"]) > 2
    assert page["has_opened"]
    widths = {len(colleague_pages.CAN_HEADS), len(colleague_pages.DID_HEADS)}
    assert [tuple(line) for line in lines if len(line) in widths] == [
        colleague_pages.CAN_HEADS, *page["can_see"],
        colleague_pages.DID_HEADS, *page["has_opened"],
    ]  # fmt: skip
    for made in Download.objects.all():
        assert made.rows == sum(map(len, page.values()))
    assert f"Copy {Download.objects.get(form='csv').pk}" in text.splitlines()[-1]


def test_out_14_a_cell_is_text_whatever_it_begins_with(cast, lead):
    cast.rafi.given_name = cast.rafi.known_as = "=1+1"
    cast.rafi.save()
    given = asked(cast, reason="@SUM(A1)")
    made = send(lead, reverse(ASK), given).headers["Location"]

    text = lead.get(f"{made}/table").content.decode()
    assert "\n'=1+1 " in text
    assert "\n=1+1" not in text
    assert "\nWhy,'@SUM(A1)\r" in text


def test_d57_each_family_named_reads_it(cast, lead, report):
    lead.get(report)
    read = Line.objects.filter(surface="access-report", act="record.read")

    assert cast.rafi.pk in set(read.values_list("child_id", flat=True))
    assert len(set(read.values_list("at", flat=True))) == 1
    shirin = cast.viewer("shirin", at=datetime.now(UTC))
    told = looks.list_looks(cast.rafi, viewer=shirin).looks
    assert [one.hat for one in told if one.surface == "access-report"] == [
        cast.hat("ayesha")
    ]
    page = cast.client("shirin").get(
        reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    )
    assert "made a report on who has looked. No content." in page.content.decode()


def test_d55_a_child_closed_to_the_lead_is_one_of_a_number(cast, lead, report):
    name = cast.rafi.full_name
    assert name in lead.get(report).content.decode()
    Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["ayesha"],
        from_at=cast.now,
    )  # fmt: skip

    before = Line.objects.filter(child_id=cast.rafi.pk).count()
    page = lead.get(report).content.decode()
    files = lead.get(f"{report}/data").content.decode()
    assert "Not named here" in page
    assert name not in page
    assert name not in files
    assert Line.objects.filter(child_id=cast.rafi.pk).count() == before


def test_no_word_of_a_record_is_in_it(cast, lead, report):
    from tests.trust.test_aud import words_of_records

    text = html.unescape(lead.get(report).content.decode())
    text += lead.get(f"{report}/data").content.decode()
    assert not [said for said in words_of_records() if said in text]


def test_nobody_is_found_in_the_same_words(cast, lead):
    for called in ("nobody@plait.example", cast.people["tomasz"].email):
        answer = send(lead, reverse(ASK), asked(cast) | {"called": called})
        page = lead.get(answer.headers["Location"])
        assert "Nobody was found" in page.content.decode()
        assert "Tomasz" not in page.content.decode()
        assert lead.get(answer.headers["Location"] + "/table").status_code == 302
    assert not Download.objects.exists()


@pytest.mark.parametrize("key", EVERYBODY_ELSE)
def test_everybody_else_is_refused(cast, key, report):
    client = cast.client(key)
    works = cast.people["abena"].employments.get(agency__code="bramblecote")

    of = reverse("privacy:ask-colleague-report-of", kwargs={"employment_id": works.pk})
    for address in (reverse(ASK), of, report, f"{report}/table", f"{report}/data"):
        assert client.get(address).status_code == 403


def test_another_services_lead_may_not_ask_about_it(cast, report):
    cast.agencies["rowan"].employments.create(
        person=cast.people["petra"], role="privacy_lead",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    client = cast.client("petra")
    session = client.session
    session["hat"] = str(cast.agencies["rowan"].pk)
    session.save()
    works = cast.people["abena"].employments.get(agency__code="bramblecote")

    answer = send(client, reverse(ASK), asked(cast))
    assert "Choose one of these services" in answer.content.decode()
    of = reverse("privacy:ask-colleague-report-of", kwargs={"employment_id": works.pk})
    assert client.get(of).status_code == 404
    assert client.get(report).status_code == 404


def test_an_alert_leads_to_a_report_about_its_person(cast, lead):
    alert = Alert.objects.create(
        rule="strangers", key="k" * 64, count=6, made_at=cast.now,
        person_id=cast.people["abena"].pk, agency_id=cast.agencies["bramblecote"].pk,
    )  # fmt: skip
    page = lead.get(reverse("today:alert", kwargs={"alert_id": alert.pk}))
    works = (
        cast.agencies["bramblecote"]
        .employments.filter(person=cast.people["abena"])
        .latest("from_at")
    )
    address = reverse(
        "privacy:ask-colleague-report-of", kwargs={"employment_id": works.pk}
    )

    assert address in page.content.decode()
    assert send(lead, address, {"reason": ""}).status_code == 200
    made = send(lead, address, {"reason": "An alert"}).headers["Location"]
    assert "Abena" in lead.get(made).content.decode()


def test_it_costs_the_same_for_many_looks_and_children(
    cast, lead, report, django_assert_max_num_queries
):
    for child in cast.children.values():
        ledger.record_reading(
            viewer=cast.viewer("abena"), surface="notes", child_ids=[child.pk]
        )
    with django_assert_max_num_queries(50):
        lead.get(report)
