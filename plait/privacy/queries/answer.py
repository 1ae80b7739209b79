"""The answer to one request, for whoever asked and whoever releases it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.template.loader import render_to_string

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.design_system import words
from plait.evidence import photos
from plait.privacy import bundle, grounds, in_words, redaction
from plait.privacy.answering import may_ask
from plait.privacy.bundle import Answer, Piece, Version
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.queries import others, requests
from plait.sharing import looks_told, queries
from plait.team import looks

State, Outcome = AccessRequest.State, RequestItem.Outcome
MOST_LOOKS = 5000
CLOSING = (
    "Some kinds of information are never part of an answer, because the law protects "
    "them. We never say whether there is any. This sentence stands in every answer."
)
COMPLAIN = (
    "You think something is missing or wrong? Write to us first. You can also complain "
    "to the Information Commissioner: ico.org.uk, phone 0303 123 1113. A court can "
    "decide it too."
)


def is_ready(request: AccessRequest, child: Child, *, viewer: Viewer) -> bool:
    """Whether whoever asked may fetch it now (D52): released, in time, still theirs."""
    if request.state != State.RELEASED or request.asked_by_id != viewer.person_id:
        return False
    in_time = viewer.today < (request.available_until_on or date.min)
    return in_time and may_ask(queries.standing_of(viewer, child)).allowed


def get_answer(
    request_id: UUID, child: Child, *, viewer: Viewer
) -> tuple[AccessRequest, bytes]:
    """The file, made for its reader (D52). Raises AccessRequest.DoesNotExist."""
    request = requests.get_own(request_id, child=child, viewer=viewer)
    if not is_ready(request, child, viewer=viewer):
        raise AccessRequest.DoesNotExist
    items = still_theirs(request, viewer)
    answer = _answer(request, items, viewer, _looks(child, viewer))
    page = render_to_string("privacy/answer_file.jinja", {"answer": answer})
    return request, bundle.pack(answer, page, _pictures(items, answer))


def read_answer(request: AccessRequest, *, viewer: Viewer) -> Answer:
    """What was prepared, for the second person who looks at it (D51)."""
    return _answer(request, still_theirs(request, viewer), viewer, ())


def still_theirs(request: AccessRequest, viewer: Viewer) -> list[RequestItem]:
    """Without what has been sealed from whoever asked since it was released."""
    found = [one for one in request.items.order_by("number") if one.given]
    ids = [one.record_id for one in found]
    sealed = others.sealed_from_asker(request, viewer, ids)
    return [one for one in found if one.record_id not in sealed]


def _answer(
    request: AccessRequest,
    items: Sequence[RequestItem],
    viewer: Viewer,
    looked: tuple[str, ...],
) -> Answer:
    out = others.always_out(request, viewer)
    # Of what is held for the serious-harm decision the letter knows nothing (D49).
    grounds_told = request.items.filter(held=False).values_list("ground", flat=True)
    return Answer(
        recipient=request.asked_by.name,
        child=request.child.full_name,
        service=request.agency.name,
        day=words.record_day(request.released_at or viewer.now),
        letter=_letter(request, set(grounds_told)),
        pieces=tuple(_piece(number, item, out) for number, item in enumerate(items, 1)),
        looks=tuple(redaction.take_out(one, out) for one in looked),
    )


def _piece(number: int, item: RequestItem, out: Sequence[str]) -> Piece:
    versions = tuple(
        Version(
            redaction.take_out(who, out),
            when,
            tuple((ask, redaction.take_out(said, out)) for ask, said in pairs),
        )
        for who, when, pairs in item.given
    )
    picture = f"photo-{number}.jpg" if item.picture else ""
    return Piece(number, in_words.kind_words(item.kind), versions, picture)


def _letter(request: AccessRequest, used: set[str]) -> tuple[str, ...]:
    asked = words.record_day(request.asked_at)
    told = [one.told for one in grounds.GROUNDS if one.key in used and one.told]
    return (
        f"On {asked} you asked for everything that {request.agency.name} keeps about "
        f"{request.child.called}. This is our answer.",
        f"Words that were taken out are marked {redaction.OUT}.",
        *told,
        CLOSING,
        COMPLAIN,
    )


def _looks(child: Child, viewer: Viewer) -> tuple[str, ...]:
    """Who has looked, as whoever asked may know of it (W7, L2)."""
    found = looks.list_looks(child, viewer=viewer, most=MOST_LOOKS).looks
    return tuple(
        f"{day.words}: {line.who}, {line.job}, read {line.part}. {line.when}."
        for day in looks_told.in_days(found, child, viewer=viewer)
        for line in day.lines
    )


def _pictures(items: Sequence[RequestItem], answer: Answer) -> list[tuple[str, bytes]]:
    """Each drawn anew, so that nothing rides along."""
    found = []
    for item, piece in zip(items, answer.pieces, strict=True):
        if piece.picture:
            with photos.opened(item.picture) as file:
                found.append((piece.picture, photos.draw_anew(file.read()).data))
    return found
