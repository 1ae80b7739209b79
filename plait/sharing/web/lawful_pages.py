"""What was shared without asking, and what services agreed on, in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing.categories import Category
from plait.sharing.grounds import BY_KIND
from plait.sharing.models import AreaAgreement, Disclosure
from plait.sharing.web.presenters import IN_A_SENTENCE

A_DAY = timedelta(days=1)


def kinds_in_words(categories: list[str]) -> str:
    """ "the plan, notes and health" """
    return words.joined([IN_A_SENTENCE[Category(kind)] for kind in categories])


@dataclass(frozen=True)
class Told:
    """One decision to share without asking, as whoever may know of it reads it."""

    id: UUID
    whom: str
    kinds: str
    ground: str
    law: str
    under: str
    reason: str
    by: str
    on: date
    last_day: date
    is_over: bool
    ended: str
    told_on: date | None
    not_told_because: str
    look_again_on: date | None
    history: bool
    is_ours: bool  # of the reader's own service, which may stop it

    @classmethod
    def of(cls, one: Disclosure, viewer: Viewer) -> "Told":
        ground = BY_KIND[one.ground]
        ours = one.decided_for_agency_id == viewer.hat.agency_id
        return cls(
            id=one.pk,
            whom=one.to_agency.short_name,
            kinds=kinds_in_words(one.categories),
            ground=ground.label,
            law=one.under.law if one.under else ground.source,
            under=one.under.title if one.under else "",
            reason=one.reason,
            by=_by(one),
            on=arithmetic.day_of(one.decided_at),
            last_day=one.until_on - A_DAY,
            is_over=one.ended_at is not None or one.until_on <= viewer.today,
            ended=words.record_day(one.ended_at) if one.ended_at else "",
            told_on=arithmetic.day_of(one.told_at) if one.told_at else None,
            not_told_because=one.not_told_because if not viewer.hat.is_family else "",
            look_again_on=one.look_again_on,
            history=one.covers_history,
            is_ours=ours and not viewer.hat.is_family,
        )


def _by(one: Disclosure) -> str:
    """Who decided: by name where their agency shows names."""
    agency = one.decided_for_agency
    if agency.shows_staff_names:
        return f"{one.decided_by.name} at {agency.short_name}"
    return f"somebody at {agency.name}"


@dataclass(frozen=True)
class Between:
    """An agreement between services."""

    id: UUID
    title: str
    purpose: str
    kinds: str
    ground: str
    law: str
    first_day: date
    last_day: date
    state: str
    signed: tuple[tuple[str, str], ...]  # service, and by whom on which day
    may_sign: bool
    may_end: bool

    @classmethod
    def of(
        cls, one: AreaAgreement, viewer: Viewer, *, may_sign: bool, may_end: bool
    ) -> "Between":
        over = one.ended_at is not None or one.until_on <= viewer.today
        mine = {signature.agency_id for signature in one.signatures.all()}
        return cls(
            id=one.pk,
            title=one.title,
            purpose=one.purpose,
            kinds=kinds_in_words(one.categories),
            ground=BY_KIND[one.ground].label,
            law=one.law,
            first_day=one.from_on,
            last_day=one.until_on - A_DAY,
            state=_state(one, viewer.today, over=over),
            signed=tuple(
                (signature.agency.name, words.record_day(signature.signed_at))
                for signature in sorted(
                    one.signatures.all(), key=lambda signature: signature.signed_at
                )
            ),
            may_sign=may_sign and not over and viewer.hat.agency_id not in mine,
            may_end=may_end and not over,
        )


def _state(one: AreaAgreement, today: date, *, over: bool) -> str:
    if over:
        return "Over"
    return "In force" if one.from_on <= today else "Begins later"
