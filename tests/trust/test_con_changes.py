"""CON: hiding, pausing, seeing it differently, and what is told, on every surface."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from plait.access import clock
from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Hat
from plait.book import operations as book
from plait.book.models import Entry
from plait.children.models import Tie
from plait.ledger.models import Line
from plait.notices import operations as notices
from plait.notices.models import Notice
from plait.plans.models import Outcome
from plait.sharing import agreements, changing, copies, objections, queries
from plait.sharing.agreements import Wish
from plait.sharing.models import (
    Agreement,
    Basis,
    Clearance,
    Objection,
    Pause,
    Record,
    Restriction,
)
from plait.team import operations as team
from tests.mail import mail_server, no_mail_server
from tests.pages_read import form_on
from tests.trust import surfaces, twins
from tests.trust.moments import the_clock
from tests.trust.twins import Reader

PLAN = "with an adult or another child"
HOUR = timedelta(hours=1)
NOT_THEIRS = (
    ("tomasz", False),
    ("nani", False),
    ("daniel", False),
    ("petra", False),
    ("margaret", False),
    ("idris", False),
)


def rowan(cast):
    return cast.agencies["rowan"].pk


def as_whom(cast, key, *, later=timedelta()):
    return {"child": cast.rafi, "viewer": cast.viewer(key, at=cast.now + later)}


def seen_by_tomasz(cast, moment):
    hat = Hat(cast.people["tomasz"].pk, rowan(cast))
    seen = Record.objects.visible_to(hat, moment).filter(child=cast.rafi)
    return set(
        seen.exclude(owner_agency=rowan(cast)).values_list("category", flat=True)
    )


def acts(cast):
    """What the ledger says was done about Rafi's sharing since the story ended."""
    lines = Line.objects.filter(child_id=cast.rafi.pk, at__gte=cast.now)
    done = lines.exclude(act__in=["record.read", "page.not-found"]).order_by("seq")
    return list(done.values_list("act", flat=True))


def cell(cast, kind="book"):
    keys = {"child_id": cast.rafi.pk, "agency_id": rowan(cast), "kind": kind}
    return reverse("sharing:kind", kwargs=keys)


def service(cast):
    keys = {"child_id": cast.rafi.pk, "agency_id": rowan(cast)}
    return reverse("sharing:service", kwargs=keys)


# --- What hiding and pausing do, everywhere ---------------------------------------------


@pytest.mark.parametrize(
    ("address", "do", "gone", "left"),
    [
        (cell, "hide", "He slept through", PLAN),
        (service, "pause", PLAN, ""),
    ],
)
def test_hidden_and_paused_is_gone_from_every_surface(cast, address, do, gone, left):
    world, reader = twins.Ordinary(cast), Reader("tomasz")
    with the_clock(cast.now):
        tomasz, viewer = cast.client("tomasz"), reader.viewer(cast, cast.now)
        filling = twins.filling(reader, world)
        site = [
            (page.name, each)
            for page in surfaces.about_children()
            for each in surfaces.addresses(page, filling, viewer, asked=False)
        ]
        before = surfaces.ask_all(tomasz, site)
        answer = cast.client("shirin").post(address(cast), {"do": do})
        after = surfaces.ask_all(tomasz, site)

    assert answer.status_code == 302
    assert any(gone in one.text for one in before.values())
    assert [name for name, one in after.items() if gone in one.text] == []
    assert surfaces.broken(after) == []
    assert not left or any(left in one.text for one in after.values())


def test_hidden_shown_again_and_what_it_was_in_between(cast):
    for later, act in ((1, changing.hide), (3, changing.show)):
        act(rowan(cast), "book", **as_whom(cast, "shirin", later=later * HOUR))
    told = ["book" in seen_by_tomasz(cast, cast.now + n * HOUR) for n in range(5)]
    assert told == [True, False, False, True, True]
    assert acts(cast) == ["sharing.kind.hidden", "sharing.kind.shown"]


def test_a_pause_keeps_both_periods_and_the_time_that_is_left(cast):
    before = Basis.objects.filter(
        queries.in_force(cast.now), child=cast.rafi, to_agency=rowan(cast)
    )
    ends = {one.category: one.until_at for one in before}
    changing.pause(rowan(cast), **as_whom(cast, "shirin", later=HOUR))
    changing.go_on(rowan(cast), **as_whom(cast, "conor", later=3 * HOUR))

    told = [bool(seen_by_tomasz(cast, cast.now + n * HOUR)) for n in range(5)]
    assert told == [True, False, False, True, True]
    at = cast.now + 4 * HOUR
    after = Basis.objects.filter(
        queries.in_force(at), child=cast.rafi, to_agency=rowan(cast)
    )
    assert {one.category: one.until_at for one in after} == ends
    assert seen_by_tomasz(cast, at) == seen_by_tomasz(cast, cast.now)


def test_what_was_hidden_before_a_pause_stays_hidden_after_it(cast):
    """Also when both happen at the same instant."""
    changing.hide(rowan(cast), "book", **as_whom(cast, "shirin", later=HOUR))
    changing.pause(rowan(cast), **as_whom(cast, "shirin", later=HOUR))
    changing.go_on(rowan(cast), **as_whom(cast, "shirin", later=2 * HOUR))
    assert "book" not in seen_by_tomasz(cast, cast.now + 3 * HOUR)
    assert "plan" in seen_by_tomasz(cast, cast.now + 3 * HOUR)


def test_what_was_taken_back_in_a_pause_does_not_come_back(cast):
    changing.pause(rowan(cast), **as_whom(cast, "shirin", later=HOUR))
    agreements.stop_sharing(rowan(cast), **as_whom(cast, "conor", later=2 * HOUR))
    with pytest.raises(TooLate):
        changing.go_on(rowan(cast), **as_whom(cast, "shirin", later=3 * HOUR))
    assert seen_by_tomasz(cast, cast.now + 4 * HOUR) == set()


def test_pausing_twice_is_one_pause(cast):
    first = changing.pause(rowan(cast), **as_whom(cast, "shirin"))
    assert changing.pause(rowan(cast), **as_whom(cast, "conor", later=HOUR)) == first
    assert acts(cast) == ["sharing.service.paused"]


def test_a_kind_that_was_never_asked_for_opens_no_history(cast):
    """The agreement covers history: of what the family was asked about, no more."""
    opened = changing.show(rowan(cast), "home_life", **as_whom(cast, "shirin"))
    assert not opened.covers_history
    assert "home_life" not in seen_by_tomasz(cast, cast.now)


def test_con_2_what_rests_on_a_task_cannot_be_hidden(cast):
    Basis.objects.create(
        child=cast.rafi, to_agency_id=rowan(cast), category="book",
        kind=Basis.Kind.PUBLIC_TASK, covers_history=True, from_at=cast.now - HOUR,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        changing.hide(rowan(cast), "book", **as_whom(cast, "shirin"))
    assert "book" in seen_by_tomasz(cast, cast.now)
    assert acts(cast) == []


@pytest.mark.parametrize(("key", "family"), NOT_THEIRS)
def test_nobody_else_changes_anything(cast, key, family):
    before = list(Basis.objects.order_by("pk").values())
    client = cast.client(key, family=family)
    for address, do in (
        (cell(cast), "hide"),
        (cell(cast, "home_life"), "show"),
        (service(cast), "pause"),
        (service(cast), "go-on"),
        (service(cast), "year"),
    ):
        page = client.get(address)
        assert page.status_code == 404 or b'name="do"' not in page.content
        assert client.post(address, {"do": do}).status_code in (403, 404)
    assert list(Basis.objects.order_by("pk").values()) == before
    assert not Pause.objects.filter(child=cast.rafi).exists()


def test_daniel_as_dad_of_another_child_changes_nothing_here(cast):
    dad = cast.client("daniel", family=True)
    assert dad.get(cell(cast)).status_code == 404
    assert dad.post(cell(cast), {"do": "hide"}).status_code == 404


# --- CON-3 -----------------------------------------------------------------------------


def agreed_by_mum(cast):
    return Agreement.objects.get(
        child=cast.rafi, with_agency=rowan(cast), state="agreed"
    )


def test_con_3_seeing_it_differently_changes_nothing_and_makes_a_task(cast):
    mums, there = agreed_by_mum(cast), f"/children/{cast.rafi.pk}/sharing"
    before = list(Basis.objects.order_by("pk").values())
    with the_clock(cast.now):
        sent = cast.client("conor").post(
            f"{there}/{mums.pk}/differ", {"words": "I would like to meet him first."}
        )
        said = Objection.objects.get(agreement=mums)
        today = cast.client("margaret").get("/").content.decode()

    assert sent.status_code == 302
    assert list(Basis.objects.order_by("pk").values()) == before
    assert said.due_on > cast.now.date()
    assert "parents see sharing with Rowan Speech Therapy differently" in today
    assert reverse("sharing:objection", args=[cast.rafi.pk, said.pk]) in today
    for key in ("shirin", "conor", "margaret"):
        page = cast.client(key).get(there).content.decode()
        assert "I would like to meet him first." in page
        assert "Shirin Hossain agreed on" in page
    for key in ("tomasz", "nani", "abena"):
        page = cast.client(key).get(there).content.decode()
        assert "meet him first" not in page
    assert acts(cast) == ["sharing.objection.recorded"]
    told = Notice.objects.filter(due_at__gte=cast.now)
    assert set(told.values_list("person__email", flat=True)) == {
        "shirin@plait.example", "margaret@plait.example",
    }  # fmt: skip


def test_con_3_it_is_settled_in_words_and_both_read_them(cast):
    said = objections.see_differently(
        agreed_by_mum(cast).pk, "Not yet, please", **as_whom(cast, "conor")
    )
    there = reverse("sharing:objection", args=[cast.rafi.pk, said.pk])
    for key in ("tomasz", "abena", "nani", "daniel", "gwen"):
        assert cast.client(key).get(there).status_code == 404, key
        answer = cast.client(key).post(there, {"outcome": "No"})
        assert answer.status_code == 404, key
    assert cast.client("shirin").post(there, {"outcome": "No"}).status_code == 403
    outcome = "They meet Tomasz together on Monday."
    assert cast.client("margaret").post(there, {"outcome": outcome}).status_code == 302

    for key in ("shirin", "conor"):
        page = cast.client(key).get(f"/children/{cast.rafi.pk}/sharing")
        assert outcome in page.content.decode()
    assert "differently" not in cast.client("margaret").get("/").content.decode()
    with pytest.raises(TooLate):
        objections.settle(said.pk, "Again", **as_whom(cast, "margaret"))
    told = Notice.objects.filter(subject__contains="what came of", due_at__gte=cast.now)
    assert told.count() == 2


def test_con_3_nobody_objects_to_their_own_yes_or_twice(cast):
    mums = agreed_by_mum(cast)
    with pytest.raises(NotPermitted):
        objections.see_differently(mums.pk, "No", **as_whom(cast, "shirin"))
    objections.see_differently(mums.pk, "No", **as_whom(cast, "conor"))
    with pytest.raises(TooLate):
        objections.see_differently(mums.pk, "No", **as_whom(cast, "conor"))
    with pytest.raises(NotPermitted):
        objections.see_differently(mums.pk, "No", **as_whom(cast, "nani"))


# --- CON-4 -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_con_4_withdrawn_twice_at_the_same_time_is_one_event(cast_for_real):
    cast, together = cast_for_real, Barrier(2)
    wrong = []

    def withdraw(key, later):
        try:
            together.wait()
            whom = as_whom(cast, key, later=later)
            agreements.stop_sharing(rowan(cast), **whom)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    both = [
        Thread(target=withdraw, args=("shirin", HOUR)),
        Thread(target=withdraw, args=("conor", 2 * HOUR)),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert wrong == []
    agreement = Agreement.objects.get(child=cast.rafi, with_agency=rowan(cast))
    ended = set(agreement.bases.values_list("withdrawn_at", flat=True))
    assert agreement.withdrawn_at in ended
    lines = Line.objects.filter(act="sharing.agreement.withdrawn")
    assert lines.count() == 1
    mails = Notice.objects.filter(due_at=agreement.withdrawn_at)
    assert mails.filter(person=cast.people["tomasz"]).count() == 1


# --- CON-6 -----------------------------------------------------------------------------


def queued(cast, subject):
    found = Notice.objects.filter(due_at__gte=cast.now, subject__contains=subject)
    return {one.person.email.split("@")[0]: one for one in found}


def send(settings, now):
    with mail_server(settings) as letters:
        notices.send_waiting(now=now)
    return letters


def test_con_6_both_sides_are_told_without_a_word_about_the_child(cast, settings):
    changing.hide(rowan(cast), "book", **as_whom(cast, "shirin"))
    letters = send(settings, cast.now + HOUR)

    assert sorted(letter["To"].split("@")[0] for letter in letters) == [
        "conor", "margaret", "tomasz",
    ]  # fmt: skip
    for letter in letters:
        words = f"{letter['Subject']} {letter.get_payload(decode=True).decode()}"
        for secret in ("Rafi", "Rowan", "book", "Shirin", str(cast.rafi.pk)):
            assert secret not in words, secret


def test_con_6_what_can_no_longer_be_seen_is_dropped_when_it_is_sent(cast, settings):
    no_mail_server(settings)
    changing.show(rowan(cast), "home_life", **as_whom(cast, "shirin"))
    agreements.stop_sharing(rowan(cast), **as_whom(cast, "conor", later=HOUR))
    more = queued(cast, "shares more")["tomasz"]

    letters = send(settings, cast.now + 2 * HOUR)

    more.refresh_from_db()
    assert (more.sent_at, more.dropped_at) == (None, cast.now + 2 * HOUR)
    to_tomasz = [one["Subject"] for one in letters if "tomasz" in one["To"]]
    assert to_tomasz == ["Plait: a family changed what you can see"]
    assert send(settings, cast.now + 3 * HOUR) == []


def test_con_6_whoever_left_the_team_is_told_nothing_more(cast, settings):
    changing.hide(rowan(cast), "book", **as_whom(cast, "shirin"))
    tie = Tie.objects.get(child=cast.rafi, person=cast.people["tomasz"])
    tie.until_at = cast.now + HOUR
    tie.save()
    letters = send(settings, cast.now + HOUR)
    assert "tomasz@plait.example" not in [letter["To"] for letter in letters]
    assert queued(cast, "changed what you")["tomasz"].dropped_at == cast.now + HOUR


# --- CON-7 -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["nani", "margaret", "tomasz", "daniel"])
def test_con_7_without_standing_it_is_refused_with_the_reason(cast, key):
    asked = Agreement.objects.get(child=cast.rafi, state="asked")
    there = reverse("sharing:agree", args=[cast.rafi.pk, asked.pk])
    answer = cast.client(key).post(there)
    assert answer.status_code in (403, 404)
    if answer.status_code == 403:
        assert "Only someone with parental responsibility" in answer.content.decode()
    assert not Basis.objects.filter(agreement=asked).exists()


# --- CON-8 -----------------------------------------------------------------------------


def mark_on(page):
    """The address that an open page asks."""
    _, _, rest = page.content.decode().partition('name="plait-still" content="')
    return rest.partition('"')[0].replace("&amp;", "&")


def test_con_8_an_open_page_hears_that_it_is_over(cast):
    tomasz, shirin = cast.client("tomasz"), cast.client("shirin")
    open_pages = [
        mark_on(tomasz.get(f"/children/{cast.rafi.pk}/{place}"))
        for place in ("book", "plan")
    ]
    lines = Line.objects.count()
    assert [tomasz.get(one).status_code for one in open_pages] == [204, 204]
    assert tomasz.get(open_pages[0]).content == b""
    assert Line.objects.count() == lines, "no line for each time it asks"

    shirin.post(cell(cast), {"do": "hide"})
    lines = Line.objects.count()
    assert [tomasz.get(one).status_code for one in open_pages] == [410, 204]
    assert Line.objects.count() == lines + 1


def test_con_8_the_question_is_one_readers_own(cast):
    address = mark_on(cast.client("tomasz").get(f"/children/{cast.rafi.pk}/book"))
    for key in ("joy", "abena", "petra", "shirin"):
        assert cast.client(key).get(address).status_code == 404
    child, _, mark = address.partition("?shown=")
    tomasz = cast.client("tomasz")
    for forged in ("", "x", "2026-11-26T10:00:00+00:00~abc", mark[:-1]):
        assert tomasz.get(f"{child}?shown={forged}").status_code == 404
    assert Client().get(address).status_code == 302


def test_con_8_it_costs_little(cast, django_assert_max_num_queries):
    tomasz = cast.client("tomasz")
    address = mark_on(tomasz.get(f"/children/{cast.rafi.pk}/plan"))
    with django_assert_max_num_queries(12):
        assert tomasz.get(address).status_code == 204


def test_con_8_a_page_left_open_is_nobody_being_there(cast, settings):
    tomasz = cast.client("tomasz")
    address = mark_on(tomasz.get(f"/children/{cast.rafi.pk}/book"))
    now = clock.read()
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    with the_clock(now + idle / 2):
        assert tomasz.get(address).status_code == 204
    with the_clock(now + idle):
        assert tomasz.get(address).status_code == 401
        assert "_auth_user_id" in tomasz.session, "what is being written can be kept"
        assert tomasz.get(f"/children/{cast.rafi.pk}/book").status_code == 302


def test_con_8_saving_is_refused_and_the_words_are_shown_to_whoever_wrote_them(cast):
    outcome = Outcome.objects.visible_to(cast.viewer("tomasz").hat, cast.now).filter(
        record__child=cast.rafi
    )[0]
    there = reverse("plans:view", args=[cast.rafi.pk, outcome.pk])
    tomasz = cast.client("tomasz")
    form = form_on(tomasz.get(there).content.decode(), there)
    cast.client("shirin").post(cell(cast, "plan"), {"do": "hide"})
    words = "He says more <b>when</b> he is outside"
    answer = tomasz.post(
        there,
        {**form.fields, "stance": "agree", "words": words},
        headers={"Origin": "http://testserver"},
    )

    assert answer.status_code == 404
    said = answer.content.decode()
    assert "He says more &lt;b&gt;when&lt;/b&gt; he is outside" in said
    assert "What you wrote was not saved" in said
    assert "two words" not in said
    forged = tomasz.post(
        there, {"words": words}, headers={"Origin": "http://elsewhere.example"}
    )
    assert "outside" not in forged.content.decode()


def test_w9_ones_own_agencys_record_stays_writable(cast):
    """Rowan hides behind nothing: what it writes itself it can read and keep."""
    agreements.stop_sharing(rowan(cast), **as_whom(cast, "shirin"))
    before = Record.objects.visible_to(cast.viewer("tomasz").hat, cast.now).count()
    answer = cast.client("tomasz").post(
        reverse("evidence:add-note", args=[cast.rafi.pk]),
        {"saw": "He asked for the blue cup", "means": "", "areas": ["communication"]},
    )
    assert answer.status_code == 302
    after = Record.objects.visible_to(cast.viewer("tomasz").hat, clock.read()).count()
    assert after == before + 1


def _writes(cast, key):
    entry = Entry(words="For nobody's eyes")
    book.write_entry(entry, child=cast.rafi, viewer=cast.viewer(key))


def test_w9_nobody_writes_what_they_could_not_read(cast):
    Clearance.objects.filter(role="key_worker", category="book").delete()
    written = Record.objects.unfiltered("what there is").count()

    with pytest.raises(NotPermitted, match="could not read"):
        _writes(cast, "abena")

    assert Record.objects.unfiltered("what there is").count() == written


def test_sl6_what_is_sealed_from_somebody_is_not_there_for_them_to_write_in(cast):
    """As absent: being told that one could not read it would tell of the seal."""
    Restriction.objects.create(
        child=cast.rafi, category="book", aim="agency",
        aimed_agency_id=cast.viewer("abena").hat.agency_id, from_at=cast.now,
    )  # fmt: skip

    with pytest.raises(Record.DoesNotExist):
        _writes(cast, "abena")


# --- CON-9 -----------------------------------------------------------------------------


@pytest.fixture
def copy(cast):
    """Of an entry in the book, on paper, at Rowan."""
    viewer = cast.viewer("tomasz")
    entry = Entry.objects.visible_to(viewer.hat, cast.now).filter(
        record__child=cast.rafi
    )[0]
    return copies.register(
        [entry.record], how="print", purpose="For the file", viewer=viewer
    )[0]


def test_con_9_the_family_sees_copies_and_that_they_are_asked_back(cast, copy):
    there = f"/children/{cast.rafi.pk}/sharing"
    shirin = cast.client("shirin")
    assert "Still out" in shirin.get(there).content.decode()
    with the_clock(cast.now):
        shirin.post(cell(cast), {"do": "hide"})

    page = shirin.get(there).content.decode()
    assert "Asked back on" in page
    asked = queued(cast, "delete a copy")
    assert set(asked) == {"tomasz"}
    mine = reverse("sharing:copy", args=[cast.rafi.pk, copy.pk])
    for key in ("shirin", "abena", "joy", "petra"):
        assert cast.client(key).post(mine).status_code == 404
    assert cast.client("tomasz").post(mine).status_code == 302
    assert "Deleted, they said on" in shirin.get(there).content.decode()
    known = copies.list_copies(cast.rafi, viewer=cast.viewer("shirin"))
    assert all(one.deleted_at for one in known)
    assert cast.client("tomasz").post(mine).status_code == 409


def test_con_9_only_what_may_no_longer_be_seen_is_asked_back(cast, copy):
    changing.hide(rowan(cast), "report", **as_whom(cast, "shirin"))
    copy.refresh_from_db()
    assert copy.recalled_at is None
    agreements.stop_sharing(rowan(cast), **as_whom(cast, "shirin"))
    copy.refresh_from_db()
    assert copy.recalled_at == cast.now
    assert acts(cast).count("sharing.copy.recalled") == 1


def test_con_9_nobody_reads_of_a_copy_of_what_is_kept_from_them(cast, copy):
    Record.objects.unfiltered("to close it").filter(pk=copy.record_id).update(release=0)
    page = cast.client("shirin").get(f"/children/{cast.rafi.pk}/sharing")
    assert "Copies outside Plait" not in page.content.decode()
    for key in ("margaret", "nani"):
        page = cast.client(key).get(f"/children/{cast.rafi.pk}/sharing")
        assert "Copies outside Plait" not in page.content.decode()


def test_con_9_stopping_says_what_cannot_be_called_back(cast):
    found = agreed_by_mum(cast)
    page = cast.client("shirin").get(
        f"/children/{cast.rafi.pk}/sharing/{found.pk}/withdraw"
    )
    assert "printed or wrote down before cannot be called back" in page.content.decode()


# --- A7 --------------------------------------------------------------------------------


@pytest.fixture
def near(cast):
    """The agreement with Rowan ends in 20 days."""
    found = agreed_by_mum(cast)
    found.until_on = cast.now.date() + timedelta(days=20)
    found.save()
    return found


def test_a7_what_ends_soon_stands_on_both_first_pages(cast, near):
    today = cast.client("margaret").get("/").content.decode()
    assert "sharing with Rowan Speech Therapy ends" in today
    ask = f"/children/{cast.rafi.pk}/sharing/ask?again={near.pk}"
    assert ask in today
    form = cast.client("margaret").get(ask).content.decode()
    assert "find out what helps Rafi’s talking" in form
    family = cast.client("conor").get(f"/children/{cast.rafi.pk}/family")
    assert "Sharing with Rowan Speech Therapy ends after" in family.content.decode()


def test_a7_the_family_goes_on_for_a_year_and_what_is_hidden_stays_so(cast, near):
    changing.hide(rowan(cast), "book", **as_whom(cast, "shirin"))
    assert cast.client("conor").post(service(cast), {"do": "year"}).status_code == 302
    year = cast.now + timedelta(days=300)
    hat = Hat(cast.people["tomasz"].pk, rowan(cast))
    kinds = set(
        Basis.objects.filter(
            queries.in_force(year), child=cast.rafi, to_agency=hat.agency_id
        ).values_list("category", flat=True)
    )
    assert "plan" in kinds
    assert "book" not in kinds
    with pytest.raises(TooLate):
        changing.prolong(rowan(cast), **as_whom(cast, "conor", later=HOUR))


# --- What is said to whom on the pages -------------------------------------------------


def test_a5_both_sides_read_that_something_changed_and_not_what(cast):
    changing.hide(rowan(cast), "book", **as_whom(cast, "shirin"))
    there = f"/children/{cast.rafi.pk}/sharing"
    line = "changed what Rowan Speech Therapy can see"
    assert f"The family {line}" in cast.client("tomasz").get(there).content.decode()
    assert f"Shirin {line}" in cast.client("conor").get(there).content.decode()
    family = cast.client("conor").get(f"/children/{cast.rafi.pk}/family")
    assert f"Shirin {line}" in family.content.decode()
    assert line in cast.client("tomasz").get("/").content.decode()
    assert line not in cast.client("shirin").get(there).content.decode()
    for key in ("joy", "abena", "nani"):
        assert line not in cast.client(key).get(there).content.decode(), key


def test_a_yes_to_something_new_ends_a_pause(cast):
    changing.pause(rowan(cast), **as_whom(cast, "shirin"))
    wish = Wish(
        rowan(cast), ("plan",), "So that it goes on", cast.now.date() + 90 * HOUR * 24
    )
    asked = agreements.ask(wish, **as_whom(cast, "margaret", later=HOUR))
    team.agree(asked.pk, **as_whom(cast, "shirin", later=2 * HOUR))
    assert not Pause.objects.filter(child=cast.rafi, until_at=None).exists()


def test_undo_is_offered_to_those_who_decide_while_it_is_hidden(cast):
    shirin = cast.client("shirin")
    there = shirin.post(cell(cast), {"do": "hide"}).url
    assert "can no longer see the book" in shirin.get(there).content.decode()
    assert "Undo" not in cast.client("tomasz").get(there).content.decode()
    assert shirin.post(cell(cast), {"do": "show"}).status_code == 302
    assert "can no longer see" not in shirin.get(there).content.decode()
