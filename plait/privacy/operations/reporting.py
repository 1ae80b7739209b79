"""Asking who can see what and who has looked, and taking a copy of the answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted
from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.children.finding import Sought
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.privacy import policy
from plait.privacy.models import AccessReport, Download
from plait.privacy.queries import reach
from plait.privacy.queries.leads import agencies_led_by

A_YEAR = 12  # months


@dataclass(frozen=True)
class Wish:
    """Why a lead asks, in their words, and for which days, the last one included."""

    reason: str
    since_on: date
    last_on: date


@transaction.atomic
def ask_by_name(sought: Sought, wish: Wish, *, viewer: Viewer) -> AccessReport:
    """Ask about the child of exactly this name and birthday (rule D2).

    What is written down is the same when nobody is found. Raises NotPermitted.
    """
    policy.may_use_desk(viewer.role).require()
    return _ask(wish, viewer, child=reach.find(sought, viewer=viewer))


@transaction.atomic
def ask_for_question(question_id: UUID, wish: Wish, *, viewer: Viewer) -> AccessReport:
    """Ask because a family asks about a look. Raises LookQuestion.DoesNotExist."""
    policy.may_use_desk(viewer.role).require()
    question = reach.question_for(question_id, viewer=viewer)
    return _ask(wish, viewer, child=question.child, question=question)


@transaction.atomic
def ask_about_colleague(
    called: str, works_at: UUID, reason: str, *, viewer: Viewer
) -> AccessReport:
    """Ask about somebody of exactly this e-mail address or name there (rule D54).

    What is written down is the same when nobody is found. Raises NotPermitted.
    """
    policy.may_use_desk(viewer.role).require()
    policy.may_answer_for(works_at in agencies_led_by(viewer)).require()
    found = reach.find_colleague(called, works_at, viewer=viewer)
    wish = _last_year(reason, viewer)
    return _ask(wish, viewer, colleague=found, works_at_id=works_at)


@transaction.atomic
def ask_about_employment(
    employment_id: UUID, reason: str, *, viewer: Viewer
) -> AccessReport:
    """Ask about somebody an alert or a review is about. Raises DoesNotExist."""
    policy.may_use_desk(viewer.role).require()
    works = reach.get_colleague(employment_id, viewer=viewer)
    wish = _last_year(reason, viewer)
    return _ask(wish, viewer, colleague=works.person, works_at_id=works.agency_id)


def _last_year(reason: str, viewer: Viewer) -> Wish:
    return Wish(reason, arithmetic.months_on(viewer.today, -A_YEAR), viewer.today)


def _ask(
    wish: Wish,
    viewer: Viewer,
    *,
    child: Child | None = None,
    colleague: Person | None = None,
    **more: Any,
) -> AccessReport:
    _insist_on(wish, viewer)
    assert viewer.agency_id
    made = AccessReport.objects.create(
        child=child,
        colleague=colleague,
        **more,
        agency_id=viewer.agency_id,
        made_by_id=viewer.person_id,
        made_at=viewer.now,
        reason=wish.reason.strip(),
        since_on=wish.since_on,
        last_on=wish.last_on,
    )
    ledger.record(
        "privacy.access-report.made",
        viewer=viewer,
        child_id=child.pk if child else None,
        report=made.pk,
        since=wish.since_on,
        last=wish.last_on,
        **({"of": colleague.pk} if colleague else {}),
    )
    return made


def _insist_on(wish: Wish, viewer: Viewer) -> None:
    if not wish.reason.strip():
        raise NotPermitted("Say why you need this report.")
    if not wish.since_on <= wish.last_on <= viewer.today:
        raise NotPermitted("A report ends today at the latest, after its first day.")


def note_named(
    report: AccessReport, child_ids: Collection[UUID], *, viewer: Viewer
) -> None:
    """Each child named in a report about a colleague has the family's line (D57).

    All of them are one look of the lead's, so that a large team does not stop them.
    """
    ledger.record_reading(
        viewer=viewer,
        surface="access-report",
        child_ids=child_ids,
        also={"report": str(report.pk)},
    )


@transaction.atomic
def note_download(
    report: AccessReport, download_id: UUID, form: str, rows: int, *, viewer: Viewer
) -> None:
    """A file of a report leaves Plait: it stands in the register and in the ledger."""
    made = Download.objects.create(
        pk=download_id,
        report=report,
        form=Download.Form(form),
        rows=rows,
        made_by_id=viewer.person_id,
        made_at=viewer.now,
    )
    ledger.record(
        "privacy.access-report.downloaded",
        viewer=viewer,
        child_id=report.child_id,
        report=report.pk,
        download=made.pk,
        form=made.form,
        rows=rows,
    )
