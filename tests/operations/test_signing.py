"""The confidentiality agreement: who signs what, for how long, and what waits for it."""

from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.agencies import confidentiality, signing
from plait.agencies.models import Agency, Employment, Signature
from plait.children import hats
from plait.children.models import Tie
from plait.children.operations import Card
from plait.ledger.models import Line
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.sharing.models import Agreement
from plait.team import operations as team
from plait.team.operations.membership import Part

pytestmark = pytest.mark.django_db


def version(viewer):
    return confidentiality.text_on(viewer.today).version


def signed(cast, key, at):
    agency_id = cast.hat(key).agency_id
    worn = hats.list_hats(cast.people[key].pk, at)
    return next(hat for hat in worn if hat.agency_id == agency_id).has_signed


def test_a_signature_is_good_for_a_year_to_the_second(cast):
    petra = cast.viewer("petra")
    Signature.objects.filter(person=petra.person_id).delete()
    assert not signed(cast, "petra", cast.now)

    made = signing.sign(viewer=petra, version=version(petra))

    assert signed(cast, "petra", cast.now)
    assert signed(cast, "petra", made.until_at - timedelta(seconds=1))
    assert not signed(cast, "petra", made.until_at)
    assert not signed(cast, "petra", cast.now - timedelta(seconds=1))
    assert timedelta(364) < made.until_at - cast.now <= timedelta(366)
    assert Line.objects.last().act == "agencies.confidentiality.signed"


def test_a_signature_for_one_agency_is_none_for_another(cast):
    rowan = cast.agencies["rowan"]
    Employment.objects.create(
        person=cast.people["leon"], agency=rowan, role="speech_therapist",
        from_at=cast.now,
    )  # fmt: skip
    worn = hats.list_hats(cast.people["leon"].pk, cast.now)
    assert {hat.agency_id: hat.has_signed for hat in worn} == {
        rowan.pk: False,
        cast.agencies["bramblecote"].pk: True,
    }


def test_families_sign_nothing(cast):
    daniel = hats.list_hats(cast.people["daniel"].pk, cast.now)
    assert [hat.has_signed for hat in daniel if hat.agency_id is None] == [True]


def test_what_was_not_read_is_not_signed(cast):
    before = Signature.objects.count()
    with pytest.raises(TooLate):
        signing.sign(viewer=cast.viewer("petra"), version="0")
    assert Signature.objects.count() == before


@pytest.mark.parametrize(
    ("key", "may"), [("margaret", True), ("abena", False), ("owen", False)]
)
def test_who_signs_for_the_agency(cast, key, may):
    Signature.objects.filter(for_agency=True).delete()
    viewer = cast.viewer(key)
    if may:
        signing.sign_for_agency(viewer=viewer, version=version(viewer))
        with pytest.raises(TooLate):
            signing.sign_for_agency(viewer=viewer, version=version(viewer))
    else:
        with pytest.raises(NotPermitted):
            signing.sign_for_agency(viewer=viewer, version=version(viewer))


def test_the_head_of_a_setting_signs_too(cast):
    Signature.objects.filter(for_agency=True).delete()
    cast.people["leon"].employments.update(role="setting_lead")
    leon = cast.viewer("leon")
    assert signing.sign_for_agency(viewer=leon, version=version(leon)).for_agency


# --- K3: before the agency has signed, nobody of it joins a team --------------------------


@pytest.fixture
def unsigned(cast):
    """Riverside has not signed."""
    Signature.objects.filter(
        agency=cast.agencies["riverside"], for_agency=True
    ).delete()
    return cast.people["petra"].employments.get()


def joins(cast, petra):
    team.join_team(child=cast.rafi, employment=petra, viewer=cast.viewer("margaret"))


def is_asked_for(cast, petra):
    wish = Wish(
        with_agency_id=petra.agency_id, categories=("plan",), purpose="Play",
        until_on=(cast.now + timedelta(days=90)).date(), brings_in_id=petra.pk,
    )  # fmt: skip
    agreements.ask(wish, child=cast.rafi, viewer=cast.viewer("margaret"))


def is_agreed_to(cast, petra):
    """Asked for before the rule was there."""
    asked = Agreement.objects.create(
        child=cast.rafi, with_agency=petra.agency, brings_in=petra, purpose="Play",
        asked_by=cast.people["margaret"], asked_for_agency=cast.agencies["bramblecote"],
        categories=["plan"], until_on=(cast.now + timedelta(days=90)).date(),
        asked_at=cast.now,
    )  # fmt: skip
    team.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))


def adds_a_child(cast, petra):
    card = Card(given_name="Zia", born_on=cast.rafi.born_on)
    team.welcome_child(card, viewer=cast.viewer("petra"), part=Part())


@pytest.mark.parametrize("act", [joins, is_asked_for, is_agreed_to, adds_a_child])
def test_nobody_joins_for_an_agency_that_has_not_signed(cast, unsigned, act):
    before = Tie.objects.count()
    with pytest.raises(NotPermitted, match=r"Riverside.*has not signed.*Petra Novak"):
        act(cast, unsigned)
    assert Tie.objects.count() == before

    petra = cast.viewer("petra")
    signing.sign_for_agency(viewer=petra, version=version(petra))
    act(cast, unsigned)


def test_who_can_sign_is_not_named_where_names_are_kept(cast, unsigned):
    Agency.objects.filter(pk=unsigned.agency_id).update(shows_staff_names=False)
    agency = Agency.objects.get(pk=unsigned.agency_id)
    reason = signing.may_take_part(agency, cast.now).reason
    assert "Petra" not in reason
    assert "whoever looks after accounts there" in reason


def test_an_area_puts_its_own_words_in(cast, settings, tmp_path):
    mine = tmp_path / "own.toml"
    mine.write_text(
        '[[texts]]\nversion = "area 1"\nfrom_on = 2020-01-01\nmonths = 6\n'
        'remind_days = 10\nopening = "We promise."\nperson = ["One."]\nagency = ["Two."]\n'
    )
    settings.CONFIDENTIALITY = mine
    petra = cast.viewer("petra")
    made = signing.sign(viewer=petra, version="area 1")
    assert timedelta(179) < made.until_at - cast.now < timedelta(186)
