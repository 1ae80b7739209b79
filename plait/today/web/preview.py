"""Show me what they see: whom to choose, and the record as they would see it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.sharing import standing
from plait.sharing.because import Because
from plait.sharing.bylines import Bylines
from plait.sharing.categories import ASKED_ABOUT, Category
from plait.sharing.models import Content
from plait.sharing.web.door import Asking, child_page
from plait.sharing.web.presenters import IN_A_SENTENCE, SHORT
from plait.today import preview, telling
from plait.today.preview import Partner, Preview, Shown

FEW, MANY = 5, 50


@dataclass(frozen=True)
class Told:
    """One record, and why they see it."""

    title: str
    text: str
    who: str
    on: date
    why: str


@dataclass(frozen=True)
class Kind:
    """One kind of information, with the newest records of it."""

    word: str
    records: tuple[Told, ...]
    number: int
    all: str  # where all of them are, when there are more
    sees_part: bool  # the reader has more of this kind


@dataclass(frozen=True)
class PreviewPage:
    partner: Partner
    kinds: tuple[Kind, ...]
    hidden: tuple[str, ...]  # kinds of which the reader has something, and they nothing
    chosen: str  # the kind that is shown whole
    older: str


@child_page("sharing")
def who(request: Asking, child: Child) -> HttpResponse:
    """Whose eyes: the people and the services whom the reader may know of."""
    standing.may_see_as_others(request.standing).require()
    page = {
        "people": preview.list_people(child, viewer=request.viewer),
        "services": preview.list_services(child, viewer=request.viewer),
    }
    return render(request, "today/preview_who.jinja", {"page": page})


@child_page("preview")
def person(request: Asking, child: Child, part_id: UUID) -> HttpResponse:
    """The record as one person of the team would see it now."""
    standing.may_see_as_others(request.standing).require()
    partner = preview.get_person(part_id, child=child, viewer=request.viewer)
    (hat, _), *_ = partner.hats
    request.ledger_also = {"as_person": str(hat.person_id), "as_hat": hat.key}
    return _show(request, child, partner)


@child_page("preview")
def service(request: Asking, child: Child, agency_id: UUID) -> HttpResponse:
    """The record as anybody of a service in the team would see it now."""
    standing.may_see_as_others(request.standing).require()
    partner = preview.get_service(agency_id, child=child, viewer=request.viewer)
    request.ledger_also = {"as_agency": str(agency_id)}
    return _show(request, child, partner)


def _show(request: Asking, child: Child, partner: Partner) -> HttpResponse:
    seen = preview.look_as(partner, child=child, viewer=request.viewer)
    kind, number = request.GET.get("kind", ""), _number(request.GET.get("page", ""))
    found = _page(seen, partner, child, request.viewer, (kind, number))
    return render(request, "today/preview.jinja", {"page": found})


def _number(given: str) -> int:
    plain = given.isascii() and given.isdigit() and len(given) < 5
    return max(1, int(given)) if plain else 1


def _page(
    seen: Preview,
    partner: Partner,
    child: Child,
    viewer: Viewer,
    asked: tuple[str, int],
) -> PreviewPage:
    chosen, number = asked
    chosen = chosen if chosen in dict(Category.choices) and seen.of(chosen) else ""
    number = min(number, 1 + (len(seen.of(chosen)) - 1) // MANY) if chosen else 1
    first = (number - 1) * MANY if chosen else 0
    last = first + MANY if chosen else FEW
    wanted = [kind for kind in ASKED_ABOUT if seen.of(kind) and chosen in ("", kind)]
    pieces = {kind: seen.of(kind)[first:last] for kind in wanted}
    said = _Saying(pieces, partner, child, viewer)
    older = f"?kind={chosen}&page={number + 1}" if chosen else ""
    return PreviewPage(
        partner=partner,
        kinds=tuple(
            Kind(
                word=SHORT[kind],
                records=tuple(said.of(one) for one in pieces[kind]),
                number=len(seen.of(kind)),
                all=f"?kind={kind.value}" if len(seen.of(kind)) > FEW else "",
                sees_part=kind in seen.kinds_with_more,
            )
            for kind in wanted
        ),
        hidden=tuple(
            IN_A_SENTENCE[kind]
            for kind in ASKED_ABOUT
            if kind in seen.kinds_with_more and not seen.of(kind)
        ),
        chosen=chosen,
        older=older if chosen and len(seen.of(chosen)) > last else "",
    )


class _Saying:
    """What it takes to put records into words: their content, authors and reasons."""

    def __init__(
        self,
        pieces: dict[Category, tuple[Shown, ...]],
        partner: Partner,
        child: Child,
        viewer: Viewer,
    ) -> None:
        shown = [one for some in pieces.values() for one in some]
        ids = [one.record_id for one in shown]
        self.partner = partner
        self.contents: dict[UUID, Content] = telling.read(ids, viewer=viewer)
        self.because = Because(one.reason for one in shown)
        self.bylines = Bylines(child, viewer)

    def of(self, one: Shown) -> Told:
        content = self.contents[one.record_id]
        title, text = telling.tell(content)
        record = content.record
        return Told(
            title=title,
            text=text,
            who=self.bylines.of(record).signed,
            on=arithmetic.day_of(record.said_at),
            why=self.because.words(one.reason, self.partner.agency),
        )
