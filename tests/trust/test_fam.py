"""FAM: one family never meets another, whatever both have in common."""

import json
import random
from datetime import timedelta

import pytest
from django.db import connection

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.access.web import once
from plait.book import operations as book
from plait.book.models import Entry
from plait.children.models import Child
from plait.children.operations import Card
from plait.evidence import operations as evidence
from plait.evidence.models import Attendance, Home, Observation
from plait.ledger.models import Line
from plait.sharing.models import Record
from plait.team import operations as team
from plait.team.operations.membership import Part
from tests.trust import surfaces, twins
from tests.trust.everything import Telling, tell_everything
from tests.trust.moments import the_clock
from tests.trust.twins import PARENT, Reader, nobody

WHY = "looking at a family from outside"
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")
SENT = {
    "saw": "x", "words": "x", "wondering": "x", "title": "x", "went": "did",
    "stance": "agrees", "value": "3", "name": "x", "relation": "x", "role": "pr",
    "email": "x@plait.example", "given_name": "x", "categories": "plan",
}  # fmt: skip


@pytest.fixture
def ordinary(cast):
    with the_clock(cast.now):
        yield twins.Ordinary(cast)


# --- FAM-1: the other family's addresses -------------------------------------------------


def everything_stored():
    """Every table but the ledger's, whole."""
    tables = set(connection.introspection.table_names())
    stored = {}
    for table in sorted(tables):
        if not table.startswith(("ledger_", "sqlite_")):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                stored[table] = sorted(map(repr, cursor.fetchall()))
    return stored


def asked(client, address, verb):
    sent = SENT | {"once": once.new_key()} if verb == "post" else None
    return surfaces.read(getattr(client, verb)(address, data=sent))


def test_fam_1_the_other_familys_child_was_never_there(ordinary, cast):
    """Every address by its real ids, every verb: nothing but the attempt is left."""
    client, viewer = cast.client("shirin"), cast.viewer("shirin")
    theirs = twins.filling(Reader("idris", "noor"), ordinary)
    nobodys = {part: [nobody()] for part in theirs} | {"token": theirs["token"]}
    before, lines, tried = everything_stored(), Line.objects.count(), 0

    for number, page in enumerate(surfaces.about_children()):
        there, never = (
            next(surfaces.addresses(page, ids, viewer, asked=False))
            for ids in (theirs, nobodys)
        )
        for verb in VERBS if number % 5 == 0 else VERBS[:3]:
            answer = asked(client, there, verb)
            assert answer == asked(client, never, verb), (page.name, verb)
            assert answer.status in (404, 404 if verb == "get" else 405)
            tried += 2 * (answer.status == 404)

    assert everything_stored() == before
    left = list(Line.objects.order_by("-seq").values_list("act", "person_id")[:tried])
    assert Line.objects.count() == lines + tried
    assert set(left) == {("page.not-found", viewer.person_id)}


def test_fam_1_nor_is_it_there_under_ones_own_child(ordinary, cast):
    """The other child's records, asked for in the address of one's own."""
    client, viewer = cast.client("shirin"), cast.viewer("shirin")
    theirs = twins.filling(Reader("idris", "noor"), ordinary)
    # An agency is no child's: here it is one that works with both.
    plain = {"child_id", "token", "run_id", "agency_id", "alert_id"}
    named = set(twins.filling(PARENT, ordinary)) - plain
    for page in surfaces.about_children():
        if named & set(page.parts) and "invitation_id" not in page.parts:
            mixed = theirs | {"child_id": [cast.rafi.pk]}
            never = mixed | {part: [nobody()] for part in named}
            for verb in ("get", "post"):
                one, other = (
                    asked(
                        client,
                        next(surfaces.addresses(page, ids, viewer, asked=False)),
                        verb,
                    )
                    for ids in (mixed, never)
                )
                assert one == other, (page.name, verb)
                assert one.status in (403, 404, 405), (page.name, verb)


# --- FAM-2: one worker, two families --------------------------------------------------------


def traces(cast, child, word):
    """Everything by which a child could be told: names, ids and marked words."""
    records = Record.objects.unfiltered(WHY).filter(child=child)
    ids = [str(pk) for pk in records.values_list("pk", flat=True)]
    ties = [str(pk) for pk in child.ties.values_list("pk", flat=True)]
    return [word, child.called, child.family_name, str(child.pk), *ids, *ties]


def told_apart(cast):
    """Both of Tomasz's children, with a record of every kind and a word for each."""
    words = {"rafi": "kestrelword", "noor": "heronword"}
    for child, word in words.items():
        told = Telling(
            cast.children[child], cast.people["tomasz"], cast.now, word,
            agency=cast.agencies["rowan"],
        )  # fmt: skip
        tell_everything(told, owner_agency=cast.agencies["rowan"])
    return words


def test_fam_2_a_page_of_one_child_holds_nothing_of_another(ordinary, cast):
    """Opened in turns, so that each page could remember the other child's."""
    words, familiar = told_apart(cast), dict.fromkeys(("rafi", "noor"), 0)
    client, viewer = cast.client("tomasz"), cast.viewer("tomasz")
    site = [
        (child, other, address)
        for child, other in (("rafi", "noor"), ("noor", "rafi"))
        for address in pages_of(ordinary, Reader("tomasz", child), viewer)
    ]
    strange = {
        child: traces(cast, cast.children[child], words[child]) for child in words
    }
    random.shuffle(site)
    for child, other, address in site:
        answer = surfaces.read(client.get(address))
        text = f"{address} {answer.headers} {answer.cookies} {answer.text}"
        assert [trace for trace in strange[other] if trace in text] == [], address
        familiar[child] += words[child] in text

    assert min(familiar.values()) > 8
    remembered = json.dumps(dict(client.session.items()))
    assert [trace for trace in sum(strange.values(), []) if trace in remembered] == []


def pages_of(world, reader, viewer):
    filling = twins.filling(reader, world)
    for page in surfaces.about_children():
        yield from surfaces.addresses(page, filling, viewer, asked=False)


# --- FAM-3 and 4: families that look alike, and families that overlap -------------------------


class Families:
    """Parents and children made by the operations a SENCO would use."""

    def __init__(self, cast):
        self.cast, self.at = cast, cast.now - timedelta(hours=1)
        self.margaret = cast.viewer("margaret", at=self.at)

    def parent(self, key):
        return Person.objects.create_user(
            email=f"{key}@plait.example", name=f"{key.title()} Lovell"
        )

    def child(self, name, parents, **card):
        child = team.welcome_child(
            Card(**{"family_name": "Lovell", "born_on": self.cast.rafi.born_on} | card,
                 given_name=name),
            viewer=self.margaret, part=Part(leads=True),
        )  # fmt: skip
        for person in parents:
            team.record_family(
                child=child, person_id=person.pk, relation="parent", role="pr",
                viewer=self.margaret,
            )  # fmt: skip
        return child

    def home(self, person):
        return Viewer(Hat(person.pk, None), self.at, "family", person.name)

    def note(self, child, words):
        seen = Observation(saw=words, seen_at=self.at)
        return evidence.note_observation(seen, child=child, viewer=self.margaret)

    def seen_by(self, person):
        hat = Hat(person.pk, None)
        return set(Record.objects.visible_to(hat, self.cast.now))

    def pages(self, person, child):
        """The text of every page of a child that somebody opens from home."""
        self.cast.people["somebody"] = person
        client, world = self.cast.client("somebody"), _World(self.cast, child)
        for address in pages_of(world, Reader("somebody", "it"), self.home(person)):
            yield surfaces.read(client.get(address)).text


class _World:
    """What filling an address needs to know, for a child of one's own making."""

    invitation = "x" * 43

    def __init__(self, cast, child):
        self.cast = cast
        cast.children["it"] = child


@pytest.fixture
def families(cast):
    return Families(cast)


def test_fam_3_twins_by_name_school_and_postcode_are_two_families(families, cast):
    people = [families.parent("ada"), families.parent("bea")]
    words = ["kestrelword", "heronword"]
    children = [families.child("Kim", [person]) for person in people]
    for person, child, word in zip(people, children, words, strict=True):
        home = families.home(person)
        evidence.record_attendance(
            Attendance(agency=cast.agencies["bramblecote"], group="Robin Room",
                       from_on=families.at.date()),
            child=child, viewer=families.margaret,
        )  # fmt: skip
        evidence.record_home(
            Home(called="Home", address=f"{word} Close, ZZ99 3VZ"),
            child=child, viewer=home,
        )  # fmt: skip
        evidence.tell_story(
            f"{word} story", child=child, viewer=home, current=None, seen_version=0
        )
        book.write_entry(Entry(words=f"{word} book"), child=child, viewer=home)
        # A morning that both were part of is two records, one for each child.
        families.note(child, f"{word}: the two Kims built a bridge.")

    seen = [families.seen_by(person) for person in people]
    assert seen[0] & seen[1] == set()
    assert len(seen[0]) == len(seen[1]) == 7
    assert {record.child_id for record in seen[0]} == {children[0].pk}

    pages = list(families.pages(people[0], children[0]))
    assert sum(words[0] in page for page in pages) > 4
    assert [
        page for page in pages if words[1] in page or str(children[1].pk) in page
    ] == []
    client = cast.client("somebody")
    assert client.get(f"/children/{children[1].pk}/family").status_code == 404
    assert client.get("/").url == f"/children/{children[0].pk}/family"


def test_fam_4_of_half_siblings_each_parent_has_ones_own(families, cast):
    """Conor is Rafi's dad and nothing to Zara, whose mum is Rafi's mum."""
    shirin, conor, tariq = (
        cast.people["shirin"], cast.people["conor"], families.parent("tariq"),
    )  # fmt: skip
    zara = families.child("Zarawren", [shirin, tariq])
    families.note(zara, "Zarawren drew her dad Tariq and a kite.")
    families.note(cast.rafi, "Rafi waved to his sister Zarawren at the gate.")
    held_back = families.note(cast.rafi, "Zarawren’s dad Tariq came to the door.")
    Record.objects.filter(pk=held_back.pk).unfiltered(WHY).update(release=0)

    seen = families.seen_by(conor)
    assert {record.child_id for record in seen} == {cast.rafi.pk}
    assert {record.child_id for record in families.seen_by(tariq)} == {zara.pk}
    assert {record.child_id for record in families.seen_by(shirin)} == {
        cast.rafi.pk, zara.pk,
    }  # fmt: skip

    pages = list(families.pages(conor, cast.rafi))
    named = [page for page in pages if "Zarawren" in page]
    assert named != []
    assert all("Rafi waved to his sister Zarawren" in page for page in named)
    assert [page for page in pages if "Tariq" in page or str(zara.pk) in page] == []
    assert cast.client("conor").get(f"/children/{zara.pk}/family").status_code == 404
    assert Child.objects.filter(pk=zara.pk).exists()
