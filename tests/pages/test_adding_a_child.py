"""The same child is not added twice without being asked about it."""

from django.urls import reverse

from plait.children.models import Child
from tests.pages_read import words_of


def answers(child):
    day = child.born_on
    return {
        "given_name": child.given_name.upper(),
        "family_name": child.family_name,
        "born_on_day": day.day,
        "born_on_month": day.month,
        "born_on_year": day.year,
        "pronouns": "they",
    }


def test_it_stops_once_and_names_the_child_that_is_there(cast):
    margaret, before = cast.client("margaret"), Child.objects.count()
    answer = margaret.post(reverse("team:add-child"), answers(cast.rafi))
    assert f"{cast.rafi.full_name} is here already" in words_of(answer)
    there = reverse("today:about", kwargs={"child_id": cast.rafi.pk})
    assert f'href="{there}"' in answer.content.decode()
    assert Child.objects.count() == before

    again = answers(cast.rafi) | {"is_another": "on"}
    assert margaret.post(reverse("team:add-child"), again).status_code == 302
    assert Child.objects.count() == before + 1


def test_another_day_of_birth_is_another_child(cast):
    other = answers(cast.rafi) | {"born_on_year": cast.rafi.born_on.year - 1}
    assert cast.client("margaret").post(reverse("team:add-child"), other).url


def test_of_a_child_whom_one_may_not_know_there_is_no_word(cast):
    answer = cast.client("margaret").post(reverse("team:add-child"), answers(cast.noor))
    assert answer.status_code == 302
