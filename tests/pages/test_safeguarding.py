"""Pages of safeguarding: who may open them, what they say, and what stays covered."""

import pytest
from django.urls import reverse

from plait.access import clock
from plait.safeguarding import numbers
from plait.safeguarding import operations as safeguarding
from plait.safeguarding.models import Step, Transfer, Verdict
from tests import cases
from tests.pages_read import words_of
from tests.pages_sent import a_day, landed, opened, sent, shown

PERSON_PAGES = ("cases", "files")


def of(name, child, **more):
    return reverse(f"safeguarding:{name}", kwargs={"child_id": child.pk} | more)


@pytest.mark.parametrize(
    "key", ["abena", "margaret", "owen", "sofia", "shirin", "nani"]
)
def test_every_page_leads_to_where_a_worry_is_passed_on(cast, key):
    client = cast.client(key)
    first = client.get("/", follow=True)
    assert "I am worried about safety" in words_of(first)
    assert client.get(reverse("safeguarding:choose")).status_code == 200
    if key not in ("owen", "sofia"):
        page = client.get(reverse("team:team", args=[cast.rafi.pk]))
        assert of("raise", cast.rafi) in page.content.decode()


def test_999_comes_first_with_the_areas_numbers(cast, settings):
    settings.DUTY_NUMBERS = "Social care=01632 960 555; broken ;Nights=01632 960 556"
    page = shown(cast.client("abena"), of("raise", cast.rafi))
    assert page.index("999") < page.index("What did you see or hear?")
    assert "01632 960 555" in page
    assert [one.words for one in numbers.of_area()] == ["Social care", "Nights"]
    assert numbers.of_area()[0].href == "tel:01632960555"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast):
    client, address = cast.client("abena"), of("raise", cast.rafi)
    answer, page = sent(client, address, own_words="“No”", happened="")
    assert answer.status_code == 200
    for sentence in (
        "Say whether the child is in danger now",
        "Write what you saw or heard",
        "Write when it was",
    ):
        assert sentence in page
    assert "“No”" in page


def test_a_colleague_can_be_named_and_only_one_who_is_known(cast):
    abena = opened_names(cast.client("abena"), of("raise", cast.rafi))
    assert str(cast.people["leon"].pk) in abena
    assert str(cast.people["tomasz"].pk) not in abena
    assert str(cast.people["abena"].pk) not in abena
    shirin = opened_names(cast.client("shirin"), of("raise", cast.rafi))
    assert str(cast.people["abena"].pk) in shirin
    assert str(cast.people["owen"].pk) not in shirin


def opened_names(client, address):
    from tests.pages_read import form_on

    form = form_on(client.get(address).content.decode(), address)
    return form.offered["about_colleague"]


def test_this_worry_and_something_noticed_are_kept_apart(cast):
    page = shown(cast.client("abena"), of("raise", cast.rafi))
    assert "I am worried that a child is not safe" in page
    assert reverse("evidence:add-concern", args=[cast.rafi.pk]) in page


def test_the_leads_first_page_names_no_child(cast):
    receipt = cases.raised(cast)
    cases.raised(cast, by="leon", child="leo")
    owen = cast.client("owen")
    page = words_of(owen.get("/"))
    assert receipt.reference in page
    for name in ("Rafi", "Hossain", "Leo", "Fernandes", "Grace", "Mbeki", cases.SAW):
        assert name not in page
    to = reverse("safeguarding:open", args=[receipt.reference])
    assert owen.get(to).url == of("case", cast.rafi)
    for key in ("abena", "margaret", "sofia"):
        assert cast.client(key).get(to).status_code in (403, 404)


def test_cases_open_and_closed(cast):
    page = words_of(cast.client("owen").get(reverse("safeguarding:cases")))
    begins, ends = page.index("Open cases"), page.index("Closed")
    assert begins < page.index("Leo Fernandes") < ends < page.index("Grace Mbeki")


@pytest.mark.parametrize("page", PERSON_PAGES)
def test_lists_of_the_leads_are_for_leads(cast, page):
    address = reverse(f"safeguarding:{page}")
    for key in ("abena", "margaret", "daniel", "shirin", "ayesha"):
        assert cast.client(key).get(address).status_code == 403, key
    assert cast.client("owen").get(address).status_code == 200


def test_a_lead_is_not_told_that_the_family_sees_their_look(cast):
    cases.raised(cast)
    page = reverse("plans:plan", args=[cast.rafi.pk])
    assert "family can see that you looked" not in shown(cast.client("owen"), page)
    assert "family can see that you looked" in shown(cast.client("abena"), page)


def test_a_case_from_taking_on_to_closing(cast):
    record = cases.record_of(cases.raised(cast))
    owen, case = cast.client("owen"), of("case", cast.rafi)
    note = of("note", cast.rafi, item_id=record.pk)
    assert "I have this" in shown(owen, case)
    fields = opened(owen, note)
    _, page = landed(owen, note, fields)
    assert "You have this now" in page

    day = a_day("due_on", clock.read().date().replace(year=2027))
    _, page = landed(owen, of("add-step", cast.rafi), what="Ring", by_whom="Me", **day)
    assert "Something to do" in page
    assert "Ring" not in page
    answers = {"choice": "nothing", "reason": "All is well", "closes": "yes"}
    _, page = landed(owen, of("decide", cast.rafi), **answers)
    assert "Closed" in page
    assert "All is well" not in page


def test_to_watch_needs_a_day(cast):
    cases.raised(cast)
    answers = {"choice": "watch", "reason": "We will see", "closes": "no"}
    answer, page = sent(cast.client("owen"), of("decide", cast.rafi), **answers)
    assert answer.status_code == 200
    assert "Choose the day to look again" in page


def test_a_button_that_a_note_has_not_is_absent(cast):
    record = cases.record_of(cases.raised(cast))
    note = of("note", cast.rafi, item_id=record.pk)
    for wanted in ("end", "told", "anything", ""):
        assert cast.client("owen").post(note, {"do": wanted}).status_code == 404


def test_finishing_is_for_steps(cast):
    record = cases.record_of(cases.raised(cast))
    address = of("finish", cast.rafi, step_id=record.pk)
    assert cast.client("owen").get(address).status_code == 404


def test_what_social_care_sees_of_a_shared_case(cast):
    record = cases.record_of(cases.raised(cast))
    named = cases.record_of(
        cases.raised(cast, saw="About him", about_colleague=cast.people["leon"])
    )
    cases.disclosed(cast)
    sofia = cast.client("sofia")
    page = shown(sofia, of("case", cast.rafi))
    assert of("note", cast.rafi, item_id=record.pk) in page
    assert of("note", cast.rafi, item_id=named.pk) not in page
    assert of("disclose", cast.rafi) not in page
    assert sofia.get(of("disclose", cast.rafi)).status_code == 403
    assert cases.SAW in shown(sofia, of("note", cast.rafi, item_id=record.pk))


def test_files_say_where_they_are_and_by_when(cast):
    cases.raised(cast)
    owen = cast.viewer("owen")
    safeguarding.begin_transfer(
        Transfer(
            child=cast.rafi, to_agency=cast.agencies["larkfield"],
            starts_on=owen.today, in_year=True,
        ),
        viewer=owen,
    )  # fmt: skip
    page = words_of(cast.client("owen").get(reverse("safeguarding:files")))
    for words in ("Larkfield Nursery School", "Not yet", "Not confirmed yet"):
        assert words in page


def test_what_is_due_stands_on_the_first_page_without_its_words(cast):
    cases.raised(cast)
    owen = cast.viewer("owen")
    safeguarding.add_step(
        Step(what="Talk about the canary", by_whom="Me", due_on=owen.today),
        child=cast.rafi, viewer=owen,
    )  # fmt: skip
    safeguarding.decide(
        Verdict(choice="watch", reason="x", look_again_on=owen.today),
        child=cast.rafi, viewer=owen,
    )  # fmt: skip
    page = words_of(cast.client("owen").get("/"))
    assert "Something to do in a safeguarding case" in page
    assert "Look again at a safeguarding case" in page
    assert "canary" not in page
