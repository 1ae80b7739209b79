"""EXI: what is hidden is the same as what is not there.

EXI-1 is the heart: two worlds that differ in everything a reader may not see answer that
reader with the same bytes, whatever is asked. Each of the others looks at one way in
which existence has leaked elsewhere. Times are in test_exi_timing.py.
"""

import re
from string import ascii_lowercase
from unittest import mock

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from plait.book.models import Entry
from plait.children.models import Child
from plait.children.operations import Card
from plait.evidence.models import Concern
from plait.ledger.models import Line
from plait.sharing import changing, looks, surprises
from plait.sharing.models import Record, Restriction
from plait.team import looks as team_looks
from plait.team import operations as team
from plait.team.models import Invitation, Involvement
from plait.team.operations.membership import Part
from plait.today import queries as today
from tests import site_map
from tests.census_files import upn
from tests.trust import surfaces, twins
from tests.trust.everything import Telling, put
from tests.trust.moments import the_clock
from tests.trust.twins import PARENT, PRIVACY_LEAD, WITHOUT_A_PLAN, Hidden, Reader

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture
def ordinary(cast):
    """The story and a little more, at one instant that stands still."""
    with the_clock(cast.now):
        yield twins.Ordinary(cast)


def of_page(name):
    return next(page for page in surfaces.pages() if page.name == name)


def whole_site(world, reader):
    """(page, address) of everything that can be opened, filled in for a reader."""
    viewer = reader.viewer(world.cast, world.cast.now)
    filling = twins.filling(reader, world)
    return [
        (page.name, address)
        for page in surfaces.pages()
        for address in surfaces.addresses(page, filling, viewer)
    ]


def browser(cast, reader):
    return cast.client(reader.key, family=reader.family)


# --- EXI-1 --------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", twins.READERS, ids=lambda reader: reader.name)
def test_exi_1_twin_worlds_answer_alike(ordinary, cast, reader):
    client = browser(cast, reader)
    there = [
        (name, address)
        for name, address in whole_site(ordinary, reader)
        if surfaces.COUNTS_FOR.get(name) != reader.key
    ]

    alone = surfaces.ask_all(client, there)
    hidden = Hidden(reader, ordinary)
    again = surfaces.ask_all(client, there)

    assert hidden.leaks() == []
    assert [way for way, number in hidden.ways.items() if not number] == []
    assert surfaces.broken(again) == []
    assert surfaces.counted(again) == []  # EXI-7
    found = surfaces.differences(alone, again)
    assert found == [], "\n".join(found)


def test_exi_1_every_address_is_on_the_map_and_shows_something_to_somebody(
    ordinary, cast
):
    """A page that answers nobody would prove nothing; a new part fails by name."""
    silent = {page.name for page in site_map.behind_doors()}
    readers = (
        Reader("margaret"),
        PARENT,
        Reader("daniel"),
        WITHOUT_A_PLAN,
        PRIVACY_LEAD,
        ON_DUTY,
        Reader("owen"),
        Reader("jaden", "jaden"),
        Reader("jonah", "jaden"),
        Reader("priya", "kwame"),
        Reader("priya", "tilda"),
    )
    for reader in readers:
        client = browser(cast, reader)
        for name, address in whole_site(ordinary, reader):
            if name in silent and surfaces.ask(client, address).status == 200:
                silent.remove(name)

    assert silent == (
        surfaces.ONLY_LEAD_ON | surfaces.ONLY_SAYS_YES | surfaces.NOT_READY
    )


def test_exi_1_a_new_address_must_say_what_its_parts_stand_for(ordinary, cast):
    page = site_map.Page("new:page", "new/<uuid:star_id>", ("star_id",), "new")
    filling = twins.filling(PARENT, ordinary)

    with pytest.raises(surfaces.NotFilled, match="star_id"):
        list(surfaces.addresses(page, filling, cast.viewer("shirin")))


def every(model, reason="a leak, on purpose"):
    return model.objects.unfiltered(reason)


def count_without_the_predicate(children, *, viewer):
    found = every(Entry).filter(record__child__in=children)
    return dict.fromkeys(found.values_list("record__child", flat=True), found.count())


def all_invitations(child, viewer):
    return Invitation.objects.filter(child=child)


def the_newest_looks(child, viewer, but, wanted):
    lines = Line.objects.filter(child_id=child.pk, act="record.read").order_by("-seq")
    return looks._about_something_visible(list(lines[: looks.BATCH]), viewer)


def the_whole_team(child, *, viewer):
    parts = every(Involvement).filter(record__child=child)
    return list(parts.select_related("tie__person", "tie__agency", "record"))


def the_first_plan(child, *, viewer):
    plans = apps.get_model("plans", "plan")
    found = every(plans).select_related("record").filter(record__child=child)
    return found.order_by("title").last()  # what is hidden is called Zebulon


def everybodys_children(viewer):
    return Child.objects.order_by("family_name", "given_name", "pk")


def by_the_newest_tie(ties):
    return max(ties, key=lambda tie: tie.from_at, default=None)


LEAKS = (
    ("today:children", "plait.book.queries.count_unread", count_without_the_predicate),
    ("today:children", "plait.today.queries.children_of", everybodys_children),
    ("team:team", "plait.team.queries._own_invitations", all_invitations),
    ("team:team", "plait.team.queries.list_team", the_whole_team),
    ("plans:plan", "plait.plans.queries.current_plan", the_first_plan),
    ("book:book", "plait.sharing.queries.strongest", by_the_newest_tie),
    ("sharing:looks", "plait.team.looks._quiet", lambda child, viewer: ()),
    ("sharing:looks", "plait.sharing.looks._is_for", lambda line, mine: True),
    ("sharing:looks", "plait.sharing.looks.ABOUT", {}),
    ("sharing:looks", "plait.sharing.looks._shown", the_newest_looks),
)
LEAKS_OF = ((Reader("tomasz", "noor"), LEAKS[:1]), (Reader("margaret"), LEAKS[1:6]),
            (PARENT, LEAKS[6:]))  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "leaks"), LEAKS_OF, ids=["unread", "agency", "family"]
)
def test_exi_1_the_twins_would_see_a_leak(ordinary, cast, reader, leaks):
    """Each of these ways of leaking, put into the product, makes the worlds differ."""
    client, viewer = browser(cast, reader), reader.viewer(cast, cast.now)
    filling = twins.filling(reader, ordinary)

    def answers():
        for name, what, instead in leaks:
            address = next(surfaces.addresses(of_page(name), filling, viewer))
            with mock.patch(what, instead):
                yield what, surfaces.ask(client, address)

    alone = dict(answers())
    Hidden(reader, ordinary)
    again = dict(answers())

    assert [what for what in alone if alone[what] == again[what]] == []


# --- EXI-2 and 3: finding -----------------------------------------------------------------


@pytest.mark.parametrize("key", ["abena", "margaret", "tomasz", "petra"])
def test_exi_2_a_word_that_only_a_hidden_record_has_finds_nothing(ordinary, cast, key):
    Hidden(Reader(key), ordinary)
    client = cast.client(key)

    found = [
        client.get(reverse("today:children"), {"q": word}).content.decode()
        for word in ("Zebulon", "Qwertyu")
    ]

    assert "No child of yours has a name that begins with “Zebulon”" in found[0]
    for nonce in ("Zebulon", "Qwertyu"):
        found = [page.replace(nonce, "a word") for page in found]
    assert found[0] == found[1]


@pytest.mark.parametrize("key", ["abena", "margaret", "tomasz", "daniel", "petra"])
def test_exi_3_letters_find_only_ones_own_children(ordinary, cast, key):
    Hidden(Reader(key), ordinary)
    viewer, client = cast.viewer(key), cast.client(key)
    own = {str(pk) for pk in today.children_of(viewer).values_list("pk", flat=True)}

    found = set()
    for letter in ascii_lowercase:
        page = client.get(reverse("today:children"), {"q": letter}).content.decode()
        rows = re.findall(rf'href="/children/({UUID})"', page)
        assert set(rows) <= own, letter
        found |= set(rows)

    assert found == own
    assert len(Child.objects.all()) > len(own) + 4


# --- EXI-4: counts -------------------------------------------------------------------------


def test_exi_4_counts_and_page_numbers_are_those_of_the_visible_list(ordinary, cast):
    """Thirty children of one's own on two pages, whatever else there is."""
    margaret = cast.viewer("margaret")
    for number in range(30 - today.children_of(margaret).count()):
        card = Card(given_name=f"Own{number:02}", born_on=cast.rafi.born_on)
        team.welcome_child(card, viewer=margaret, part=Part())
    Hidden(Reader("margaret"), ordinary)
    client = cast.client("margaret")

    pages = [client.get("/children", {"page": n}).content.decode() for n in (1, 2, 3)]
    rows = [re.findall(rf'<a href="/children/({UUID})">', page) for page in pages]

    assert [len(found) for found in rows] == [25, 5, 5]
    assert "30 children" in client.get("/").content.decode()
    assert rows[1] == rows[2]
    assert "?page=3" not in pages[0]


def test_exi_4_new_entries_are_counted_as_they_are_listed(ordinary, cast):
    idris, rowan = cast.viewer("idris"), cast.agencies["rowan"].pk
    changing.go_on(rowan, child=cast.noor, viewer=idris)
    Hidden(Reader("tomasz", "noor"), ordinary)
    tomasz, client = cast.viewer("tomasz"), cast.client("tomasz")

    listed = Entry.objects.visible_to(tomasz.hat, tomasz.now).filter(
        record__child=cast.noor
    )
    new = listed.exclude(record__author=tomasz.person_id).count()
    page = client.get("/children").content.decode()

    assert new > 1
    assert f"{new} new entries in the book" in page
    assert every(Entry).filter(record__child=cast.noor).count() > new + 5


# --- EXI-5 and 6: numbers and addresses that are taken ---------------------------------------


def test_exi_5_a_child_whose_number_is_known_elsewhere_is_added_like_any_other(cast):
    Child.objects.filter(pk=cast.noor.pk).update(upn=upn(5))
    client, said = cast.client("margaret"), []
    for number in (upn(5), upn(6)):
        answers = {
            "given_name": "Ola", "pronouns": "they", "upn": number,
            "born_on_day": "4", "born_on_month": "3", "born_on_year": "2022",
        }  # fmt: skip
        with transaction.atomic():
            sent = client.post(reverse("team:add-child"), answers)
            assert sent.status_code == 302, sent.content.decode()
            shown = surfaces.read(client.get(sent.url))
            said.append((re.sub(UUID, "", sent.url), re.sub(UUID, "", shown.text)))
            transaction.set_rollback(True)

    assert said[0] == said[1]
    assert "Ola is added" in said[0][1]
    assert "already" not in said[0][1]


def test_exi_6_a_family_is_invited_the_same_whoever_has_an_account(cast):
    client, said = cast.client("margaret"), []
    there = {"child_id": cast.rafi.pk}
    for address in ("idris@plait.example", "quite-new@plait.example"):
        guest = {
            "name": "Ola",
            "relation": "aunt",
            "role": "relative",
            "email": address,
        }
        with transaction.atomic():
            sent = client.post(reverse("team:invite-family", kwargs=there), guest)
            shown = surfaces.read(client.get(sent.url))
            said.append((sent.status_code, sent.url, re.sub(UUID, "", shown.text)))
            transaction.set_rollback(True)

    assert said[0] == said[1]
    assert said[0][0] == 302


# --- EXI-7: identifiers ---------------------------------------------------------------------


def test_exi_7_ids_are_random(ordinary):
    """No address holds a number that can be counted, and no id says when it was made."""
    numbered = {
        (page.name, part)
        for page in surfaces.pages()
        for part in re.findall(r"<int:(\w+)>", page.route)
    }
    ids = Record.objects.unfiltered("looking at their ids").values_list("pk", flat=True)

    assert numbered == {("exchange:row", "line")}  # a line of one's own file
    assert {pk.version for pk in ids} == {4}
    assert len({str(pk)[:8] for pk in ids}) == len(ids)


# --- EXI-9: who has looked -----------------------------------------------------------------


def seen_by_shirin(cast):
    page = cast.client("shirin").get(
        reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    )
    return surfaces.read(page).text


def a_concern(cast, **envelope):
    concern = Concern(wondering="About his hearing.")
    told = Telling(cast.rafi, cast.people["abena"], cast.now, "x")
    return put(concern, told, owner_agency=cast.agencies["bramblecote"], **envelope)


def leon_opens(cast, name, **parts):
    there = reverse(name, kwargs={"child_id": cast.rafi.pk, **parts})
    answer = cast.client("leon").get(there)
    assert answer.status_code == 200
    return answer


def test_exi_9_looking_at_what_is_held_back_leaves_no_trace_for_the_family(cast):
    """Although the head of that page shows the plan, which the family may see."""
    before = seen_by_shirin(cast)
    held_back = a_concern(cast, release=0)

    leon_opens(cast, "evidence:concern", concern_id=held_back.pk)

    assert seen_by_shirin(cast) == before


def test_exi_9_looking_at_what_the_family_may_see_shows(cast):
    released = a_concern(cast)

    leon_opens(cast, "evidence:concern", concern_id=released.pk)

    assert "key worker at Bramblecote Nursery, read a concern" in seen_by_shirin(cast)


def test_exi_9_a_form_is_no_look_at_what_it_would_add(cast):
    before = seen_by_shirin(cast)

    leon_opens(cast, "evidence:add-note")

    assert seen_by_shirin(cast) == before


def test_exi_9_a_part_that_is_kept_from_the_family_is_not_told_by_looking(cast):
    """Only the involvement itself says that somebody is involved."""
    parts = Record.objects.unfiltered("a part is kept from the family")
    leons = Involvement.objects.unfiltered("his").filter(
        tie__person=cast.people["leon"], record__child=cast.rafi
    )
    parts.filter(pk__in=leons.values("pk")).update(release=0)
    before = seen_by_shirin(cast)

    leon_opens(cast, "today:child")
    leon_opens(cast, "plans:plan")
    assert cast.client("leon").get("/").status_code == 200
    assert seen_by_shirin(cast) == before

    parts.filter(pk__in=leons.values("pk")).update(release=2)
    assert "Leon Baptiste" in seen_by_shirin(cast)


def test_exi_9_many_looks_that_are_hidden_push_nothing_out(ordinary, cast):
    before = seen_by_shirin(cast)

    Hidden(PARENT, ordinary)

    assert seen_by_shirin(cast) == before
    assert "Tomasz Wilk" in before


def seen_by_conor(cast):
    there = reverse("sharing:looks", kwargs={"child_id": cast.rafi.pk})
    return surfaces.read(cast.client("conor").get(there)).text


def test_exi_9_that_a_question_was_read_is_told_to_its_asker_only(cast):
    """The other parent learns neither that it was asked nor that it was read."""
    shirin = cast.viewer("shirin")
    look = team_looks.list_looks(cast.rafi, viewer=shirin).looks[0]
    asked = surprises.ask_about(look, "Why?", child=cast.rafi, viewer=shirin)
    before = seen_by_conor(cast)

    page = reverse("sharing:look-answer", kwargs={"question_id": asked.pk})
    assert cast.client("ayesha").get(page).status_code == 200

    assert seen_by_conor(cast) == before
    assert "read a question about who has looked" in seen_by_shirin(cast)


def test_exi_9_whose_eyes_a_parent_borrowed_is_not_told_to_the_other(cast):
    """Joy's part is kept from Conor: nothing says that Shirin looked as she does."""
    part = Involvement.unfiltered("hers").get(
        tie__person=cast.people["joy"], record__child=cast.rafi
    )
    Restriction.objects.create(
        child=cast.rafi,
        record_id=part.pk,
        aim="person",
        aimed_person=cast.people["conor"],
        from_at=cast.now,
    )
    there = {"child_id": cast.rafi.pk, "part_id": part.pk}
    page = reverse("today:preview", kwargs=there)
    assert cast.client("conor").get(page).status_code == 404
    assert cast.client("shirin").get(page).status_code == 200

    found = seen_by_conor(cast)
    assert "read what somebody else can see" in found
    assert "Joy" not in found


# --- EXI-10: whatever is asked, hidden and absent are one -------------------------------------

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
CONDITIONS = (
    {},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"},
    {"Range": "bytes=0-10"},
    {"Accept": "application/json"},
)


def hidden_and_absent(hidden, part, number):
    """Addresses of the pages that name such a thing: of one hidden, and of nothing."""
    viewer, filling = hidden.viewer, twins.filling(hidden.reader, hidden.world)
    for page in surfaces.naming(part):
        ids = hidden.ids[part]
        pair = [
            next(surfaces.addresses(page, filling | {part: [one]}, viewer, asked=False))
            for one in (ids[number % len(ids)], twins.nobody())
        ]
        yield page, pair


ON_DUTY = Reader("sofia")
TWINNED = (
    "agreement_id",
    "disclosure_id",
    "tie_id",
    "invitation_id",
    "run_id",
    "emergency_id",
    "record_id",
    "seal_id",
    "conflict_id",
)


@pytest.mark.parametrize("key", ["shirin", "margaret"])
def test_exi_10_hidden_and_absent_answer_alike(ordinary, cast, key, whole):
    """Status, headers and body; for every verb, and for requests with conditions."""
    hidden = Hidden(Reader(key), ordinary)
    client, found, number = cast.client(key), [], 0
    for part in (*site_map.KINDS, *TWINNED):
        ways = len(hidden.ids[part])
        for number in range(ways if whole else min(ways, 2)):
            for page, pair in hidden_and_absent(hidden, part, number * 5):
                method = METHODS[number % len(METHODS)] if number else "get"
                sent = CONDITIONS[len(found) % len(CONDITIONS)]
                one, other = (
                    surfaces.ask(client, address, method=method, headers=sent)
                    for address in pair
                )
                assert one == other, (page.name, part, method, sent)
                found.append(one.status)

    assert set(found) <= {404, 403, 405, 302, 200}
    assert found.count(404) > len(found) / 2


def test_exi_10_a_photo_that_is_hidden_has_no_validators(ordinary, cast):
    """Nor has one that may be seen: nothing for a cache to ask about."""
    hidden = Hidden(PARENT, ordinary)
    filling = twins.filling(PARENT, ordinary)
    page, client = of_page("evidence:photo"), cast.client("shirin")
    seen = surfaces.ask(
        client, next(surfaces.addresses(page, filling, cast.viewer("shirin")))
    )

    assert seen.status == 200
    assert {"ETag", "Last-Modified"} & {name for name, _ in seen.headers} == set()
    for pk in hidden.ids["photo_id"]:
        hides = filling | {"photo_id": [pk]}
        there = next(surfaces.addresses(page, hides, cast.viewer("shirin")))
        assert surfaces.ask(client, there).status == 404


def test_exi_10_a_hidden_child_is_an_absent_child(ordinary, cast):
    """Every page of every child that Abena may not know of, and of one that never was."""
    hidden, client = Hidden(Reader("abena"), ordinary), cast.client("abena")
    filling = twins.filling(Reader("abena"), ordinary)
    children = hidden.ids["child_id"]
    for number, page in enumerate(surfaces.about_children()):
        there = [
            next(surfaces.addresses(page, filling | {"child_id": [one]}, hidden.viewer))
            for one in (children[number % len(children)], twins.nobody())
        ]
        one, other = (surfaces.ask(client, address) for address in there)
        assert one == other, page.name
        assert one.status == 404, page.name
