"""Seals, over every surface: for whom it is aimed at a sealed record is not there.

Three worlds with the same ids answer the reader: without the record, with it, and with
it sealed. To those it is aimed at the last is the first, byte for byte, on every page of
the product; to the others it is the second.
"""

from contextlib import suppress
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from plait.access import clock
from plait.access.decisions import NotPermitted, TooLate
from plait.evidence import operations as evidence
from plait.evidence import photos
from plait.evidence.models import Observation
from plait.sharing import sealing
from plait.sharing.keeping import Apart, SealWish
from plait.sharing.models import Record, Restriction
from tests.trust import pictures, surfaces, twins
from tests.trust.moments import the_clock
from tests.trust.twins import Reader

SAW = "Zebedee told us about the lighthouse"
WHY = "a seal under test"


@pytest.fixture
def ordinary(cast):
    with the_clock(cast.now):
        yield twins.Ordinary(cast)


def wish(cast, aim, target="", **more):
    ids = {"person": cast.people, "agency": cast.agencies}
    target_id = ids[aim][target].pk if target else None
    return SealWish(aim, "private", "They asked for it", target_id=target_id, **more)


AIMS = (
    # aim, target, somebody it is aimed at, somebody it is not
    ("person", "tomasz", Reader("tomasz"), Reader("abena")),
    ("agency", "rowan", Reader("tomasz"), Reader("shirin")),
    ("family", "", Reader("shirin"), Reader("tomasz")),
    ("everyone", "", Reader("abena"), None),
)
IDS = [aim for aim, *_ in AIMS]


def margarets(cast):
    return {"child": cast.rafi, "viewer": cast.viewer("margaret", at=cast.now)}


def written(cast, **more):
    note = Observation(saw=SAW, means="", areas=["communication"], seen_at=cast.now)
    return evidence.note_observation(note, **margarets(cast), **more)


def places(cast, world, reader, note_id=None):
    """Every page of the product, with the ids that there are now; or with the note's."""
    viewer = reader.viewer(cast, cast.now)
    filling = twins.filling(reader, world)
    if note_id:
        filling |= {"note_id": [note_id], "record_id": [note_id]}
    return [
        (page.name, address)
        for page in surfaces.pages()
        for address in surfaces.addresses(page, filling, viewer)
    ]


def naming(cast, world, reader, note_id):
    """Only the pages about this note."""
    every = places(cast, world, reader, note_id)
    return [pair for pair in every if str(note_id) in pair[1]]


def answers(cast, reader, there):
    client = cast.client(reader.key, family=reader.family)
    return surfaces.ask_all(client, there)


@pytest.mark.parametrize(("aim", "target", "reader", "_"), AIMS, ids=IDS)
def test_sealed_is_as_absent_on_every_page(ordinary, cast, aim, target, reader, _):
    there = places(cast, ordinary, reader)
    absent = answers(cast, reader, there)
    with transaction.atomic():
        plain = written(cast)
        seen = answers(cast, reader, there)
        assert surfaces.differences(absent, seen), "The proof can see a note."
        about = answers(cast, reader, naming(cast, ordinary, reader, plain.pk))
        transaction.set_rollback(True)

    note = written(cast, apart=Apart(seal=wish(cast, aim, target)))
    sealed = answers(cast, reader, there)
    about_it = answers(cast, reader, naming(cast, ordinary, reader, note.pk))

    found = surfaces.differences(absent, sealed)
    assert found == [], "\n".join(found)
    assert SAW not in "".join(one.text for one in about_it.values())
    assert SAW in "".join(one.text for one in about.values())
    never = twins.nobody()
    about_none = answers(cast, reader, naming(cast, ordinary, reader, never))
    for (address, one), none in zip(about_it.items(), about_none.values(), strict=True):
        assert one == none, address
        # A role may do without asking what is there: refused for any id alike.
        assert one.status in (403, 404, 405), address


@pytest.mark.parametrize(("aim", "target", "_", "other"), AIMS[:3], ids=IDS[:3])
def test_the_others_see_what_they_saw(ordinary, cast, aim, target, _, other):
    note = written(cast)
    there = places(cast, ordinary, other, note.pk)
    before = answers(cast, other, there)

    sealing.seal(wish(cast, aim, target), record_id=note.pk, **margarets(cast))

    after = answers(cast, other, there)
    for name, address in there:  # what they see through the eyes it is aimed at
        if name.startswith("today:preview") and after[address] != before[address]:
            assert aim in ("agency", "person"), address
            assert SAW in before.pop(address).text
            assert SAW not in after.pop(address).text
    found = surfaces.differences(before, after)
    assert found == [], "\n".join(found)
    assert SAW in "".join(one.text for one in before.values())


@pytest.mark.parametrize("category", ["education", ""], ids=["a kind", "everything"])
def test_a_kind_and_everything_close_what_is_written_later(ordinary, cast, category):
    """Whoever is sealed out of everything has no such child."""
    tomasz = Reader("tomasz")
    sealing.seal(wish(cast, "person", "tomasz", category=category), **margarets(cast))
    there = places(cast, ordinary, tomasz)
    before = answers(cast, tomasz, there)

    written(cast)

    found = surfaces.differences(before, answers(cast, tomasz, there))
    assert found == [], "\n".join(found)
    about_rafi = [
        one.status for address, one in before.items() if str(cast.rafi.pk) in address
    ]
    if not category:
        assert set(about_rafi) <= {404, 405}


def test_the_seal_itself_is_not_there_for_whom_it_is_aimed_at(ordinary, cast):
    """Not on a list, not at its address, and not in anybody's numbers (SL4)."""
    officer = Reader("daniel")  # who looks after seals, for another agency
    sealed_from = wish(cast, "person", "daniel")
    there = places(cast, ordinary, officer)
    absent = answers(cast, officer, there)

    made = sealing.seal(sealed_from, record_id=written(cast).pk, **margarets(cast))
    filling = {"seal_id": [made.pk], "child_id": [cast.rafi.pk]}
    client = cast.client("daniel")
    for page in surfaces.naming("seal_id"):
        for address in surfaces.addresses(
            page, filling, officer.viewer(cast, cast.now)
        ):
            for method in ("get", "post"):
                gone = surfaces.ask(client, address, method=method)
                nothing = address.replace(str(made.pk), str(twins.nobody()))
                assert gone == surfaces.ask(client, nothing, method=method)

    found = surfaces.differences(absent, answers(cast, officer, there))
    assert [line for line in found if str(made.pk) not in line] == []


# --- CONC-6 -------------------------------------------------------------------------------


ROUNDS = 6


@pytest.fixture
def real(cast_for_real, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return cast_for_real


def at_once(*works):
    barrier, failed = Barrier(len(works)), []

    def do(work):
        barrier.wait()
        try:
            work()
        except Record.DoesNotExist:
            pass  # it fails: that is allowed
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.django_db(transaction=True)
def test_conc_6_a_save_lands_inside_the_seal_or_fails(real):
    """A photo and a correction are saved while somebody seals the note they are of."""
    for number in range(ROUNDS):
        note = a_real_note(real, number)
        picture = photos.draw_anew(pictures.a_photo((number * 9, 7, 7)))

        at_once(
            lambda note=note: sealing.seal(
                wish(real, "person", "tomasz"),
                record_id=note.pk,
                **now(real, "margaret"),
            ),
            lambda note=note, picture=picture: evidence.add_photo(
                picture, to=note, **now(real, "abena")
            ),
            lambda note=note: corrected(real, note, "tomasz"),
        )

        tomasz = now(real, "tomasz")["viewer"]
        made = Record.objects.unfiltered(WHY).filter(
            child=real.rafi, made_at__gte=note.seen_at
        )
        assert made.filter(kind="evidence.photo").count() >= 1
        assert not made.visible_to(tomasz.hat, clock.read()).exists(), number


def a_real_note(cast, number):
    viewer = now(cast, "abena")["viewer"]
    note = Observation(saw=f"Cup {number}", areas=[], seen_at=viewer.now)
    return evidence.note_observation(note, child=cast.rafi, viewer=viewer)


def now(cast, key):
    return {"child": cast.rafi, "viewer": cast.viewer(key, at=clock.read())}


def corrected(cast, note, key):
    """Somebody without the right tries too: sealed or not, nothing of theirs lands."""
    own = Observation.objects.unfiltered(WHY).select_related("record").get(pk=note.pk)
    own.saw = "Something else"
    with pytest.raises((NotPermitted, Record.DoesNotExist)):
        evidence.correct_observation(own, seen_version=1, **now(cast, key))


@pytest.mark.django_db(transaction=True)
def test_conc_6_a_seal_is_lifted_once(real):
    """Both take the child's lock: one comes first, and the other is told."""
    moved = SealWish("family", "refuge", "They moved", category="location")
    made = sealing.seal(moved, **now(real, "margaret"))
    done = []

    def lift():
        with suppress(TooLate):
            done.append(sealing.lift(made.pk, "A mistake", **now(real, "margaret")))

    at_once(lift, lift)

    assert len(done) == 1
    assert not Restriction.objects.filter(seal=made, until_at=None).exists()
