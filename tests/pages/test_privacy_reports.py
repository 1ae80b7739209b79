"""Pages at the privacy lead's desk: reports with their files, and what went wrong."""

import csv
import html
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from plait.access import clock
from plait.access.web import sessions
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.privacy.models import AccessReport, Breach, Download
from plait.privacy.web import report_pages
from plait.sharing.models import Glass
from plait.team import looks
from tests import members

pytestmark = pytest.mark.django_db
EVERYBODY_ELSE = ("abena", "margaret", "leon", "owen", "tomasz", "joy", "daniel",
                  "gwen", "petra", "sofia", "shirin", "conor", "nani", "idris")  # fmt: skip
DESK = ("privacy:desk", "privacy:access-reports", "privacy:ask-access-report",
        "privacy:breaches")  # fmt: skip


def day(name, value):
    return {f"{name}_{part}": getattr(value, part) for part in ("day", "month", "year")}


def asked(child, reason="A neighbour works there"):
    today = clock.read().date()
    return {
        "name": child.called, "family_name": child.family_name, "reason": reason,
        **day("born_on", child.born_on), **day("since_on", today - timedelta(days=90)),
        **day("last_on", today),
    }  # fmt: skip


def send(client, address, answers):
    form = client.get(address).content.decode()
    once = re.search(r'name="once" value="([^"]*)"', form)[1]
    return client.post(address, {**answers, "once": once})


@pytest.fixture
def lead(cast):
    return cast.client("ayesha")


@pytest.fixture
def report(cast, lead):
    """Its address, of Rafi."""
    answer = send(lead, reverse("privacy:ask-access-report"), asked(cast.rafi))
    assert answer.status_code == 302
    return answer.headers["Location"]


def rows_on(page):
    """What stands in the tables of the page, table by table."""
    tables = re.findall(r'data-part="(\w+)">(.*?)</table>', page, re.DOTALL)
    return {
        key: [
            tuple(html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))
            for row in re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", body, re.DOTALL)
        ]
        for key, body in tables
    }  # fmt: skip


def test_out_9_page_table_and_data_say_the_same(cast, lead, report):
    page = rows_on(lead.get(report).content.decode())
    told = json.loads(lead.get(f"{report}/data").content)
    lines = list(csv.reader(io.StringIO(lead.get(f"{report}/table").content.decode())))

    data = {key: [tuple(row.values()) for row in told[key]] for key in page}
    assert page == data
    assert len(page["who_can_see"]) > 5
    assert len(page["who_has_looked"]) > 2
    widths = {len(report_pages.CAN_HEADS), len(report_pages.DID_HEADS)}
    rows = [tuple(line) for line in lines if len(line) in widths]
    assert rows == [
        report_pages.CAN_HEADS, *page["who_can_see"],
        report_pages.DID_HEADS, *page["who_has_looked"],
    ]  # fmt: skip


def test_out_9_each_file_is_registered_under_the_number_at_its_foot(cast, lead, report):
    text = lead.get(f"{report}/table").content.decode()
    made = Download.objects.get()

    assert f"Copy {made.pk}" in text.splitlines()[-1]
    assert "A neighbour works there" in text.splitlines()[-1]
    assert made.rows == sum(
        map(len, rows_on(lead.get(report).content.decode()).values())
    )
    assert Line.objects.filter(act="privacy.access-report.downloaded").count() == 1


def test_out_9_whoever_takes_a_file_confirms_who_they_are(cast, report):
    members.Member(cast.people["ayesha"])
    client = cast.client("ayesha")
    assert client.get(f"{report}/table").status_code == 200  # in the demonstration
    Download.objects.all().delete()
    session = client.session
    del session[sessions.ONE_TAP]
    session[sessions.PROVED] = True  # at sign-in, long ago
    session.save()

    for form in ("table", "data"):
        answer = client.get(f"{report}/{form}")
        assert answer.status_code == 302
        assert reverse("account_reauthenticate") in answer.headers["Location"]
    assert not Download.objects.exists()

    members.confirm(client)
    assert client.get(f"{report}/table").status_code == 200


def test_d3_emergency_access_stands_among_who_can_see(cast, lead, report):
    """To the minute: it lasts hours only."""
    now = clock.read()
    Glass.objects.create(
        person=cast.people["gwen"], child=cast.rafi, reason="x",
        agency=cast.agencies["larkfield"], opened_at=now,
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip

    rows = rows_on(lead.get(report).content.decode())["who_can_see"]

    (row,) = (one for one in rows if one[-1] == "Emergency access")
    assert row[0] == cast.people["gwen"].name
    assert row[4] == "Restricted"
    assert row[5:7] == (
        report_pages.moment(now), report_pages.moment(now + timedelta(hours=1))
    )  # fmt: skip


def test_out_14_a_cell_is_text_whatever_it_begins_with(cast, lead):
    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx"):
        page = report_pages.ReportPage(
            id=AccessReport().pk, about="R", facts=(("Why", start),), note="", csv="",
            json="", tables=(report_pages.Table("k", "T", ("A",), ((start,),), ""),),
        )  # fmt: skip
        cells = [
            cell
            for row in csv.reader(io.StringIO(report_pages.as_csv(page, "f")))
            for cell in row
        ]
        assert cells.count(f"'{start}") == 2
    given = asked(cast.rafi, "=HYPERLINK(1)")
    made = send(lead, reverse("privacy:ask-access-report"), given).headers["Location"]
    assert "\nWhy,'=HYPERLINK(1)\r" in lead.get(f"{made}/table").content.decode()


def test_the_family_reads_that_a_report_was_made(cast, lead, report):
    lead.get(report)
    shirin = cast.viewer("shirin", at=datetime.now(UTC))

    told = looks.list_looks(cast.rafi, viewer=shirin).looks
    assert [one.hat for one in told if one.surface == "access-report"] == [
        cast.hat("ayesha")
    ]
    page = cast.client("shirin").get(
        reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    )
    assert "made a report on who has looked. No content." in page.content.decode()


def test_d2_nobody_is_found_in_the_same_words(cast, lead):
    pages = []
    for name in ("Nobody", "Somebody"):
        given = asked(cast.rafi) | {"name": name}
        made = send(lead, reverse("privacy:ask-access-report"), given)
        assert made.status_code == 302
        answer = lead.get(made.headers["Location"])
        pages.append(answer.content.decode())
        assert lead.get(made.headers["Location"] + "/table").status_code == 302
    assert all("Nobody was found" in page for page in pages)
    assert "Rafi" not in "".join(pages)


def test_no_word_of_a_record_is_in_it(cast, lead, report):
    from tests.trust.test_aud import words_of_records

    text = html.unescape(lead.get(report).content.decode())
    text += lead.get(f"{report}/data").content.decode()
    assert not [said for said in words_of_records() if said in text]


@pytest.mark.parametrize("key", EVERYBODY_ELSE)
def test_everybody_else_is_refused(cast, key, report):
    client = cast.client(key)
    breach = Breach.objects.latest("reported_at")

    for name in DESK:
        assert client.get(reverse(name)).status_code == 403
    for address in (report, f"{report}/table", f"{report}/data"):
        assert client.get(address).status_code == 403
    for step in ("", "/weigh", "/ico", "/people", "/close"):
        address = reverse("privacy:breach", kwargs={"breach_id": breach.pk}) + step
        assert client.get(address).status_code in (403, 404)


def test_another_lead_cannot_open_it(cast, report):
    own = cast.agencies["bramblecote"].employments
    own.create(
        person=cast.people["petra"], role="privacy_lead",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    client = cast.client("petra")
    session = client.session
    session["hat"] = str(cast.agencies["bramblecote"].pk)
    session.save()

    assert client.get(report).status_code in (403, 404)


def test_a_report_costs_the_same_for_many_looks(
    cast, lead, report, django_assert_max_num_queries
):
    for key in ("abena", "leon", "margaret") * 20:
        ledger.record_reading(
            viewer=cast.viewer(key), surface="notes", child_ids=[cast.rafi.pk]
        )
    with django_assert_max_num_queries(38):
        lead.get(report)


def test_the_longest_and_the_broken_answers_are_told(cast, lead):
    answer = send(lead, reverse("privacy:ask-access-report"), {"reason": "x" * 501})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Enter the child’s first name" in page
    assert "x" * 501 in page


# --- What went wrong ---


def test_a_colleague_says_it_from_their_account(cast):
    client = cast.client("leon")
    address = reverse("privacy:report-breach")
    assert address in client.get(reverse("access:me")).content.decode()
    assert (
        address not in cast.client("shirin").get(reverse("access:me")).content.decode()
    )

    answer = send(client, address, {"happened": "A photo went to the wrong phone"})
    receipt = client.get(answer.headers["Location"]).content.decode()

    made = Breach.objects.latest("reported_at")
    assert made.reference in receipt
    assert made.reference in client.get(address).content.decode()
    assert "Ayesha" in receipt
    assert cast.client("abena").get(answer.headers["Location"]).status_code == 404


def test_it_waits_for_the_lead_with_its_time(cast, lead):
    send(cast.client("abena"), reverse("privacy:report-breach"), {"happened": "Lost"})
    made = Breach.objects.latest("reported_at")

    today = lead.get(reverse("today:today")).content.decode()
    assert reverse("privacy:breach", kwargs={"breach_id": made.pk}) in today
    assert report_time(made) in today


def report_time(breach):
    from plait.privacy.operations.breaches import moment

    return moment(breach.due_at)


def test_the_register_from_first_to_last(cast, lead):
    send(cast.client("abena"), reverse("privacy:report-breach"), {"happened": "Lost"})
    made = Breach.objects.latest("reported_at")
    address = reverse("privacy:breach", kwargs={"breach_id": made.pk})
    now = clock.read()
    found = {
        "at": "12am", "kinds": ["photos"], "people": "3", "risk": "high",
        "done": "Wiped from afar", **day("day", now.date()),
    }  # fmt: skip
    told = {"told": "told", "at": "12:00am", **day("day", now.date())}

    assert send(lead, f"{address}/weigh", found | {"at": "25"}).status_code == 200
    assert send(lead, f"{address}/weigh", found).status_code == 302
    again = lead.get(f"{address}/weigh").content.decode()
    assert re.search(r'value="photos"[^>]*checked', again)
    assert "Wiped from afar" in again
    refused = send(lead, f"{address}/ico", {"told": "not", "because": "Small"})
    assert "unless you find that harm" in refused.content.decode()
    assert send(lead, f"{address}/ico", told).status_code == 302
    assert send(lead, f"{address}/close", {"lessons": "x"}).status_code == 200
    assert send(lead, f"{address}/people", told).status_code == 302
    assert send(lead, f"{address}/close", {"lessons": "Lock it"}).status_code == 302

    page = lead.get(address).content.decode()
    for said in ("Lost", "Wiped from afar", "It could harm somebody badly", "Lock it"):
        assert said in page
    assert page.count("Ayesha") >= 4
