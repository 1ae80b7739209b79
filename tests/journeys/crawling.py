"""Following every link that somebody is shown, from their first page on."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
OF_A_KIND = 2  # pages of one kind that are opened for one person
LEFT_OUT = ("/cast", "/sign-out")
# Words that a page never says to anybody, as people read them.
NEVER = re.compile(
    r"\b(None|null|undefined|Traceback|invalid|submit|click here|required field|oops|"
    r"stakeholders?|pupil record|non-compliant|True|False)\b|\{\{|\{%|&lt;|&#|\bnan\b"
)


class Reader(HTMLParser):
    """The links, ids and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self.quiet = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.add(values.get("id", ""))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        self.quiet += tag in ("script", "style", "svg")

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in ("script", "style", "svg")

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.words.append(data)


@dataclass
class Site:
    """What one person can reach, and everything that is wrong with it."""

    wrong: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)  # an example of each kind
    number: int = 0


def kind_of(address: str) -> str:
    """The address without what tells one page of a kind from another."""
    parts = urlsplit(address)
    path = re.sub(r"/rows/\d+", "/rows/1", UUID.sub("ID", parts.path))
    asked = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return f"{path}?{','.join(asked)}" if asked else path


def crawl(context: BrowserContext, start: str) -> Site:
    """Open what is linked to, page after page, until there is nothing new."""
    site, seen, number = Site(), {start}, Counter()
    waiting = deque([(start, "the start")])
    while waiting:
        address, came_from = waiting.popleft()
        kind = kind_of(address)
        number[kind] += 1
        if number[kind] > OF_A_KIND:
            continue
        answer = context.request.get(address)
        site.number += 1
        if answer.status != 200:
            site.wrong.append(f"{answer.status} {address}, linked from {came_from}")
            continue
        if "text/html" not in answer.headers["content-type"]:
            continue
        site.pages.setdefault(kind, address)
        for link in look_at(answer.text(), answer.url, site):
            if link not in seen:
                seen.add(link)
                waiting.append((link, address))
    return site


def look_at(html: str, address: str, site: Site) -> list[str]:
    """Where a page leads; what is wrong with its words and its own links is noted."""
    page = Reader(html)
    if bad := NEVER.search(" ".join(page.words)) or UUID.search(" ".join(page.words)):
        site.wrong.append(f"{address} says “{bad[0]}”")
    found = []
    for link in page.links:
        if link.startswith("#"):
            if link[1:] not in page.ids:
                site.wrong.append(f"{address}: {link} is not on the page")
            continue
        if link.startswith("tel:"):  # somebody to ring
            continue
        full = urljoin(address, link).split("#")[0]
        if urlsplit(full).netloc != urlsplit(address).netloc:
            site.wrong.append(f"{address} leads away, to {full}")
        elif not urlsplit(full).path.startswith(LEFT_OUT):
            found.append(full)
    return found
