"""Deciding item by item, writing the answer anew, and releasing it (D47 to D53)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from plait.access.viewer import Hat, Viewer
from plait.clocks import arithmetic, limits
from plait.ledger import operations as ledger
from plait.privacy import answering, grounds, in_words, redaction
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.operations import news, ties
from plait.privacy.operations import requests as asking
from plait.privacy.queries import answer, desks, kept, others
from plait.sharing import copies
from plait.sharing.models import Copy, Record, RecordVersion

State, Outcome = AccessRequest.State, RequestItem.Outcome
WHY = "what was decided is written anew for whoever asked"


@dataclass(frozen=True)
class Verdict:
    """What somebody decides about one item."""

    outcome: str
    ground: str = ""
    reason: str = ""
    takes_out: tuple[str, ...] = ()


@transaction.atomic
def decide(
    item_id: UUID, verdict: Verdict, *, request_id: UUID, viewer: Viewer
) -> RequestItem:
    """Give it, give it with parts taken out, or do not give it (D47 to D49).

    What is sealed from whoever asked is never given, whatever is decided.
    Raises DoesNotExist, NotPermitted, or LookupError for a ground that is none.
    """
    request = asking.lock(request_id, viewer)
    item = kept.get_item(item_id, request=request, viewer=viewer).item
    desk = desks.desk_for(request, viewer)
    answering.may_decide(request, item, desk, viewer.person_id).require()
    if others.sealed_from_asker(request, viewer, [item.record_id]):
        verdict = Verdict(Outcome.WITHHOLD, "sealed", verdict.reason)
    answering.may_give(
        verdict.outcome, can_read=kept.can_read(item, viewer=viewer)
    ).require()
    if verdict.outcome != Outcome.WHOLE:
        grounds.get(verdict.ground)
    return _note(item, verdict, request, viewer)


def _note(
    item: RequestItem, verdict: Verdict, request: AccessRequest, viewer: Viewer
) -> RequestItem:
    whole = verdict.outcome == Outcome.WHOLE
    item.outcome, item.reason = Outcome(verdict.outcome), verdict.reason.strip()
    item.ground = "" if whole else verdict.ground
    parts = verdict.outcome == Outcome.PARTS
    item.takes_out = list(verdict.takes_out) if parts else []
    item.decided_by_id, item.decided_at = viewer.person_id, viewer.now
    item.save()
    ledger.record(
        "privacy.request.item-decided",
        viewer=viewer,
        child_id=request.child_id,
        request=request.pk,
        record=item.record_id,
        outcome=item.outcome,
        ground=item.ground,
    )
    return item


@transaction.atomic
def prepare(request_id: UUID, *, viewer: Viewer) -> AccessRequest:
    """Write the answer anew from what was decided, for a second person (D50)."""
    request = asking.lock(request_id, viewer)
    me = viewer.person_id
    answering.may_prepare(
        request,
        me,
        undecided=kept.count_undecided(request, viewer=viewer),
        elsewhere=kept.is_for_somebody_else(request, me, viewer=viewer),
    ).require()
    _never_give_the_rest(request, viewer)
    out = others.always_out(request, viewer)
    for item in request.items.all():
        _write_anew(item, out)
    request.state = State.PREPARED
    request.prepared_by_id, request.prepared_at = viewer.person_id, viewer.now
    request.save()
    asking.record("prepared", request, viewer)
    news.tell_second_person(request, viewer)
    return request


def _never_give_the_rest(request: AccessRequest, viewer: Viewer) -> None:
    """What is sealed from whoever asked, and from those who would decide (D48, D76)."""
    for item in request.items.filter(outcome=""):
        _note(item, Verdict(Outcome.WITHHOLD, "sealed"), request, viewer)


def insist_on_releasing(request: AccessRequest, viewer: Viewer) -> None:
    """D51, D76. Raises NotPermitted."""
    desk, me = desks.desk_for(request, viewer), viewer.person_id
    elsewhere = kept.is_for_somebody_else(request, me, viewer=viewer)
    answering.may_release(request, desk, me, elsewhere=elsewhere).require()


def _write_anew(item: RequestItem, out: list[str]) -> None:
    item.given, item.picture = [], ""
    if item.outcome != Outcome.WITHHOLD:
        taken = [*item.takes_out, *out]
        versions = RecordVersion.objects.unfiltered(WHY).filter(
            record=item.record_id,
            record__state=Record.State.LIVE,
            number__lte=item.version,
        )
        for version in versions.select_related("author").order_by("number"):
            told = in_words.tell(version, item.kind)
            clean = [
                (question, redaction.take_out(said, taken))
                for question, said in told.pairs
            ]
            who = redaction.take_out(told.who, taken)
            item.given.append([who, told.when, clean])
            item.picture = in_words.picture_of(version)
        if item.outcome == Outcome.PARTS:
            item.picture = ""
    item.save(update_fields=["given", "picture"])


@transaction.atomic
def send_back(request_id: UUID, *, viewer: Viewer) -> AccessRequest:
    """The second person is not content: whoever prepared it looks again (D51)."""
    request = asking.lock(request_id, viewer)
    insist_on_releasing(request, viewer)
    request.items.update(given=[], picture="")
    request.state, request.prepared_by, request.prepared_at = State.OPEN, None, None
    request.save()
    asking.record("sent-back", request, viewer)
    return request


@transaction.atomic
def release(request_id: UUID, *, viewer: Viewer) -> AccessRequest:
    """A second person lets whoever asked read it; nobody here reads on (D51, D43)."""
    request = asking.lock(request_id, viewer)
    insist_on_releasing(request, viewer)
    weeks = limits.in_force(limits.REQUEST_READY_WEEKS, viewer.today)
    request.state = State.RELEASED
    request.released_by_id, request.released_at = viewer.person_id, viewer.now
    request.available_until_on = arithmetic.weeks_on(viewer.today, weeks)
    request.save()
    ties.end_ties(request, viewer)
    asking.record("released", request, viewer)
    news.tell_asker(request, news.READY, viewer)
    return request


@transaction.atomic
def note_fetched(request: AccessRequest, *, viewer: Viewer) -> None:
    """Whoever asked has taken a copy: the register of copies knows of what (D53).

    Of what was in the file, as it was in it: what has been sealed since is not, and may
    be the next time.
    """
    locked = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if locked.fetched_at is None:
        locked.fetched_at = viewer.now
        locked.save(update_fields=["fetched_at"])
    copies.register(
        _taken_first_now(locked, viewer),
        how="file",
        purpose=copies.ANSWER,
        viewer=viewer,
        holder=Hat(locked.asked_by_id, None),
    )
    asking.record("fetched", locked, viewer)


def _taken_first_now(request: AccessRequest, viewer: Viewer) -> list[Record]:
    """What no earlier fetch had, each with the hash of the version that is in it."""
    had = Copy.objects.filter(
        holder_person=request.asked_by_id,
        purpose=copies.ANSWER,
        made_at__gte=request.released_at,
    ).values("record")
    items = answer.still_theirs(request, viewer)
    given = {item.record_id: item.version for item in items}
    versions = RecordVersion.objects.unfiltered("a copy of it was taken away").filter(
        record__in=given
    )
    found = []
    for version in versions.exclude(record__in=had).select_related("record"):
        if version.number == given[version.record_id]:
            version.record.version_hash = version.content_hash  # maybe not the newest
            found.append(version.record)
    return found
