"""Whom a privacy lead may ask about, and which report they may open (D2, D54)."""

import unicodedata
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.agencies.roles import PRIVACY_LEAD
from plait.children.finding import Sought, only_one, told_exactly
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.privacy.models import AccessReport
from plait.privacy.queries.leads import agencies_led_by
from plait.sharing import conditions, surprises
from plait.sharing.models import LookQuestion


def find(sought: Sought, *, viewer: Viewer) -> Child | None:
    """The one child of exactly this name and birthday that the lead may ask about.

    One statement finds neither a child who is not there nor one whom it is not for the
    lead to ask about, so nothing tells them apart (EXI-8).
    """
    return only_one(_may_ask_about(told_exactly(sought), viewer))


def _may_ask_about(children: QuerySet[Child], viewer: Viewer) -> QuerySet[Child]:
    """Those with whom somebody works now for whom the lead answers.

    Never one who is closed to the lead as a whole, nor one of their own family.
    """
    ask = conditions.Question(viewer.hat, viewer.now)
    ties = Tie.objects.filter(child_id=OuterRef("pk"))
    works_with = ties.filter(
        live(viewer.now), kind=Tie.Kind.TEAM, agency__in=agencies_led_by(viewer)
    )
    return open_to(children, ask).filter(Exists(works_with))


def open_to(children: QuerySet[Child], ask: conditions.Question) -> QuerySet[Child]:
    """Those not closed to whoever asks as a whole, nor of their own family."""
    return children.filter(is_open(ask))


def is_open(ask: conditions.Question, child: str = "pk") -> Q:
    """The same, asked of rows that name the child by this field."""
    family = Tie.objects.filter(
        child_id=OuterRef(child), person_id=ask.hat.person_id, agency=None
    )
    return (
        ~conditions.shut_out(ask)
        & ~Q(Exists(conditions.sealed_whole(ask, child)))
        & ~Q(Exists(family))
    )


def only_nameable(child_ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, Child]:
    """Of these children, the ones whose own report the lead could have (D55)."""
    asked = Child.objects.filter(pk__in=child_ids)
    return {child.pk: child for child in _may_ask_about(asked, viewer)}


def find_colleague(called: str, agency_id: UUID, *, viewer: Viewer) -> Person | None:
    """Who works or worked there, of exactly this e-mail address or name (D54).

    However it is spaced, and in capitals or not. None for somebody who never did, for
    two of one name, and where the viewer does not answer for the agency.
    """
    if agency_id not in agencies_led_by(viewer):
        return None
    works = Employment.objects.filter(
        person=OuterRef("pk"), agency=agency_id, from_at__lte=viewer.now
    )
    said = _as_said(called)
    found = [
        person
        for person in Person.objects.filter(Exists(works))
        if said in {_as_said(person.email), _as_said(person.name)}
    ]
    return found[0] if len(found) == 1 else None


def _as_said(typed: str) -> str:
    """The same for all ways to type one name: spaces, capitals, how accents are put.

    Here and not in the database, because SQLite knows only the capitals of English.
    """
    return " ".join(unicodedata.normalize("NFKC", typed).split()).casefold()


def get_colleague(employment_id: UUID, *, viewer: Viewer) -> Employment:
    """A colleague at an agency that the viewer answers for. Raises DoesNotExist."""
    return Employment.objects.select_related("person", "agency").get(
        pk=employment_id,
        agency__in=agencies_led_by(viewer),
        from_at__lte=viewer.now,
    )


def question_for(question_id: UUID, *, viewer: Viewer) -> LookQuestion:
    """A family's question that the lead answers, about a child open to them.

    Raises LookQuestion.DoesNotExist.
    """
    found = _questions([question_id], viewer)
    if question_id not in found:
        raise LookQuestion.DoesNotExist
    return found[question_id]


def _questions(ids: Collection[UUID], viewer: Viewer) -> dict[UUID, LookQuestion]:
    """Of these questions, those the lead answers, about children open to them."""
    asked = surprises.only_for_lead(ids, viewer=viewer)
    children = Child.objects.filter(pk__in=[one.child_id for one in asked])
    ask = conditions.Question(viewer.hat, viewer.now)
    are_open = set(open_to(children, ask).values_list("pk", flat=True))
    return {one.pk: one for one in asked if one.child_id in are_open}


def list_reports(viewer: Viewer, most: int = 50) -> list[AccessReport]:
    """What the viewer has asked as a lead, newest first."""
    return list(_own(viewer).order_by("-made_at", "pk")[:most])


def get_report(report_id: UUID, *, viewer: Viewer) -> AccessReport:
    """One's own, while its child or agency may be asked about. Raises DoesNotExist."""
    report = _own(viewer).get(pk=report_id)
    if not only_open([report], viewer=viewer):
        raise AccessReport.DoesNotExist
    return report


def only_open(reports: Sequence[AccessReport], *, viewer: Viewer) -> set[UUID]:
    """Of one's own reports, those whose child or agency may still be asked about.

    One in which nobody was found stays open, but for the agency it was asked of.
    """
    led = agencies_led_by(viewer) if any(one.works_at_id for one in reports) else ()
    questions = [one.question_id for one in reports if one.question_id]
    answers = _questions(questions, viewer) if questions else {}
    children = [one.child_id for one in reports if one.child_id and not one.question_id]
    asked = only_nameable(children, viewer=viewer) if children else {}
    may = {*led, *answers, *asked, None}
    return {
        one.pk
        for one in reports
        if (one.works_at_id or one.question_id or one.child_id) in may
    }


def _own(viewer: Viewer) -> QuerySet[AccessReport]:
    """Whoever asked, in the hat in which they asked, while they lead."""
    if viewer.role != PRIVACY_LEAD:
        return AccessReport.objects.none()
    found = AccessReport.objects.filter(
        made_by=viewer.person_id, agency=viewer.hat.agency_id
    )
    return found.select_related("child", "agency", "made_by", "colleague", "works_at")
