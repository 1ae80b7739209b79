"""TEAM: whoever has left sees nothing, from that instant on."""

import html
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from plait.access import clock
from plait.access.decisions import NotPermitted, TooLate
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.book import queries as book
from plait.book.models import Entry
from plait.children import operations as children
from plait.children.models import Child, Tie
from plait.evidence.models import Observation
from plait.exchange import operations as exchange
from plait.exchange.operations import runs
from plait.exchange.web import background
from plait.ledger.models import Line
from plait.notices.models import Notice
from plait.sharing.models import Record, Restriction, Unfinished
from plait.team import operations as team
from plait.team import unheld
from plait.team.models import Invitation, Involvement
from tests.census_files import a_pupil, as_csv
from tests.pages_sent import landed, opened
from tests.trust import surfaces, twins
from tests.trust.everything import Telling, put
from tests.trust.moments import at, london, signed_in, the_clock
from tests.trust.twins import Reader, nobody

WHY = "somebody leaves, for a test"


def abenas_tie(cast):
    return Tie.objects.get(person=cast.people["abena"], child=cast.rafi)


def five_oclock(cast):
    """Today at 17:00 in London, or tomorrow, so that it lies ahead of the story."""
    day = (cast.now + timedelta(days=1)).date()
    return london(day.year, day.month, day.day, 17)


# --- TEAM-1 ----------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["", "/plan", "/book", "/team", "/about", "/reports"])
def test_team_1_a_part_ends_at_five_to_the_second(cast, where):
    end = five_oclock(cast)
    viewer = cast.viewer("margaret")
    team.leave_team(abenas_tie(cast), child=cast.rafi, viewer=viewer, until_at=end)
    there = f"/children/{cast.rafi.pk}{where}"

    last = at(cast, "abena", end - timedelta(seconds=1), there)
    over = at(cast, "abena", end, there)
    never = at(cast, "abena", end, f"/children/{nobody()}{where}")

    assert last.status_code == 200
    assert over.status_code == 404
    assert surfaces.read(over) == surfaces.read(never)


def test_team_1_nor_does_the_child_stand_in_any_list(cast):
    end = five_oclock(cast)
    viewer = cast.viewer("margaret")
    team.leave_team(abenas_tie(cast), child=cast.rafi, viewer=viewer, until_at=end)

    for address in ("/", "/children", "/children?q=rafi"):
        assert (
            b"Hossain-Doyle"
            in at(cast, "abena", end - timedelta(seconds=1), address).content
        )
        assert b"Rafi" not in at(cast, "abena", end, address).content.replace(
            b"rafi", b""
        )


# --- TEAM-2 ----------------------------------------------------------------------------


def test_team_2_a_tie_that_was_forgotten_opens_nothing_without_the_job(cast):
    """Callum's tie to Rafi is still open; he no longer works for anybody."""
    world, callum = twins.Ordinary(cast), cast.people["callum"]
    tie = Tie.objects.get(person=callum, child=cast.rafi)
    assert tie.until_at is None

    with the_clock(cast.now):
        client, filling = cast.client("callum"), twins.filling(Reader("abena"), world)
        viewer = cast.viewer("callum")
        for page in surfaces.about_children():
            address = next(surfaces.addresses(page, filling, viewer, asked=False))
            answer = surfaces.ask(client, address)
            # He wears no hat any more, so there is nothing to be asked in.
            assert (answer.status, dict(answer.headers)["Location"]) == (
                302,
                "/hats",
            ), address
            assert "Rafi" not in answer.text


def test_team_2_with_another_job_the_old_tie_is_still_nothing(cast):
    callum, riverside = cast.people["callum"], cast.agencies["riverside"]
    Employment.objects.create(
        person=callum, agency=riverside, role="key_worker", from_at=cast.now
    )
    client = cast.client("callum")
    client.post("/hats", {"hat": str(riverside.pk)})

    assert client.get("/").status_code == 200
    there = surfaces.read(client.get(f"/children/{cast.rafi.pk}"))
    assert there == surfaces.read(client.get(f"/children/{nobody()}"))
    assert there.status == 404


def test_team_2_the_job_ends_and_the_tie_stays_open_by_mistake(cast):
    """Not by the operation, which ends both: by a hand in the database."""
    end = five_oclock(cast)
    Employment.objects.filter(person=cast.people["abena"]).update(until_at=end)
    there = f"/children/{cast.rafi.pk}/plan"

    assert at(cast, "abena", end - timedelta(seconds=1), there).status_code == 200
    assert (
        at(cast, "abena", end, there).status_code == 302
    )  # to choose a hat: there is none
    hat = cast.viewer("abena").hat
    assert not Record.objects.visible_to(hat, end).exists()


# --- TEAM-3 (sessions, links and invitations: also in test_auth_pages.py) --------------------


def test_team_3_leaving_ends_everything_that_was_open(cast):
    """A page that is open, a photo's link, a form half filled in, a part, an invitation."""
    twins.Ordinary(cast)
    abena, rafi, moment = (
        cast.people["abena"],
        cast.rafi,
        cast.now + timedelta(minutes=9),
    )
    client = signed_in(cast, "abena", moment)
    with the_clock(moment):
        note = client.get(f"/children/{rafi.pk}/notes/add").content.decode()
        key = note.split('name="once" value="')[1].split('"')[0]
        viewer = cast.viewer("abena", at=moment)
        filling = twins.filling(Reader("abena"), _Of(cast))
        photo = next(surfaces.addresses(_page("evidence:photo"), filling, viewer))
        assert surfaces.read(client.get(photo)).status == 200

        team.leave_agency(
            Employment.objects.get(person=abena),
            viewer=cast.viewer("margaret", at=moment),
        )

        for address in ("/", photo, f"/children/{rafi.pk}", "/me"):
            answer = client.get(address)
            assert (answer.status_code, answer.url) == (302, "/sign-in"), address
        sent = client.post(f"/children/{rafi.pk}/notes/add", {"saw": "x", "once": key})
        assert (sent.status_code, sent.url) == (302, "/sign-in")
    written = Record.objects.unfiltered(WHY).filter(author=abena, made_at=moment)
    assert not written.exists()
    assert not Tie.objects.filter(person=abena, until_at=None).exists()
    ended = Line.objects.filter(at=moment, act__endswith=".ended")
    assert set(ended.values_list("act", flat=True)) == {
        "agencies.employment.ended",
        "children.tie.ended",
    }


class _Of:
    invitation = "x" * 43

    def __init__(self, cast):
        self.cast = cast


def _page(name):
    return next(page for page in surfaces.pages() if page.name == name)


def test_team_3_signing_in_again_opens_nothing(cast):
    moment = cast.now + timedelta(minutes=9)
    team.leave_agency(
        Employment.objects.get(person=cast.people["abena"]),
        viewer=cast.viewer("margaret", at=moment),
    )

    cast.refresh()
    answer = at(cast, "abena", moment, f"/children/{cast.rafi.pk}")

    assert (answer.status_code, answer.url) == (302, "/hats")
    assert not Invitation.objects.filter(
        invited_by=cast.people["abena"], withdrawn_at=None, accepted_at=None
    ).exists()
    left = Involvement.objects.unfiltered(WHY).get(
        tie__person=cast.people["abena"], record__child=cast.rafi
    )
    assert left.tie.until_at == moment


@pytest.mark.parametrize(
    ("key", "whose", "answer"),
    [
        ("margaret", "abena", 200),
        ("abena", "abena", 200),
        ("leon", "abena", 403),  # does not lead
        ("margaret", "tomasz", 403),  # another service's part
        ("shirin", "abena", 403),
        ("shirin", "shirin", 403),
    ],
)
def test_a_part_is_handed_over_within_the_service_it_belongs_to(
    cast, key, whose, answer
):
    part = Involvement.objects.unfiltered(WHY).get(
        tie__person=cast.people[whose], record__child=cast.rafi
    )
    there = f"/children/{cast.rafi.pk}/team/{part.pk}/hand-over"
    to = Employment.objects.get(person=cast.people["leon"]).pk

    assert cast.client(key).get(there).status_code == answer
    if answer == 403:
        sent = cast.client(key).post(there, {"employment": str(to)})
        assert sent.status_code == 403
        assert Tie.objects.get(pk=part.tie_id).until_at is None


# --- TEAM-4: what was queued aborts -------------------------------------------------------


@pytest.mark.parametrize("state", ["reading", "writing"])
def test_team_4_an_import_that_was_waiting_stores_nothing(cast, state):
    margaret = cast.viewer("margaret")
    pupils = SimpleUploadedFile("p.csv", as_csv([a_pupil(7)]))
    run = exchange.begin_run(pupils, None, viewer=margaret)
    step = runs.read_run
    if state == "writing":
        runs.read_run(run, viewer=margaret, beat=clock.read)
        run.refresh_from_db()
        runs.confirm_run(run, promise=run.promise, viewer=margaret)
        step = runs.write_run
    children, records = Child.objects.count(), Record.objects.unfiltered(WHY).count()
    own = Employment.objects.get(person=cast.people["margaret"])
    team.leave_agency(own, viewer=margaret)

    with pytest.raises(Exception), transaction.atomic():  # noqa: B017, PT011
        background.carry_out(step, run.pk)

    run.refresh_from_db()
    assert run.state != "done"
    assert Child.objects.count() == children
    assert Record.objects.unfiltered(WHY).count() == records


def test_team_4_mail_that_waits_for_somebody_who_left_is_not_sent(cast):
    abena, daniel = cast.people["abena"], cast.people["daniel"]
    for person in (abena, daniel):
        Notice.objects.create(
            person=person, address=person.email, subject="Something waits",
            words="Sign in", due_at=cast.now,
        )  # fmt: skip
    for key, by in (("abena", "margaret"), ("daniel", "daniel")):
        own = Employment.objects.get(person=cast.people[key])
        team.leave_agency(own, viewer=cast.viewer(by))

    waiting = Notice.objects.filter(sent_at=None, subject="Something waits")
    assert {one.person for one in waiting} == {daniel}  # who is still Noor's dad


# --- TEAM-5: a draft is its author's alone (rule HO9) --------------------------------------


@pytest.fixture
def draft(cast):
    ours, hour_ago = cast.agencies["bramblecote"], cast.now - timedelta(hours=1)
    telling = Telling(cast.rafi, cast.people["abena"], hour_ago, "Perhaps", agency=ours)
    note = Observation(saw="Perhaps he is tired", seen_at=hour_ago)
    return put(note, telling, state="draft", owner_agency=ours).record


def sees_record(cast, key, record, moment):
    seen = Record.objects.visible_to(cast.hat(key), moment)
    return seen.filter(pk=record.pk).exists()


def test_team_5_whoever_lost_the_tie_does_not_open_their_draft(cast, draft):
    end = cast.now + timedelta(minutes=5)
    team.leave_team(
        abenas_tie(cast), child=cast.rafi, viewer=cast.viewer("margaret"), until_at=end
    )
    there = f"/children/{cast.rafi.pk}/notes/{draft.pk}"
    assert at(cast, "abena", end - timedelta(seconds=1), there).status_code == 200
    assert at(cast, "abena", end, there).status_code == 404


def test_team_5_nobody_is_told_that_there_is_one(cast, draft):
    """Not in the list that is handed over either, before or after."""
    moment = cast.now + timedelta(minutes=5)
    own = Employment.objects.get(person=cast.people["abena"])
    with_it = at(cast, "margaret", moment, f"/handing-over/{own.pk}")
    assert with_it.status_code == 200
    assert b"draft" not in with_it.content
    assert b"1 draft" in at(cast, "abena", moment, "/handing-over").content
    team.leave_team(abenas_tie(cast), child=cast.rafi, viewer=cast.viewer("margaret"))
    for key in ("margaret", "leon", "shirin"):
        assert not sees_record(cast, key, draft, moment)
    there = f"/children/{cast.rafi.pk}"
    assert b"Perhaps he is tired" not in at(cast, "margaret", moment, there).content


# --- TEAM-6: what was typed is refused, and not lost --------------------------------------

SAW = "He built a bridge of nine blocks for the bear"


class Ending:
    """Abena writes a note; her part ends before she presses Save."""

    def __init__(self, cast, moment):
        self.cast, self.moment = cast, moment
        self.there = f"/children/{cast.rafi.pk}/notes/add"
        self.client = signed_in(cast, "abena", moment)
        with the_clock(moment):
            self.form = opened(self.client, self.there)

    def sends(self, moment, **more):
        with the_clock(moment):
            return self.client.post(
                self.there,
                {**self.form, "saw": SAW, "areas": ["communication"], **more},
                headers={"Referer": "http://testserver/"},
            )


@pytest.fixture
def ending(cast):
    return Ending(cast, cast.now + timedelta(minutes=5))


def ends_her_part(cast, end):
    viewer = cast.viewer("margaret")
    team.leave_team(abenas_tie(cast), child=cast.rafi, viewer=viewer, until_at=end)


def ends_her_job(cast, end):
    """A day that was set before, not an act that ends her session too."""
    Employment.objects.filter(person=cast.people["abena"]).update(until_at=end)


@pytest.mark.parametrize("ends", [ends_her_part, ends_her_job])
def test_team_6_saving_is_refused_and_the_words_are_kept_for_the_lead(
    cast, ending, ends
):
    end = ending.moment + timedelta(minutes=2)
    ends(cast, end)
    before = Record.objects.unfiltered(WHY).count()

    answer = ending.sends(end)

    assert answer.status_code == (404 if ends is ends_her_part else 302)
    assert SAW not in html.unescape(answer.content.decode())
    assert Record.objects.unfiltered(WHY).count() == before
    kept = Unfinished.objects.get()
    assert SAW not in kept.sealed
    left = f"/children/{cast.rafi.pk}/left-unfinished"
    assert SAW in html.unescape(at(cast, "margaret", end, left).content.decode())
    assert b"Left unfinished about Rafi" in at(cast, "margaret", end, "/").content
    for key in ("leon", "owen", "tomasz", "joy", "shirin", "conor", "petra", "gwen"):
        assert at(cast, key, end, left).status_code == 404, key
    assert at(cast, "abena", end, left).status_code in (404, 302)


def test_team_6_the_answer_is_the_same_as_for_no_child(cast, ending):
    end = ending.moment + timedelta(minutes=2)
    ends_her_part(cast, end)
    kept = surfaces.read(ending.sends(end))
    ending.there = f"/children/{nobody()}/notes/add"
    assert surfaces.read(ending.sends(end)) == kept
    assert Unfinished.objects.count() == 1


def test_team_6_it_is_not_shown_to_its_writer_who_comes_back(cast, ending):
    end = ending.moment + timedelta(minutes=2)
    ends_her_part(cast, end)
    ending.sends(end)
    own = Employment.objects.get(person=cast.people["abena"])
    Employment.objects.filter(pk=own.pk).update(role="senco")
    own.refresh_from_db()
    later = end + timedelta(minutes=1)
    team.join_team(
        child=cast.rafi, employment=own, viewer=cast.viewer("margaret", at=later)
    )
    left = f"/children/{cast.rafi.pk}/left-unfinished"
    assert at(cast, "abena", later, left).status_code == 404


@pytest.mark.parametrize(
    "why", ["a stranger", "too late", "another page", "not our page", "no key of hers"]
)
def test_team_6_nothing_else_is_kept(cast, ending, why):
    end = ending.moment + timedelta(minutes=2)
    if why != "a stranger":
        ends_her_part(cast, end)
    if why == "a stranger":
        petra = signed_in(cast, "petra", end)
        with the_clock(end):
            fields = opened(petra, "/people/hours")
            petra.post(
                ending.there, {**fields, "saw": SAW},
                headers={"Referer": "http://testserver/"},
            )  # fmt: skip
    elif why == "too late":
        ending.sends(end + timedelta(hours=12))
    elif why == "another page":
        ending.there = f"/children/{cast.rafi.pk}/concerns/add"
        ending.sends(end, wondering=SAW)
    elif why == "not our page":
        with the_clock(end):
            ending.client.post(
                ending.there, {**ending.form, "saw": SAW},
                headers={"Referer": "http://elsewhere.example/"},
            )  # fmt: skip
    else:
        ending.sends(end, once="x" * 32)
    assert not Unfinished.objects.exists()


def kept_of(cast, ending):
    end = ending.moment + timedelta(minutes=2)
    ends_her_part(cast, end)
    ending.sends(end)
    return end + timedelta(minutes=1), Unfinished.objects.get()


def test_team_6_what_is_sealed_from_the_lead_is_not_left_to_her(cast, ending):
    moment, kept = kept_of(cast, ending)
    Restriction.objects.create(
        child=cast.rafi,
        category=kept.category,
        aim="person",
        aimed_person=cast.people["margaret"],
        from_at=cast.now,
    )
    left = f"/children/{cast.rafi.pk}/left-unfinished"
    assert at(cast, "margaret", moment, left).status_code == 404
    assert b"Left unfinished" not in at(cast, "margaret", moment, "/").content


def test_team_6_what_asked_for_a_seal_is_not_kept(cast, ending):
    end = ending.moment + timedelta(minutes=2)
    ends_her_part(cast, end)
    margaret = cast.people["margaret"].pk
    ending.sends(end, seal_from=f"person {margaret}")
    assert not Unfinished.objects.exists()


def test_team_6_the_lead_saves_it_under_her_own_name(cast, ending):
    moment, kept = kept_of(cast, ending)
    margaret = signed_in(cast, "margaret", moment)
    with the_clock(moment):
        where, page = landed(
            margaret, f"/children/{cast.rafi.pk}/left-unfinished",
            left=str(kept.pk), do="take-up",
        )  # fmt: skip
        assert where == ending.there
        assert SAW in page
        assert "Abena began this" in page
        landed(margaret, ending.there)
    written = Observation.unfiltered(WHY).get(saw=SAW)
    assert written.record.author == cast.people["margaret"]
    kept.refresh_from_db()
    assert (kept.sealed, kept.settled_by) == ("", cast.people["margaret"])
    left = f"/children/{cast.rafi.pk}/left-unfinished"
    assert at(cast, "margaret", moment, left).status_code == 404


def test_team_6_or_throws_it_away_once(cast, ending):
    moment, kept = kept_of(cast, ending)
    left = f"/children/{cast.rafi.pk}/left-unfinished"
    for key, status in (
        ("leon", 403),
        ("shirin", 404),
        ("petra", 404),
        ("margaret", 302),
    ):
        client = signed_in(cast, key, moment)
        with the_clock(moment):
            sent = client.post(left, {"left": str(kept.pk), "do": "throw-away"})
        assert sent.status_code == status, key
    with the_clock(moment):
        again = signed_in(cast, "margaret", moment).post(
            left, {"left": str(kept.pk), "do": "take-up"}
        )
    assert again.status_code == 409
    assert not Observation.unfiltered(WHY).filter(saw=SAW).exists()


# --- TEAM-7: who comes back is a newcomer -------------------------------------------------


def test_team_7_after_a_year_todays_rule_counts(cast):
    """The same as a newcomer in the same job: no old basis, no old reading state."""
    gone = cast.now + timedelta(minutes=5)
    ends_her_part(cast, gone)
    back = gone + timedelta(days=365)
    margaret = cast.viewer("margaret", at=back)
    ada = Person.objects.create_user(email="ada@plait.example", name="Ada Kamara")
    job = {"agency": cast.agencies["bramblecote"], "role": "key_worker"}
    new = Employment.objects.create(person=ada, from_at=gone, **job)
    for own in (Employment.objects.get(person=cast.people["abena"]), new):
        team.join_team(child=cast.rafi, employment=own, viewer=margaret)

    def seen(person):
        hat = Hat(person.pk, job["agency"].pk)
        shown = Record.objects.visible_to(hat, back).filter(child=cast.rafi)
        unread = book.count_unread([cast.rafi.pk], viewer=Viewer(hat, back))
        return set(shown.values_list("pk", flat=True)), unread

    abena, newcomer = seen(cast.people["abena"]), seen(ada)
    assert abena[0] == newcomer[0]
    # Each wrote nothing since: what Abena wrote herself is not new to her.
    own = book_entries_of(cast, "abena", newcomer[0])
    assert abena[1].get(cast.rafi.pk, 0) == newcomer[1].get(cast.rafi.pk, 0) - own
    agreed = Record.objects.unfiltered(WHY).filter(
        child=cast.rafi, owner_agency=None, category="book"
    )
    assert not agreed.filter(pk__in=abena[0]).exists()  # the agreement has run out


def book_entries_of(cast, key, among):
    entries = Entry.unfiltered(WHY).filter(pk__in=among)
    return entries.filter(record__author=cast.people[key]).count()


# --- TEAM-8: never an orphan --------------------------------------------------------------


def everybody_of_bramblecote_but(cast, *keys):
    kept = [cast.people[key].pk for key in keys]
    ties = Tie.objects.filter(child=cast.rafi, agency=cast.agencies["bramblecote"])
    return ties.exclude(person__in=kept).exclude(person=cast.people["callum"])


def by_leaving_the_team(cast, end):
    for tie in everybody_of_bramblecote_but(cast):
        viewer = cast.viewer("margaret")
        children.end_tie(tie, until_at=end, viewer=viewer)


def by_the_end_of_a_job_that_was_set_before(cast, end):
    """Margaret's part is the last one; her job ends on a day, nobody does anything."""
    by_leaving_the_team(cast, cast.now)
    tie = Tie.objects.filter(child=cast.rafi, person=cast.people["margaret"])
    tie.update(until_at=None)
    Employment.objects.filter(person=cast.people["margaret"]).update(until_at=end)


def by_closing_an_account(cast, end):
    by_leaving_the_team(cast, cast.now)
    tie = Tie.objects.filter(child=cast.rafi, person=cast.people["abena"])
    tie.update(until_at=None)
    Person.objects.filter(pk=cast.people["abena"].pk).update(is_active=False)


WAYS = [
    by_leaving_the_team,
    by_the_end_of_a_job_that_was_set_before,
    by_closing_an_account,
]


@pytest.mark.parametrize("way", WAYS)
def test_team_8_the_child_comes_onto_the_leads_list(cast, way):
    """Whoever is head of the setting has it, at the very instant, without any job."""
    Employment.objects.filter(person=cast.people["owen"]).update(role="setting_lead")
    end = cast.now + timedelta(hours=1)
    way(cast, end)
    owen, at_end = (
        cast.hat("owen"),
        end if way is not by_closing_an_account else cast.now,
    )
    before = Viewer(owen, at_end - timedelta(seconds=1), "setting_lead")
    if way is not by_closing_an_account:
        assert rafi_in(unheld.list_gaps(before), cast) is False
    viewer = Viewer(owen, at_end, "setting_lead")
    (gap,) = [one for one in unheld.list_gaps(viewer) if one.child_id == cast.rafi.pk]
    assert gap.child == cast.rafi
    page = at(cast, "owen", at_end, "/").content.decode()
    assert "Nobody at Bramblecote Nursery holds Rafi" in html.unescape(page)
    others = {"leon", "tomasz", "joy", "gwen", "petra", "daniel", "sofia", "ayesha"}
    for key in others | ({"margaret"} if way is by_leaving_the_team else set()):
        there = at(cast, key, at_end, f"/unheld/{gap.key}")
        assert there.status_code == 404, key
        assert not rafi_in(unheld.list_gaps(cast.viewer(key, at=at_end)), cast), key

    me = Employment.objects.get(person=cast.people["owen"])
    team.take_on(gap, me, viewer=viewer)

    assert not rafi_in(unheld.list_gaps(viewer), cast)
    assert Tie.objects.filter(child=cast.rafi, person=me.person, until_at=None).exists()
    assert Line.objects.filter(act="team.unheld.taken-on").count() == 1
    with pytest.raises(TooLate):
        team.take_on(gap, me, viewer=viewer)


def rafi_in(gaps, cast):
    return cast.rafi.pk in {gap.child_id for gap in gaps}


def test_team_8_without_a_head_the_senco_has_it(cast):
    by_leaving_the_team(cast, cast.now)
    assert rafi_in(unheld.list_gaps(cast.viewer("margaret")), cast)


def rowans_last_one_leaves(cast):
    tie = Tie.objects.get(child=cast.rafi, person=cast.people["tomasz"])
    team.leave_team(tie, child=cast.rafi, viewer=cast.viewer("tomasz"))


def test_team_8_who_looks_after_people_sees_that_there_is_one_and_not_who(cast):
    rowans_last_one_leaves(cast)
    moment = cast.now + timedelta(seconds=1)
    (gap,) = unheld.list_gaps(cast.viewer("tomasz", at=moment))
    assert gap.child is None
    for address in ("/", f"/unheld/{gap.key}"):
        page = html.unescape(at(cast, "tomasz", moment, address).content.decode())
        assert "holds a child" in page
        assert "Rafi" not in page
        assert "finished" not in page
        assert str(cast.rafi.pk) not in page
    with pytest.raises(NotPermitted):
        team.let_go(gap, viewer=cast.viewer("tomasz", at=moment))
    looked = Line.objects.filter(surface="unheld", child_id=cast.rafi.pk)
    assert not looked.exists()


def test_team_8_where_nobody_is_left_the_council_sees_it(cast):
    rowans_last_one_leaves(cast)
    own = Employment.objects.get(person=cast.people["tomasz"])
    moment = cast.now + timedelta(minutes=1)
    team.leave_agency(own, viewer=cast.viewer("tomasz", at=moment))
    daniel = cast.viewer("daniel", at=moment)
    gaps = [one for one in unheld.list_gaps(daniel) if one.agency]
    assert {one.agency.name for one in gaps} == {"Rowan Speech Therapy"}
    assert {one.child for one in gaps} == {None}
    page = html.unescape(at(cast, "daniel", moment, "/").content.decode())
    assert "Nobody at Rowan Speech Therapy holds a child" in page
    assert "Rafi" not in page
    team.take_on(
        gaps[0], Employment.objects.get(person=cast.people["daniel"]), viewer=daniel
    )
    left = [one for one in unheld.list_gaps(daniel) if one.agency]
    assert len(left) == len(gaps) - 1


def test_team_8_the_last_one_leaves_the_agency_and_somebody_comes_later(cast):
    """A part that begins in a week does not hide that nobody is there until then."""
    by_leaving_the_team(cast, cast.now)
    soon = cast.now + timedelta(days=7)
    tie = Tie.objects.get(child=cast.rafi, person=cast.people["abena"])
    again = Tie.objects.create(
        person=tie.person, child=tie.child, kind="team", agency=tie.agency,
        role=tie.role, from_at=soon,
    )  # fmt: skip
    told = Telling(tie.child, tie.person, cast.now, "Back")
    put(Involvement(tie=again, does="Back"), told, owner_agency=tie.agency)
    assert rafi_in(unheld.list_gaps(cast.viewer("margaret")), cast)
    assert not rafi_in(unheld.list_gaps(cast.viewer("margaret", at=soon)), cast)


def test_team_8_work_that_is_finished_is_let_go_until_it_begins_again(cast):
    by_leaving_the_team(cast, cast.now)
    margaret = cast.viewer("margaret", at=cast.now + timedelta(seconds=1))
    (gap,) = [one for one in unheld.list_gaps(margaret) if one.child_id == cast.rafi.pk]
    team.let_go(gap, viewer=margaret)
    assert not rafi_in(unheld.list_gaps(margaret), cast)
    tie = Tie.objects.get(child=cast.rafi, person=cast.people["abena"])
    later = cast.now + timedelta(days=9)
    tie.until_at = later
    tie.save()
    assert rafi_in(unheld.list_gaps(cast.viewer("margaret", at=later)), cast)


def test_team_8_a_child_who_is_closed_to_the_lead_is_not_named(cast):
    by_leaving_the_team(cast, cast.now)
    Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["margaret"],
        from_at=cast.now - timedelta(days=1), breakable=False,
    )  # fmt: skip
    margaret = cast.viewer("margaret")
    assert not rafi_in(unheld.list_gaps(margaret), cast)
