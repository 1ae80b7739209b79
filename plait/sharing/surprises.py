"""A family is surprised that somebody looked; a named person answers by a day (L4, L5).

The question holds the line as the family saw it. It is for whoever asked it and for
those who answer: the privacy leads of the agency that looked, or where it has none who
may answer, the council's. Never for the person whose look it is.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.access.decisions import ALLOW, Decision, TooLate, deny
from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies.models import Employment
from plait.children.models import Child
from plait.clocks import arithmetic, holidays, limits
from plait.design_system import words as say
from plait.ledger import operations as ledger
from plait.notices import operations as notices
from plait.sharing import queries, standing
from plait.sharing.looked_at import FOR_THE_ASKER
from plait.sharing.looks import Look
from plait.sharing.models import LookQuestion

State = LookQuestion.State


def may_ask_about(look: Look) -> Decision:
    """L4: what somebody looked at for a service; families ask each other themselves."""
    if look.hat.is_family:
        return deny("This is somebody in the family. Ask them yourself.")
    if look.surface in FOR_THE_ASKER:
        return deny("This is about a question of yours. Its answer says why.")
    return ALLOW


@transaction.atomic
def ask_about(look: Look, said: str, *, child: Child, viewer: Viewer) -> LookQuestion:
    """Ask why somebody looked (rule L4). About one line, once.

    Raises NotPermitted, or TooLate when nobody in the area could answer.
    """
    standing.may_see_looks(queries.standing_of(viewer, child)).require()
    may_ask_about(look).require()
    assert look.hat.agency_id
    lead = _leads(look.hat.agency_id, {look.hat.person_id, viewer.person_id}, viewer)
    made, is_new = LookQuestion.objects.get_or_create(
        child=child,
        asked_by_id=viewer.person_id,
        person_id=look.hat.person_id,
        agency_id=look.hat.agency_id,
        surface=look.surface,
        on=look.on,
        defaults={
            "asked_at": viewer.now,
            "words": said.strip(),
            "role": look.role,
            "first_at": look.first_at,
            "last_at": look.last_at,
            "times": look.times,
            "answers_id": lead[0].person_id,
            "due_on": due_on(viewer.now),
        },
    )
    if is_new:
        ledger.record(
            "sharing.look.asked-about",
            viewer=viewer,
            child_id=child.pk,
            question=made.pk,
        )
        _tell_lead(lead[0], made, viewer)
    return made


def days_to_answer(now: datetime) -> int:
    """Within how many working days a question asked now is answered."""
    return limits.in_force(limits.ANSWER_WORKING_DAYS, arithmetic.day_of(now))


def due_on(asked_at: datetime) -> date:
    """R-WDA: the day by which a question is answered."""
    day = arithmetic.day_of(asked_at)
    near = holidays.bank_holidays_near(day)
    return arithmetic.working_days_after(day, days_to_answer(asked_at), near)


def _leads(agency_id: UUID, but: set[UUID], viewer: Viewer) -> list[Employment]:
    found = agencies.privacy_leads_for(agency_id, viewer.now, but=but)
    if not found:
        raise TooLate("Nobody in this area can answer this yet. Tell the SENCO.")
    return found


def _tell_lead(lead: Employment, question: LookQuestion, viewer: Viewer) -> None:
    day = say.day(question.due_on, viewer.today)
    notices.queue(
        address=lead.person.email,
        person_id=lead.person_id,
        subject="Plait: a question is waiting for you",
        words=f"A question is waiting for you. Please answer by {day}. "
        "Sign in to read it.",
        now=viewer.now,
    )


# --- Reading ---


def own_questions(child: Child, *, viewer: Viewer) -> list[LookQuestion]:
    """What the viewer asked about looks at this child, the newest first."""
    return list(_whole().filter(child=child, asked_by=viewer.person_id))


def get_own(question_id: UUID, *, child: Child, viewer: Viewer) -> LookQuestion:
    """One of them. Raises LookQuestion.DoesNotExist for everybody else's."""
    return _whole().get(pk=question_id, child=child, asked_by=viewer.person_id)


def list_waiting(viewer: Viewer) -> list[LookQuestion]:
    """The questions that wait for the viewer's answer, the most urgent first."""
    leads = agencies.list_privacy_leads(viewer.now)
    if not any(_is(viewer, one) for one in leads):
        return []
    waiting = _whole().filter(state__in=LookQuestion.OPEN).order_by("due_on", "pk")
    return [one for one in waiting if _answers(viewer, one, leads)]


def get_for_lead(question_id: UUID, *, viewer: Viewer) -> LookQuestion:
    """A question that the viewer may answer, or has answered (rule L5).

    Raises LookQuestion.DoesNotExist for everybody else, the person whose look it is
    among them.
    """
    found = only_for_lead([question_id], viewer=viewer)
    if not found:
        raise LookQuestion.DoesNotExist
    return found[0]


def only_for_lead(
    question_ids: Collection[UUID], *, viewer: Viewer
) -> list[LookQuestion]:
    """Of these questions, the ones that the viewer may answer, or has answered."""
    leads = agencies.list_privacy_leads(viewer.now)
    if not any(_is(viewer, one) for one in leads):
        return []
    found = _whole().filter(pk__in=question_ids)
    return [one for one in found if _answers(viewer, one, leads)]


def who_answers(question: LookQuestion, *, viewer: Viewer) -> str:
    """The name of whoever is asked: somebody else's, once they have left."""
    if question.answered_by:
        return question.answered_by.name
    leads = agencies.list_privacy_leads(viewer.now)
    able = _able(question, viewer, leads)
    named = [one for one in able if one.person_id == question.answers_id]
    first = (named or able)[:1]
    return first[0].person.name if first else question.answers.name


def _whole() -> QuerySet[LookQuestion]:
    found = LookQuestion.objects.select_related(
        "child", "person", "agency", "asked_by", "answers", "answered_by"
    )
    return found.order_by("-asked_at", "pk")


def _is(viewer: Viewer, lead: Employment) -> bool:
    return (lead.person_id, lead.agency_id) == viewer.hat


def _able(
    question: LookQuestion, viewer: Viewer, leads: Sequence[Employment]
) -> list[Employment]:
    """L5: never whoever looked, nor whoever asked."""
    but = {question.person_id, question.asked_by_id}
    return agencies.privacy_leads_for(
        question.agency_id, viewer.now, but=but, among=leads
    )


def _answers(
    viewer: Viewer, question: LookQuestion, leads: Sequence[Employment]
) -> bool:
    return any(_is(viewer, one) for one in _able(question, viewer, leads))


# --- Answering ---


@transaction.atomic
def answer(
    question_id: UUID, state: str, said: str, *, tells: bool, viewer: Viewer
) -> LookQuestion:
    """Answer the family (rule L5): in order and why, not in order, or asked further.

    `tells`: whoever looked is told that somebody asked, by whoever answers and by
    nothing else. Raises LookQuestion.DoesNotExist, or TooLate when it is answered.
    """
    LookQuestion.objects.select_for_update().filter(pk=question_id).first()
    found = get_for_lead(question_id, viewer=viewer)
    if not found.is_open:
        raise TooLate("This question has been answered already.")
    found.state = State(state)
    found.answer = "\n\n".join(part for part in (found.answer, said.strip()) if part)
    found.answered_by_id, found.answered_at = viewer.person_id, viewer.now
    if tells and not found.told_at:
        found.told_at = viewer.now
        _tell_looker(found, viewer)
    found.save()
    ledger.record(
        "sharing.look.answered",
        viewer=viewer,
        child_id=found.child_id,
        question=found.pk,
        state=found.state,
        told=tells,
    )
    _tell_family(found, viewer)
    return found


def _tell_looker(question: LookQuestion, viewer: Viewer) -> None:
    notices.queue(
        address=question.person.email,
        person_id=question.person_id,
        subject="Plait: please speak to a privacy lead",
        words=f"{viewer.name} has a question about how you use Plait. "
        "Please speak to them.",
        now=viewer.now,
    )


def _tell_family(question: LookQuestion, viewer: Viewer) -> None:
    notices.queue(
        address=question.asked_by.email,
        person_id=question.asked_by_id,
        subject="Plait: there is an answer for you",
        words="There is an answer to something you asked. Sign in to read it.",
        now=viewer.now,
    )
