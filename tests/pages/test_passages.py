"""Something about one adult in a report: closed until wanted, and nothing is lost."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.evidence import operations as evidence
from plait.evidence import passages
from plait.evidence.models import Assessment, Passage
from plait.evidence.passages import About
from plait.evidence.web import presenters
from plait.sharing.models import Record
from plait.sharing.repeats import AlreadySaved
from tests.pages_sent import a_day, landed, opened, sent, shown

SAID = "Quibblefax goes for a walk when it is loud"
REPORT = {
    "title": "A second look",
    "summary": "He listens well.",
    "area": "communication",
    "strength": "Listens",
    "need": "Words",
}


@pytest.fixture
def add(cast):
    return reverse("evidence:add-report", args=[cast.rafi.pk])


@pytest.fixture
def conor(cast):
    return str(cast.people["conor"].pk)


@pytest.fixture
def report(cast):
    made = Assessment(title="A look", seen_on=cast.now.date(), summary="He listens.")
    return evidence.share_assessment(
        made, [], child=cast.rafi, viewer=cast.viewer("tomasz")
    )


def written():
    return Passage.unfiltered("what a form saved").latest("record__made_at")


def test_it_stays_closed_and_offers_the_adults_of_the_family(cast, add):
    page = shown(cast.client("tomasz"), add)

    assert "Something that is about one adult in the family" in page
    assert '<details class="govuk-details" open' not in page
    for name in ("Shirin", "Conor"):
        assert f"{cast.people[name.lower()].name}</option>" in page
    assert (
        "Tomasz" not in page.partition("Who is it about?")[2].partition("</select>")[0]
    )


def test_a_report_is_written_with_it_in_one_go(cast, add, conor):
    day = a_day("seen_on", cast.now.date())
    there, page = landed(
        cast.client("tomasz"), add, about_1=conor, says_1=SAID, **REPORT | day
    )

    assert SAID in page
    assert "About Conor" in page
    assert "Conor does not see this part." in page
    assert SAID in shown(cast.client("shirin"), there)
    for_him = shown(cast.client("conor"), there)
    assert "He listens well." in for_him
    assert SAID not in for_him
    assert "does not see this part" not in for_him


def test_what_is_hard_comes_after_what_the_child_can_do(cast, add, conor):
    day = a_day("seen_on", cast.now.date())
    said = {"about_1": conor, "says_1": SAID}
    _, page = landed(cast.client("tomasz"), add, **said, **REPORT | day)
    assert page.index("Strengths") < page.index("About Conor")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Your report is shared."),
        ({"family": "hold"}, "It is held back: the family does not read it now."),
    ],
)
def test_it_says_what_has_become_of_the_report(cast, add, given, told):
    today = cast.now.date()
    reason = {"hold_reason": "tell-first", "hold_words": "We speak on Monday."}
    days = a_day("seen_on", today) | a_day("review_on", today + timedelta(days=4))
    there, page = landed(cast.client("tomasz"), add, **REPORT | reason | days | given)

    assert told in page
    assert ("is shared." in page) == (not given)
    at_home = cast.client("shirin").get(there)
    assert at_home.status_code == (404 if given else 200)


@pytest.mark.parametrize("kept", ["young", "seal"])
def test_for_a_young_person_alone_and_sealed_are_said_too(cast, kept):
    keep = SimpleNamespace(hold=None, seal=None)
    if kept == "seal":
        keep.seal = object()
    else:
        keep.hold = SimpleNamespace(release=Record.Release.YOUNG_PERSON)
    told = presenters.shared_as(keep, cast.rafi)
    assert ("only Rafi reads it now" in told) == (kept == "young")
    assert ("sealed as you chose" in told) == (kept == "seal")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"says_2": SAID}, "Choose who this is about"),
        ({"about_2": "conor"}, "Write what the report says about this adult"),
    ],
)
def test_half_of_a_pair_is_said_beside_the_other_half(
    cast, add, conor, given, sentence
):
    given = {name: conor if said == "conor" else said for name, said in given.items()}
    day = a_day("seen_on", cast.now.date())
    before = Passage.unfiltered("counting").count()
    answer, page = sent(cast.client("tomasz"), add, **REPORT | day | given)

    assert answer.status_code == 200
    assert page.count(sentence) == 2  # at the head of the page, and beside the field
    assert '<details class="govuk-details" open' in page
    for said in (*REPORT.values(), *given.values()):
        assert said in page
    assert Passage.unfiltered("counting").count() == before


def test_more_is_added_to_a_report_that_is_there(cast, report, conor):
    client = cast.client("tomasz")
    there = reverse("evidence:report", args=[cast.rafi.pk, report.pk])
    add = reverse("evidence:add-passage", args=[cast.rafi.pk, report.pk])
    assert add in shown(client, there)
    assert f'href="{there}">Back to the report</a>' in shown(client, add)
    assert "Back to the reports" in shown(cast.client("shirin"), there)
    assert add not in shown(cast.client("margaret"), there)
    _, empty = sent(client, add, words=SAID)
    assert "Choose who this is about" in empty
    assert SAID in empty

    led_to, page = landed(client, add, about_id=conor, words=SAID)
    assert led_to == there
    assert SAID in page
    answer, _ = sent(client, add, about_id=conor, words=SAID)  # the same again
    assert answer.url == there
    assert Passage.unfiltered("counting").filter(of=report.record).count() == 1


def test_it_is_put_right_and_two_who_do_lose_no_words(cast, report, conor):
    client = cast.client("tomasz")
    told = About(cast.people["conor"].pk, SAID)
    passages.write(told, of=report.pk, child=cast.rafi, viewer=cast.viewer("tomasz"))
    change = reverse("evidence:correct-passage", args=[cast.rafi.pk, written().pk])
    first, second = opened(client, change), opened(client, change)
    assert first["words"] == [SAID]

    _, page = landed(client, change, first, words="Quibblefax whistles")
    assert "Quibblefax whistles" in page
    answer, page = sent(client, change, second, words="Quibblefax hums")
    assert answer.status_code == 200
    assert "Quibblefax whistles" in page
    assert "Quibblefax hums" in page
    assert cast.client("conor").get(change).status_code == 404
    assert written().words == "Quibblefax whistles"


def test_pa3_put_right_for_somebody_else_it_says_that_neither_sees_it(
    cast, report, conor
):
    client = cast.client("tomasz")
    told = About(cast.people["conor"].pk, SAID)
    passages.write(told, of=report.pk, child=cast.rafi, viewer=cast.viewer("tomasz"))
    change = reverse("evidence:correct-passage", args=[cast.rafi.pk, written().pk])
    page = shown(client, change)
    assert page.count("neither of the two sees it") == 1
    nani = cast.people["nani"]

    there, page = landed(client, change, about_id=str(nani.pk))
    neither = f"Conor and {nani.first_name} do not see this part."
    assert page.count(neither) == 2  # as news, and with the part
    assert neither in shown(cast.client("shirin"), there)
    for closed in ("conor", "nani"):
        assert SAID not in cast.client(closed).get(there).content.decode()


def test_the_same_report_with_something_more_about_an_adult_is_added_to(cast, report):
    def again(*about):
        same = Assessment(title="A look", seen_on=report.seen_on, summary="He listens.")
        return evidence.share_assessment(
            same, [], child=cast.rafi, viewer=cast.viewer("tomasz"), about=about
        )

    with pytest.raises(AlreadySaved):
        again()
    about = About(cast.people["conor"].pk, SAID)
    assert again(about).pk == report.pk
    assert written().words == SAID
    with pytest.raises(AlreadySaved):
        again(about)


def test_the_same_said_twice_in_one_form_is_saved_once(cast, add, conor):
    day = a_day("seen_on", cast.now.date())
    said = {"about_1": conor, "says_1": SAID, "about_2": conor, "says_2": SAID}
    _, page = landed(cast.client("tomasz"), add, **said, **REPORT | day)
    assert page.count(SAID) == 1


def test_sent_again_with_something_about_an_adult_it_is_one_report(cast, add, conor):
    """Two that look alike would tell whom it is about that one of them says more."""
    client, day = cast.client("tomasz"), a_day("seen_on", cast.now.date())
    first, _ = landed(client, add, **REPORT | day)
    again, page = landed(client, add, about_1=conor, says_1=SAID, **REPORT | day)
    assert again == first
    assert SAID in page
    reports = reverse("evidence:reports", args=[cast.rafi.pk])
    assert shown(cast.client("conor"), reports).count("A second look") == 1


def test_it_says_who_wrote_it_and_when_and_keeps_its_lines(cast, report):
    """A colleague’s words are not the report’s author’s."""
    ruth = Person.objects.create_user(email="ruth@plait.example", name="Ruth Lind")
    tie = cast.rafi.ties.get(person=cast.people["tomasz"], until_at=None)
    Employment.objects.create(
        person=ruth, agency=tie.agency, role="speech_therapist", from_at=tie.from_at
    )
    cast.people["ruth"] = ruth
    Tie.objects.create(
        person=ruth, child=cast.rafi, kind="team", agency=tie.agency,
        role="speech_therapist", from_at=tie.from_at,
    )  # fmt: skip
    viewer = Viewer(Hat(ruth.pk, tie.agency_id), cast.now, "speech_therapist", "Ruth")
    about = About(cast.people["conor"].pk, "One thing.\n\nAnother thing.")
    passages.write(about, of=report.pk, child=cast.rafi, viewer=viewer)
    there = reverse("evidence:report", args=[cast.rafi.pk, report.pk])
    page = shown(cast.client("shirin"), there)
    assert "<p>One thing.</p><p>Another thing.</p>" in page
    assert "Ruth Lind, speech and language therapist, " in page
