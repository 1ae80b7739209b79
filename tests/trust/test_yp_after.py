"""YP-3 to YP-7: what the switch, an assessment, a wish or an end does to every surface."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from plait.access.decisions import NotPermitted, TooLate
from plait.agencies.models import Agency
from plait.children.models import Tie
from plait.children.operations import CARD, Card
from plait.clocks import arithmetic, growing_up
from plait.clocks.arithmetic import day_of
from plait.evidence import operations as evidence
from plait.evidence.models import Observation, Photo
from plait.family import operations as family
from plait.ledger.models import Line
from plait.notices.models import Notice
from plait.sharing import agreements, change_over, queries, representatives
from plait.sharing.models import Agreement, Basis, PrivacyWish, Record, Representative
from plait.sharing.representatives import Assessed
from plait.team import operations as team
from plait.team.models import Closing
from plait.team.operations.closing import End
from tests.trust import surfaces
from tests.trust.everything import Telling, tell_everything
from tests.trust.moments import signed_in, the_clock

WHY = "a proof of what is seen"
PARENTS = ("adwoa", "per")
MOMENT = timedelta(microseconds=1)


def seen(cast, key, child, moment, *, family_hat=True):
    """The records of a child that somebody sees at a moment: kind by kind."""
    hat = cast.hat(key, family=family_hat)
    found = Record.objects.visible_to(hat, moment).filter(child=child)
    return set(found.values_list("pk", flat=True))


def categories(cast, key, child, moment):
    hat = cast.hat(key, family=True)
    found = Record.objects.visible_to(hat, moment).filter(child=child)
    return set(found.values_list("category", flat=True))


@pytest.fixture(autouse=True)
def _in_time(monkeypatch):
    """In summer nobody's change-over is near; here there is always one that is."""
    months = (growing_up.Limit(date(2014, 9, 1), 12, "for a test"),)
    monkeypatch.setattr(growing_up, "PREPARE", months)


@pytest.fixture
def everything(cast):
    """A record of every kind about each of the two, released to the family."""
    for key in ("tilda", "jaden"):
        child = cast.children[key]
        told = Telling(
            child, cast.people["jonah"], cast.now - timedelta(days=3), f"Whole {key}",
            agency=cast.agencies["thornbridge"],
        )  # fmt: skip
        tell_everything(told, owner_agency=cast.agencies["thornbridge"])
    return cast


# --- YP-3 ----------------------------------------------------------------------------


def test_yp_3_after_the_switch_a_parent_lists_what_was_chosen_and_nothing_else(
    everything,
):
    cast, jaden = everything, everything.jaden
    viewer = cast.viewer("jaden")
    michelle = cast.people["michelle"].pk
    last, first = jaden.switch_at - MOMENT, jaden.switch_at
    whole = seen(cast, "michelle", jaden, last)

    change_over.choose_for_person(michelle, ["plan"], child=jaden, viewer=viewer)

    assert seen(cast, "michelle", jaden, last) == whole
    assert len(whole) > 10
    assert categories(cast, "michelle", jaden, first) == {"plan"}


def test_yp_3_of_two_who_decide_nothing_a_parent_keeps_nothing(everything):
    """A parent who allowed themselves or others something keeps nothing by it."""
    cast, jaden = everything, everything.jaden
    michelle = cast.viewer("michelle")
    aunt = Tie.objects.create(
        person=cast.people["petra"], child=jaden, kind="family", role="relative",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    for person in (michelle.person_id, aunt.person_id):
        agreements.share_with_person(
            person, ["plan", "book"], child=jaden,
            until_on=day_of(jaden.switch_at) + timedelta(days=300), viewer=michelle,
        )  # fmt: skip
    last, first = jaden.switch_at - MOMENT, jaden.switch_at

    assert categories(cast, "petra", jaden, last) == {"plan", "book"}
    assert seen(cast, "petra", jaden, first) == set()
    assert seen(cast, "michelle", jaden, first) == set()
    assert seen(cast, "jaden", jaden, first) == seen(cast, "jaden", jaden, last)


def test_yp_3_nobody_reads_before_the_day_what_was_chosen(cast):
    """Not on a page, and not by changing what parents may change until then."""
    jaden, michelle = cast.jaden, cast.people["michelle"].pk
    aunt = Tie.objects.create(
        person=cast.people["petra"], child=jaden, kind="family", role="relative",
        relation="aunt", from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    own = cast.viewer("jaden")
    before = _read_by_parent(cast)
    for person in (michelle, aunt.person_id):
        change_over.choose_for_person(person, ["report"], child=jaden, viewer=own)

    assert surfaces.differences(before, _read_by_parent(cast)) == []
    mum = cast.viewer("michelle")
    assert queries.shared_with_person(jaden, aunt.person_id, mum) == []
    agreements.share_with_person(
        aunt.person_id, [], child=jaden, until_on=cast.now.date(), viewer=mum
    )
    after = jaden.switch_at
    kept = Basis.objects.filter(queries.in_force(after), to_person=aunt.person_id)
    assert list(kept.values_list("category", flat=True)) == ["report"]


def _read_by_parent(cast, key="michelle", child=None, moment=None):
    """Every page about the child, as a parent reads it."""
    child, moment = child or cast.jaden, moment or cast.now
    some = {
        "child_id": [child.pk],
        "tie_id": _ids(Tie.objects.filter(child=child, agency=None)),
        "agreement_id": _ids(Agreement.objects.filter(child=child)),
        "agency_id": _ids(Agency.objects.filter(ties__child=child).distinct()),
        "wish_id": _ids(PrivacyWish.objects.filter(child=child)) or [child.pk],
        "representative_id": [child.pk],
    }
    kinds = Record.objects.unfiltered(WHY).filter(child=child)
    for part, kind in surfaces.site_map.KINDS.items():
        some[part] = _ids(kinds.filter(kind=kind)) or [child.pk]
    client = signed_in(cast, key, moment, family=True)
    viewer = cast.viewer(key, family=True, at=moment)
    for part, ids in surfaces.site_map.PARTS.items():
        if part not in surfaces.PLAIN and part not in some:
            some[part] = ids(child, viewer) or [child.pk]
    there = [
        (page.name, address)
        for page in surfaces.about_children()
        for address in surfaces.addresses(page, some, viewer, asked=False)
    ]
    with the_clock(moment):
        answers = surfaces.ask_all(client, there)
    assert surfaces.broken(answers) == []
    return answers


def _ids(queryset):
    return list(queryset.order_by("pk").values_list("pk", flat=True))


def test_yp_3_the_pages_of_mum_and_dad_hold_only_what_tilda_agreed(everything):
    """Mum: the plan and reports. Dad: the plan. Neither a note, the book, or views."""
    cast, tilda = everything, everything.tilda
    for key, shown in (("adwoa", {"plan", "report"}), ("per", {"plan"})):
        assert categories(cast, key, tilda, cast.now) == shown
        pages = _read_by_parent(cast, key, tilda)
        text = " ".join(answer.text for answer in pages.values())
        assert "I travel to college by myself" in text
        assert "Asked for the lift code" not in text
        assert "Whole tilda saw" not in text
        assert "Whole tilda entry" not in text
        assert ("Whole tilda summary" in text) is ("report" in shown)


def test_yp_3_nobody_else_chooses_for_the_young_person(cast):
    adwoa = cast.people["adwoa"].pk
    agreed = Agreement.objects.filter(child=cast.tilda).first()
    for key in ("adwoa", "per", "priya", "jonah", "dewi", "shirin", "michelle"):
        viewer = cast.viewer(key)
        with pytest.raises(NotPermitted):
            change_over.choose_for_person(
                adwoa, ["book"], child=cast.tilda, viewer=viewer
            )
        with pytest.raises(NotPermitted):
            change_over.choose_for_agreement(
                agreed.pk, [], child=cast.tilda, viewer=viewer
            )


def test_yp_3_too_early_nothing_can_be_chosen(cast):
    Tie.objects.filter(child=cast.jaden, kind="self").update(
        from_at=cast.now - timedelta(days=400)
    )
    early = growing_up.prepares_from(cast.jaden.born_on) - timedelta(days=1)
    viewer = cast.viewer("jaden", at=arithmetic.start_of(early) + timedelta(hours=9))
    with pytest.raises(NotPermitted, match="too early"):
        change_over.choose_for_person(
            cast.people["michelle"].pk, ["plan"], child=cast.jaden, viewer=viewer
        )


def test_yp_3_what_parents_agreed_with_a_service_ends_or_goes_on_as_chosen(cast):
    """Unanswered it stands for a while; "stop" ends it at the very instant."""
    jaden = cast.jaden
    agreed = Agreement.objects.get(child=jaden)
    Agreement.objects.filter(pk=agreed.pk).update(
        until_on=day_of(jaden.switch_at) + timedelta(days=400)
    )
    agreed.refresh_from_db()
    grace = growing_up.grace_ends_at(jaden.switch_at)

    def alive(moment):
        live = agreed.bases.filter(queries.in_force(moment))
        return set(live.values_list("category", flat=True))

    viewer = cast.viewer("jaden")
    change_over.choose_for_agreement(agreed.pk, ["plan"], child=jaden, viewer=viewer)
    assert "book" in alive(jaden.switch_at - MOMENT)
    assert alive(jaden.switch_at) == {"plan", "involvement"}
    assert alive(grace) == {"plan", "involvement"}
    change_over.choose_for_agreement(agreed.pk, [], child=jaden, viewer=viewer)
    assert alive(jaden.switch_at) == set()
    assert "plan" in alive(jaden.switch_at - MOMENT)


def test_yp_3_without_an_answer_an_agreement_of_parents_ends_after_the_while(cast):
    jaden, priya = cast.jaden, cast.viewer("priya")
    wish = agreements.Wish(
        with_agency_id=cast.agencies["riverside"].pk, categories=("plan",),
        purpose="So that Petra can help", until_on=day_of(jaden.switch_at) + timedelta(600),
    )  # fmt: skip
    asked = agreements.ask(wish, child=jaden, viewer=priya)
    agreements.agree(asked.pk, child=jaden, viewer=cast.viewer("michelle"))

    grace = growing_up.grace_ends_at(jaden.switch_at)
    ends = set(asked.bases.values_list("until_at", flat=True))
    assert ends == {grace}


# --- YP-4 ----------------------------------------------------------------------------


def assessed(cast, **changed):
    today = cast.now.date()
    return Assessed(
        **{
            "person_id": cast.people["per"].pk,
            "decision": "sharing",
            "authority": "best_interests",
            "why": "Could not weigh who would read it, on two days",
            "helped": "Pictures, more time, and Jonah beside her",
            "assessed_on": today,
            "review_on": today + timedelta(days=90),
        }
        | changed
    )


def test_yp_4_a_parent_continues_under_an_authority_until_the_review_day(everything):
    cast, tilda = everything, everything.tilda
    priya = cast.viewer("priya")
    before = seen(cast, "per", tilda, cast.now)
    own = seen(cast, "tilda", tilda, cast.now)
    made = representatives.record(assessed(cast), child=tilda, viewer=priya)

    during = seen(cast, "per", tilda, cast.now)
    assert before < during <= own
    assert seen(cast, "per", tilda, made.until_at - MOMENT) == during
    assert len(seen(cast, "per", tilda, made.until_at)) == len(before)
    assert seen(cast, "adwoa", tilda, cast.now) < during


def test_yp_4_the_authority_and_the_review_day_show_on_every_page(everything):
    cast, tilda = everything, everything.tilda
    made = representatives.record(
        assessed(cast), child=tilda, viewer=cast.viewer("priya")
    )
    client = cast.client("per")
    for name in ("family:today", "plans:plan", "book:book", "team:team",
                 "sharing:sharing", "today:about", "family:growing-up"):  # fmt: skip
        page = client.get(reverse(name, kwargs={"child_id": tilda.pk}))
        said = page.content.decode()
        assert "you act for Tilda in who may see what under the Mental Capacity" in said
        assert f"{made.review_on:%-d %B %Y}" in said, name
    hers = cast.client("tilda").get(f"/children/{tilda.pk}/growing-up")
    assert "decides for you in one thing: who may see what" in hers.content.decode()
    assert made.why not in hers.content.decode()


def test_yp_4_whoever_acts_answers_for_that_time_and_the_young_person_can_say_no(cast):
    tilda, per, own = cast.tilda, cast.viewer("per"), cast.viewer("tilda")

    def asked():
        wish = agreements.Wish(
            with_agency_id=cast.agencies["riverside"].pk, categories=("plan",),
            purpose="So that Petra can help", until_on=cast.now.date() + timedelta(60),
        )  # fmt: skip
        return agreements.ask(wish, child=tilda, viewer=cast.viewer("priya")).pk

    first = asked()
    with pytest.raises(NotPermitted):
        agreements.agree(first, child=tilda, viewer=per)
    made = representatives.record(
        assessed(cast), child=tilda, viewer=cast.viewer("priya")
    )
    with pytest.raises(NotPermitted, match="always say no"):
        agreements.agree(first, child=tilda, viewer=own)
    agreements.agree(first, child=tilda, viewer=per)
    agreements.withdraw(first, child=tilda, viewer=own)
    late = replace(per, now=made.until_at)
    with pytest.raises(NotPermitted):
        agreements.agree(asked(), child=tilda, viewer=late)


def test_yp_4_what_whoever_acts_changes_the_young_person_reads(cast):
    tilda = cast.tilda
    representatives.record(assessed(cast), child=tilda, viewer=cast.viewer("priya"))
    agreements.share_with_person(
        cast.people["adwoa"].pk, ["plan"], child=tilda,
        until_on=cast.now.date() + timedelta(days=90), viewer=cast.viewer("per"),
    )  # fmt: skip
    page = cast.client("tilda").get(f"/children/{tilda.pk}/growing-up")
    assert b"Sees the plan and reports" not in page.content
    assert categories(cast, "adwoa", tilda, cast.now) == {"plan"}


def test_yp_4_in_one_kind_of_decision_and_no_other(everything):
    cast, tilda = everything, everything.tilda
    representatives.record(
        assessed(cast, decision="support", authority="deputy"),
        child=tilda,
        viewer=cast.viewer("priya"),
    )
    shown = categories(cast, "per", tilda, cast.now)
    assert shown == {"plan", "education", "report", "voice", "involvement"}
    assert not queries.standing_of(cast.viewer("per"), tilda).decides_for_child


def test_yp_4_is_refused_to_everybody_else_before_16_and_without_an_end(cast):
    tilda, priya = cast.tilda, cast.viewer("priya")
    for key in ("adwoa", "per", "tilda", "jonah", "dewi", "shirin", "gwen", "margaret"):
        with pytest.raises(NotPermitted):
            representatives.record(assessed(cast), child=tilda, viewer=cast.viewer(key))
    far = cast.now.date() + timedelta(days=800)
    with pytest.raises(NotPermitted):
        representatives.record(assessed(cast, review_on=far), child=tilda, viewer=priya)
    with pytest.raises(NotPermitted, match="16th birthday"):
        representatives.record(
            assessed(cast, person_id=cast.people["michelle"].pk),
            child=cast.jaden,
            viewer=priya,
        )
    with pytest.raises(TooLate):
        representatives.record(
            assessed(cast, person_id=cast.people["shirin"].pk),
            child=tilda,
            viewer=priya,
        )
    both = Representative.objects.filter(child__in=[tilda, cast.jaden])
    assert not both.exists()


def test_yp_4_ended_it_is_over_at_once(everything):
    cast, tilda = everything, everything.tilda
    priya = cast.viewer("priya")
    before = seen(cast, "per", tilda, cast.now)
    made = representatives.record(assessed(cast), child=tilda, viewer=priya)
    representatives.end(made.pk, child=tilda, viewer=priya)

    assert seen(cast, "per", tilda, cast.now) == before
    assert not queries.standing_of(cast.viewer("per"), tilda).represents


# --- YP-5 ----------------------------------------------------------------------------


def a_note(cast, words, *, photo=False):
    note = evidence.note_observation(
        Observation(saw=words, seen_at=cast.now, areas=[]),
        child=cast.jaden,
        viewer=cast.viewer("jonah"),
    )
    if photo:
        made = Photo(of=note.record, file="0" * 64, width=8, height=8, shows=words)
        from plait.sharing import operations as sharing

        sharing.write(
            made,
            viewer=cast.viewer("jonah"),
            child=cast.jaden,
            act="evidence.photo.added",
        )
    return note


def granted(cast, note):
    wish = family.ask_for_privacy(
        note.pk, "Please", child=cast.jaden, viewer=cast.viewer("jaden")
    )
    answer = family.Answer(True, "He said what would follow from it", "Yes")
    family.answer_privacy(
        wish.pk, answer, child=cast.jaden, viewer=cast.viewer("jonah")
    )
    return wish


def test_yp_5_what_is_kept_from_parents_is_gone_for_them_with_its_photo(cast):
    note = a_note(cast, "Zebulon told me", photo=True)
    before = seen(cast, "michelle", cast.jaden, cast.now)
    granted(cast, note)
    after = seen(cast, "michelle", cast.jaden, cast.now)

    assert len(before - after) == 2
    assert note.pk in seen(cast, "jaden", cast.jaden, cast.now)
    assert note.pk in seen(cast, "jonah", cast.jaden, cast.now, family_hat=False)
    there = reverse(
        "evidence:note", kwargs={"child_id": cast.jaden.pk, "note_id": note.pk}
    )
    assert cast.client("michelle").get(there).status_code == 404
    assert cast.client("jaden").get(there).status_code == 200
    line = Line.objects.filter(act="sharing.record.kept-private").latest("seq")
    assert str(note.pk) in line.details


def test_yp_5_every_page_of_a_parent_is_as_if_it_did_not_exist(cast):
    """Twins: in one world it is not there, in the other it is, and is kept private."""
    wishes = PrivacyWish.objects.all()
    without = _read_by_parent(cast)
    note = a_note(cast, "Zebulon told me", photo=True)
    granted(cast, note)
    family.write_for_myself(
        "Zebulon, for me alone", only_me=True, child=cast.jaden,
        viewer=cast.viewer("jaden"),
    )  # fmt: skip
    family.ask_for_privacy(
        Record.objects.unfiltered(WHY).filter(
            child=cast.jaden, kind="evidence.observation", release=2,
            owner_agency__isnull=False,
        ).exclude(pk__in=wishes.values("record")).first().pk,
        "Zebulon asks", child=cast.jaden, viewer=cast.viewer("jaden"),
    )  # fmt: skip
    after = _read_by_parent(cast)

    assert not any("Zebulon" in answer.text for answer in after.values())
    shared = without.keys() & after.keys()
    assert len(shared) > 30
    one = {address: without[address] for address in shared}
    other = {address: after[address] for address in shared}
    assert surfaces.differences(one, other) == []
    new = [answer for address, answer in after.items() if address not in shared]
    assert {answer.status for answer in new} <= {403, 404}


def test_yp_5_only_the_young_person_asks_and_only_the_owner_decides(cast):
    note, own = a_note(cast, "Said it to me"), cast.viewer("jaden")
    for key in ("michelle", "priya", "jonah", "shirin", "tilda"):
        with pytest.raises(NotPermitted):
            family.ask_for_privacy(
                note.pk, "", child=cast.jaden, viewer=cast.viewer(key)
            )
    wish = family.ask_for_privacy(note.pk, "", child=cast.jaden, viewer=own)
    answer = family.Answer(True, "Understands it")
    for key in ("michelle", "jaden", "shirin", "margaret", "dewi", "leon"):
        with pytest.raises((PrivacyWish.DoesNotExist, Record.DoesNotExist)):
            family.answer_privacy(
                wish.pk, answer, child=cast.jaden, viewer=cast.viewer(key)
            )
    with pytest.raises(NotPermitted):
        family.answer_privacy(
            wish.pk, family.Answer(True, " "), child=cast.jaden,
            viewer=cast.viewer("priya"),
        )  # fmt: skip
    there = reverse(
        "family:answer-wish", kwargs={"child_id": cast.jaden.pk, "wish_id": wish.pk}
    )
    for key in ("michelle", "jaden", "shirin"):
        assert cast.client(key).get(there).status_code == 404
    no = family.Answer(False, "It is about his safety", "Let us talk")
    family.answer_privacy(wish.pk, no, child=cast.jaden, viewer=cast.viewer("priya"))
    assert note.pk in seen(cast, "michelle", cast.jaden, cast.now)
    with pytest.raises(TooLate):
        family.answer_privacy(
            wish.pk, no, child=cast.jaden, viewer=cast.viewer("priya")
        )


def test_yp_5_own_words_are_ones_own_choice_and_a_parents_are_theirs(cast):
    jaden, own = cast.jaden, cast.viewer("jaden")
    mine = family.write_for_myself("My words", only_me=True, child=jaden, viewer=own)
    assert mine.pk not in seen(cast, "michelle", jaden, cast.now)
    family.keep_to_myself(mine.pk, only_me=False, child=jaden, viewer=own)
    assert mine.pk in seen(cast, "michelle", jaden, cast.now)
    family.keep_to_myself(mine.pk, only_me=True, child=jaden, viewer=own)
    assert mine.pk not in seen(cast, "michelle", jaden, cast.now)

    mums = evidence.note_observation(
        Observation(saw="Slept late", seen_at=cast.now, areas=[]),
        child=jaden,
        viewer=cast.viewer("michelle"),
    )
    for act in (
        lambda: family.keep_to_myself(mums.pk, only_me=True, child=jaden, viewer=own),
        lambda: family.ask_for_privacy(mums.pk, "", child=jaden, viewer=own),
    ):
        with pytest.raises(NotPermitted):
            act()


# --- YP-6 ----------------------------------------------------------------------------


def test_yp_6_the_family_reads_on_for_the_months_that_are_set_and_no_longer(everything):
    cast, jaden = everything, everything.jaden
    ends_on = cast.now.date() + timedelta(days=10)
    team.close_part(End(ends_on, "moved_on"), child=jaden, viewer=cast.viewer("priya"))
    end = arithmetic.start_of(ends_on)
    last = arithmetic.start_of(growing_up.family_reads_until(ends_on))

    for key in ("priya", "jonah"):
        assert seen(cast, key, jaden, end - MOMENT, family_hat=False) != set()
        assert seen(cast, key, jaden, end, family_hat=False) == set()
    for key in ("michelle", "jaden"):
        assert seen(cast, key, jaden, last - MOMENT) != set()
        assert seen(cast, key, jaden, last) == set()
    kept = Closing.objects.get(child=jaden)
    assert kept.retention_begins_on == ends_on
    assert kept.family_reads_until == day_of(last)


def test_yp_6_while_another_service_takes_part_the_family_goes_on(everything):
    cast, tilda = everything, everything.tilda
    today = cast.now.date()
    team.close_part(End(today, "plan_ceased"), child=tilda, viewer=cast.viewer("priya"))

    assert Closing.objects.get(child=tilda).family_reads_until is None
    assert seen(cast, "priya", tilda, cast.now, family_hat=False) == set()
    a_year_on = cast.now + timedelta(days=150)
    assert seen(cast, "tilda", tilda, a_year_on) != set()
    assert seen(cast, "dewi", tilda, a_year_on, family_hat=False) != set()


def test_yp_6_a_lead_who_is_tied_quietly_is_not_told_by_how_long_one_reads(cast):
    jaden, owen = cast.jaden, cast.people["owen"]
    Tie.objects.create(
        person=owen,
        agency=cast.agencies["bramblecote"],
        child=jaden,
        kind="team",
        role="safeguarding_lead",
        from_at=cast.now - timedelta(days=1),
    )
    end = End(cast.now.date(), "moved_on")

    closing = team.close_part(end, child=jaden, viewer=cast.viewer("priya"))

    assert closing.family_reads_until


def test_yp_6_nothing_ends_at_25_by_itself_and_who_may_close(cast):
    viewer = cast.viewer("tilda", at=cast.now + timedelta(days=365 * 9))
    assert Record.objects.visible_to(viewer.hat, viewer.now).filter(child=cast.tilda)
    for key in ("adwoa", "tilda", "jonah", "dewi", "margaret", "shirin"):
        with pytest.raises(NotPermitted):
            team.close_part(
                End(cast.now.date(), "turned_25"), child=cast.tilda,
                viewer=cast.viewer(key),
            )  # fmt: skip


# --- YP-7 ----------------------------------------------------------------------------


def corrected(cast, key, child, born_on, evidence="birth_certificate"):
    child.refresh_from_db()
    card = Card(**{name: getattr(child, name) for name in CARD} | {"born_on": born_on})
    return team.correct_card(
        child.pk, card, seen_version=child.version, evidence=evidence,
        viewer=cast.viewer(key),
    )  # fmt: skip


def older(child):
    """A birthday in the school year before."""
    return child.born_on.replace(year=child.born_on.year - 1)


def test_yp_7_the_switch_moves_at_once_and_is_in_the_ledger_as_a_permission_change(
    everything,
):
    cast, jaden = everything, everything.jaden
    before = jaden.switch_at
    own = cast.viewer("jaden")
    change_over.choose_for_person(
        cast.people["michelle"].pk, ["plan"], child=jaden, viewer=own
    )
    after = corrected(cast, "priya", jaden, older(jaden))

    assert after.switch_at < cast.now < before
    assert categories(cast, "michelle", jaden, cast.now) == {"plan"}
    line = Line.objects.get(act="sharing.switch-date.moved")
    assert line.child_id == jaden.pk
    assert str(before.year) in line.details
    assert str(after.switch_at.year) in line.details
    told = Notice.objects.filter(subject__startswith="Plait: a day that matters")
    addresses = set(told.values_list("address", flat=True))
    assert addresses == {"michelle@plait.example", "jaden@plait.example"}
    assert not any("Jaden" in notice.words for notice in told)


def test_yp_7_and_back_parents_decide_again_and_what_was_chosen_waits(everything):
    cast, jaden = everything, everything.jaden
    was, born = jaden.switch_at, jaden.born_on
    whole = seen(cast, "michelle", jaden, cast.now)
    change_over.choose_for_person(
        cast.people["michelle"].pk, ["plan"], child=jaden, viewer=cast.viewer("jaden")
    )
    corrected(cast, "priya", jaden, older(jaden))
    corrected(cast, "priya", jaden, born)

    jaden.refresh_from_db()
    assert jaden.switch_at == was
    assert seen(cast, "michelle", jaden, cast.now) == whole
    assert categories(cast, "michelle", jaden, was) == {"plan"}


def test_yp_7_no_family_moves_the_date_and_no_one_without_a_paper(cast):
    """Before the switch a parent could put it off, and the young person bring it on."""
    younger = cast.tilda.born_on.replace(year=cast.tilda.born_on.year + 3)
    for key, child, born_on in (
        ("michelle", cast.jaden, cast.jaden.born_on.replace(year=2013)),
        ("jaden", cast.jaden, older(cast.jaden)),
        ("adwoa", cast.tilda, younger),
        ("tilda", cast.tilda, younger),
        ("jonah", cast.jaden, older(cast.jaden)),
    ):
        with pytest.raises(NotPermitted):
            corrected(cast, key, child, born_on)
    with pytest.raises(NotPermitted, match="paper"):
        corrected(cast, "priya", cast.jaden, older(cast.jaden), evidence="")
    within = cast.jaden.born_on + timedelta(days=1)
    corrected(cast, "michelle", cast.jaden, within, evidence="")
    assert not Line.objects.filter(act="sharing.switch-date.moved").exists()


def test_yp_7_a_representative_cannot_move_it_either(cast):
    representatives.record(
        assessed(cast), child=cast.tilda, viewer=cast.viewer("priya")
    )
    younger = cast.tilda.born_on.replace(year=cast.tilda.born_on.year + 3)
    with pytest.raises(NotPermitted):
        corrected(cast, "per", cast.tilda, younger)
