"""An empty page says that nothing is there only to whom nothing there can be hidden."""

import html

import pytest

from plait.sharing import agreements
from plait.sharing.models import Basis
from tests.acts import a_day

pytestmark = pytest.mark.django_db


def page(cast, key, name, *, child="rafi"):
    address = f"/children/{cast.children[child].pk}/{name}"
    return html.unescape(cast.client(key).get(address).content.decode())


EMPTY = {
    "book": ("Nothing in the book yet", "Nothing in the book that you can see"),
    "reports": ("No reports yet", "No reports that you can see"),
    "plan": ("No plan yet", "No plan that you can see"),
    "about": ("Not told yet", "Nothing here that you can see"),
}


@pytest.mark.parametrize("name", EMPTY)
def test_who_was_shown_nothing_is_not_told_that_nothing_is_there(cast, name):
    Basis.objects.filter(child=cast.rafi).update(withdrawn_at=cast.now)
    for_all, for_some = EMPTY[name]
    for key in ("nani", "joy"):
        said = page(cast, key, name)
        assert for_some in said
        assert for_all not in said


@pytest.mark.parametrize("name", EMPTY)
def test_who_decides_for_the_child_is_told_that_nothing_is_there(cast, name):
    for_all, for_some = EMPTY[name]
    said = page(cast, "idris", name, child="noor")
    assert for_some not in said
    if name == "reports":
        assert for_all in said


def test_the_book_says_who_reads_it_as_far_as_one_can_know(cast):
    assert "Nani and Rowan Speech Therapy. Please" in page(cast, "shirin", "book")
    said = page(cast, "tomasz", "book")
    assert "and everybody else the family shares the book with" in said


def test_asking_twice_is_said_beside_the_question_and_keeps_the_words(cast):
    person = cast.people["petra"].employments.get()
    question = {
        "whom": f"person:{person.pk}",
        "categories": ["plan"],
        "purpose": "So that Petra can look at how he holds a spoon.",
        "covers_history": "no",
        **a_day("last_day", ahead=30),
    }
    client, address = cast.client("margaret"), f"/children/{cast.rafi.pk}/sharing/ask"
    assert client.post(address, question).status_code == 302
    again = client.post(address, question)
    said = html.unescape(again.content.decode())
    assert again.status_code == 200
    assert "has not answered yet" in said
    assert "holds a spoon" in said


def test_stopping_on_the_page_ends_all_of_it(cast):
    asked = cast.rafi.agreements.filter(
        with_agency=cast.viewer("tomasz").hat.agency_id, state="agreed"
    ).get()
    again = agreements.ask(
        agreements.Wish(asked.with_agency_id, ("health",), "So that …", asked.until_on),
        child=cast.rafi,
        viewer=cast.viewer("margaret"),
    )
    agreements.agree(again.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    address = f"/children/{cast.rafi.pk}/sharing/{again.pk}/withdraw"
    assert cast.client("shirin").post(address).status_code == 302
    said = page(cast, "shirin", "sharing")
    assert "what everybody in the team knows" in said
    assert "No plan that you can see" in page(cast, "tomasz", "plan")
