"""The team in words: who, what they do, how to reach them, who leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.models import Tie
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.parts import Person
from plait.team.models import Invitation, Involvement
from plait.team.queries import Lead, who_leads


@dataclass(frozen=True)
class Member:
    """One member of the team."""

    id: UUID
    strand: str
    name: str
    job: str
    service: str
    does: str
    reach: str
    reach_when: str
    replies: str
    hours: str
    covered_by: str
    leads: bool
    is_me: bool
    may_describe: bool
    may_lead: bool
    may_end: bool
    may_hand_over: bool
    since: date
    version: int

    @property
    def person(self) -> Person:
        line = self.job[:1].upper() + self.job[1:]
        return Person(
            self.strand, self.name, f"{line}, {self.service}" if self.service else line
        )

    @classmethod
    def of(cls, part: Involvement, viewer: Viewer, *, may_lead: bool) -> "Member":
        tie = part.tie
        mine = tie.person_id == viewer.person_id
        same_hat = tie.agency_id == viewer.hat.agency_id
        return cls(
            id=part.pk,
            strand=tie.agency.strand if tie.agency else roles.HOME,
            name=tie.person.name,
            job=tie.relation or roles.words(tie.role),
            service=tie.agency.short_name if tie.agency else "",
            does=part.does or _usual(tie.role),
            reach=part.reach,
            reach_when=part.reach_when,
            replies=_promise(tie.agency.replies_within_days) if tie.agency else "",
            hours=tie.agency.hours if tie.agency else "",
            covered_by=part.covered_by,
            leads=part.leads,
            is_me=mine and same_hat,
            may_describe=(mine and same_hat and _may_say(tie)) or may_lead,
            may_lead=may_lead and bool(tie.agency_id),
            may_end=bool(tie.agency_id) and ((mine and same_hat) or may_lead),
            may_hand_over=bool(tie.agency_id) and same_hat and (mine or may_lead),
            since=arithmetic.day_of(tie.from_at),
            version=part.record.version,
        )


def _may_say(tie: Tie) -> bool:
    """Relatives without parental responsibility read; others speak for themselves."""
    return tie.kind != Tie.Kind.FAMILY or tie.role == Tie.PARENTAL_RESPONSIBILITY


def _usual(role: str) -> str:
    known = roles.BY_KEY.get(role)
    return known.does.replace("{child}", "the child") if known else ""


def _promise(days: int) -> str:
    if days == 1:
        return "Replies by the end of the next working day"
    return f"Replies within {days} working days"


@dataclass(frozen=True)
class Waiting:
    """An invitation that has not been taken up."""

    id: UUID
    name: str
    relation: str
    until: str

    @classmethod
    def of(cls, invitation: Invitation) -> "Waiting":
        last = arithmetic.day_of(invitation.expires_at)
        return cls(
            invitation.pk, invitation.name, invitation.relation, words.short_day(last)
        )


STRANDS = (
    (roles.HOME, "Home"),
    (roles.SETTING, ""),
    (roles.SPECIALISTS, "Specialists"),
)


def setting_word(parts: Iterable[Involvement]) -> str:
    """ "Nursery" or "School": the setting that is in the team."""
    agencies = (part.tie.agency for part in parts)
    words = (one.place_word for one in agencies if one and one.strand == roles.SETTING)
    return next(words, "Setting")


def in_strand_order(members: list[Member]) -> list[Member]:
    """Home, setting, specialists: a place around the child, not a rank."""
    order = [strand for strand, _ in STRANDS]
    return sorted(members, key=lambda member: order.index(member.strand))


@dataclass(frozen=True)
class TeamPage:
    """The team in its three strands, as a picture and as a list."""

    child: str
    strands: tuple[tuple[str, str, tuple[Member, ...]], ...]
    lead: Lead
    waiting: tuple[Waiting, ...]
    may_change: bool

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(
            member.person for _, _, members in self.strands for member in members
        )

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for _, word, _ in self.strands)

    @classmethod
    def of(
        cls,
        team: list[Involvement],
        invitations: list[Invitation],
        *,
        child: str,
        viewer: Viewer,
        may_change: bool,
    ) -> "TeamPage":
        members = [Member.of(part, viewer, may_lead=may_change) for part in team]
        return cls(
            child=child,
            strands=tuple(
                (
                    strand,
                    word or setting_word(team),
                    tuple(one for one in members if one.strand == strand),
                )
                for strand, word in STRANDS
            ),
            lead=who_leads(team),
            waiting=tuple(Waiting.of(one) for one in invitations),
            may_change=may_change,
        )
