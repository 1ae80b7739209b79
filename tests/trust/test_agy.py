"""AGY: what an agency has is its own until something says that it is shared."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from plait.access.models import Person
from plait.access.viewer import Hat
from plait.access.web import sessions
from plait.agencies.models import Agency, Employment
from plait.children.models import Tie
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.ledger.models import Line
from plait.sharing import agreements
from plait.sharing import operations as sharing
from plait.sharing.agreements import Wish
from plait.sharing.changing import ONE_BY_ONE
from plait.sharing.models import Agreement, Basis, Record
from plait.team import operations as team
from tests import site_map
from tests.trust import surfaces, twins
from tests.trust.everything import Telling, put, tell_everything
from tests.trust.moments import at, london, the_clock
from tests.trust.twins import Reader

WHY = "a fact is changed for a test"


@pytest.fixture
def still(cast):
    """The clock stands, a little after everything that is put down."""
    with the_clock(cast.now + timedelta(minutes=5)) as moment:
        yield moment


def told(cast, key, *, word="kestrelword", child="rafi"):
    return Telling(cast.children[child], cast.people[key], cast.now, word)


def a_note(cast, key, agency, *, saw="kestrelword saw", **envelope):
    seen = Observation(saw=saw, seen_at=cast.now)
    owner = cast.agencies[agency]
    return put(seen, told(cast, key), **{"owner_agency": owner} | envelope)


def a_basis(cast, agency, category, **more):
    given = {
        "kind": Basis.Kind.PUBLIC_TASK,
        "from_at": cast.now,
        "covers_history": True,
    }
    return Basis.objects.create(
        child=cast.rafi, to_agency=cast.agencies[agency], category=category,
        **given | more,
    )  # fmt: skip


def opens(client, name, **parts):
    answer = client.get(reverse(name, kwargs=parts))
    return answer.status_code, answer.content.decode()


def note_of(cast, note):
    return "evidence:note", {"child_id": cast.rafi.pk, "note_id": note.pk}


def sees(cast, key, note):
    name, parts = note_of(cast, note)
    return opens(cast.client(key), name, **parts)[0] == 200


# --- AGY-1 -----------------------------------------------------------------------------


def test_agy_1_without_a_basis_nothing_of_another_agency_is_there(cast, still):
    """Listed, opened by its id, searched for: a record of every kind, in every page."""
    world = twins.Ordinary(cast)
    Basis.objects.filter(to_agency=cast.agencies["bramblecote"]).delete()
    theirs = tell_everything(
        told(cast, "petra"), owner_agency=cast.agencies["riverside"]
    )
    reader, client = Reader("abena"), cast.client("abena")
    viewer = reader.viewer(cast, still)

    filling = twins.filling(reader, world)
    for page in site_map.behind_doors():
        for address in surfaces.addresses(page, filling, viewer):
            assert "kestrelword" not in surfaces.ask(client, address).text, address
    for part, kind in site_map.KINDS.items():
        for page in surfaces.naming(part):
            there = filling | {part: [theirs[kind].pk]}
            address = next(surfaces.addresses(page, there, viewer))
            assert surfaces.ask(client, address).status in (403, 404), page.name
    found = client.get("/children", {"q": "kestrelword"}).content.decode()
    assert "No child of yours" in found


def test_agy_1_with_a_basis_it_is(cast, still):
    """The other half, without which the first would prove nothing."""
    note = a_note(cast, "petra", "riverside")
    Basis.objects.filter(to_agency=cast.agencies["bramblecote"]).delete()
    assert not sees(cast, "abena", note)

    a_basis(cast, "bramblecote", "education")

    assert sees(cast, "abena", note)


# --- AGY-2 and 3 -----------------------------------------------------------------------


def test_agy_2_a_basis_for_the_plan_opens_nothing_else(cast, still):
    Basis.objects.filter(to_agency=cast.agencies["bramblecote"]).delete()
    a_basis(cast, "bramblecote", "plan")
    plan = a_note(cast, "petra", "riverside", category="plan")
    health = a_note(cast, "petra", "riverside", saw="heronword", category="health")

    assert sees(cast, "abena", plan)
    assert not sees(cast, "abena", health)
    _, timeline = opens(cast.client("abena"), "today:child", child_id=cast.rafi.pk)
    assert "kestrelword" in timeline
    assert "heronword" not in timeline


def test_agy_3_what_is_labelled_higher_is_gone_with_the_next_request(cast, still):
    """Tomasz may read restricted reports; the nursery's basis reaches normal ones."""
    note = a_note(cast, "tomasz", "rowan", category="report")
    assert sees(cast, "margaret", note)

    tomasz = cast.viewer("tomasz", at=cast.now)
    current = Observation.objects.visible_to(tomasz.hat, tomasz.now).get(pk=note.pk)
    sharing.revise(
        current, viewer=tomasz, child=cast.rafi, act="evidence.observation.corrected",
        seen_version=1, sensitivity=2,
    )  # fmt: skip

    assert not sees(cast, "margaret", note)
    assert sees(cast, "tomasz", note)
    a_basis(cast, "bramblecote", "report", max_sensitivity=2)
    assert sees(cast, "margaret", note)


# --- AGY-4: two hats ---------------------------------------------------------------------


@pytest.fixture
def leon_at_rowan(cast):
    """Leon works for the nursery and for Rowan, and is in Rafi's team for both."""
    rowan, leon = cast.agencies["rowan"], cast.people["leon"]
    work = {"person": leon, "agency": rowan, "role": "speech_therapist"}
    start = cast.now - timedelta(days=5)
    Employment.objects.create(**work, from_at=start)
    Tie.objects.create(**work, child=cast.rafi, kind=Tie.Kind.TEAM, from_at=start)
    return rowan


def in_hat(cast, agency):
    client = cast.client("leon")
    session = client.session
    session[sessions.HAT] = str(agency.pk)
    session.save()
    return client


def test_agy_4_an_agencys_own_records_are_its_own_in_its_hat_only(
    cast, still, leon_at_rowan
):
    rowans = a_note(cast, "tomasz", "rowan", category="health")
    Basis.objects.filter(to_agency=cast.agencies["bramblecote"]).delete()
    name, parts = note_of(cast, rowans)

    nursery, therapy = cast.agencies["bramblecote"], leon_at_rowan
    assert opens(in_hat(cast, nursery), name, **parts)[0] == 404
    assert opens(in_hat(cast, therapy), name, **parts)[0] == 200
    lines = Line.objects.filter(person_id=cast.people["leon"].pk).order_by("-seq")[:2]
    assert [(line.act, line.hat) for line in lines] == [
        ("record.read", str(therapy.pk)),
        ("page.not-found", str(nursery.pk)),
    ]


def test_agy_4_the_hat_is_in_every_line(cast, still, leon_at_rowan):
    """Whatever is opened, written or refused in a hat says which one it was."""
    for agency in (cast.agencies["bramblecote"], leon_at_rowan):
        newest = Line.objects.order_by("-seq").first().seq
        client, there = in_hat(cast, agency), f"/children/{cast.rafi.pk}"
        for address in ("/", "/children", there, f"{there}/plan", f"{there}/book"):
            assert client.get(address).status_code == 200
        assert client.get(f"/children/{cast.noor.pk}").status_code == 404
        note = {"saw": "He sang.", "areas": ["communication"]}
        assert client.post(f"{there}/notes/add", note).status_code == 302

        lines = Line.objects.filter(seq__gt=newest)
        acts = set(lines.values_list("act", flat=True))
        assert {"record.read", "page.not-found", "evidence.observation.noted"} <= acts
        assert set(lines.values_list("hat", flat=True)) == {str(agency.pk)}
        written = Record.objects.unfiltered(WHY).filter(made_at=still)
        assert (
            written.filter(author=cast.people["leon"], owner_agency=agency).count() == 1
        )


# --- AGY-5: only the agency that is named ------------------------------------------------


def test_agy_5_a_contractor_of_the_agency_is_not_the_agency(cast, still):
    locums = Agency.objects.create(
        code="rowan-locums", name="Rowan Speech Therapy Locums", kind="therapy"
    )
    cast.agencies["rowan-locums"] = locums
    ola = Person.objects.create_user(email="ola@plait.example", name="Ola Berg")
    work = {"person": ola, "agency": locums, "role": "speech_therapist"}
    Employment.objects.create(**work, from_at=cast.now)
    Tie.objects.create(**work, child=cast.rafi, kind=Tie.Kind.TEAM, from_at=cast.now)
    hat, note = Hat(ola.pk, locums.pk), a_note(cast, "shirin", "bramblecote")

    def seen():
        return set(Record.objects.visible_to(hat, still).filter(child=cast.rafi))

    assert sees(cast, "tomasz", note)
    assert seen() == set()
    a_basis(cast, "rowan-locums", "education")
    assert note.record in seen()
    assert {record.category for record in seen()} == {"education"}


# --- AGY-6: the end of an agreement --------------------------------------------------------


@pytest.mark.parametrize("until_on", [date(2027, 7, 1), date(2027, 1, 11)])
def test_agy_6_an_agreement_ends_at_midnight_in_london(cast, until_on):
    """In summer that is 11pm of the day before in universal time."""
    Basis.objects.filter(to_agency=cast.agencies["rowan"]).delete()
    asked = agreements.ask(
        Wish(
            with_agency_id=cast.agencies["rowan"].pk,
            categories=("education", "involvement"),
            purpose="So that Tomasz can read what is seen.",
            until_on=until_on,
            covers_history=True,
        ),
        child=cast.rafi, viewer=cast.viewer("margaret"),
    )  # fmt: skip
    team.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    note = evidence.note_observation(
        Observation(saw="kestrelword", seen_at=cast.now),
        child=cast.rafi, viewer=cast.viewer("abena"),
    )  # fmt: skip
    midnight = london(until_on.year, until_on.month, until_on.day)
    there = reverse(note_of(cast, note)[0], kwargs=note_of(cast, note)[1])

    last = at(cast, "tomasz", midnight - timedelta(milliseconds=1), there)
    over = at(cast, "tomasz", midnight, there)

    assert (last.status_code, over.status_code) == (200, 404)
    bases = Agreement.objects.get(pk=asked.pk).bases.values_list("until_at", flat=True)
    assert set(bases) == {midnight}


def test_agy_6_a_viewer_sees_the_page_of_an_agreement_say_its_last_day(cast):
    """What the family was told (until and including) is what was kept to.

    On the page of the service, and on that of every kind that rests on the agreement.
    """
    shirin = cast.client("shirin")
    running = Agreement.objects.filter(child=cast.rafi, state="agreed")
    assert running.count() > 1
    for agreed in running:
        there = f"/children/{cast.rafi.pk}/sharing/services/{agreed.with_agency_id}"
        last = agreed.until_on - timedelta(days=1)
        told = f"{last.day} {last:%B} {last.year}"

        assert f"until {told}." in shirin.get(there).content.decode()
        kinds = agreed.bases.filter(withdrawn_at=None, category__in=ONE_BY_ONE)
        assert kinds
        for basis in kinds:
            page = shirin.get(f"{there}/{basis.category}").content.decode()
            assert f"Until {told}." in page, basis.category


# --- AGY-8: what refers to something hidden ----------------------------------------------


def test_agy_8_what_hangs_on_something_hidden_names_nothing_of_it(cast, still):
    """A count, a view and a game are shared; the outcome and the strategy are not."""
    made = tell_everything(told(cast, "tomasz"), owner_agency=cast.agencies["rowan"])
    hidden = [made["plans.outcome"].pk, made["plans.strategy"].pk]
    Record.objects.filter(pk__in=hidden).unfiltered(WHY).update(sensitivity=2)
    told_of = ("kestrelword outcome", "kestrelword times", "kestrelword strategy")

    client, there = cast.client("abena"), f"/children/{cast.rafi.pk}"
    pages = [
        client.get(f"{there}{page}").content.decode()
        for page in ("", "/games", "/plan")
    ]

    for page in pages:
        assert [words for words in told_of if words in page] == []
        assert [pk for pk in hidden if str(pk) in page] == []
    assert "kestrelword game" in pages[1]
    assert "kestrelword strategy" in cast.client("tomasz").get(there).content.decode()
