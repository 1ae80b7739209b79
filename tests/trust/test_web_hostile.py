"""WEB-11: whatever is sent to an address, in whatever shape: 4xx or the form, never 5xx."""

import uuid
from datetime import UTC, datetime
from itertools import product
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plait.access.web import sessions
from plait.exchange.web import background
from tests import site_map
from tests.acts import ACTS, BY_PAGE, Sending, Stage
from tests.members import PASSWORD, Member

PERSONS = ("margaret", "shirin")
PARAMETERS = (
    "q",
    "page",
    "from",
    "before",
    "next",
    "why",
    "key",
    "once",
    "csrfmiddlewaretoken",
    "x",
)

NASTY = (
    "", " ", "\0", "a\0b", "\0" * 32, "%00", "\x1b[31m", "\r\nSet-Cookie: x=1", "\u202e", "\ufeff",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "é" * 300, "𝔘" * 200,
    "a" * 5_000, "9" * 400, "9" * 5_000, "-1", "0", "1e400", "-1e-400", "NaN", "sNaN", "Infinity",
    "0x10", "١٢", "1.5", "1,5", "true", "null", "undefined", "[]", "{}", '{"a":1,"a":2}', "[[[[",
    "2026-13-45", "0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999+00:00", "2026-11-01T00:00:00",
    "2026-11-01T00:00:00+00:00", "20261101T000000Z", "-2026-01-01", "+12026-01-01",
    "00000000-0000-0000-0000-000000000000", "not-a-uuid", str(uuid.UUID(int=2**128 - 1)),
    "' OR 1=1 --", "%' AND 1=1", "\\", "%", "_", "../../etc/passwd", "..\\", "//evil.example",
    "javascript:alert(1)", "{{7*7}}", "{% x %}", "%s%s%s%n", "${7*7}", "<x>", "person:", "agency:",
    "person:x", "agency:x", f"agency:{uuid.UUID(int=5)}", f"person:{uuid.UUID(int=5)}", "agency:\0",
    "31", "30", "29", "2", "Feb", "February", "1899", "1985", "2199", "2200", "99999999999999999999",
)  # fmt: skip
anything = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.isoformat() + "+00:00"),
    st.dates().map(str),
)
answers = st.one_of(anything, st.lists(anything, max_size=3))


def often(number, whole):
    """So many examples; no time limit on a machine that does other things."""
    return settings(
        max_examples=number * 200 if whole else number,
        deadline=None,
        database=None,
        derandomize=not whole,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(autouse=True)
def files(settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(background, "later", background.carry_out)


def is_calm(answer, *about):
    """No defect, and the database still answers."""
    assert answer.status_code < 500, about
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return answer


@pytest.fixture
def sendings(cast):
    """Every form, ready to be sent; what it needs is there."""
    return [Sending(act, cast) for act in ACTS]


@pytest.fixture
def places(cast):
    """(client, address) of everything that can be looked at, for two people."""
    found = []
    for who in PERSONS:
        client, viewer = cast.client(who), cast.viewer(who)
        for page in site_map.behind_doors():
            found += [
                (client, one) for one in site_map.addresses(page, cast.rafi, viewer)[:1]
            ]
        found += [
            (client, one) for one in ("/me", "/hats", "/me/name", "/sign-out", "/help")
        ]
    found += [
        (Client(), one)
        for one in ("/sign-in", "/forgotten", "/by-invitation", "/health", "/words")
    ]
    return found


def test_web_11_each_nasty_answer_in_each_box(cast, sendings, whole):
    """One at a time, so that nothing hides behind another mistake; the forms in turn."""
    for number, nasty in enumerate(NASTY):
        for sending in sendings if whole else sendings[number % 12 :: 12]:
            names = sorted({*sending.form.fields, *sending.form.offered, *sending.data})
            for name in names if whole else [names[number % len(names)]]:
                if name == "csrfmiddlewaretoken":
                    continue
                changed = (
                    {name: nasty, "once": fresh()} if name != "once" else {name: nasty}
                )
                is_calm(sending.send(**changed), sending.act.page, name, nasty)


def fresh():
    return uuid.uuid4().hex


def test_web_11_any_answers_to_any_form(cast, sendings, whole):
    @often(100, whole)
    @given(st.data())
    def send(data):
        sending = data.draw(st.sampled_from(sendings))
        names = sorted({*sending.form.fields, *sending.form.offered, *sending.data})
        some = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))
        changed = {name: data.draw(answers) for name in some} | {"once": fresh()}
        dropped = data.draw(st.sets(st.sampled_from(names), max_size=2))
        kept = {
            name: said for name, said in sending.data.items() if name not in dropped
        }
        full = {**kept, **changed, **sending.act.files()}
        is_calm(sending.client.post(sending.address, full), sending.act.page, changed)

    send()


def test_web_11_any_parameters_on_any_page(places, whole):
    @often(120, whole)
    @given(st.data())
    def look(data):
        client, address = data.draw(st.sampled_from(places))
        names = st.one_of(st.sampled_from(PARAMETERS), st.text(min_size=1, max_size=8))
        asked = data.draw(st.dictionaries(names, answers, min_size=1, max_size=3))
        is_calm(client.get(address, asked), address, asked)

    look()


TAKES = {"q": "/children", "page": "/children", "from": "/children/{}", "before": "/children/{}/book", "next": "/sign-in"}  # fmt: skip


def test_web_11_each_nasty_value_in_each_parameter(cast, whole):
    """Where each is read, and several times over."""
    client = cast.client("margaret")
    everywhere = [*TAKES.values(), "/", "/children/{}/plan/outcomes/add"]
    for nasty in NASTY:
        for name, place in TAKES.items():
            for address in everywhere if whole else [place]:
                asked = {name: [nasty, "1", nasty]}
                is_calm(client.get(address.format(cast.rafi.pk), asked), address, asked)
        is_calm(client.get(f"/children/{cast.rafi.pk}", {"before": nasty}), nasty)


SEGMENTS = ("x", "0", "-1", "1e9", "99999999999999999999", "%00", "%2e%2e", "..;", "a%0d%0ab",
            "00000000-0000-0000-0000-00000000000G", "é", "%ff", "%c0%af", "x.css", " ", "%20",
            "{7}", "a" * 2000, str(uuid.UUID(int=0)), "null")  # fmt: skip


def test_web_11_nasty_parts_of_addresses(cast):
    """In place of each id, and of each part of an address."""
    client = cast.client("margaret")
    for page in site_map.pages():
        parts = page.route.split("/")
        for place, part in enumerate(parts):
            for number, nasty in enumerate(SEGMENTS):
                if not part.startswith("<") and number % 5:
                    continue
                path = [
                    str(cast.rafi.pk) if one.startswith("<uuid:child") else one
                    for one in parts
                ]
                path = [
                    str(uuid.UUID(int=7)) if one.startswith("<uuid") else one
                    for one in path
                ]
                path = [
                    "2"
                    if one.startswith("<int")
                    else "x"
                    if one.startswith("<")
                    else one
                    for one in path
                ]
                path[place] = nasty
                is_calm(client.get("/" + "/".join(path)), path)


def test_web_11_nasty_parts_reach_what_takes_any_words(cast):
    """Addresses whose parts may be any text: links, keys and tokens."""
    clients = (Client(), cast.client("margaret"), cast.client("shirin"))
    photo = reverse("evidence:photo", args=[cast.rafi.pk, uuid.uuid4(), "T"])
    for number, nasty in enumerate(NASTY):
        if "/" in nasty or not nasty:
            continue
        for address in (
            "/invitations/T",
            "/me/ways-in/T",
            "/forgotten/T/T",
            "/forgotten/1/T-T",
            photo,
        ):
            path = address.replace("T", quote(nasty))
            client = clients[number % 3]
            is_calm(client.get(path), path)
            is_calm(client.post(path, {"have": nasty, "codes": nasty}), path)


BODIES = {
    "json": (b'{"saw": "x", "saw": "y"}', "application/json"),
    "json that is none": (b"{[", "application/json"),
    "xml": (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", "text/xml"),
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "half an escape": (b"saw=%&means=%zz&once=%f", "application/x-www-form-urlencoded"),
    "not UTF-8": (b"saw=%ff%fe%c0%af", "application/x-www-form-urlencoded"),
    "another alphabet": (b"saw=x", "application/x-www-form-urlencoded; charset=utf-16"),
    "an alphabet there is none": (b"saw=x", "application/x-www-form-urlencoded; charset=nonsense"),
    "many fields": (b"&".join(b"a%d=1" % n for n in range(600)), "application/x-www-form-urlencoded"),
    "too much": (b"saw=" + b"a" * 1_100_000, "application/x-www-form-urlencoded"),
    "one name many times": (b"&".join([b"saw=x"] * 400), "application/x-www-form-urlencoded"),
    "parts without a border": (b"x", "multipart/form-data"),
    "parts with no end": (b'--b\r\nContent-Disposition: form-data; name="saw"\r\n\r\nx', "multipart/form-data; boundary=b"),
    "parts without names": (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b"),
    "a border like none": (b"x", "multipart/form-data; boundary=" + "é" * 80),
    "a file for words": (
        b'--b\r\nContent-Disposition: form-data; name="saw"; filename="x"\r\n\r\nx\r\n--b--',
        "multipart/form-data; boundary=b",
    ),
    "words for a file": (
        b'--b\r\nContent-Disposition: form-data; name="photo"\r\n\r\nx\r\n--b--',
        "multipart/form-data; boundary=b",
    ),
    "broken transfer": (
        b'--b\r\nContent-Disposition: form-data; name="saw"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--',
        "multipart/form-data; boundary=b",
    ),
    "no kind": (b"saw=x", ""),
    "an odd kind": (b"saw=x", "a/b; c=d; e=\"f"),
}  # fmt: skip


@pytest.mark.parametrize("what", BODIES)
def test_web_11_bodies_of_every_shape(cast, what):
    body, kind = BODIES[what]
    client = cast.client("abena")
    for address in (f"/children/{cast.rafi.pk}/notes/add", f"/children/{cast.rafi.pk}/book", "/me/name",
                    "/sign-in", "/forgotten", "/hats", "/children", "/help"):  # fmt: skip
        answer = client.generic("POST", address, body, content_type=kind)
        is_calm(answer, address)
        assert answer.status_code in (200, 302, 400, 403, 405, 413, 415), address


COOKIES = ("", "x", '"\\000"', '"\\000\\000\\000\\000\\000\\000\\000\\000\\000"', "a" * 4000, "é", "../../x",
           "x:y:z", "W10:1abc:x", '"', ";", "{}", "\u202e")  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["plait_session", "csrftoken", "plait_seen", "plait_device", "messages", "x"],
)
def test_web_11_cookies_of_every_shape(cast, name):
    for value in COOKIES:
        for held in (Client(), cast.client("abena")):
            kept = "; ".join(
                f"{key}={one.value}" for key, one in held.cookies.items() if key != name
            )
            header = f"{kept}; {name}={value}".encode().decode("latin-1")
            for address in ("/", "/me", "/sign-in"):
                answer = Client().get(address, headers={"Cookie": header})
                is_calm(answer, name, value)
            answer = Client().post(
                "/sign-in", {"login": "x", "password": "x"}, headers={"Cookie": header}
            )
            is_calm(answer, name, value)


HEADERS = {
    "User-Agent": ("", "\x1b[31m", "é" * 400, "a" * 9000, "Chrome Firefox Edg"),
    "Host": ("", "a b", "x" * 300, "[::1", "localhost:99999999", "é", "localhost,evil", "@"),
    "Referer": ("x", "http://[", "\u202e"),
    "Origin": ("null", "x", "http://["),
    "Accept": ("", "application/json", "*/*;q=é", "x" * 5000),
    "Accept-Language": ("x" * 600, "é,;q=", "tlh"),
    "X-Forwarded-For": ("x", ",,,", "::::", "1" * 500),
    "X-Forwarded-Proto": ("x", "https,http"),
    "If-None-Match": ("*", '"x'),
    "If-Modified-Since": ("x", "Thu, 99 Nov 9999 99:99:99 GMT"),
    "Range": ("bytes=0-1", "bytes=-", "x"),
    "X-Requested-With": ("XMLHttpRequest",),
    "Content-Length": ("x", "-1", ""),
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_web_11_headers_of_every_shape(cast, header):
    for value in HEADERS[header]:
        for client in (Client(), cast.client("abena")):
            for address in ("/", "/sign-in", f"/children/{cast.rafi.pk}/book"):
                is_calm(client.get(address, headers={header: value}), header, value)
                is_calm(
                    client.post(address, {"login": "x"}, headers={header: value}),
                    header,
                    value,
                )


OPEN = ("/sign-in", "/forgotten")  # where PUT is as good as POST


@pytest.mark.parametrize(
    "method",
    [
        "HEAD",
        "OPTIONS",
        "PUT",
        "PATCH",
        "DELETE",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "x",
        "GÉT",
    ],
)
def test_web_11_methods_of_every_kind(places, method):
    for client, address in places[::3]:
        answer = is_calm(client.generic(method, address), method, address)
        if method not in ("HEAD", "OPTIONS") and address not in OPEN:
            assert answer.status_code in (302, 400, 403, 404, 405), (method, address)


ACCOUNT = ("/hats", "/me/name", "/me/password", "/me/second-factor", "/me/passkeys/add", "/me/app", "/me/codes",
           "/me/codes/new", "/me/ways-in/x", "/me/sign-out-everywhere", "/me/confirm", "/me/confirm/code",
           "/me/confirm/passkey", "/sign-in", "/sign-in/code", "/sign-in/passkey", "/forgotten")  # fmt: skip
NAMES = ("hat", "name", "known_as", "oldpassword", "password1", "credential", "code", "password", "codes", "next",
         "login", "email")  # fmt: skip


def test_web_11_pages_of_ones_own_account(cast, whole):
    """With any answer in any box; whoever that signs out comes in again."""
    abena = Member(cast.people["abena"])
    client = abena.browser()

    @often(100, whole)
    @given(st.data())
    def send(data):
        come_in(client, abena.person)
        address = data.draw(st.sampled_from(ACCOUNT))
        some = st.dictionaries(st.sampled_from(NAMES), answers, min_size=1, max_size=4)
        said = data.draw(some)
        is_calm(client.post(address, said), address, said)
        is_calm(client.get(address, said), address, said)

    send()


def come_in(client, person):
    person.refresh_from_db()
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    held = client.session
    held[sessions.BEGAN] = datetime.now(UTC).timestamp()
    held[sessions.BROWSER], held[sessions.ONE_TAP] = "Linux Chrome Safari", True
    held.save()


def test_web_11_files_of_every_shape(cast, whole):
    """In the place of a photo and of a census."""

    @often(40, whole)
    @given(
        st.binary(max_size=300),
        st.sampled_from(NASTY),
        st.sampled_from(("image/jpeg", "text/csv", "x/y")),
    )
    def send(data, name, kind):
        for who, address, field in (
            ("abena", f"/children/{cast.rafi.pk}/notes/add", "photo"),
            ("margaret", "/import/census", "pupils"),
        ):
            file = SimpleUploadedFile("x", data, kind)
            file.name = name or "x"
            is_calm(
                cast.client(who).post(address, {"saw": "x", field: file}), name, data
            )

    send()


def test_web_11_an_import_that_is_steered_by_hand(cast):
    stage = Stage(cast)
    run = stage.run()
    client = cast.client("margaret")
    address = f"/import/census/{run.pk}"
    for nasty in NASTY:
        is_calm(client.post(address, {"action": nasty, "promise": nasty}), nasty)
        is_calm(client.post(address, {"action": "confirm", "promise": nasty}), nasty)
    for line in ("0", "1", "2", "3", "4294967296", "9" * 18, "9" * 19, "9" * 40):
        is_calm(client.get(f"{address}/rows/{line}"), line)
        is_calm(client.post(f"{address}/rows/{line}", {"who": "different"}), line)


def test_web_11_one_tap_with_words_that_no_box_asks_for(cast):
    sending = Sending(BY_PAGE["plans:practise"], cast)
    for nasty in NASTY:
        is_calm(sending.send(note=nasty, back=nasty, once=nasty), nasty)


YEARS = ("1900", "1989", "2019", "2199")


def test_web_11_days_far_away(cast, sendings):
    """Every day that is asked for, a long time ago and a long time ahead."""
    for sending in sendings:
        days = [name for name in sending.data if name.endswith("_year")]
        for name, year in product(days, YEARS):
            changed = {name: year, "once": fresh()}
            is_calm(sending.send(**changed), sending.act.page, changed)
