"""WEB-1, 2, 9 and 10: nobody signed in, other people's pages, names of files, forgery.

What is typed (WEB-3, 13) is in test_web_xss.py, what is sent (WEB-11) in
test_web_hostile.py, and how a production start refuses (WEB-14) in
tests/house/test_install_guide.py.
"""

import hashlib
import json
import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from plait.access.models import Person
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.evidence.models import Photo
from plait.exchange.web import background
from plait.ledger.models import Line
from plait.sharing.models import RecordVersion
from tests import site_map
from tests.acts import ACTS, Sending, Stage
from tests.members import Member, invitation_for, reset_link
from tests.trust import pictures

PUBLIC = {
    "/help", "/words", "/language", "/privacy", "/accessibility", "/health",
    "/sign-in", "/sign-out", "/by-invitation", "/forgotten", "/forgotten/sent", "/forgotten/done",
}  # fmt: skip


@pytest.fixture(autouse=True)
def files(settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(background, "later", background.carry_out)
    return settings.FILES_ROOT


def rows():
    """A digest of every row of every table."""
    tables = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')
            every = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(every).encode()).hexdigest()
    return found


# WEB-1


def canaries():
    """What somebody is called, where they can be written to, and what was said."""
    words = set()
    for person in Person.objects.all():
        words |= {person.name, person.email}
    for child in Child.objects.all():
        words |= {child.full_name, str(child.pk)}
    words |= set(Agency.objects.values_list("name", flat=True))
    for version in RecordVersion.objects.unfiltered(
        "what must not be on a public page"
    ):
        words |= {text for text in texts(json.loads(version.content)) if len(text) > 20}
    return words


def texts(value):
    match value:
        case str():
            yield value
        case dict() | list():
            for each in value.values() if isinstance(value, dict) else value:
                yield from texts(each)


def every_address(cast):
    """Every address of the site map, with the ids that each person would use."""
    found = set()
    for who in ("margaret", "shirin", "tomasz", "daniel", "gwen", "idris"):
        child = cast.noor if who in ("gwen", "idris", "daniel") else cast.rafi
        for page in site_map.pages():
            if page.name not in (
                "demo:be",
                "account_reset_password_from_key",
                "access:remove-factor",
                "team:invitation",
            ):
                found.update(site_map.addresses(page, child, cast.viewer(who)))
    return sorted(found)


def guessed(addresses):
    """The same addresses with ids that nobody has."""
    ids = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
    return sorted(
        {ids.sub(lambda _: str(uuid4()), one) for one in addresses if ids.search(one)}
    )


OLD = (
    "/admin", "/admin/", "/accounts/login/", "/login", "/signup", "/api", "/api/children", "/graphql",
    "/media/x.jpg", "/files/", "/uploads/", "/static/", "/static/../settings.py", "/static/%2e%2e/x",
    "/children/1", "/child/1", "/records/1", "/notes/1", "/export.csv", "/children.json", "/feed", "/sitemap.xml",
    "/.env", "/.git/config", "/backup.sql", "/plait.sqlite3", "/var/plait.sqlite3", "/__debug__/", "/debug",
    "/metrics", "/status", "/server-status", "/manage", "/cast", "/cast/shirin", "/i18n/setlang/", "/favicon.ico",
)  # fmt: skip


def test_web_1_without_a_session_there_are_only_public_pages(cast):
    secret = canaries()
    assert len(secret) > 100
    addresses = every_address(cast)
    assert len(addresses) > 100
    asked = [*addresses, *guessed(addresses), *OLD]
    before, lines = rows(), Line.objects.count()
    opened, leaked = set(), []
    for address in asked:
        for client in (Client(), Client(HTTP_COOKIE="plait_session=" + "x" * 32)):
            answer = client.get(address)
            text = answer.content.decode() + str(answer.headers)
            leaked += [
                (address, word)
                for word in secret
                if word in text and word not in address
            ]
            if answer.status_code == 200:
                opened.add(address.split("?")[0])
            else:
                assert answer.status_code in (302, 404), address
    assert leaked == []
    assert opened == PUBLIC
    assert Line.objects.count() == lines
    assert rows() == before
    print(f"{len(asked)} addresses, {len(secret)} canaries")


def test_web_1_an_address_tells_nothing_by_whether_it_is_there(cast):
    """Signed out, the child that is there and the one that is not are the same."""
    for address in every_address(cast):
        if "/children/" not in address:
            continue
        absent = address.replace(str(cast.rafi.pk), str(uuid4())).replace(
            str(cast.noor.pk), str(uuid4())
        )
        for method in ("get", "head", "post", "put", "delete", "options"):
            there, not_there = (
                getattr(Client(), method)(one) for one in (address, absent)
            )
            assert (there.status_code, there.content) == (
                not_there.status_code,
                not_there.content,
            )
            assert dict(there.headers) == dict(not_there.headers)


def test_web_1_links_that_were_sent_show_no_child(cast):
    """An invitation says who invites and to what; a new-password link says nothing."""
    family = Stage(cast).invited("family", child=cast.rafi)
    from plait.notices.models import Notice

    letter = Notice.objects.get(address=family.email)
    (path,) = re.findall(r"http://localhost:8000(/invitations/\S+)", letter.words)
    links = [
        path,
        invitation_for(cast, "new@plait.example"),
        reset_link(Member(cast.people["abena"])),
    ]
    for link in links:
        page = Client().get(link, follow=True)
        assert page.status_code == 200
        text = page.content.decode()
        for child in Child.objects.all():
            assert child.given_name not in text, link
            assert str(child.pk) not in text, link


# WEB-2


ELSEWHERE = "https://evil.example"
PASSING = {
    "django_session",
    "access_once",
    "ledger_line",
    "ledger_link",
    "ledger_head",
    "book_lastread",
    "cache",
}
FORGERIES = {
    "no token": lambda token: ({}, {}),
    "a made-up token": lambda token: ({"csrfmiddlewaretoken": "x" * 64}, {}),
    "the token of somebody else": lambda token: ({"csrfmiddlewaretoken": "a" * 32 + token[32:]}, {}),
    "from another site": lambda token: ({"csrfmiddlewaretoken": token}, {"Origin": ELSEWHERE}),
    "from nowhere": lambda token: ({"csrfmiddlewaretoken": token}, {"Origin": "null"}),
    "from a look-alike": lambda token: ({"csrfmiddlewaretoken": token}, {"Origin": "http://testserver.evil.example"}),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_web_2_a_form_from_elsewhere_changes_nothing(cast, act):
    sending = Sending(act, cast)
    sending.client.handler.enforce_csrf_checks = True
    token = sending.data.pop("csrfmiddlewaretoken")[0]
    before = rows()
    for forged in FORGERIES.values():
        extra, headers = forged(token)
        data = {**sending.data, **extra, **act.files()}
        answer = sending.client.post(sending.address, data, headers=headers)
        assert answer.status_code == 403
    sending.data["csrfmiddlewaretoken"] = [token]
    data = {**sending.data, **act.files()}
    referred = sending.client.post(
        sending.address, data, secure=True, headers={"Referer": f"{ELSEWHERE}/x"}
    )
    assert referred.status_code == 403
    assert rows() == before
    assert sending.send().status_code == 302


ACCOUNT = ("/hats", "/me/name", "/me/password", "/me/second-factor", "/me/passkeys/add", "/me/app", "/me/codes",
           "/me/codes/new", "/me/ways-in/x", "/me/sign-out-everywhere", "/me/confirm", "/me/confirm/code",
           "/me/confirm/passkey", "/me", "/sign-in", "/sign-in/code", "/sign-in/passkey", "/sign-out",
           "/forgotten", "/forgotten/1/2", "/me/news", "/me/news/code", "/me/news/code/again", "/me/news/remove")  # fmt: skip


def test_web_2_the_account_does_not_change_from_elsewhere_either(cast):
    client = cast.client("margaret")
    client.handler.enforce_csrf_checks = True
    assert {one.split("/")[1] for one in ACCOUNT} <= {
        "hats",
        "me",
        "sign-in",
        "sign-out",
        "forgotten",
    }
    without_door = {page.name for page in site_map.pages() if not page.surface}
    assert (
        len(without_door - {"demo:cast", "demo:be"}) == len(ACCOUNT) + 1 + 9
    )  # and pages of words
    before = rows()
    for address in (*ACCOUNT, invitation_for(cast, "x@plait.example")):
        before = rows()
        for headers in ({}, {"Origin": ELSEWHERE}):
            answer = client.post(
                address, {"name": "x", "hat": "family"}, headers=headers
            )
            assert answer.status_code == 403, address
        assert rows() == before, address


def test_web_2_looking_changes_nothing(cast, whole):
    """Every address, for everybody: no row of any table but of having looked."""
    passing = PASSING | {"access_knowndevice"}
    everybody = ("margaret", "shirin", "tomasz", "daniel", "abena", "idris", "petra")
    for who in everybody if whole else everybody[:3]:
        client = cast.client(who)
        before = rows()
        for page in site_map.behind_doors():
            for address in site_map.addresses(page, cast.rafi, cast.viewer(who)):
                answer = client.get(address)
                assert answer.status_code < 500, address
                if page.surface in ("overview", "book", "team", "plan"):
                    client.head(address)
        for address in (*ACCOUNT, "/by-invitation", "/help", "/health"):
            client.get(address)
        after = rows()
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= passing, (who, changed - passing)


def test_web_2_no_other_site_can_read_an_answer(cast):
    client = cast.client("margaret")
    of_rafi = f"/children/{cast.rafi.pk}"
    for address in ("/", of_rafi, f"{of_rafi}/book", "/help"):
        answer = client.get(address, headers={"Origin": ELSEWHERE})
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for name in ("plait_seen", "csrftoken"):
        assert client.cookies[name]["samesite"] == "Lax"


# WEB-9

NAMES = (
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\x.jpg", "a\0b.jpg", "x.jpg\0.html",
    "CON", "nul.jpg", "aux", "COM1.csv", ".htaccess", "..", ".", "", " ", "photo\u202egpj.exe", "\u202e\u2066x",
    "a" * 5000, "x.jpg;rm -rf ~", "$(id).jpg", "`id`", "<script>x</script>.jpg", "\"'><img src=x>.jpg", "é𝔘.jpg",
    "x.php", "x.html", "x.svg", "%2e%2e%2fx", "a\r\nSet-Cookie: x=1.jpg", "-rf", "~", "x.jpg/", "file:///etc/passwd",
)  # fmt: skip


def sent(client, address, field, name, data, **more):
    """A file under a name that a browser would never send as it is."""
    lines = []
    for key, value in more.items():
        lines += [
            "--border",
            f'Content-Disposition: form-data; name="{key}"',
            "",
            value,
        ]
    quoted = name.replace('"', '\\"')
    lines += ["--border", f'Content-Disposition: form-data; name="{field}"; filename="{quoted}"',
              "Content-Type: image/jpeg", "", ""]  # fmt: skip
    body = "\r\n".join(lines).encode() + data + b"\r\n--border--\r\n"
    return client.generic(
        "POST", address, body, content_type="multipart/form-data; boundary=border"
    )


@pytest.mark.parametrize("name", NAMES)
def test_web_9_a_photo_gets_a_name_of_our_own(cast, files, tmp_path, name):
    client = cast.client("abena")
    answer = sent(
        client,
        f"/children/{cast.rafi.pk}/notes/add",
        "photo",
        name,
        pictures.a_photo(),
        saw="x",
    )
    assert answer.status_code in (200, 302, 400)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    for path in kept:
        assert re.fullmatch(
            r"files/([0-9a-f]{2})/\1[0-9a-f]{62}", str(path.relative_to(tmp_path))
        )
    if kept and answer.status_code == 302:
        photo = Photo.unfiltered("the photo of a test").latest("record__made_at")
        page = client.get(
            reverse("evidence:note", args=[cast.rafi.pk, photo.of_id])
        ).content.decode()
        assert len(name) < 3 or name not in page
        link = re.search(r'src="([^"]+/photos/[^"]+)"', page)[1]
        served = client.get(link)
        assert served.headers["Content-Disposition"] == 'inline; filename="photo.jpg"'
        assert b"".join(served).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("name", NAMES)
def test_web_9_a_census_gets_a_name_of_our_own(cast, files, tmp_path, name):
    from tests.census_files import a_pupil, as_csv

    client = cast.client("margaret")
    answer = sent(client, "/import/census", "pupils", name, as_csv([a_pupil()]))
    assert answer.status_code in (200, 302, 400)
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert re.fullmatch(
            r"files/imports/[0-9a-f]{32}\.csv", str(path.relative_to(tmp_path))
        )
    if answer.status_code == 302:
        rows_of_it = client.get(f"{answer.url}/rows")
        assert (
            rows_of_it.headers["Content-Disposition"]
            == 'attachment; filename="census-rows.csv"'
        )
        page = client.get(answer.url).content.decode()
        assert len(name) < 3 or name not in page


# WEB-10: framing, leading elsewhere, hosts; signing in and accounts are in test_auth_pages.py


def test_web_10_no_page_of_the_site_can_be_framed(cast):
    client = cast.client("margaret")
    for page in site_map.behind_doors():
        for address in site_map.addresses(page, cast.rafi, cast.viewer("margaret"))[:1]:
            answer = client.get(address)
            assert answer.headers["X-Frame-Options"] == "DENY", address
            policy = answer.headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in policy or "sandbox" in policy, address
            assert "unsafe-inline" not in policy


@pytest.mark.parametrize(
    "parameter", ["next", "url", "to", "return", "redirect", "back", "from", "why"]
)
def test_web_10_no_page_leads_elsewhere(cast, parameter):
    client = cast.client("margaret")
    for address in (
        "/",
        "/children",
        f"/children/{cast.rafi.pk}",
        "/hats",
        "/me/name",
        "/sign-out",
    ):
        for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
            answer = client.get(address, {parameter: elsewhere})
            assert "evil.example" not in answer.headers.get("Location", "")
            assert 'href="https://evil' not in answer.content.decode()
            assert 'href="//evil' not in answer.content.decode()


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_web_10_no_form_leads_elsewhere(cast, act):
    sending = Sending(act, cast)
    answer = sending.send(
        next="https://evil.example/", back="//evil.example", to="//evil.example"
    )
    assert answer.status_code in (200, 302)
    assert answer.headers.get("Location", "/").startswith("/")
    assert "evil" not in answer.headers.get("Location", "/")


@pytest.mark.parametrize(
    "header",
    ["Host", "X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"],
)
def test_web_10_what_a_request_says_about_itself_is_not_believed(cast, header):
    client = cast.client("margaret")
    for value in (
        "evil.example",
        "evil.example:8000",
        "testserver@evil.example",
        "/people",
    ):
        answer = client.get(f"/children/{cast.rafi.pk}/team", headers={header: value})
        assert answer.status_code == (400 if header == "Host" else 200)
        assert "evil.example" not in answer.content.decode()
        assert "evil.example" not in str(answer.headers)
