"""Sharing for a reason in law: what it opens, for whom, and what the family learns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.ledger.models import Line
from plait.sharing import area_agreements, changing, lawful, queries
from plait.sharing.area_agreements import Terms
from plait.sharing.lawful import Choice
from plait.sharing.models import AreaSignature, Basis, Disclosure, Record
from plait.team import looks as team_looks
from plait.team import queries as team
from plait.team.operations import lawful as operations
from plait.today import preview

pytestmark = pytest.mark.django_db
WHY = "The hearing test has been missed three times and nobody answers the phone."


def choice_of(cast, **changes):
    sofia = cast.people["sofia"].employments.get()
    return replace(
        Choice(
            to_agency_id=sofia.agency_id,
            categories=("plan",),
            reason=WHY,
            until_on=cast.now.date() + timedelta(days=30),
            ground="safeguarding",
            covers_history=True,
            brings_in_id=sofia.pk,
        ),
        **changes,
    )


def quietly(cast, days=14):
    return {
        "not_told_because": "Somebody at home would be hurt.",
        "look_again_on": cast.now.date() + timedelta(days=days),
    }


def share(cast, who="margaret", **changes):
    return operations.share_without_asking(
        choice_of(cast, **changes), child=cast.rafi, viewer=cast.viewer(who)
    )


def seen_by(cast, key, *, after=0):
    viewer = cast.viewer(key, at=cast.now + timedelta(minutes=after))
    records = Record.objects.visible_to(viewer.hat, viewer.now).filter(child=cast.rafi)
    return set(records.values_list("category", flat=True))


def looks_of(cast, key):
    return cast.client(key).get(f"/children/{cast.rafi.pk}/sharing").content.decode()


def between(cast, *, signed=("bramblecote", "harrowmere-care"), **changes):
    terms = Terms(
        title="Early help in Harrowmere",
        purpose="So that help comes early.",
        categories=("plan", "report"),
        ground="public_task",
        law="Children Act 2004 s.10",
        from_on=cast.now.date(),
        until_on=cast.now.date() + timedelta(days=365),
    )
    made = area_agreements.write(
        replace(terms, **changes), viewer=cast.viewer("ayesha")
    )
    for code in signed:
        AreaSignature.objects.create(
            agreement=made,
            agency=cast.agencies[code],
            signed_by=cast.people["ayesha"],
            signed_at=cast.now,
        )
    return made


def test_it_opens_what_was_chosen_and_nothing_else(cast):
    assert seen_by(cast, "sofia") == set()
    share(cast)
    assert seen_by(cast, "sofia") == {"plan", "involvement"}


def test_each_basis_says_which_reason_and_ends_on_its_day(cast):
    made = share(cast)
    bases = list(Basis.objects.filter(disclosure=made))
    assert {basis.kind for basis in bases} == {"safeguarding"}
    last = made.until_on
    assert all(basis.until_at.date() <= last for basis in bases)
    # Her own part in the team stays until it is ended.
    assert seen_by(cast, "sofia", after=31 * 24 * 60) == {"involvement"}


@pytest.mark.parametrize("key", ["abena", "tomasz", "joy", "petra", "ayesha", "callum"])
def test_others_cannot_share_so(cast, key):
    with pytest.raises(NotPermitted):
        share(cast, key)
    assert not Disclosure.objects.filter(child=cast.rafi).exists()


def test_nor_can_the_family(cast):
    for key in ("shirin", "nani"):
        with pytest.raises(NotPermitted):
            share(cast, key)


@pytest.mark.parametrize("ground", ["", "consent", "recognised_interest", "made-up"])
def test_only_for_a_reason_that_is_offered(cast, ground, settings):
    settings.RECOGNISED_INTEREST_FROM = None
    with pytest.raises(NotPermitted):
        share(cast, ground=ground)


def test_a_recognised_interest_counts_from_its_day_and_never_for_a_public_body(
    cast, settings
):
    settings.RECOGNISED_INTEREST_FROM = cast.now.date()
    for kind in ("council", "nursery", "school"):
        is_kind(cast, kind)
        with pytest.raises(NotPermitted):
            share(cast, ground="recognised_interest")
    is_kind(cast, "voluntary")
    assert share(cast, ground="recognised_interest").ground == "recognised_interest"
    settings.RECOGNISED_INTEREST_FROM = cast.now.date() + timedelta(days=1)
    with pytest.raises(NotPermitted):
        share(cast, ground="recognised_interest")


def is_kind(cast, kind):
    cast.agencies["bramblecote"].kind = kind
    cast.agencies["bramblecote"].save()


@pytest.mark.parametrize("days", [0, 400])
def test_it_lasts_at_most_a_year(cast, days):
    with pytest.raises(NotPermitted):
        share(cast, until_on=cast.now.date() + timedelta(days=days))


def test_safeguarding_notes_are_never_opened_this_way(cast):
    with pytest.raises(NotPermitted):
        share(cast, categories=("safeguarding",))


def test_the_family_is_told_at_once_and_reads_why(cast, mailoutbox, captured):
    with captured():
        share(cast)
    page = looks_of(cast, "shirin")
    assert "Shared without asking" in page
    assert "Social Care" in page
    told = {address for mail in mailoutbox for address in mail.to}
    assert {cast.people[key].email for key in ("shirin", "conor")} <= told
    for mail in mailoutbox:
        assert "Rafi" not in mail.subject + mail.body


@pytest.fixture
def captured(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_kept_from_the_family_it_is_on_no_page_and_in_no_mail(
    cast, mailoutbox, captured
):
    before = {key: words_on(cast, key) for key in ("shirin", "conor", "nani", "tomasz")}
    with captured():
        made = share(cast, **quietly(cast))
    assert made.told_at is None
    assert not mailoutbox
    assert before == {key: words_on(cast, key) for key in before}
    for key in ("shirin", "conor", "nani", "tomasz"):
        page = cast.client(key).get(
            f"/children/{cast.rafi.pk}/sharing/without-asking/{made.pk}"
        )
        assert page.status_code == 404
        assert (
            "Sofia"
            not in cast.client(key)
            .get(f"/children/{cast.rafi.pk}/team")
            .content.decode()
        )
    assert "plan" in seen_by(cast, "sofia")


def words_on(cast, key):
    """What the sharing page says, but for what differs with every answer."""
    page = cast.client(key).get(f"/children/{cast.rafi.pk}/sharing")
    if page.status_code != 200:
        return page.status_code
    bases = queries.live_bases(cast.rafi, cast.viewer(key))
    return {basis.pk for basis in bases}, "Social Care" in page.content.decode()


def test_nor_does_looking_or_hiding_tell_of_it(cast):
    """Joy reads what was opened to her service quietly; the family learns nothing."""
    joy = cast.people["joy"].employments.get()
    quiet = quietly(cast) | {"to_agency_id": joy.agency_id, "brings_in_id": None}
    share(cast, categories=("plan", "book"), **quiet)
    before = [look.id for look in looks_at(cast)]
    seen = preview_of_joy(cast)
    book = f"/children/{cast.rafi.pk}/book"
    assert "Nothing in the book" not in cast.client("joy").get(book).content.decode()
    assert [look.id for look in looks_at(cast)] == before
    assert preview_of_joy(cast) == seen
    assert "book" not in seen
    mum = {"child": cast.rafi, "viewer": cast.viewer("shirin")}
    changing.hide(joy.agency_id, "plan", **mum)  # what she agreed to, and no more


def looks_at(cast):
    return team_looks.list_looks(cast.rafi, viewer=cast.viewer("shirin")).looks


def preview_of_joy(cast):
    mum = {"child": cast.rafi, "viewer": cast.viewer("shirin")}
    agency = cast.people["joy"].employments.get().agency_id
    seen = preview.look_as(preview.get_service(agency, **mum), **mum)
    return {one.category for one in seen.shown}


def test_once_it_is_safe_the_family_knows_of_it_and_of_who_came(
    cast, mailoutbox, captured
):
    made = share(cast, **quietly(cast))
    with captured():
        operations.tell_family(made.pk, child=cast.rafi, viewer=cast.viewer("margaret"))
        operations.tell_family(made.pk, child=cast.rafi, viewer=cast.viewer("margaret"))
    assert len(mailoutbox) == 2
    assert "Social Care" in looks_of(cast, "shirin")
    names = {
        part.tie.person.name
        for part in team.list_team(cast.rafi, viewer=cast.viewer("shirin"))
    }
    assert "Sofia Marek" in names
    assert Line.objects.filter(act="sharing.disclosure.told").count() == 1


def test_looking_again_takes_a_reason_and_a_day_within_three_months(cast):
    made = share(cast, **quietly(cast))
    for days in (0, 93):
        with pytest.raises(NotPermitted):
            keep(cast, made, days)
    kept = keep(cast, made, 92)
    assert kept.look_again_on == cast.now.date() + timedelta(days=92)
    operations.tell_family(made.pk, child=cast.rafi, viewer=cast.viewer("margaret"))
    with pytest.raises(TooLate):
        keep(cast, made, 10)


def keep(cast, made, days):
    return lawful.keep_from_family(
        made.pk,
        "It is still not safe.",
        cast.now.date() + timedelta(days=days),
        child=cast.rafi,
        viewer=cast.viewer("margaret"),
    )


def test_stopping_closes_it_at_once_and_only_for_whom_it_was_decided(cast):
    made = share(cast)
    with pytest.raises(Disclosure.DoesNotExist):
        lawful.stop(made.pk, child=cast.rafi, viewer=cast.viewer("sofia"))
    lawful.stop(made.pk, child=cast.rafi, viewer=cast.viewer("margaret"))
    assert "plan" not in seen_by(cast, "sofia")
    lawful.stop(made.pk, child=cast.rafi, viewer=cast.viewer("margaret"))
    assert Line.objects.filter(act="sharing.disclosure.ended").count() == 1


def test_of_another_child_it_is_not_there(cast):
    made = share(cast)
    with pytest.raises(Disclosure.DoesNotExist):
        lawful.get_disclosure(made.pk, child=cast.noor, viewer=cast.viewer("gwen"))


def test_under_an_agreement_between_services(cast):
    made = share(cast, ground="", under_id=between(cast).pk)
    assert made.ground == "public_task"
    assert Basis.objects.filter(disclosure=made, kind="public_task").count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"signed": ("bramblecote",)},
        {"signed": ("harrowmere-care",)},
        {"categories": ("report",)},
        {"from_on": "tomorrow"},
    ],
    ids=["they have not signed", "we have not", "not that kind", "not yet"],
)
def test_not_under_one_that_does_not_hold_between_both(cast, changes):
    if changes.get("from_on"):
        changes = {"from_on": cast.now.date() + timedelta(days=1)}
    under = between(cast, **changes)
    with pytest.raises((NotPermitted, type(under).DoesNotExist)):
        share(cast, ground="", under_id=under.pk)
    assert not Disclosure.objects.filter(child=cast.rafi).exists()


def test_an_agreement_that_has_ended_opens_nothing_new(cast):
    under = between(cast)
    earlier = share(cast, ground="", under_id=under.pk)
    area_agreements.end(under.pk, viewer=cast.viewer("ayesha"))
    with pytest.raises(type(under).DoesNotExist):
        share(cast, ground="", under_id=under.pk)
    assert Basis.objects.filter(disclosure=earlier, withdrawn_at=None).exists()


def test_privacy_leads_write_and_those_who_look_after_a_service_sign(cast):
    for key in ("margaret", "shirin", "daniel"):
        with pytest.raises(NotPermitted):
            area_agreements.end(between(cast).pk, viewer=cast.viewer(key))
    agreed = between(cast, signed=())
    for key in ("abena", "ayesha", "leon", "shirin"):
        with pytest.raises(NotPermitted):
            area_agreements.sign(agreed.pk, viewer=cast.viewer(key))
    area_agreements.sign(agreed.pk, viewer=cast.viewer("margaret"))
    area_agreements.sign(agreed.pk, viewer=cast.viewer("margaret"))
    assert agreed.signatures.count() == 1
    signed = Line.objects.filter(act="sharing.area-agreement.signed", at=cast.now)
    assert signed.count() == 1


def test_nobody_signs_what_is_over(cast):
    agreed = between(cast, signed=())
    area_agreements.end(agreed.pk, viewer=cast.viewer("ayesha"))
    with pytest.raises(TooLate):
        area_agreements.sign(agreed.pk, viewer=cast.viewer("margaret"))
