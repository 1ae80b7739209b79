"""BAK: what was closed stays closed when a backup is put back, and keys can be changed."""

import json
import re
import shutil
import threading
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection

from plait.access import resealing, sealing
from tests.trust.backed_up import Plait

THERAPIST = "tomasz"
WITHDRAW = """
from plait.sharing import agreements
one = Agreement.objects.filter(child=rafi, state="agreed",
    with_agency__code=BY_KEY["tomasz"].agency).first()
agreements.stop_sharing(one.with_agency_id, child=rafi, viewer=viewer("shirin"))
"""
# What each of them gets, and how many records of others the therapist is let through to.
LOOK = """
answer = {
    "tomasz": status("tomasz", f"/children/{rafi.pk}"),
    "abena": status("abena", f"/children/{rafi.pk}"),
    "others": Record.objects.visible_to(viewer("tomasz").hat, now).filter(child=rafi)
        .exclude(owner_agency__code=BY_KEY["tomasz"].agency).count(),
}
"""


NOTE_WITH_PHOTO = """
from plait.evidence import operations
from plait.evidence.models import Observation, Photo
from plait.evidence.photos import Picture
note = operations.note_observation(Observation(saw="On the slide.", seen_at=now),
    child=rafi, viewer=viewer("abena"), picture=Picture(b"not a real one", 2, 2))
photo = Photo.unfiltered("t").get(of_id=note.pk)
answer = [str(photo.pk), str(note.pk)]
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The story, its key for backups, and a backup of it at t0."""
    it = Plait(tmp_path_factory.mktemp("plait"))
    it.create()
    it.done("migrate")
    it.done("demo")
    it.key = it.folder / "escrow"
    it.key.write_text(it.done("keys", "new-backup-key"))
    it.told_with_photo = it.act(NOTE_WITH_PHOTO)
    it.backups = it.folder / "backups"
    it.t0 = it.done("backup", it.backups)
    yield it
    if settings.POSTGRES:
        it.lose()


@pytest.fixture
def plait(told):
    """The database as it was at t0, with the journal and the keys as they were then."""
    kept = {}
    for name in ("journal", "elsewhere", "keys"):
        kept[name] = told.folder / f"kept-{name}"
        shutil.copytree(told.folder / name, kept[name])
    told.lose()
    told.done("restore", told.t0, "--key", told.key)
    yield told
    for name, copy in kept.items():
        shutil.rmtree(told.folder / name, ignore_errors=True)
        copy.rename(told.folder / name)


def put_back(it, *more):
    return it.run("restore", it.t0, "--key", it.key, *more)


# --- BAK-1: revocations ---------------------------------------------------------------


def test_bak_1_what_was_withdrawn_is_refused_by_the_first_request(plait):
    before = plait.act(LOOK)
    assert (before["tomasz"], before["abena"]) == (200, 200)
    assert before["others"] > 0
    plait.act(WITHDRAW)
    after = plait.act(LOOK)
    assert after["others"] == 0

    plait.lose()
    answer = put_back(plait)

    assert answer.returncode == 0, answer.stderr
    assert int(re.search(r"(\d+) rows were closed again", answer.stdout)[1]) > 0
    assert plait.act(LOOK) == after
    line = plait.act(
        "answer = json.loads(Line.objects.filter(act='ledger.backup.restored')"
        ".latest('seq').details)"
    )
    assert line["closed"] > 0
    assert plait.run("ledger", "verify").returncode == 0


CLOSE_EVERYTHING_ELSE = """
from django.db import transaction
from plait.agencies.operations import end_employment
from plait.children.operations import end_tie
from plait.ledger import operations as ledger
end_tie(Tie.objects.get(child=rafi, person=who("joy")), until_at=now, viewer=viewer("margaret"))
end_employment(Employment.objects.get(person=who("abena")), until_at=now, viewer=viewer("margaret"))
with transaction.atomic():
    rafi_or_not = Child.objects.select_for_update().get(pk=rafi.pk)
    Restriction.objects.create(child=rafi, aim="agency", from_at=now,
        aimed_agency=Agency.objects.get(code=BY_KEY["tomasz"].agency))
    Record.objects.unfiltered("a test").filter(child=rafi).update(release=0)
    ledger.record("sharing.seal.made", viewer=viewer("margaret"), child_id=rafi.pk)
from plait.sharing import representatives
from plait.sharing.models import Representative
acting = Representative.objects.filter(ended_at=None, until_at__gt=now).first()
representatives.end(acting.pk, child=acting.child, viewer=viewer("priya"))
who_left = who("leon")
Person.objects.filter(pk=who_left.pk).update(is_active=False)
from datetime import timedelta
from plait.sharing import looks_delay
looks_delay.delay(child=rafi, hat=viewer("margaret").hat, reason="An enquiry.",
    until_on=now.date() + timedelta(days=9), viewer=viewer("owen"))
ledger.record("access.account.closed", viewer=viewer("margaret"), person=who_left.pk)
"""
LOOK_FURTHER = (
    LOOK
    + """
from plait.sharing.models import LookDelay, Representative
answer |= {
    "told": 1 - LookDelay.objects.filter(child=rafi, until_at__gt=now).count(),
    "joy": status("joy", f"/children/{rafi.pk}"),
    "leon": who("leon").is_active,
    "acting": Representative.objects.filter(until_at__gt=now, ended_at=None).count(),
    "family": Record.objects.visible_to(viewer("shirin").hat, now)
        .filter(child=rafi, owner_agency__isnull=False).count(),
}
"""
)


def test_bak_1_everything_that_closes_stays_closed(plait):
    """Ended ties, employments, representatives; a seal, records held back, an account."""
    before = plait.act(LOOK_FURTHER)
    after = plait.act(CLOSE_EVERYTHING_ELSE + LOOK_FURTHER)
    assert after | {"tomasz": 200} == {
        "joy": 404, "abena": 302, "others": 0, "family": 0, "leon": False, "tomasz": 200,
        "told": 0,
        "acting": before["acting"] - 1,
    }  # fmt: skip
    assert all(before[key] != after[key] for key in after if key != "tomasz")
    plait.lose()
    assert put_back(plait).returncode == 0
    assert plait.act(LOOK_FURTHER) == after


def test_bak_1_the_doors_are_closed_until_the_journal_is_replayed(plait):
    """Whoever puts the rows back by other means finds the doors closed all the same."""
    plait.act(WITHDRAW)
    plait.lose()
    rows_only = """
from plait.config.backups import restoring
from plait.config.commands import migrate
from pathlib import Path
if settings.POSTGRES:
    migrate.bring_up_to_date()
manifest = restoring.load(Path(os.environ["BACKUP"]), Path(os.environ["KEY"]).read_text())
answer = [closings.doors_are_open()]
Head.objects.update(journal=manifest.head["journal"])  # as other tools would leave it
answer.append(closings.doors_are_open())
"""
    opened = plait.act(rows_only, BACKUP=plait.t0, KEY=str(plait.key))
    assert opened == [False, False]
    pages = """
answer = [status("abena", f"/children/{rafi.pk}"), Client(HTTP_HOST="localhost").get("/health").status_code]
"""
    assert plait.act(pages) == [503, 503]
    nothing_is_written = """
from plait.ledger import operations as ledger
try:
    ledger.record_reading(viewer=viewer("abena"), surface="x", child_ids=[rafi.pk])
except ledger.LedgerUnavailable:
    answer = "refused"
"""
    assert plait.act(nothing_is_written) == "refused"


def journal_of(it):
    return it.folder / "journal" / "closings.journal"


def cut(it):
    lines = journal_of(it).read_bytes().splitlines(keepends=True)
    journal_of(it).write_bytes(b"".join(lines[:1]))


def forge(it):
    """The withdrawal is taken out of what the line says; hashes are computed anew."""
    lines = [json.loads(line) for line in journal_of(it).read_text().splitlines()]
    lines[-1]["facts"] = {}
    journal_of(it).write_text("".join(_as_written(line) for line in lines))


def drop(it):
    lines = journal_of(it).read_bytes().splitlines(keepends=True)
    journal_of(it).write_bytes(b"".join([*lines[:-2], lines[-1]]))


def _as_written(line):
    return (
        json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        + "\n"
    )


def lose_journal(it):
    shutil.rmtree(it.folder / "journal")


@pytest.mark.parametrize("spoil", [lose_journal, cut, forge, drop])
def test_bak_1_a_journal_that_does_not_hold_keeps_the_doors_closed(plait, spoil):
    plait.act(WITHDRAW)
    plait.lose()
    spoil(plait)

    answer = put_back(plait)

    assert answer.returncode == 1
    assert "nothing is answered" in answer.stderr
    assert plait.act('answer = status("abena", f"/children/{rafi.pk}")') == 503


def test_bak_1_somebody_may_say_why_it_should_open_without_a_journal(plait):
    plait.act(WITHDRAW)
    plait.lose()
    forge(plait)
    assert put_back(plait, "--without-journal", "The disk burnt.").returncode == 0
    told = plait.act(
        LOOK + "answer['reason'] = json.loads(Line.objects.filter("
        "act='ledger.backup.restored').latest('seq').details)['reason']\n"
        "answer['went_on'] = [closings.mark() > 2, len(journal.lines())]"
    )
    assert told["abena"] == 200
    assert told["reason"] == "The disk burnt."
    assert told["others"] == 0, "what of the journal can be read still counts"
    assert told["went_on"] == [True, 3]


def test_bak_1_the_second_place_will_do_when_the_first_is_lost(plait):
    plait.act(WITHDRAW)
    plait.lose()
    lose_journal(plait)
    places = f"{plait.folder}/elsewhere:{plait.folder}/journal"
    answer = plait.run("restore", plait.t0, "--key", plait.key, PLAIT_JOURNAL=places)
    assert answer.returncode == 0, answer.stderr
    assert plait.act(LOOK, PLAIT_JOURNAL=places)["others"] == 0


def test_bak_1_a_crash_between_the_act_and_its_confirmation_loses_nothing(plait):
    """The process dies when the database has committed and the journal does not know."""
    dies = WITHDRAW.replace(
        "agreements.stop", "closings.confirm = lambda *_: os._exit(9)\nagreements.stop"
    )
    with pytest.raises(AssertionError):
        plait.act(dies)
    plait.lose()
    assert put_back(plait).returncode == 0
    assert plait.act(LOOK)["others"] == 0


def test_bak_1_what_was_rolled_back_is_settled_and_closes_nothing(plait):
    before = plait.act(LOOK)
    plait.act(
        "from django.db import transaction\n"
        "from plait.sharing import agreements\n"
        "with transaction.atomic():\n"
        + "".join(f"    {line}\n" for line in WITHDRAW.strip().splitlines())
        + "    transaction.set_rollback(True)\n"
        "closings.settle()"
    )
    plait.lose()
    assert put_back(plait).returncode == 0
    assert plait.act(LOOK) == before


def test_bak_1_an_act_that_cannot_be_journalled_does_not_happen(plait):
    answer = plait.act(
        "from plait.ledger.operations import LedgerUnavailable\n"
        "def broken(*_, **__): raise OSError\n"
        "journal._write = broken\n"
        "try:\n"
        + "".join(f"    {line}\n" for line in WITHDRAW.strip().splitlines())
        + "except LedgerUnavailable:\n    pass\n"
        + LOOK
    )
    assert answer["others"] > 0


# --- BAK-2: erasure -------------------------------------------------------------------


def test_bak_2_what_was_erased_is_erased_again_before_opening(plait):
    erase = """
from plait.sharing import erasing
answer = json.loads(os.environ["IDS"])
for pk in answer:
    erasing.erase(pk, viewer=viewer("ayesha"))
"""
    photo, note = plait.told_with_photo
    plait.act(erase, IDS=json.dumps(plait.told_with_photo))
    look = f"""
from plait.evidence.models import Observation, Photo
note = Observation.unfiltered("t").get(record_id="{note}")
photo = Photo.unfiltered("t").get(record_id="{photo}")
files = [file.name for file in settings.FILES_ROOT.rglob("*") if file.is_file()]
answer = {{
    "states": [note.record.state, photo.record.state],
    "words": [note.saw, note.means, photo.shows],
    "versions": [v.content for v in RecordVersion.objects.unfiltered("t")
                 .filter(record_id__in=["{note}", "{photo}"])],
    "hashes": all(v.content_hash for v in RecordVersion.objects.unfiltered("t")
                  .filter(record_id="{note}")),
    "files": len(files),
}}
"""
    erased = plait.act(look)
    assert erased["states"] == ["erased", "erased"]
    assert set(erased["words"]) <= {"(erased)", ""}
    assert set(erased["versions"]) == {"{}"}
    assert erased["hashes"]
    assert erased["files"] == 0
    plait.lose()
    assert put_back(plait).returncode == 0
    assert plait.act(look) == erased


# --- BAK-3, BAK-4 ---------------------------------------------------------------------


def test_bak_3_no_command_overwrites_a_backup_and_an_old_one_is_told(plait, tmp_path):
    first = plait.done("backup", tmp_path)
    second = plait.done("backup", tmp_path)
    assert first != second
    assert {oct(p.stat().st_mode & 0o777) for p in tmp_path.iterdir()} == {"0o400"}
    assert plait.run("backup", tmp_path, "--check").returncode == 0
    assert plait.run("backup", tmp_path, "--check", "--hours", "-1").returncode == 1
    empty = plait.run("backup", tmp_path / "nothing", "--check")
    assert (empty.returncode, "no whole backup" in empty.stderr) == (1, True)


def test_bak_3_a_backup_that_was_tampered_with_is_no_backup(plait, tmp_path):
    whole = plait.done("backup", tmp_path)
    data = bytearray(Path(whole).read_bytes())
    for place in (20, len(data) // 2, len(data) - 30):
        changed = bytearray(data)
        changed[place] ^= 1
        spoilt = tmp_path / f"spoilt-{place}.plait-backup"
        spoilt.write_bytes(changed)
        plait.lose()
        assert plait.run("restore", spoilt, "--key", plait.key).returncode == 1
    short = tmp_path / "short.plait-backup"
    short.write_bytes(data[:-5000])
    assert plait.run("restore", short, "--key", plait.key).returncode == 1


def test_bak_3_whoever_makes_backups_cannot_read_them(plait, tmp_path):
    other = tmp_path / "other"
    other.write_text("11" * 32)
    plait.lose()
    refused = plait.run("restore", plait.t0, "--key", other)
    assert (refused.returncode, "not made for that key" in refused.stderr) == (1, True)
    assert b"Rafi" not in Path(plait.t0).read_bytes()
    secret = plait.key.read_text().strip()
    assert all(secret not in f.read_text() for f in (plait.folder / "keys").iterdir())


def test_bak_3_a_backup_never_goes_over_what_is_there(plait):
    assert put_back(plait).returncode == 1


def test_bak_4_the_weekly_exercise_on_an_empty_place(plait):
    journal_before = journal_of(plait).read_bytes()
    plait.create("drill" + plait.name)
    answer = plait.run(
        "restore", plait.t0, "--key", plait.key, "--drill",
        DATABASE_URL=plait.database("drill" + plait.name),
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert re.search(r"\d+ rows and \d+ pieces", answer.stdout)
    assert re.search(r"[1-9]\d* sample pages answered", answer.stdout)
    assert re.search(r"\d+\.\d s\.", answer.stdout), "the time is recorded"
    assert journal_of(plait).read_bytes() == journal_before


# --- BAK-5, BAK-7: keys ---------------------------------------------------------------


class Readers:
    """Four threads that unseal everything, again and again, until they are stopped."""

    def __init__(self):
        self.reads, self.failed, self.over = 0, [], threading.Event()
        self.threads = [threading.Thread(target=self.run) for _ in range(4)]

    def run(self):
        try:
            while not self.over.is_set():
                self.reads += len(all_secrets())
        except Exception as error:
            self.failed.append(error)
        finally:
            connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


def all_secrets():
    """Every second step, unsealed. Raises InvalidToken."""
    found = list(Authenticator.objects.filter(type="totp"))
    told = {one.user_id: sealing.unseal(one.data["secret"]) for one in found}
    assert told == {key: f"secret of {key}" for key in told}
    return told


def test_bak_5_the_data_key_is_changed_under_load(cast_for_real, settings):
    old, new = settings.SECRET_KEY, "n" * 50
    for person in list(cast_for_real.people.values())[:12]:
        data = {"secret": sealing.seal(f"secret of {person.pk}")}
        Authenticator.objects.create(user=person, type="totp", data=data)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [old]
    with Readers() as readers:
        for _ in range(5):
            assert resealing.reseal_all() == 12
    assert (readers.failed, readers.reads > 0) == ([], True)

    settings.SECRET_KEY_FALLBACKS = []
    assert len(all_secrets()) == 12
    settings.SECRET_KEY = old
    with pytest.raises(InvalidToken):
        all_secrets()


def test_bak_5_backups_from_before_open_with_escrow(plait):
    plait.lose()
    answer = plait.run(
        "restore", plait.t0, "--key", plait.key, PLAIT_SECRET_KEY="another" * 9
    )
    assert answer.returncode == 0, answer.stderr


def test_bak_7_a_lost_signing_key_is_replaced_and_the_chain_goes_on(plait):
    plait.act(WITHDRAW)
    for file in (plait.folder / "keys").glob("*.private.pem"):
        file.unlink()
    assert plait.run("keys", "rotate").returncode == 1
    plait.done("keys", "rotate", "--lost")
    plait.act("closings.mark()")
    assert plait.run("ledger", "verify").returncode == 0
    plait.lose()
    assert put_back(plait).returncode == 0, "what the lost key signed still holds"
    assert plait.act(LOOK)["others"] == 0


def test_bak_7_links_signed_with_a_lost_key_die(client, cast, settings):
    """The seen-cookie, resets and invitations are signed with the secret key."""
    from plait.access.passwords import ResetTokens

    tokens, person = ResetTokens(), cast.people["abena"]
    link = tokens.make_token(person)
    assert tokens.check_token(person, link)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, []
    assert not ResetTokens().check_token(person, link)


# --- BAK-6: what two people erased, and what must be kept ---------------------------------

ERASE = """
from datetime import timedelta
from plait.privacy.models import Disposal, LegalHold
from plait.privacy.operations import disposal, holds
from plait.privacy.operations.disposal import Proposal
from plait.privacy.queries import retention
bramblecote = Agency.objects.get(code="bramblecote").pk
photo, note = [Record.objects.unfiltered("a test").get(pk=one)
    for one in json.loads(os.environ["IDS"])]
def propose(only):
    seen = retention.inventory(rafi.pk, bramblecote, only).hash
    wish = Proposal(bramblecote, "mistake", "The wrong child.", seen, only)
    return disposal.propose(wish, child=rafi, viewer=viewer("ayesha"))
made = propose(note.pk)
disposal.agree(made.pk, seen_hash=made.listed_hash, viewer=viewer("margaret"))
done = disposal.carry_out(now + timedelta(days=29))
hold = holds.place(Child.objects.get(given_name="Noor"), bramblecote, reason="An inquiry.",
    review_on=now.date(), viewer=viewer("ayesha"))
answer = [str(hold.pk), [one.erased for one in done if one.disposal.pk == made.pk]]
"""
STILL_GONE = """
from plait.privacy.models import LegalHold
ids = json.loads(os.environ["IDS"])
versions = RecordVersion.objects.unfiltered("a test").filter(record__in=ids)
answer = [
    [Record.objects.unfiltered("a test").get(pk=one).state for one in ids],
    sorted({one.content for one in versions}),
    LegalHold.objects.filter(pk=HOLD, ended_at=None).count(),
]
"""


def test_bak_6_after_a_restore_it_is_erased_again_and_held_again(plait):
    """A note, and the photo that went with it (D32)."""
    ids = json.dumps(plait.told_with_photo)
    hold, erased = plait.act(ERASE, IDS=ids)
    assert erased == [2]

    plait.lose()
    answer = put_back(plait)

    assert answer.returncode == 0, answer.stderr
    code = STILL_GONE.replace("HOLD", repr(hold))
    assert plait.act(code, IDS=ids) == [["erased"] * 2, ["{}"], 1]
    assert plait.run("ledger", "verify").returncode == 0
