"""Every address of the product with its parts filled in, and what it answers.

tests/site_map.py reads the addresses from the URL configuration. A part that stands for
something is filled with ids that the caller has: of what a reader may see, of what is
hidden from them, or of nothing at all.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from django.db import transaction
from django.test import Client
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.evidence.web.presenters import photo_token
from tests import site_map
from tests.site_map import Page

Filling = Mapping[str, Sequence[object]]

# Parts that stand for nobody's data.
PLAIN: Filling = {
    "line": [2],
    "kind": ["plan"],
    "key": ["1"],
    "gap": ["1"],
    "uidb36": ["1"],
    "token": ["x" * 43],
}
# What can be asked for in an address beyond its parts.
ASKED = {
    "today:today": ("page=2",),
    "today:children": ("q=ra", "q=Zebulon", "page=2"),
    "today:child": ("from=home", "from=setting&from=specialists", "before={now}"),
    "book:book": ("before={now}",),
    "plans:add-outcome": ("from={none}",),
}
# They take what a form sends; whoever only opens them is led on.
ONLY_LEAD_ON = frozenset(
    {
        "emergency:end",
        "plans:practise",
        "privacy:agree-to-disposal",
        "safeguarding:open",
        "sharing:agree",
        "sharing:confirm-seal",
        "sharing:end-area-agreement",
        "sharing:sign-area-agreement",
        "sharing:stop-disclosure",
        "sharing:tell",
    }
)
# It answers only a page that is open, with nothing.
ONLY_SAYS_YES = frozenset({"sharing:still"})
# What somebody asked for, once it is released, and taking it back; what is told later:
# opened in test_out_requests.py, test_out_letters.py and test_told_later.py.
NOT_READY = frozenset({"privacy:answer", "privacy:prepared", "privacy:take-back"})
# How often every service opened and read, and what a service keeps, for privacy leads:
# numbers that name no child and are meant to hold what else they may not see (E9, D59).
COUNTS_FOR = {
    "emergency:numbers": "ayesha",
    "privacy:processing": "ayesha",
    "privacy:processing-of": "ayesha",
    "privacy:processing-csv": "ayesha",
    "privacy:processing-json": "ayesha",
}


class NotFilled(Exception):
    """A page has a part for which nobody has said what it stands for."""


def pages() -> list[Page]:
    """Every address of the product but the files that never change."""
    return site_map.pages()


def about_children() -> list[Page]:
    return [page for page in pages() if "child_id" in page.parts]


def naming(part: str) -> list[Page]:
    """The pages whose address names one thing of this kind."""
    return [page for page in pages() if part in page.parts]


def addresses(
    page: Page, filling: Filling, viewer: Viewer, *, asked: bool = True
) -> Iterator[str]:
    """The page's addresses with every choice of ids. Raises NotFilled."""
    whole = PLAIN | filling
    if unknown := set(page.parts) - whole.keys():
        raise NotFilled(f"{page.name}: say in tests/trust what {unknown} stand for")
    for ids in product(*(whole[part] for part in page.parts)):
        parts = dict(zip(page.parts, ids, strict=True))
        if "photo_id" in parts:
            parts["token"] = photo_token(parts["photo_id"], viewer)
        address = reverse(page.name, kwargs=parts)
        yield address
        for query in ASKED.get(page.name, ()) if asked else ():
            words = query.format(now=_in_address(viewer.now), none=uuid.UUID(int=0))
            yield f"{address}?{words}"


def _in_address(moment: datetime) -> str:
    return moment.isoformat().replace("+", "%2B")


# --- What is answered -----------------------------------------------------------------

NONCES = (
    (re.compile(rb"(/still\?shown=)[^\"]+"), rb"\1"),
    (re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+'), rb"\1"),
    (re.compile(rb'(name="once" value=")[^"]+'), rb"\1"),
    (re.compile(rb"(/photos/[0-9a-f-]{36}/)[\w:-]+"), rb"\1"),
    (re.compile(rb"(Copy )[0-9a-f-]{36}"), rb"\1"),  # drawn for each that is taken
)
# Secrets that are drawn anew each time one sets something up.
SECRETS = {
    "access:set-up-app": re.compile(
        rb"<svg.*?</svg>|[A-Z2-7]{4}(?: [A-Z2-7]{4})+", re.S
    ),
    "access:add-passkey": re.compile(
        rb"&#34;challenge&#34;: &#34;[\w-]+|challenge[^,]+"
    ),
    "mfa_reauthenticate_webauthn": re.compile(rb"challenge[^,]+"),
}
HEADERS_OF_THE_MOMENT = ("Set-Cookie", "Date", "Expires")


@dataclass(frozen=True)
class Answer:
    """All that comes back, but for what is random or the time of day."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


def read(response, name: str = "") -> Answer:
    """What a response says, with nonces masked."""
    body = b"".join(response) if response.streaming else response.content
    for pattern, kept in NONCES:
        body = pattern.sub(kept, body)
    if name in SECRETS:
        body = SECRETS[name].sub(b"", body)
    headers = [
        (header, _masked(header, value, masked=name in SECRETS))
        for header, value in response.headers.items()
        if header not in HEADERS_OF_THE_MOMENT
    ]
    cookies = [
        (cookie, f"{morsel['path']} {morsel['httponly']} {morsel['samesite']}")
        for cookie, morsel in response.cookies.items()
    ]
    return Answer(
        response.status_code, tuple(sorted(headers)), tuple(sorted(cookies)), body
    )


def _masked(header: str, value: str, *, masked: bool) -> str:
    return "" if masked and header == "Content-Length" else value


def ask(client: Client, address: str, *, method: str = "get", name: str = "", **more):
    """One request, after which everything is as before."""
    with transaction.atomic():
        answer = read(getattr(client, method)(address, **more), name)
        transaction.set_rollback(True)
    return answer


def ask_all(
    client: Client, there: Iterable[tuple[str, str]], **more
) -> dict[str, Answer]:
    """The answers of many addresses, each (name of the page, address)."""
    return {address: ask(client, address, name=name, **more) for name, address in there}


def broken(answers: Mapping[str, Answer]) -> list[str]:
    """Addresses at which something went wrong: they would prove nothing."""
    return [address for address, answer in answers.items() if answer.status >= 500]


def counted(answers: Mapping[str, Answer]) -> list[str]:
    """Links that hold a number, which could be counted (EXI-7)."""
    number = re.compile(r'(?:href|action)="[^"?#]*/\d+(?:[/"?#])')
    return [
        f"{address}: {found[0]}"
        for address, answer in answers.items()
        if (found := number.search(answer.text)) and "/rows/" not in found[0]
    ]


def differences(one: Mapping[str, Answer], other: Mapping[str, Answer]) -> list[str]:
    """Where two worlds answer differently, and how, in lines that can be read."""
    assert one.keys() == other.keys()
    return [
        f"{address}\n    {_how(one[address], other[address])}"
        for address in one
        if one[address] != other[address]
    ]


def _how(one: Answer, other: Answer) -> str:
    if one.status != other.status:
        return f"{one.status} and {other.status}"
    if one.headers != other.headers and one.body == other.body:
        return f"{set(one.headers) ^ set(other.headers)}"
    ours, theirs = _words(one), _words(other)
    only = [words for words in theirs if words not in ours]
    gone = [words for words in ours if words not in theirs]
    return f"+ {' | '.join(only)[:500]}\n    - {' | '.join(gone)[:500]}"


def _words(answer: Answer) -> list[str]:
    """What stands between the tags; the whole of it where only tags differ."""
    between = re.split(r"\s*<(?!a |form|input|title)[^>]*>\s*", answer.text)
    return [words for words in between if words]
