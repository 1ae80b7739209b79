"""API-1: every address, with every verb, for everybody, against what is written down.

The product has no other way in than its addresses (ARCHITECTURE.md). `matrix.py` says
what each of them answers to each persona; an address that is not there fails by name.
"""

import pytest
from django.conf import settings

from plait.evidence.models import Observation
from plait.sharing.models import Record
from plait.team.models import Involvement
from tests.trust import matrix, surfaces, twins
from tests.trust.moments import the_clock
from tests.trust.personas import EVERYBODY, SAMPLE, Standing
from tests.trust.test_web import rows

MOST_OPEN = "o>n.sh"
LETTERS = {200: "o", 403: "n", 409: "n", 404: "."}
# To whom everything is sent that is not a look; to all of them in the whole proof.
SENT_TO = [one for one in EVERYBODY if one.name in {
    "signed out", "no business here", "mum", "SENCO",
}]  # fmt: skip
STRANGERS = [one for one in EVERYBODY[:6] if one.key]
# Thirteen on SQLite. What PostgreSQL may answer otherwise is who sees what, which other
# proofs hold against the oracle on both: here six are asked, and two send.
ON_POSTGRES = settings.POSTGRES
ASKED = SAMPLE[:6] if ON_POSTGRES else SAMPLE
SENDING = SENT_TO[1:3] if ON_POSTGRES else SENT_TO
# A report on who can see and who has looked names colleagues; their names also stand in
# records. What else it may hold: tests/pages/test_privacy_reports.py.
NAMES_COLLEAGUES = {
    "privacy:access-report", "privacy:access-report-csv", "privacy:access-report-json",
}  # fmt: skip


@pytest.fixture
def standing(cast):
    with the_clock(cast.now):
        yield Standing(cast)


def letter(answer) -> str:
    if answer.status in (301, 302):
        where = dict(answer.headers)["Location"].split("?")[0]
        return {"/sign-in": "s", "/hats": "h"}.get(where, ">")
    return LETTERS.get(answer.status, str(answer.status))


def addresses(standing, persona):
    """(page, its addresses), with ids that this person would most likely open."""
    viewer = persona.reader.viewer(standing.cast, standing.cast.now)
    found = twins.filling(persona.reader, standing)
    child = standing.cast.children[persona.child]
    found["part_id"] = parts(standing, viewer, persona)
    found["agreement_id"] = list(child.agreements.values_list("pk", flat=True))
    found["record_id"] = notes(child)
    entries = Record.objects.unfiltered("the entries, for their addresses")
    found["entry_id"] = list(
        entries.filter(child=child, kind="book.entry").values_list("pk", flat=True)
    )
    filling = {part: ids or [twins.nobody()] for part, ids in found.items()}
    for page in surfaces.pages():
        yield page, list(surfaces.addresses(page, filling, viewer, asked=False))


def parts(standing, viewer, persona):
    """One's own part in the team, and that of whoever is closest to the child there."""
    key = "abena" if persona.child == "rafi" else "jonah"
    people = [viewer.person_id, standing.cast.people[key].pk]
    found = Involvement.unfiltered("parts, for their addresses").filter(
        record__child=standing.cast.children[persona.child], tie__person__in=people
    )
    return sorted(found.values_list("pk", flat=True))


def notes(child):
    """What somebody of the child’s setting noted, and what is held back."""
    said = Observation.unfiltered("notes, for their addresses").filter(
        record__child=child,
        saw__startswith="Plain",
        record__owner_agency__code__in=("bramblecote", "thornbridge"),
    )
    return sorted(said.values_list("pk", flat=True))


def asked(standing, persona, method="get"):
    """(page, address, answer) for every address."""
    client = persona.client(standing.cast)
    for page, there in addresses(standing, persona):
        for address in there:
            yield (
                page,
                address,
                surfaces.ask(client, address, method=method, name=page.name),
            )


def most_open(letters):
    return min(letters, key=lambda one: MOST_OPEN.find(one))


def test_api_1_every_address_is_written_down():
    there = {page.name for page in surfaces.pages()}
    written = matrix.written()

    assert there - written.keys() == set(), "say in tests/trust/matrix.py who opens it"
    assert written.keys() - there == set(), "is gone"
    assert {len(letters) for letters in written.values()} == {len(EVERYBODY)}


def test_api_1_every_address_answers_everybody_as_written(standing, whole):
    """And no answer holds a word that only records say which the oracle hides."""
    everybody = EVERYBODY if whole else ASKED
    written, wrong, leaked, number = matrix.written(), [], [], 0
    for persona in everybody:
        hidden = standing.hidden_from(persona)
        assert len(hidden) > 100, persona.name
        answers = {}
        for page, address, answer in asked(standing, persona):
            number += 1
            answers.setdefault(page.name, []).append(letter(answer))
            told = hidden.found_in(answer.text)
            if told and page.name not in NAMES_COLLEAGUES:
                leaked.append((persona.name, address, sorted(told)[:3]))
        column = EVERYBODY.index(persona)
        wrong += [
            f"{persona.name}: {name} answers {answers[name]}, not {letters[column]}"
            for name, letters in written.items()
            if most_open(answers[name]) != letters[column]
        ]
    print(f"{number} answers to {len(everybody)} of {len(EVERYBODY)} personas")

    assert wrong == [], "\n".join(wrong)
    assert leaked == []


def test_api_1_a_word_that_is_hidden_would_be_noticed(standing):
    """What the SENCO is shown of Rafi is what his relative must not find."""
    senco, nani = EVERYBODY[9], EVERYBODY[14]
    hidden = standing.hidden_from(nani)

    telling = {"plans:plan", "evidence:reports", "team:adults"}
    client = senco.client(standing.cast)
    shown = {
        page.name
        for page, (address, *_) in addresses(standing, senco)
        if page.name in telling and hidden.found_in(surfaces.ask(client, address).text)
    }

    assert shown == telling


def test_api_1_looking_without_reading_answers_the_same(standing, whole):
    """HEAD: the same answer, without its body."""
    written, wrong = matrix.written(), []
    for persona in SENT_TO if whole else SENT_TO[2:3]:
        column, answers = EVERYBODY.index(persona), {}
        for page, _, answer in asked(standing, persona, "head"):
            assert answer.body == b""
            answers.setdefault(page.name, []).append(letter(answer))
        wrong += [
            f"{persona.name}: HEAD {name} answers {found}"
            for name, found in answers.items()
            if most_open(found) != written[name][column]
        ]

    assert wrong == []


def test_api_1_no_address_takes_another_verb(standing, whole):
    """PUT, PATCH, DELETE and OPTIONS: refused, for everybody, and nothing happens."""
    before, wrong = rows(), []
    for persona in EVERYBODY if whole else SENDING:
        client = persona.client(standing.cast)
        before = rows()
        for page, there in addresses(standing, persona):
            for verb in ("put", "patch", "delete", "options"):
                answer = getattr(client, verb)(there[0])
                if answer.status_code not in (404, 405):
                    wrong.append((persona.name, verb, page.name, answer.status_code))
        assert rows() == before, persona.name

    assert wrong == []


def test_api_1_no_form_acts_without_its_token(standing, whole):
    """A POST without the token of a form shown: refused, and nothing happens."""
    wrong = []
    for persona in EVERYBODY if whole else SENDING:
        client = persona.client(standing.cast)
        client.handler.enforce_csrf_checks = True
        before = rows()
        for page, there in addresses(standing, persona):
            answer = client.post(there[0])
            if answer.status_code != 403:
                wrong.append((persona.name, page.name, answer.status_code))
        assert rows() == before, persona.name

    assert wrong == []


def test_api_1_nothing_about_a_child_is_sent_by_a_stranger(standing, whole):
    """Even with a token: every form about a child is not there for them."""
    wrong = []
    for persona in (
        STRANGERS if whole else STRANGERS[:1] if ON_POSTGRES else STRANGERS[:3]
    ):
        client = persona.client(standing.cast)
        before = rows()
        for page, there in addresses(standing, persona):
            if "child_id" not in page.parts:
                continue
            answer = client.post(there[0])
            hatless = answer.status_code == 302 and answer["Location"] == "/hats"
            if answer.status_code not in (404, 405) and not hatless:
                wrong.append((persona.name, page.name, answer.status_code))
        changed = {
            name for name, rows_now in rows().items() if before[name] != rows_now
        }
        assert changed <= {"ledger_line", "ledger_link", "ledger_head", "ledger_alert"}

    assert wrong == []
