"""Item 8: what a surface lists is what can be opened there, and what the oracle allows.

`SURFACES` says of every surface of the product (`sharing.looked_at`) how it is proved; a
new one fails by name. That nothing more than this stands on any page, whatever it is
for, is proved by test_api.py.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from plait.sharing.looked_at import LOOKED_AT
from plait.sharing.models import Record
from tests.trust import surfaces
from tests.trust.moments import the_clock
from tests.trust.personas import EVERYBODY, Standing, Words

HERE = Path(__file__).parent
NAMES_ONLY = "shows names, numbers or a form, and no record: test_api_1_every_address_answers_everybody_as_written"
# A page that lists everything of some kinds that its reader may see.
LISTS = {
    "reports": ("evidence:reports", ("evidence.assessment",)),
    "book": ("book:book", ("book.entry",)),
    "activities": ("plans:games", ("plans.activity", "plans.practice")),
    "adults": ("team:adults", ("team.court-order",)),
    "about": ("today:about", ("evidence.home", "evidence.attendance")),
}
# A page for each record of a kind: there for whoever may see it, and for nobody else.
ONE_BY_ONE = {
    "notes": ("evidence:note", "note_id", "evidence.observation"),
    "photos": ("evidence:photo", "photo_id", "evidence.photo"),
    "concerns": ("evidence:concern", "concern_id", "evidence.concern"),
    "reports": ("evidence:report", "report_id", "evidence.assessment"),
    "plan": ("plans:outcome", "outcome_id", "plans.outcome"),
    "team": ("team:part", "part_id", "team.involvement"),
}
# What others have proved, or what shows less than everything on purpose.
OTHERWISE = {
    "overview": "a timeline, newest first: test_exi_1_twin_worlds_answer_alike",
    "progress": "of one outcome, with it: test_exi_1_twin_worlds_answer_alike",
    "story": "the newest one: test_exi_1_twin_worlds_answer_alike",
    "homes": NAMES_ONLY,
    "settings": NAMES_ONLY,
    "sharing": "test_exi_9_many_looks_that_are_hidden_push_nothing_out",
    "area-agreements": NAMES_ONLY,
    "census-entry": "one record: test_exi_1_twin_worlds_answer_alike",
    "census.run": "one’s own file: test_exi_1_twin_worlds_answer_alike",
    "census.rows": "one’s own file: test_exi_1_twin_worlds_answer_alike",
    "census.row": "one’s own file: test_exi_1_twin_worlds_answer_alike",
    "unfinished": "test_exi_1_twin_worlds_answer_alike",
    "unheld": NAMES_ONLY,
    "handing-over": NAMES_ONLY,
    "today": "test_exi_4_new_entries_are_counted_as_they_are_listed",
    "family-today": "the newest of each: test_exi_1_twin_worlds_answer_alike",
    "growing-up": NAMES_ONLY,
    "about-me": "test_exi_1_twin_worlds_answer_alike",
    "representatives": NAMES_ONLY,
    "children": "test_exi_3_letters_find_only_ones_own_children",
    "look-question": "test_exi_9_that_a_question_was_read_is_told_to_its_asker_only",
    "preview": "test_exi_1_the_pages_show_all_of_it_and_the_ledger_says_so",
    "safeguarding": "covered until asked for: test_exi_1_twin_worlds_answer_alike",
    "safeguarding-note": "test_exi_1_twin_worlds_answer_alike",
    "safeguarding-list": "test_exi_1_twin_worlds_answer_alike",
    "privacy-desk": "addresses only: test_exi_1_twin_worlds_answer_alike",
    "privacy-retention": "test_bak_6_another_agencys_records_are_never_listed",
    "access-report": "no record’s words: test_exi_1_twin_worlds_answer_alike",
    "access-reports": "no child: test_exi_1_twin_worlds_answer_alike",
    "breaches": "no child: test_exi_1_twin_worlds_answer_alike",
    "breach-report": "no child: test_exi_1_twin_worlds_answer_alike",
    "requests": "test_the_lead_reads_only_while_it_is_open_and_only_there",
    "request": "test_the_lead_reads_only_while_it_is_open_and_only_there",
    "request-item": "test_out_6_each_item_is_decided_before_it_can_be_prepared",
}
READERS = [
    one
    for one in EVERYBODY
    if one.child == "rafi" and one.name not in ("signed out", "left the nursery")
]


@pytest.fixture
def standing(cast):
    with the_clock(cast.now):
        yield Standing(cast)


@pytest.fixture
def of_kind(standing):
    """kind → the ids of Rafi’s records of it."""
    found = defaultdict(set)
    every = Record.objects.unfiltered("what each surface could show")
    for pk, kind in every.filter(child=standing.cast.rafi).values_list("pk", "kind"):
        found[kind].add(str(pk))
    return found


def only_once(standing):
    """text → the one record that says it, where no other says it too."""
    said_by = defaultdict(set)
    for record, texts in standing.said.items():
        for text in texts:
            said_by[text].add(record)
    whole = "\n".join(said_by)
    return {
        text: next(iter(records))
        for text, records in said_by.items()
        if len(records) == 1 and whole.count(text) == 1
    }


def address_of(standing, persona, name, filling):
    page = next(one for one in surfaces.pages() if one.name == name)
    viewer = persona.reader.viewer(standing.cast, standing.cast.now)
    (address,) = surfaces.addresses(page, filling, viewer, asked=False)
    return address


def test_item_8_every_surface_says_how_it_is_proved():
    said = LISTS.keys() | ONE_BY_ONE.keys() | OTHERWISE.keys()
    tests = "\n".join(path.read_text() for path in HERE.glob("test_*.py"))

    assert LOOKED_AT.keys() - said == set(), "say in test_surfaces.py how it is proved"
    assert said - LOOKED_AT.keys() == set(), "is gone"
    for how in OTHERWISE.values():
        assert f"def {how.rpartition(' ')[2]}" in tests, how


def test_item_8_lists_are_whole_and_hold_nothing_else(standing, of_kind):
    once = only_once(standing)
    texts, wrong, compared = Words(set(once)), [], 0
    rafi = {"child_id": [standing.cast.rafi.pk]}
    for persona in READERS:
        client, sees = persona.client(standing.cast), standing.sees(persona)
        for name, kinds in LISTS.values():
            answer = surfaces.ask(client, address_of(standing, persona, name, rafi))
            listed = {once[text] for text in texts.found_in(answer.text)}
            told = set(once.values()) & set().union(*(of_kind[kind] for kind in kinds))
            expected = told & sees if answer.status == 200 else set()
            compared += len(expected)
            if listed & told != expected:
                wrong.append((persona.name, name, listed & told ^ expected))
            if listed - sees:
                wrong.append((persona.name, name, "holds more", listed - sees))

    assert wrong == []
    assert compared > 50
    print(f"{len(READERS)} readers, {len(LISTS)} lists, {compared} records listed")


def test_item_8_what_can_be_opened_is_what_the_oracle_allows(standing, of_kind):
    wrong, opened, closed = [], 0, 0
    rafi = {"child_id": [standing.cast.rafi.pk]}
    for persona in READERS:
        client, sees = persona.client(standing.cast), standing.sees(persona)
        for name, part, kind in ONE_BY_ONE.values():
            for record in sorted(of_kind[kind]):
                address = address_of(standing, persona, name, rafi | {part: [record]})
                there = surfaces.ask(client, address).status != 404
                opened, closed = opened + there, closed + (not there)
                if there != (record in sees):
                    wrong.append((persona.name, name, record, there))

    assert wrong == []
    assert opened > 100
    assert closed > 100
    print(f"{opened} pages of one record there, {closed} not there")
