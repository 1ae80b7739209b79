"""The list of a lead's own reports says about whom each is, as far as they may know."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from plait.privacy.models import AccessReport
from plait.privacy.operations import reporting
from plait.privacy.operations.reporting import Wish
from plait.sharing.models import LookQuestion, Restriction

pytestmark = pytest.mark.django_db
LIST = "/privacy/access-reports"
CLOSED = "It does not open any more."


def made(cast, **about):
    """A report of Ayesha's, who leads at the council."""
    viewer = cast.viewer("ayesha")
    return AccessReport.objects.create(
        agency_id=viewer.agency_id, made_by_id=viewer.person_id, made_at=viewer.now,
        reason="A neighbour works there", since_on=viewer.today, last_on=viewer.today,
        **about,
    )  # fmt: skip


def about_abena(cast):
    return made(
        cast, works_at=cast.agencies["bramblecote"], colleague=cast.people["abena"]
    )


def rows(cast, key="ayesha"):
    """What each line says, and where it leads: newest first."""
    page = html.unescape(cast.client(key).get(LIST).content.decode())
    told = page.split('id="own-h"')[1].split("</section>")[0]
    found = re.findall(r"<li>(.*?)</li>", told, re.S)
    return {
        " ".join(re.sub("<[^>]+>", "", one).split()): "".join(
            re.findall('href="([^"]+)"', one)
        )
        for one in found
    }


def line_of(cast, begins):
    return next(one for one in rows(cast).items() if one[0].startswith(begins))


def test_a_child_stands_there_in_short_and_a_colleague_with_the_service(cast):
    of_child, of_colleague = made(cast, child=cast.rafi), about_abena(cast)

    said, leads_to = line_of(cast, f"R. H., born {cast.rafi.born_on.year}")
    assert str(of_child.pk) in leads_to
    assert "A neighbour works there" in said
    _, leads_to = line_of(cast, "Abena Owusu, Bramblecote Primary School and Nursery")
    assert str(of_colleague.pk) in leads_to
    whole = cast.client("ayesha").get(LIST).content.decode()
    assert "Rafi" not in whole
    assert "Hossain" not in whole


def test_where_nobody_was_found_it_says_so_and_opens(cast):
    made(cast)
    made(cast, works_at=cast.agencies["bramblecote"])

    for begins in (
        "A child: nobody was found",
        "A colleague at Bramblecote Nursery: nobody was found",
    ):
        _, leads_to = line_of(cast, begins)
        assert cast.client("ayesha").get(leads_to).status_code == 200


def test_d2_a_child_who_may_not_be_asked_about_any_more_is_not_in_it(cast):
    report = made(cast, child=cast.rafi)
    Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["ayesha"],
        from_at=cast.now,
    )  # fmt: skip

    said, leads_to = line_of(cast, "A child.")
    assert CLOSED in said
    assert leads_to == ""
    assert not any(one.startswith("R. H.") for one in rows(cast))
    address = reverse("privacy:access-report", args=[report.pk])
    assert cast.client("ayesha").get(address).status_code == 404


def test_d54_nor_a_colleague_for_whom_another_lead_answers_now(cast):
    about_abena(cast)
    cast.agencies["bramblecote"].employments.create(
        person=cast.people["petra"], role="privacy_lead",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip

    said, leads_to = line_of(cast, "A colleague.")
    assert CLOSED in said
    assert leads_to == ""
    assert not any("Abena" in one for one in rows(cast))


def asked_by_family(cast):
    """Rafi's mum asks about a look of Abena's; Ayesha makes a report for it."""
    asked = LookQuestion.objects.create(
        child=cast.rafi, asked_by=cast.people["shirin"], asked_at=cast.now,
        person=cast.people["abena"], agency=cast.agencies["bramblecote"],
        role="key_worker", surface="notes", on=cast.now.date(), first_at=cast.now,
        last_at=cast.now, answers=cast.people["ayesha"], due_on=cast.now.date(),
    )  # fmt: skip
    viewer = cast.viewer("ayesha")
    wish = Wish("They ask", viewer.today, viewer.today)
    reporting.ask_for_question(asked.pk, wish, viewer=viewer)
    return asked


def test_one_for_a_familys_question_goes_with_the_question(cast):
    asked = asked_by_family(cast)
    assert line_of(cast, "R. H., born")[1]

    LookQuestion.objects.filter(pk=asked.pk).update(person=cast.people["ayesha"])

    said, leads_to = line_of(cast, "A child.")
    assert CLOSED in said
    assert leads_to == ""


def test_it_costs_the_same_for_many(cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.client("ayesha")
    made(cast, child=cast.rafi), about_abena(cast), asked_by_family(cast)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(5):
        made(cast, child=cast.rafi), made(cast, child=cast.noor), about_abena(cast)
    with django_assert_num_queries(len(few)):
        client.get(LIST)


def title_and_heading(page):
    text = html.unescape(page.content.decode())
    title = re.search("<title>(.+?) – Plait</title>", text, re.S)[1]
    heading = re.search(r"<h1[^>]*>(.+?)</h1>", text, re.S)[1]
    return " ".join(title.split()), " ".join(heading.split())


def test_the_title_of_a_report_says_about_whom_and_where(cast):
    client = cast.client("ayesha")
    rowan = made(cast, works_at=cast.agencies["rowan"], colleague=cast.people["tomasz"])
    for report, said in (
        (about_abena(cast), "Abena Owusu at Bramblecote Nursery"),
        (rowan, f"{cast.people['tomasz'].name} at {cast.agencies['rowan'].short_name}"),
        (made(cast, works_at=cast.agencies["rowan"]), "Nobody was found at "),
        (made(cast, child=cast.rafi), "Rafi Hossain-Doyle: who can see"),
    ):
        page = client.get(reverse("privacy:access-report", args=[report.pk]))
        title, heading = title_and_heading(page)
        assert title == heading
        assert title.startswith(said)


def test_the_title_of_each_record_of_processing_is_its_own(cast):
    client, seen = cast.client("ayesha"), set()
    for code in ("bramblecote", "rowan"):
        agency = cast.agencies[code]
        page = client.get(reverse("privacy:processing-of", args=[agency.pk]))
        title, heading = title_and_heading(page)
        assert title == heading == f"What information is used for at {agency.name}"
        seen.add(title)
    assert len(seen) == 2


def test_the_form_about_one_colleague_says_about_whom(cast):
    works = cast.agencies["bramblecote"].employments.get(
        person=cast.people["abena"], until_at=None
    )
    address = reverse("privacy:ask-colleague-report-of", args=[works.pk])
    title, heading = title_and_heading(cast.client("ayesha").get(address))

    assert title == heading
    assert heading == f"Make a report about Abena Owusu, {works.agency.name}"


def test_which_service_is_chosen_and_never_guessed(cast):
    address = reverse("privacy:ask-colleague-report")
    client = cast.client("ayesha")
    given = {"called": " Abena  Owusu ", "reason": "They asked about a neighbour"}

    page = client.post(address, given).content.decode()
    assert "Choose the service" in page
    assert "They asked about a neighbour" in page
    agency = str(cast.agencies["bramblecote"].pk)
    found = client.post(address, {**given, "agency": agency})
    assert "Abena Owusu at" in client.get(found.headers["Location"]).content.decode()
