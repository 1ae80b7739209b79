"""The people every test shares: the demonstration's, and a few who must see nothing."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.test import Client

from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
from plait.access.web import sessions
from plait.agencies.models import Agency, Employment, Signature
from plait.children.models import Child, Tie
from plait.demo.cast import ACTORS, BY_KEY, email_of
from plait.demo.story import tell

FAMILY_HATS = frozenset(
    {
        "shirin",
        "conor",
        "nani",
        "idris",
        "thandi",
        "robert",
        "tilda",
        "adwoa",
        "per",
        "jaden",
        "michelle",
        "edith",
    }
)
PROFESSIONALS = (
    "abena",
    "margaret",
    "leon",
    "tomasz",
    "joy",
    "daniel",
    "gwen",
    "petra",
    "owen",
    "sofia",
    "ayesha",
    "priya",
    "jonah",
    "dewi",
)


class Cast:
    """The made-up area, told once; look people and children up by their first names."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.refresh()

    def refresh(self) -> None:
        people = {person.email: person for person in Person.objects.all()}
        self.people = {actor.key: people[email_of(actor)] for actor in ACTORS}
        self.people["callum"] = people["callum@plait.example"]
        self.agencies = {agency.code: agency for agency in Agency.objects.all()}
        self.children = {
            child.given_name.lower(): child for child in Child.objects.all()
        }

    @property
    def rafi(self) -> Child:
        return self.children["rafi"]

    @property
    def noor(self) -> Child:
        return self.children["noor"]

    @property
    def tilda(self) -> Child:
        """A young woman who decides for herself since last June."""
        return self.children["tilda"]

    @property
    def jaden(self) -> Child:
        """A boy who will, from next June on."""
        return self.children["jaden"]

    def hat(self, key: str, *, family: bool = False) -> Hat:
        """Somebody's usual hat; `family=True` for Daniel at home."""
        actor = BY_KEY.get(key)
        code = "bramblecote" if key == "callum" else (actor.agency if actor else "")
        agency = self.agencies[code].pk if code and not family else None
        return Hat(self.people[key].pk, agency)

    def viewer(
        self, key: str, *, family: bool = False, at: datetime | None = None
    ) -> Viewer:
        hat = self.hat(key, family=family)
        role = (
            (BY_KEY[key].role if key in BY_KEY else "key_worker")
            if hat.agency_id
            else FAMILY
        )
        return Viewer(
            hat=hat, now=at or self.now, role=role, name=self.people[key].name
        )

    def client(self, key: str, *, family: bool = False) -> Client:
        """A browser in which somebody has signed in, with both factors, in one hat."""
        client = Client()
        has_signed(self.people[key])
        client.force_login(self.people[key])
        session = client.session
        session[sessions.BEGAN] = datetime.now(UTC).timestamp()
        session[sessions.BROWSER] = "unknown"
        session[sessions.HAT] = self.hat(key, family=family).key
        session["demo"] = True
        session.save()
        return client


def has_signed(person: Person, at: datetime | None = None) -> None:
    """Somebody whom a test gave a job has signed, for themselves and their agency.

    With a moment, that may lie far away: they have signed for that day.
    """
    for agency_id in person.employments.values_list("agency_id", flat=True):
        signed = Signature.objects.filter(person=person, agency=agency_id)
        if at:
            signed = signed.filter(signed_at__lte=at, until_at__gt=at)
        if signed.exists():
            continue
        first = at - timedelta(days=1) if at else datetime(2000, 1, 1, tzinfo=UTC)
        last = at + timedelta(days=1) if at else datetime(2999, 1, 1, tzinfo=UTC)
        for for_agency in (False, True):
            Signature.objects.create(
                agency_id=agency_id,
                for_agency=for_agency,
                text_hash="for a test",
                version="1",
                person=person,
                signed_at=first,
                until_at=None if for_agency else last,
            )


def gather(now: datetime) -> Cast:
    """Tell the story, add the ones who have no business here, and return them all."""
    tell(now)
    _former_key_worker(now)
    return Cast(now)


def _former_key_worker(now: datetime) -> None:
    """Callum worked with Rafi and left; his tie was forgotten open (TEAM-2)."""
    callum = Person.objects.create_user(
        email="callum@plait.example", name="Callum Reid"
    )
    bramblecote = Agency.objects.get(code="bramblecote")
    start, end = now - timedelta(days=500), now - timedelta(days=30)
    Employment.objects.create(
        person=callum,
        agency=bramblecote,
        role="key_worker",
        from_at=start,
        until_at=end,
    )
    Tie.objects.create(
        person=callum,
        child=Child.objects.get(given_name="Rafi"),
        kind=Tie.Kind.TEAM,
        agency=bramblecote,
        role="key_worker",
        from_at=start,
    )


assert settings.TESTING, "The cast plays in tests only."
