"""What the story is told with: the people, their hats, and days that lie in the past."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
from plait.agencies import confidentiality, signing
from plait.agencies.models import Agency, Employment
from plait.children.models import Child
from plait.clocks.arithmetic import LONDON, months_on
from plait.demo.cast import ACTORS, BY_KEY, ORGANISATIONS, email_of


def weekday(day: date) -> date:
    """The day itself, or the Friday before it."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


@dataclass
class Stage:
    """Where the story stands: now, the people, the places, the children."""

    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    employments: dict[str, Employment] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    def month(self, back: int, day: int = 12) -> date:
        """A day in the month that lies so many months back, never after today."""
        first = months_on(self.today.replace(day=1), -back)
        return min(first.replace(day=day), self.today - timedelta(days=1))

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment on a weekday at or before this day, and always before now."""
        day = weekday(day)
        moment = datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)
        return min(moment, self.now - timedelta(minutes=5))

    def exactly_ago(self, days: int, hour: int) -> datetime:
        """So many days ago, also at a weekend: what happens at home."""
        day = self.today - timedelta(days=days)
        return datetime.combine(day, time(hour), LONDON).astimezone(UTC)

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        return self.at(self.today - timedelta(days=days), hour, minute)

    def viewer(self, key: str, moment: datetime, *, family: bool = False) -> Viewer:
        """Somebody of the cast in their usual hat, or in the family's."""
        actor = BY_KEY[key]
        agency: UUID | None = None
        if actor.agency and not family:
            agency = self.agencies[actor.agency].pk
        return Viewer(
            hat=Hat(self.people[key].pk, agency),
            now=moment,
            role=actor.role if agency else FAMILY,
            name=actor.name,
        )


def set_stage(now: datetime) -> Stage:
    """The organisations, the people, and who works where."""
    stage = Stage(now)
    start = stage.ago(800)
    for organisation in ORGANISATIONS:
        stage.agencies[organisation.code] = Agency.objects.create(**vars(organisation))
    for actor in ACTORS:
        person = Person.objects.create_user(
            email=email_of(actor),
            name=actor.name,
            known_as=actor.known_as,
            joined_at=start,
        )
        stage.people[actor.key] = person
        if actor.agency:
            stage.employments[actor.key] = Employment.objects.create(
                person=person,
                agency=stage.agencies[actor.agency],
                role=actor.role,
                manages_people=actor.manages_people,
                from_at=start,
            )
    _everybody_signs(stage, start)
    return stage


# Whose signature runs out within the month.
SIGNS_AGAIN_SOON = "leon"


def _everybody_signs(stage: Stage, start: datetime) -> None:
    """Each agency once, by whoever looks after its people; each person for the year."""
    for actor in ACTORS:
        if not actor.agency:
            continue
        if actor.manages_people:
            _sign(signing.sign_for_agency, stage.viewer(actor.key, start))
        days = 345 if actor.key == SIGNS_AGAIN_SOON else 40
        _sign(signing.sign, stage.viewer(actor.key, stage.ago(days, 8)))


def _sign(act: Callable[..., object], viewer: Viewer) -> None:
    act(viewer=viewer, version=confidentiality.text_on(viewer.today).version)
