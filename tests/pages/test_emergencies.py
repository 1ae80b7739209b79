"""What stands on pages about emergency access, for each of those whom it concerns."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plait.agencies.models import Employment
from plait.children.models import Child
from plait.sharing.emergency import reviewing, telling
from plait.sharing.emergency.reviewing import Verdict
from plait.sharing.models import Emergency, Glass, Record
from tests.emergencies import HOUR, WORDS, answers, ended, opened
from tests.pages_read import words_of
from tests.trust.moments import at, the_clock

WAY_IN = "Somebody is in danger and you need to know now"
OPEN = "/emergency-access"
MARK = "Emergency access until"


@pytest.mark.parametrize("key", ["sofia", "margaret", "owen", "joy"])
def test_the_way_in_stands_where_one_would_look(cast, key):
    client = cast.client(key)
    for address in ("/", "/children", f"/children/{cast.children['noor'].pk}"):
        assert WAY_IN in words_of(client.get(address)), address


@pytest.mark.parametrize("key", ["abena", "tomasz", "petra", "ayesha", "shirin"])
def test_and_for_nobody_else(cast, key):
    client = cast.client(key)
    for address in ("/", "/children", f"/children/{cast.children['noor'].pk}"):
        assert WAY_IN not in words_of(client.get(address, follow=True)), address


def test_it_says_beforehand_what_will_happen(cast):
    page = words_of(cast.client("sofia").get(OPEN))
    for said in (
        "You can read, and not write",
        "The privacy lead is told at once",
        "within three working days",
        "The family is told",
        "999",
    ):
        assert said in page


def test_nothing_typed_is_lost(cast):
    page = (
        cast.client("sofia").post(OPEN, answers(cast.rafi, hours="")).content.decode()
    )
    assert WORDS in page
    assert "Choose for how long" in page
    assert f'value="{cast.rafi.given_name}"' in page


def every_page_of(child):
    for part in ("", "/plan", "/book", "/reports", "/team", "/sharing", "/about"):
        yield f"/children/{child.pk}{part}"


def test_every_page_is_marked_with_who_and_until_when(cast):
    moment = cast.now.replace(hour=15, minute=40)  # 3:40pm in winter
    with the_clock(moment):
        opened(cast, at=moment)
        for address in every_page_of(cast.rafi):
            page = at(cast, "sofia", moment, address)
            said = words_of(page)
            assert MARK in said, address
            assert "Sofia Marek, Social Care" in said
            assert page.content.decode().count('class="pl-watermark"') == 1
            assert "You can see this because you have opened emergency access" in said
            assert "The family can see that you looked" not in said


def test_no_page_of_others_is_marked(cast):
    opened(cast)
    for key in ("abena", "margaret", "tomasz", "shirin"):
        assert MARK not in words_of(cast.client(key).get(f"/children/{cast.rafi.pk}"))


def test_somebody_in_the_team_may_see_more_and_is_marked(cast):
    overview = f"/children/{cast.rafi.pk}"
    client = cast.client("margaret")
    assert "I need to see more, now" in words_of(client.get(overview))
    assert "I need to see more, now" not in words_of(cast.client("abena").get(overview))
    sent = {"reason": "missing", "words": WORDS, "hours": "2"}
    client.post(f"{overview}/emergency-access", sent)
    page = words_of(client.get(overview))
    assert MARK in page
    assert "you are in Rafi’s team" in page
    again = words_of(client.post(f"{overview}/emergency-access", sent))
    assert "It is open until" in again


# --- The review ---


def review_of(emergency):
    return reverse("emergency:review", kwargs={"emergency_id": emergency.pk})


def read_by_sofia(cast):
    client = cast.client("sofia")
    client.post(OPEN, answers(cast.rafi))
    for part in ("", "/plan", "/reports"):
        client.get(f"/children/{cast.rafi.pk}{part}")
    client.post(f"/children/{cast.rafi.pk}/emergency-access/end")
    return Emergency.objects.latest("asked_at")


def test_the_reviewer_sees_who_why_and_which_parts_and_no_child(cast):
    emergency = read_by_sofia(cast)
    page = words_of(cast.client("ayesha").get(review_of(emergency)))
    for said in (
        "Sofia Marek, social worker",
        "Harrowmere Children’s Social Care",
        "Somebody is in immediate danger",
        WORDS,
        "The overview",
        "The plan",
        "The reports",
        "Reports and assessments",
    ):
        assert said in page, said
    assert not [one for one in Child.objects.all() if one.called in page]
    assert "puts two words together" not in page


def test_nobody_else_can_open_it(cast):
    emergency = read_by_sofia(cast)
    for key in ("sofia", "margaret", "owen", "daniel", "petra", "shirin", "abena"):
        client = cast.client(key)
        for answer in (
            client.get(review_of(emergency)),
            client.post(review_of(emergency)),
        ):
            assert answer.status_code == 404
        assert "Review emergency access" not in words_of(client.get("/", follow=True))


def test_the_review_asks_for_what_is_missing(cast):
    emergency, client = read_by_sofia(cast), cast.client("ayesha")
    there = review_of(emergency)
    page = words_of(client.post(there, {"words": ""}))
    assert "Choose what you find" in page
    good = {"outcome": "justified", "words": "It was right."}
    assert "Choose when the family is told" in words_of(client.post(there, good))
    page = words_of(client.post(there, good | {"tell": "later"}))
    assert "Enter a day from tomorrow" in page
    assert "Say why it would not be safe" in page
    assert client.post(there, good | {"tell": "now"}).status_code == 302
    assert "It was right to look" in words_of(client.get(there))


def test_a_question_goes_there_and_its_answer_back(cast):
    emergency, ayesha = read_by_sofia(cast), cast.client("ayesha")
    asked = {"outcome": "ask", "words": "Who rang you?"}
    assert ayesha.post(review_of(emergency), asked).status_code == 302
    sofia = cast.client("sofia")
    assert "A question for you" in words_of(sofia.get(OPEN))
    own = reverse("emergency:own", kwargs={"emergency_id": emergency.pk})
    assert "Who rang you?" in words_of(sofia.get(own))
    assert "Write your answer" in words_of(sofia.post(own, {"answer": ""}))
    assert sofia.post(own, {"answer": "The ward."}).status_code == 302
    assert "Your question has an answer" in words_of(ayesha.get("/"))
    assert "The ward." in words_of(ayesha.get(review_of(emergency)))
    for key in ("margaret", "ayesha", "shirin"):
        assert cast.client(key).get(own).status_code == 404


def test_own_ones_name_no_child_once_they_have_ended(cast):
    emergency = read_by_sofia(cast)
    client = cast.client("sofia")
    own = reverse("emergency:own", kwargs={"emergency_id": emergency.pk})
    for address in (OPEN, own):
        page = client.get(address).content.decode()
        assert "Rafi" not in page
        assert str(cast.rafi.pk) not in page


def test_the_list_asks_no_more_for_many_than_for_one(cast):
    def asked():
        with CaptureQueriesContext(connection) as found:
            cast.client("ayesha").get("/")
        return len(found)

    asked()
    one = asked()
    for hours in range(2, 9):
        ended(cast, at=cast.now - hours * HOUR)
    assert asked() == one


def test_a_head_sees_what_is_late_and_nothing_before(cast):
    """The head of the opener's setting, on the first page that heads have (E6)."""
    nursery = cast.agencies["bramblecote"]
    Employment.objects.create(
        person=cast.people["petra"], agency=nursery, role="setting_lead",
        from_at=cast.now - 99 * HOUR,
    )  # fmt: skip
    emergency = ended(cast, "owen", at=cast.now - 5 * HOUR)
    head = cast.client("petra")
    session = head.session
    session["hat"] = str(nursery.pk)
    session.save()
    assert "Review emergency access" not in words_of(head.get("/"))
    yesterday = (cast.now - timedelta(days=1)).date()
    Emergency.objects.filter(pk=emergency.pk).update(due_on=yesterday)
    telling.follow_up(now=cast.now)
    page = words_of(head.get("/"))
    assert "Review emergency access" in page
    assert "1 day late" in page
    assert head.get(review_of(emergency)).status_code == 200


# --- The family ---


def test_the_family_reads_who_why_at_what_and_what_the_review_says(cast):
    emergency = read_by_sofia(cast)
    sharing, family = (
        f"/children/{cast.rafi.pk}/sharing",
        f"/children/{cast.rafi.pk}/family",
    )
    looked = "Sofia Marek looked in an emergency"
    for page in (sharing, family):
        assert looked not in words_of(cast.client("shirin").get(page))
    reviewing.review(
        emergency.pk, Verdict("justified", "The ward had rung."),
        viewer=cast.viewer("ayesha", at=emergency.asked_at + HOUR),
    )  # fmt: skip
    Emergency.objects.filter(pk=emergency.pk).update(tell_at=emergency.asked_at)
    for page in (sharing, family):
        said = words_of(cast.client("shirin").get(page))
        assert looked in said, page
        for words in (
            "social worker, Social Care",
            "somebody was in immediate danger",
            "the plan",
            "reports",
            "It was right to look",
            "The ward had rung.",
        ):
            assert words in said, (page, words)
        assert WORDS not in said
        assert looked not in words_of(cast.client("nani").get(page))
    assert looked not in words_of(cast.client("margaret").get(sharing))


def test_what_the_family_may_not_see_is_not_among_the_kinds(cast):
    """Sofia read a safeguarding record: nothing says that there is one."""
    note = Record.objects.unfiltered("the test moves it").filter(
        child=cast.rafi, kind="evidence.assessment"
    )
    note.update(category="safeguarding", release=0)
    emergency = read_by_sofia(cast)
    Emergency.objects.filter(pk=emergency.pk).update(tell_at=emergency.asked_at)
    page = words_of(cast.client("shirin").get(f"/children/{cast.rafi.pk}/sharing"))
    card = page.partition("Sofia Marek looked in an emergency")[2].partition(
        "They could not"
    )[0]
    assert "They read something of:" in card
    assert "safeguarding" not in card
    assert "reports" not in card


def test_a_name_is_shown_where_the_agency_shows_names(cast):
    care = cast.agencies["harrowmere-care"]
    care.shows_staff_names = False
    care.save()
    emergency = read_by_sofia(cast)
    Emergency.objects.filter(pk=emergency.pk).update(tell_at=emergency.asked_at)
    page = words_of(cast.client("shirin").get(f"/children/{cast.rafi.pk}/sharing"))
    assert (
        "Somebody at Harrowmere Children’s Social Care looked in an emergency" in page
    )
    assert "Sofia" not in page


def test_on_the_first_page_it_stands_for_two_weeks(cast):
    emergency = read_by_sofia(cast)
    for days, shown in ((13, True), (14, False)):
        told = emergency.asked_at - timedelta(days=days)
        Emergency.objects.filter(pk=emergency.pk).update(tell_at=told)
        page = words_of(cast.client("shirin").get(f"/children/{cast.rafi.pk}/family"))
        assert ("looked in an emergency" in page) == shown


def test_a_glass_that_is_over_marks_nothing(cast):
    glass = ended(cast, "margaret", at=cast.now - HOUR).glass
    assert Glass.objects.get(pk=glass.pk).expires_at < cast.now
    assert MARK not in words_of(
        cast.client("margaret").get(f"/children/{cast.rafi.pk}")
    )
