"""The pages of sharing for a reason in law: who opens them, and what they say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.sharing.models import Disclosure
from tests.acts import a_day
from tests.cast import FAMILY_HATS, PROFESSIONALS
from tests.operations.test_sharing_without_asking import between, quietly, share
from tests.pages_read import form_on, words_of

pytestmark = pytest.mark.django_db
MAY = {"margaret", "daniel"}


def page(cast, name, **ids):
    return reverse(f"sharing:{name}", kwargs={"child_id": cast.rafi.pk, **ids})


@pytest.mark.parametrize("key", sorted(FAMILY_HATS | set(PROFESSIONALS)))
def test_the_form_is_for_those_who_may(cast, key):
    """Daniel joins with the family's yes, which the story has not heard yet."""
    in_team = {"abena", "margaret", "leon", "tomasz", "joy", "shirin", "conor", "nani"}
    answer = cast.client(key).get(page(cast, "without-asking"))
    expected = 200 if key == "margaret" else 403 if key in in_team else 404
    assert answer.status_code == expected


def test_the_form_says_what_to_think_of_first(cast):
    said = words_of(cast.client("margaret").get(page(cast, "without-asking")))
    assert "You need a reason in law" in said
    assert "recognised" not in said.casefold()


def whole(client, address):
    return form_on(client.get(address).content.decode(), address).fields


def answers(cast, **changes):
    social_care = cast.agencies["harrowmere-care"]
    return {
        "whom": f"agency:{social_care.pk}",
        "categories": ["plan"],
        "why": "ground:safeguarding",
        "covers_history": "no",
        "reason": "He has not been seen for three weeks.",
        "telling": "tell",
        **a_day("last_day", 30),
        **changes,
    }


WRONG = [
    ({"whom": ""}, "Choose a person or a service"),
    ({"categories": []}, "Choose at least one kind"),
    ({"why": ""}, "Choose a reason"),
    ({"reason": "Because"}, "Write at least 20 letters"),
    ({"telling": "keep"}, "Say who would be at risk, and how"),
    (
        {"telling": "keep", "because": "Not safe"},
        "Choose the day on which you look again",
    ),
    (
        {"telling": "keep", "because": "Not safe", **a_day("look_again", 200)},
        "Choose a day within three months",
    ),
    (a_day("last_day", 400), "Choose a day within a year"),
    (a_day("last_day", 0), "Choose a day that is still to come"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(cast, changes, said):
    client, address = cast.client("margaret"), page(cast, "without-asking")
    form = whole(client, address)
    answer = client.post(address, form | answers(cast, **changes))
    assert answer.status_code == 200
    assert said in words_of(answer)
    if "reason" not in changes:
        assert "He has not been seen for three weeks." in words_of(answer)
    assert not Disclosure.objects.filter(child=cast.rafi).exists()


def test_an_agreement_that_the_other_service_has_not_signed_is_refused_by_the_form(
    cast,
):
    agreed = between(cast, signed=("bramblecote",))
    client, address = cast.client("margaret"), page(cast, "without-asking")
    form = whole(client, address)
    answer = client.post(address, form | answers(cast, why=f"between:{agreed.pk}"))
    assert "That service has not signed this agreement" in words_of(answer)
    signed = between(cast)
    answer = client.post(
        address,
        form | answers(cast, why=f"between:{signed.pk}", categories=["education"]),
    )
    assert "The agreement does not cover all of this" in words_of(answer)


def test_the_decision_is_on_the_page_of_both_parents_with_its_reason(cast):
    made = share(cast)
    for key in ("shirin", "conor"):
        said = words_of(
            cast.client(key).get(page(cast, "disclosure", disclosure_id=made.pk))
        )
        assert made.reason in said
        assert "you cannot switch it off" in said
        assert "Stop sharing now" not in said


def test_to_whom_it_was_not_told_it_is_not_there(cast):
    made = share(cast, **quietly(cast))
    for name in ("disclosure", "look-again", "tell", "stop-disclosure"):
        for key in ("shirin", "conor", "nani", "abena", "tomasz", "joy", "gwen"):
            address = page(cast, name, disclosure_id=made.pk)
            assert cast.client(key).get(address).status_code == 404, (key, name)
            if name != "disclosure":
                assert cast.client(key).post(address).status_code == 404, (key, name)
    made.refresh_from_db()
    assert made.told_at is None
    assert made.ended_at is None


def test_the_day_to_look_again_stands_on_today(cast):
    made = share(cast, **quietly(cast, days=2))
    assert "family be told now?" in words_of(cast.client("margaret").get("/"))
    Disclosure.objects.filter(pk=made.pk).update(
        look_again_on=cast.now.date() - timedelta(days=1)
    )
    assert "family be told now?" in words_of(cast.client("margaret").get("/"))
    for key in ("abena", "tomasz", "gwen"):
        assert "family be told now?" not in words_of(cast.client(key).get("/"))


def test_agreements_between_services_are_read_by_services(cast):
    for key in PROFESSIONALS:
        assert (
            cast.client(key).get(reverse("sharing:area-agreements")).status_code == 200
        )
    for key in FAMILY_HATS:
        assert (
            cast.client(key).get(reverse("sharing:area-agreements")).status_code == 403
        )
    for key in (*PROFESSIONALS, "shirin"):
        answer = cast.client(key).get(reverse("sharing:write-area-agreement"))
        assert answer.status_code == (200 if key == "ayesha" else 403)
