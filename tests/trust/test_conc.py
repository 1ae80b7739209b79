"""CONC-1 and CONC-3: nobody's words are lost when two write at once; once is once."""

import html
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from plait.agencies.models import Employment
from plait.children.models import Child
from plait.evidence import operations as evidence
from plait.evidence.models import Story
from plait.exchange.web import background
from plait.ledger.models import Line
from plait.sharing.models import Record, RecordVersion
from tests import acts
from tests.acts import ACTS, Sending, Stage
from tests.members import Member, confirm, invitation_for
from tests.pages_read import form_on

READING = ("record.read", "page.not-found")
# What a second press may change: that somebody is signed in, and what they looked at.
PASSING = {"django_session", "access_once", "cache", "ledger_line", "ledger_link"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path, monkeypatch):
    """Files of their own; what runs after the commit runs at once."""
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(background, "later", background.carry_out)


def newest_line():
    return Line.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def acts_since(seq):
    """What the ledger says was done since, apart from looking."""
    lines = Line.objects.filter(seq__gt=seq).exclude(act__in=READING)
    return Counter(lines.values_list("act", flat=True))


def rows():
    """How many rows each table has."""
    tables = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }
    counts = {}
    with connection.cursor() as cursor:
        for table in tables - PASSING:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def at_once(*works):
    """Do several things in threads that begin at the same moment; what each gave."""
    barrier, given = Barrier(len(works)), [None] * len(works)

    def do(number, work):
        barrier.wait()
        try:
            given[number] = work()
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def same_browser(client):
    """Another tab of the same browser, for another thread."""
    other = Client()
    other.cookies = client.cookies.copy()
    return other


# CONC-1


@dataclass(frozen=True)
class Shared:
    """Something that two people may change: where, who, and which box they write in."""

    page: str
    first: str
    second: str
    box: str
    ids: object
    # Whom the second is told about; a card does not know who corrected it.
    by: str = ""
    limit: int = 60
    also: dict = field(default_factory=dict)

    def __str__(self):
        return self.page


def a_story_of_the_nursery(stage):
    story = Story(words="He loves buses.")
    return evidence.tell_story(
        story.words, current=None, seen_version=0, **stage.as_whom("abena")
    )


def the_story(stage):
    a_story_of_the_nursery(stage)
    return {"child_id": stage.child.pk}


SHARED = (
    Shared("evidence:correct-note", "margaret", "abena", "saw", acts.about(note_id=Stage.note)),
    Shared("plans:change-outcome", "abena", "margaret", "wording", acts.about(outcome_id=Stage.outcome)),
    Shared("plans:change-strategy", "abena", "margaret", "why", acts.about(strategy_id=Stage.strategy)),
    Shared("plans:change", "abena", "margaret", "review_words", acts.the_child),
    Shared("evidence:story", "margaret", "abena", "words", the_story),
    Shared("team:part", "margaret", "tomasz", "does", acts.about(part_id=lambda s: s.part_of("tomasz"))),
    Shared("team:card", "shirin", "margaret", "languages", acts.the_child, by="Somebody else"),
)  # fmt: skip
KINDS = pytest.mark.parametrize("shared", SHARED, ids=str)


class Writing:
    """Somebody has the form open in front of them."""

    def __init__(self, cast, shared, who, address):
        self.shared, self.address = shared, address
        self.client = cast.client(who)
        self.open()

    def open(self, page=None):
        page = page or self.client.get(self.address)
        assert page.status_code == 200, page.status_code
        self.page = html.unescape(page.content.decode())
        self.form = form_on(page.content.decode(), self.address)

    def save(self, words):
        return self.client.post(
            self.address, self.form.fields | {self.shared.box: words}
        )


def said_in(shared, child, record_id=None):
    """(what stands there now, everything that was ever saved)."""
    if shared.page == "team:card":
        now = getattr(Child.objects.get(pk=child.pk), shared.box)
        return now, now
    version = RecordVersion.objects.unfiltered("what was saved").filter(
        record=record_id
    )
    history = [one.content for one in version.order_by("number")]
    return history[-1], " ".join(history)


def record_of(shared, ids, cast):
    """The record that an address changes."""
    named = [value for name, value in ids.items() if name != "child_id"]
    if named:
        return named[0]
    kind = {"evidence:story": "evidence.story", "plans:change": "plans.plan"}.get(
        shared.page
    )
    found = Record.objects.unfiltered("which record").filter(
        child=cast.rafi, kind=kind or ""
    )
    newest = found.order_by("-made_at").first()
    return newest.pk if newest else None


@KINDS
def test_conc_1_the_second_is_told_and_sees_both(cast, shared):
    stage = Stage(cast)
    ids = shared.ids(stage)
    address, record = reverse(shared.page, kwargs=ids), record_of(shared, ids, cast)
    first, second = (
        Writing(cast, shared, who, address) for who in (shared.first, shared.second)
    )
    theirs, mine, both = (
        "What the first wrote",
        "What the second wrote",
        "What both wrote",
    )

    assert first.save(theirs).status_code == 302
    told = second.save(mine)
    second.open(told)

    by = shared.by or cast.people[shared.first].name
    assert f"{by} saved a newer version while you were writing." in second.page
    notice = re.search(r'id="meanwhile-title".*?</dl>', second.page, re.DOTALL)[0]
    assert theirs in notice
    assert second.form.fields[shared.box] == [mine]
    now, _ = said_in(shared, cast.rafi, record)
    assert theirs in now
    assert mine not in now

    assert second.save(both).status_code == 302
    now, ever = said_in(shared, cast.rafi, record)
    assert both in now
    if record:
        assert theirs in ever


@KINDS
def test_conc_1_a_form_without_its_version_is_never_saved_over_another(cast, shared):
    """Whoever leaves the version out, or makes one up, does not get past the check."""
    ids = shared.ids(Stage(cast))
    address = reverse(shared.page, kwargs=ids)
    writing = Writing(cast, shared, shared.second, address)
    for version in ("", "0", "99"):
        writing.form.fields["seen_version"] = [version]
        answer = writing.save("Past the check")
        assert answer.status_code == 200, version
    now, ever = said_in(shared, cast.rafi, record_of(shared, ids, cast))
    assert "Past the check" not in ever


def test_conc_1_what_is_the_same_is_not_shown_twice(cast):
    shared = SHARED[0]
    ids = shared.ids(Stage(cast))
    address = reverse(shared.page, kwargs=ids)
    first, second = (
        Writing(cast, shared, who, address) for who in ("margaret", "abena")
    )
    first.save("The same words")
    second.open(second.save("The same words"))
    assert "It says the same as yours." in second.page


def test_conc_1_whoever_wrote_first_is_not_taken_for_whoever_saved_last(cast):
    """The note is Abena's; it was Leon's version that came between."""
    shared = SHARED[0]
    address = reverse(shared.page, kwargs=shared.ids(Stage(cast)))
    leon, margaret = (
        Writing(cast, shared, who, address) for who in ("leon", "margaret")
    )
    leon.save("Leon wrote this")
    margaret.open(margaret.save("Margaret wrote this"))
    assert "Leon Baptiste saved a newer version" in margaret.page


def test_conc_1_places_of_a_strategy_are_shown_too(cast):
    shared = SHARED[2]
    address = reverse(shared.page, kwargs=shared.ids(Stage(cast)))
    first, second = (
        Writing(cast, shared, who, address) for who in ("abena", "margaret")
    )
    answers = {
        "home_looks_like": "At tea time",
        "home_who": "Conor",
        "home_how_often": "Daily",
    }
    first.form.fields |= answers
    assert first.save("Time helps").status_code == 302
    second.open(second.save("Quiet helps"))
    notice = re.search(r'id="meanwhile-title".*?</dl>', second.page, re.DOTALL)[0]
    for words in ("At tea time", "Conor", "Daily", "Time helps"):
        assert words in notice


def test_conc_1_two_who_make_the_same_person_lead_do_not_undo_each_other(cast):
    part = Stage(cast).part_of("tomasz")
    address = reverse(
        "team:lead", kwargs={"child_id": cast.rafi.pk, "part_id": part.pk}
    )
    browsers = [cast.client("margaret") for _ in range(2)]
    forms = [form_on(one.get(address).content.decode(), address) for one in browsers]
    first, second = (
        one.post(address, form.fields)
        for one, form in zip(browsers, forms, strict=True)
    )
    assert first.status_code == 302
    assert second.status_code == 409
    assert "Margaret Pryce has just changed this part." in second.content.decode()
    assert Stage(cast).part_of("tomasz").leads


def test_conc_1_a_story_is_changed_by_whoever_told_it_and_others_are_told_before(cast):
    """Nobody types what they may not save."""
    shirin, conor = cast.client("shirin"), cast.client("conor")
    story = f"/children/{cast.rafi.pk}/story"
    assert shirin.get(story).status_code == 200
    answer = conor.get(story)
    assert answer.status_code == 403
    assert "Only the person who wrote this can change it." in answer.content.decode()
    about = f"/children/{cast.rafi.pk}/about"
    assert story in shirin.get(about).content.decode()
    assert story not in conor.get(about).content.decode()


def test_conc_1_of_two_who_save_at_the_same_moment_one_is_told(cast_for_real, whole):
    """Pairs of real transactions in real threads: no version is ever lost unseen."""
    cast, stage = cast_for_real, Stage(cast_for_real)
    pairs = 100_000 // len(SHARED) if whole else 4
    told, overwritten = 0, 0
    for shared in SHARED:
        ids = shared.ids(stage)
        address, record = reverse(shared.page, kwargs=ids), record_of(shared, ids, cast)
        two = [
            Writing(cast, shared, who, address) for who in (shared.first, shared.second)
        ]
        for number in range(pairs):
            words = [f"{who} wrote {number}!" for who in ("One", "Two")]
            winner, loser, page = _save_at_once(two, words)
            now, ever = said_in(shared, cast.rafi, record)
            told += winner in page and loser in page
            overwritten += winner not in now or loser in ever
    print(f"{told} pairs told, {overwritten} silent overwrites")
    assert (told, overwritten) == (pairs * len(SHARED), 0)


def _save_at_once(two, words):
    """(whose words were saved, whose were not, what the second was shown)."""
    for one in two:
        one.open()
    works = [
        lambda one=one, said=said: one.save(said)
        for one, said in zip(two, words, strict=True)
    ]
    answers = at_once(*works)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (told,) = (answer for answer in answers if answer.status_code == 200)
    lost = answers.index(told)
    return words[1 - lost], words[lost], html.unescape(told.content.decode())


# CONC-3


def test_conc_3_every_form_is_known(cast):
    known = {act.page for act in ACTS}
    assert {page.name for page in acts.writing_pages()} == known


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_conc_3_sent_again_it_takes_effect_once(cast, act):
    """A double press, a retry and a reload all send the same form again."""
    sending = Sending(act, cast)
    start = newest_line()
    first = sending.send()
    assert first.status_code == 302, first.content.decode()
    assert acts_since(start) == Counter(act.leaves)
    counted = rows()
    for _ in range(2):
        again = sending.send()
        assert (again.status_code, again.url) == (302, first.url)
    assert acts_since(start) == Counter(act.leaves)
    assert rows() == counted


def test_conc_3_sent_at_the_same_moment_it_takes_effect_once(cast_for_real, whole):
    """Three presses of every form, in real transactions, through one browser."""
    for act in ACTS * (20 if whole else 1):
        sending = Sending(act, cast_for_real)
        tabs = [same_browser(sending.client) for _ in range(3)]
        start = newest_line()
        answers = at_once(*(lambda tab=tab, one=sending: one.send(tab) for tab in tabs))
        led_to = {(one.status_code, one.get("Location")) for one in answers}
        assert len(led_to) == 1, (act.page, led_to)
        assert led_to.pop()[0] == 302, act.page
        assert acts_since(start) == Counter(act.leaves), act.page
        cast_for_real.refresh()


def test_conc_3_a_form_that_came_back_can_be_sent_again(cast):
    """Its key was not used up by the mistake."""
    sending = Sending(acts.BY_PAGE["evidence:add-note"], cast)
    start = newest_line()
    assert sending.send(saw="").status_code == 200
    assert sending.send().status_code == 302
    assert acts_since(start) == Counter(sending.act.leaves)


def test_conc_3_a_key_is_nobody_elses(cast):
    """The same key from somebody else is another form."""
    sending = Sending(acts.BY_PAGE["evidence:add-note"], cast)
    start = newest_line()
    sending.send()
    sending.send(cast.client("margaret"))
    assert acts_since(start)["evidence.observation.noted"] == 2


# Forms of one's own account, which have no key: twice is once for another reason.


@contextmanager
def counting(model, **which):
    before = model.objects.filter(**which).count()
    counted = Counter()
    yield counted
    counted["new"] = model.objects.filter(**which).count() - before


def test_conc_3_an_invitation_is_taken_up_once(cast):
    conor = Member(cast.people["conor"])
    client = conor.sign_in()
    link = invitation_for(cast, conor.email)
    with counting(Employment, person=conor.person) as jobs:
        answers = [client.post(link) for _ in range(3)]
    assert jobs["new"] == 1
    assert {(one.status_code, one.url) for one in answers} == {(302, "/")}
    assert "not open" in cast.client("petra").post(link).content.decode()
    assert "not open" in client.get(link).content.decode()


def test_conc_3_an_invitation_pressed_twice_at_once_is_taken_up_once(cast_for_real):
    conor = Member(cast_for_real.people["conor"])
    client = conor.sign_in()
    link = invitation_for(cast_for_real, conor.email)
    tabs = [client, *(same_browser(client) for _ in range(2))]
    for tab in tabs[1:]:
        tab.defaults |= client.defaults
    with counting(Employment, person=conor.person) as jobs:
        answers = at_once(*(lambda tab=tab: tab.post(link) for tab in tabs))
    assert jobs["new"] == 1
    assert {(one.status_code, one.get("Location")) for one in answers} == {(302, "/")}


def test_conc_3_a_new_password_is_set_once(cast):
    from plait.notices.models import Notice
    from tests.members import PASSWORD

    abena = Member(cast.people["abena"])
    client = abena.sign_in()
    form = {"oldpassword": PASSWORD, "password1": "harbour lamp Dundee"}
    with counting(Notice, address=abena.email) as letters:
        first, second = (client.post("/me/password", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 200)
    assert letters["new"] == 1
    assert client.get("/me").status_code == 200


def test_conc_3_of_new_codes_those_that_are_shown_work(cast):
    abena = Member(cast.people["abena"])
    client = abena.sign_in()
    confirm(client)
    for _ in range(2):
        assert client.post("/me/codes/new").status_code == 302
    shown = re.findall(r"\b\d{4} \d{4}\b", client.get("/me/codes").content.decode())
    assert {one.replace(" ", "") for one in shown} == set(abena.recovery_codes)
