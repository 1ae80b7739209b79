"""Who has looked, this surprises me, and the answer: what each page says to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.access import clock
from plait.agencies.models import Agency, Employment
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing.looked_at import LOOKED_AT, NAMES_NO_CHILD
from plait.sharing.models import LookQuestion
from tests import site_map
from tests.operations.test_looks import ask, line_of
from tests.pages_read import words_of
from tests.pages_sent import landed, sent, shown


def looks_page(cast, key="shirin", **asked):
    there = reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    return words_of(cast.client(key).get(there, asked))


def sharing_page(cast):
    there = reverse("sharing:sharing", kwargs={"child_id": cast.rafi.pk})
    return words_of(cast.client("shirin").get(there))


def opens(cast, key, name, **parts):
    there = reverse(name, kwargs={"child_id": cast.rafi.pk, **parts})
    assert cast.client(key).get(there).status_code == 200


def today_of(page):
    """What stands under the newest day."""
    return page.split(words.day(arithmetic.day_of(clock.read())))[1]


# --- The lines ---


def test_a_look_stands_there_the_moment_after_it(cast):
    assert words.day(clock.read()) not in sharing_page(cast)
    opens(cast, "tomasz", "plans:plan")

    for page in (sharing_page(cast), looks_page(cast)):
        assert (
            "Tomasz Wilk, speech and language therapist at Rowan Speech Therapy, read "
            "the plan" in today_of(page)
        )


@pytest.mark.parametrize(
    ("key", "page", "why"),
    [
        ("tomasz", "book:book", "Because it is Rowan Speech Therapy’s own record, and the family agreed."),
        ("abena", "evidence:story", "Because the family agreed."),
        ("joy", "plans:plan", "Because the family agreed."),
    ],
)  # fmt: skip
def test_a_line_says_why(cast, key, page, why):
    opens(cast, key, page)
    assert why in today_of(looks_page(cast))


def test_days_have_headings_newest_first(cast):
    opens(cast, "joy", "plans:plan")
    page = looks_page(cast)
    days = [words.day(clock.read() - timedelta(days=days)) for days in range(30)]
    found = [day for day in days if f" {day} " in page]
    places = [page.index(day) for day in found]
    assert len(found) >= 3
    assert places == sorted(places)


def test_where_an_agency_shows_no_names_there_are_none(cast):
    Agency.objects.filter(code="rowan").update(shows_staff_names=False)
    opens(cast, "tomasz", "plans:plan")
    page = looks_page(cast)
    assert (
        "Somebody at Rowan Speech Therapy, speech and language therapist, read the plan"
        in today_of(page)
    )
    assert "Tomasz" not in page


def test_by_person_and_by_part(cast):
    opens(cast, "abena", "plans:plan")
    opens(cast, "abena", "book:book")
    opens(cast, "joy", "plans:plan")
    tie = cast.rafi.ties.get(person=cast.people["abena"])

    hers = looks_page(cast, who=str(tie.pk))
    assert "Abena Owusu, key worker at Bramblecote Nursery, read the plan" in hers
    assert "Joy Adeleke, health visitor at" not in hers
    plans = looks_page(cast, part="the plan")
    assert "Joy Adeleke, health visitor at Harrowmere Health Visiting, read" in plans
    assert "read the book" not in plans
    both = looks_page(cast, who=str(tie.pk), part="the book")
    assert both.count("key worker at Bramblecote Nursery, read") >= 1
    assert "read the plan" not in both
    nonsense = looks_page(cast, who="nobody", part="nothing", before="long ago")
    assert "Joy Adeleke, health visitor at" in nonsense  # as if nothing was chosen


def test_only_pages_that_name_a_child_are_offered(cast):
    page = looks_page(cast)

    assert "What is kept and erased" in page
    for surface in NAMES_NO_CHILD:
        assert LOOKED_AT[surface][1:] not in page, surface


def test_everything_since_the_child_is_here(cast):
    page = shown(
        cast.client("shirin"),
        reverse("sharing:sharing", kwargs={"child_id": cast.rafi.pk}),
    )
    since = words.record_day(cast.rafi.added_at)
    assert f"Everything since {since}" in page


@pytest.mark.parametrize(
    ("key", "status"), [("shirin", 200), ("conor", 200), ("nani", 403), ("abena", 403),
                        ("tomasz", 403), ("petra", 404), ("ayesha", 404), ("idris", 404)],
)  # fmt: skip
def test_who_reads_who_has_looked(cast, key, status):
    there = reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    assert cast.client(key).get(there).status_code == status


# --- This surprises me ---


def surprise(cast, look):
    there = {"child_id": cast.rafi.pk, "look_id": look.id}
    return reverse("sharing:surprise", kwargs=there)


def question(cast, made):
    there = {"child_id": cast.rafi.pk, "question_id": made.pk}
    return reverse("sharing:question", kwargs=there)


def test_the_line_is_said_again_and_an_empty_box_will_do(cast):
    client, look = cast.client("shirin"), line_of(cast, "tomasz")
    page = shown(client, surprise(cast, look))
    assert "Tomasz Wilk" in page
    assert "within 10 working days" in page

    there, page = landed(client, surprise(cast, look), words="")
    made = LookQuestion.objects.latest("asked_at")
    assert there == question(cast, made)
    assert "Ayesha Grant</strong> answers you by" in page
    assert words.day(made.due_on) in page
    assert "You asked why, and wrote nothing more." in page
    assert f'href="{there}"' in shown(
        client, reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    )


def test_where_nobody_could_answer_nothing_typed_is_lost(cast):
    look, client = line_of(cast, "tomasz"), cast.client("shirin")
    Employment.objects.filter(role="privacy_lead").update(until_at=cast.now)
    answer, page = sent(client, surprise(cast, look), words="My long words")
    assert answer.status_code == 200
    assert "Tell the SENCO" in page
    assert "My long words" in page


def test_somebody_in_the_family_is_asked_at_home(cast):
    conor = cast.client("conor")
    there = reverse("plans:plan", kwargs={"child_id": cast.rafi.pk})
    assert conor.get(there).status_code == 200
    line = today_of(looks_page(cast)).split("Wednesday")[0]
    assert "Conor Doyle, dad, read the plan" in line
    his = line.split("Conor Doyle, dad, read")[1]
    assert (
        "This surprises me"
        not in his.split(words.day(clock.read() - timedelta(days=1)))[0]
    )


@pytest.mark.parametrize(
    "key", ["conor", "nani", "tomasz", "margaret", "idris", "ayesha", "petra"]
)
def test_a_question_is_its_askers(cast, key):
    """For the other parent, too: that it was asked is not theirs to know."""
    made = ask(cast, said="My own words")
    status = {"nani": 403, "tomasz": 403, "margaret": 403}.get(key, 404)
    assert cast.client(key).get(question(cast, made)).status_code == status


def test_a_question_about_another_child_is_not_there(cast):
    made = ask(cast)
    there = {"child_id": cast.noor.pk, "question_id": made.pk}
    for key in ("shirin", "idris"):
        client = cast.client(key)
        assert client.get(reverse("sharing:question", kwargs=there)).status_code == 404


def test_a_late_one_shows_as_late_to_both(cast):
    made = ask(cast)
    LookQuestion.objects.filter(pk=made.pk).update(
        due_on=arithmetic.day_of(clock.read()) - timedelta(days=2)
    )
    assert "2 days late" in words_of(cast.client("shirin").get(question(cast, made)))
    assert "2 days late" in words_of(cast.client("ayesha").get(lead_page(made)))
    assert "2 days late" in words_of(cast.client("ayesha").get("/"))


# --- The privacy lead ---


def lead_page(made):
    return reverse("sharing:look-answer", kwargs={"question_id": made.pk})


def test_today_tells_a_lead_that_a_family_asks_and_names_no_child(cast):
    ask(cast)
    page = words_of(cast.client("ayesha").get("/"))
    assert "A family asks why somebody at Rowan Speech Therapy looked" in page
    for word in ("Rafi", "Shirin", "Tomasz", "the plan"):
        assert word not in page


def test_the_lead_reads_the_line_and_no_more(cast):
    made = ask(cast, said="Was this about the review?")
    page = words_of(cast.client("ayesha").get(lead_page(made)))

    assert (
        "Tomasz Wilk, speech and language therapist at Rowan Speech Therapy, read the plan"
        in page
    )
    assert "“Was this about the review?”" in page
    assert "Rafi’s mum" in page
    for word in ("Hossain", "Doyle", "Shirin", "Conor", "Bramblecote", "Bangla", "bus"):
        assert word not in page, word


def test_the_lead_answers_and_the_family_reads_it(cast):
    made, ayesha = ask(cast), cast.client("ayesha")
    answer, page = sent(ayesha, lead_page(made), state="in_order", said="", tells="no")
    assert answer.status_code == 200
    assert "Write your answer, in a few words" in page

    there, page = landed(
        ayesha,
        lead_page(made),
        state="not_in_order",
        said="It was a mistake.\n\nWe have spoken.",
        tells="no",
    )
    assert there == "/"
    assert "The family has your answer" in page
    page = words_of(cast.client("shirin").get(question(cast, made)))
    assert "It should not have been" in page
    assert "It was a mistake. We have spoken." in page
    assert "Information Commissioner" in page
    assert "Send the answer" not in words_of(ayesha.get(lead_page(made)))


def test_the_lead_who_asks_the_service_keeps_the_question(cast):
    made, ayesha = ask(cast), cast.client("ayesha")
    landed(
        ayesha, lead_page(made), state="asking", said="I have asked Rowan.", tells="yes"
    )
    page = words_of(cast.client("shirin").get(question(cast, made)))
    assert "They are asking the service" in page
    assert "Ayesha Grant answers you by" in page
    assert "I have asked Rowan." in page
    assert "You are asking the service first." in words_of(ayesha.get("/"))


def test_an_answer_that_was_given_meanwhile_stands(cast):
    made, ayesha = ask(cast), cast.client("ayesha")
    fields = {"state": "in_order", "said": "First", "tells": "no"}
    landed(ayesha, lead_page(made), **fields)
    answer = ayesha.post(lead_page(made), fields | {"said": "Second"})
    assert answer.status_code == 409
    made.refresh_from_db()
    assert made.answer == "First"


@pytest.mark.parametrize(
    "key",
    [
        "shirin",
        "conor",
        "tomasz",
        "margaret",
        "daniel",
        "owen",
        "sofia",
        "gwen",
        "petra",
    ],
)
def test_nobody_else_opens_the_page_of_the_lead(cast, key):
    made = ask(cast)
    client = cast.client(key)
    assert client.get(lead_page(made)).status_code == 404
    fields = {"state": "in_order", "said": "Mine", "tells": "no"}
    assert client.post(lead_page(made), fields).status_code == 404
    made.refresh_from_db()
    assert made.is_open


def test_exi_a_lead_opens_nothing_else_about_the_child(cast):
    """Every address of the child, before and after the question was read."""
    made, client = ask(cast), cast.client("ayesha")
    assert client.get(lead_page(made)).status_code == 200
    viewer, tried = cast.viewer("ayesha"), 0
    for page in site_map.behind_doors():
        if "child_id" not in page.parts:
            continue
        for there in site_map.addresses(page, cast.rafi, viewer):
            assert client.get(there).status_code == 404, there
            tried += 1
    assert tried > 50


def test_the_family_sees_that_the_lead_has_read_it_and_nobody_else_does(cast):
    made = ask(cast)
    cast.client("ayesha").get(lead_page(made))
    said = "Ayesha Grant, privacy lead at Harrowmere Council, read a question about who has looked"
    page = looks_page(cast)
    assert said in page
    assert "To answer your question." in page
    assert "Ayesha" not in looks_page(cast, "conor").split("Show")[-1]
