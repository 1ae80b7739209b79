"""The book: one question, and two who answer it."""

from django.urls import reverse

from plait.book import operations as book
from plait.book.models import Entry
from tests.pages_read import form_on
from tests.pages_sent import landed, opened, sent, shown


def test_who_answers_second_hears_the_first_and_may_still_add(cast):
    asked = book.write_entry(
        Entry(question="What is his blanket called?"),
        child=cast.rafi,
        viewer=cast.viewer("abena"),
    )
    address = reverse("book:answer", args=[cast.rafi.pk, asked.pk])
    shirin, conor = cast.client("shirin"), cast.client("conor")
    before = opened(conor, address)
    landed(shirin, address, words="Blue bear")

    answer, page = sent(conor, address, before, words="The rabbit")

    assert answer.status_code == 200
    assert "Shirin, mum" in page
    assert "“Blue bear”" in page
    assert ">The rabbit</textarea>" in page
    answers = Entry.unfiltered("the test looks").filter(answers=asked)
    assert [one.words for one in answers] == ["Blue bear"]

    again = form_on(answer.content.decode(), address).fields
    landed(conor, address, again, words="Or the rabbit")
    assert answers.all().count() == 2


def test_an_answer_that_is_there_already_is_shown_before_one_is_written(cast):
    asked = book.write_entry(
        Entry(question="Which song?"), child=cast.rafi, viewer=cast.viewer("abena")
    )
    address = reverse("book:answer", args=[cast.rafi.pk, asked.pk])
    assert "Answered already" not in shown(cast.client("conor"), address)
    landed(cast.client("shirin"), address, words="The boat song")
    page = shown(cast.client("conor"), address)
    assert "Answered already" in page
    assert "“The boat song”" in page
