"""EXI-1 and CON-3 for "show me what they see": both may see it, or it is not there."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from plait.agencies.models import Employment
from plait.book.models import LastRead
from plait.children.models import Tie
from plait.evidence.models import Concern, Observation
from plait.ledger.models import Line
from plait.sharing import agreements, looks_delay
from plait.sharing.categories import ASKED_ABOUT
from plait.sharing.models import Glass, Record, Restriction
from plait.team.models import Involvement
from plait.today import preview, telling
from tests.pages_read import forms_on, words_of
from tests.trust import surfaces
from tests.trust.everything import Telling, put, tell_everything
from tests.trust.twins import nobody

PARTNERS = ("abena", "margaret", "leon", "tomasz", "joy", "nani")


def part_of(cast, key):
    parts = Involvement.unfiltered("the part of somebody in the team")
    theirs = parts.filter(tie__person=cast.people[key], record__child=cast.rafi)
    return theirs.earliest("record__made_at")


def address(cast, key, **asked):
    there = {"child_id": cast.rafi.pk, "part_id": part_of(cast, key).pk}
    return reverse("today:preview", kwargs=there)


def shown(cast, key, who="shirin"):
    viewer = cast.viewer(who)
    partner = preview.get_person(part_of(cast, key).pk, child=cast.rafi, viewer=viewer)
    seen = preview.look_as(partner, child=cast.rafi, viewer=viewer)
    return {one.record_id for one in seen.shown}


def visible(cast, key):
    seen = Record.objects.visible_to(cast.hat(key), cast.now).filter(child=cast.rafi)
    return set(seen.values_list("pk", flat=True))


def everything_more(cast):
    """Records of every kind, of every service, and some that the family may not see."""
    at = cast.now - timedelta(hours=1)
    for key, code in (
        ("abena", "bramblecote"),
        ("tomasz", "rowan"),
        ("joy", "harrowmere-health"),
    ):
        agency = cast.agencies[code]
        told = Telling(cast.rafi, cast.people[key], at, f"of {key}", agency=agency)
        tell_everything(told, owner_agency=agency)
        tell_everything(told, owner_agency=agency, release=0)
        tell_everything(told, owner_agency=agency, sensitivity=2)


@pytest.mark.parametrize("who", ["shirin", "conor"])
@pytest.mark.parametrize("key", PARTNERS)
def test_exi_1_what_is_shown_is_what_both_may_see(cast, key, who):
    everything_more(cast)
    both = visible(cast, key) & visible(cast, who)

    assert shown(cast, key, who) == both
    assert both < visible(cast, who) or key in ("abena", "leon", "margaret")
    assert key == "nani" or visible(cast, key) - both  # there is more to hold back


@pytest.mark.parametrize("key", PARTNERS)
def test_exi_1_the_pages_show_all_of_it_and_the_ledger_says_so(cast, key):
    """Kind by kind, page by page: what is told is named, and nothing else."""
    everything_more(cast)
    client, there = cast.client("shirin"), address(cast, key)
    head = last_line()
    for kind in ASKED_ABOUT:
        for number in (1, 2, 3, 4):
            page = client.get(there, {"kind": kind, "page": number})
            assert page.status_code == 200
            assert forms_on(page.content.decode()) == []
            if "What was written before" not in words_of(page):
                break

    lines = [json.loads(one.details) for one in Line.objects.filter(seq__gt=head)]
    named = {pk for line in lines for pk in line["records"]}
    assert named == {str(pk) for pk in shown(cast, key)}


def last_line():
    return Line.objects.order_by("-seq").first().seq


@pytest.mark.parametrize("key", ["tomasz", "joy"])
def test_con_3_withdrawing_makes_it_smaller_at_once(cast, key):
    before = shown(cast, key)
    agency = cast.hat(key).agency_id
    agreements.stop_sharing(agency, child=cast.rafi, viewer=cast.viewer("shirin"))

    after = shown(cast, key)
    assert after < before
    assert after == visible(cast, key) & visible(cast, "shirin")


def test_exi_1_sealing_it_from_the_partner_makes_it_smaller_at_once(cast):
    before = shown(cast, "tomasz")
    Restriction.objects.create(
        child=cast.rafi, category="plan", aim="agency",
        aimed_agency=cast.agencies["rowan"], from_at=cast.now,
    )  # fmt: skip
    after = shown(cast, "tomasz")
    assert after < before
    assert after == visible(cast, "tomasz") & visible(cast, "shirin")


def test_exi_1_a_part_that_is_hidden_adds_nothing(cast):
    """Abena has become a safeguarding lead, too, and the family may not know."""
    agency = cast.agencies["bramblecote"]
    told = Telling(cast.rafi, cast.people["leon"], cast.now, "x", agency=agency)
    social = put(
        Observation(saw="x", seen_at=cast.now),
        told,
        owner_agency=agency,
        category="social",
    )
    before = shown(cast, "abena")
    assert social.pk not in before
    tie = Tie.objects.create(
        person=cast.people["abena"], child=cast.rafi, kind="team", agency=agency,
        role="safeguarding_lead", from_at=cast.now,
    )  # fmt: skip
    put(Involvement(tie=tie), told, owner_agency=agency, release=0)

    assert social.pk in visible(cast, "abena") & visible(cast, "shirin")
    viewer = cast.viewer("shirin")
    people = preview.list_people(cast.rafi, viewer=viewer)
    abena = next(one for one in people if one.name == "Abena Owusu")
    seen = preview.look_as(abena, child=cast.rafi, viewer=viewer)
    assert {one.record_id for one in seen.shown} == before


def test_exi_1_emergency_access_that_is_told_later_opens_nothing_here(cast):
    concern = put(
        Concern(wondering="x"), Telling(cast.rafi, cast.people["leon"], cast.now, "x"),
        owner_agency=cast.agencies["bramblecote"],
    )  # fmt: skip
    assert concern.pk not in shown(cast, "joy")
    hat = cast.hat("joy")
    Glass.objects.create(
        person_id=hat.person_id, agency_id=hat.agency_id, child=cast.rafi,
        reason="His mother was taken to hospital.", opened_at=cast.now,
        expires_at=cast.now + timedelta(hours=1),
    )  # fmt: skip
    assert concern.pk in shown(cast, "joy")
    page = words_of(cast.client("shirin").get(address(cast, "joy")))
    assert "Seen because they had emergency access" in page

    looks_delay.delay(
        child=cast.rafi, hat=hat, reason="Unsafe", viewer=cast.viewer("ayesha"),
        until_on=cast.viewer("ayesha").today + timedelta(days=5),
    )  # fmt: skip
    assert concern.pk not in shown(cast, "joy")


# --- Who can be chosen, and by whom ---


def test_exi_10_a_hidden_partner_cannot_be_chosen_nor_guessed(cast):
    part, client = part_of(cast, "joy"), cast.client("shirin")
    record = Record.objects.unfiltered("a part is kept from the family")
    record.filter(pk=part.pk).update(release=0)
    health = cast.agencies["harrowmere-health"].pk

    who = reverse("today:preview-who", kwargs={"child_id": cast.rafi.pk})
    chooses = client.get(who).content.decode()
    assert "Joy" not in chooses
    assert str(health) not in chooses
    for name, part_name, ids in (
        ("today:preview", "part_id", (part.pk, nobody())),
        ("today:preview-service", "agency_id", (health, nobody())),
    ):
        one, other = (
            surfaces.ask(client, reverse(name, kwargs={"child_id": cast.rafi.pk, part_name: pk}))
            for pk in ids
        )  # fmt: skip
        assert one.status == 404
        assert one == other


def test_exi_10_nobody_of_another_child_can_be_chosen(cast):
    gwen = Involvement.unfiltered("of Noor’s team").filter(record__child=cast.noor)
    for part in gwen:
        there = {"child_id": cast.rafi.pk, "part_id": part.pk}
        address = reverse("today:preview", kwargs=there)
        assert cast.client("shirin").get(address).status_code == 404


@pytest.mark.parametrize("key", ["shirin", "conor"])
def test_exi_10_parents_do_not_look_with_each_others_eyes(cast, key):
    assert cast.client("shirin").get(address(cast, key)).status_code == 404


@pytest.mark.parametrize(
    ("key", "status"),
    [("nani", 403), ("tomasz", 403), ("margaret", 403), ("abena", 403), ("daniel", 404),
     ("petra", 404), ("gwen", 404), ("sofia", 404), ("ayesha", 404), ("idris", 404),
     ("callum", 302)],
)  # fmt: skip
def test_fam_nobody_else_is_shown_what_others_see(cast, key, status):
    client, child = cast.client(key), {"child_id": cast.rafi.pk}
    for there in (
        address(cast, "tomasz"),
        reverse("today:preview-who", kwargs=child),
        reverse("today:preview-service", kwargs=child | {"agency_id": cast.agencies["rowan"].pk}),
    ):  # fmt: skip
        assert client.get(there).status_code == status
        assert client.post(there).status_code in (302, 405)


# --- It is the reader who looks ---


def test_aud_1_the_line_names_the_parent_and_whose_eyes(cast):
    client, head = cast.client("shirin"), last_line()
    session = dict(client.session.items())
    marks = list(LastRead.objects.order_by("pk").values())
    assert client.get(address(cast, "tomasz")).status_code == 200

    line = Line.objects.get(seq__gt=head)
    told = json.loads(line.details)
    assert (line.act, line.surface) == ("record.read", "preview")
    assert line.person_id == cast.people["shirin"].pk
    assert line.hat == "family"
    assert told["as_person"] == str(cast.people["tomasz"].pk)
    assert {row for row, *_ in told["reasons"]} == {"P3"}  # the reader's own right
    assert dict(client.session.items()) == session
    assert list(LastRead.objects.order_by("pk").values()) == marks


def test_aud_1_it_never_shows_as_the_partners_look(cast):
    cast.client("shirin").get(address(cast, "tomasz"))
    there = reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    page = words_of(cast.client("conor").get(there))
    assert "Shirin Hossain, mum, read what somebody else can see" in page
    assert (
        page.count("Tomasz Wilk, speech and language therapist at") == 1
    )  # yesterday’s


def test_a_service_is_what_any_of_its_people_sees(cast):
    viewer = cast.viewer("shirin")
    bramblecote = cast.agencies["bramblecote"].pk
    service = preview.get_service(bramblecote, child=cast.rafi, viewer=viewer)
    seen = preview.look_as(service, child=cast.rafi, viewer=viewer)
    any_of_them = set.union(
        *(shown(cast, key) for key in ("abena", "leon", "margaret"))
    )
    assert {one.record_id for one in seen.shown} == any_of_them


def test_every_kind_of_record_can_be_told(cast):
    assert telling.kinds().keys() == telling.TELL.keys()


def test_the_young_person_and_the_parents_take_turns(cast):
    """From the switch on it is theirs to look, and no longer the parents'."""
    cast.rafi.born_on = cast.rafi.born_on.replace(year=cast.rafi.born_on.year - 16)
    cast.rafi.save()
    Tie.objects.create(
        person=cast.people["petra"], child=cast.rafi, kind="self", role="self",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    Employment.objects.filter(person=cast.people["petra"]).update(until_at=cast.now)
    there = reverse("today:preview-who", kwargs={"child_id": cast.rafi.pk})
    assert cast.client("shirin").get(there).status_code == 403
    assert cast.client("petra", family=True).get(there).status_code == 200
