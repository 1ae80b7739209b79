"""Safeguarding cases for tests: a worry passed on, taken on, and shared."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.access.web import sessions
from plait.agencies.models import Employment
from plait.safeguarding import operations as safeguarding
from plait.safeguarding.models import Alert, Disclosure, Worry
from plait.sharing.models import Record
from tests.cast import has_signed

SAW = "He says that somebody by the gate frightens him"


def a_worry(**more):
    return Worry(**{"saw": SAW, "happened": "Today after lunch"} | more)


def raised(cast, *, by="abena", child="rafi", to="bramblecote", at=None, **more):
    """The receipt of a worry that somebody has passed on."""
    family = by in ("shirin", "conor", "nani", "idris")
    return safeguarding.raise_worry(
        a_worry(**more),
        child=cast.children[child],
        agency_id=cast.agencies[to].pk,
        viewer=cast.viewer(by, family=family, at=at),
    )


def record_of(receipt):
    """The envelope of what was passed on, past the policy."""
    pk = Alert.objects.get(reference=receipt.reference).record_id
    return Record.objects.unfiltered("what a test looks at").get(pk=pk)


def worry_of(receipt):
    found = Worry.unfiltered("what a test looks at").select_related("record")
    return found.get(pk=record_of(receipt).pk)


def taken_on(cast, receipt, *, by="owen", at=None):
    worry = worry_of(receipt)
    child = worry.record.child
    safeguarding.take_on(worry, child=child, viewer=cast.viewer(by, at=at))
    return worry


def a_disclosure(cast, to="harrowmere-care", **more):
    given = {
        "to_agency": cast.agencies[to], "shared": True, "reason": "They can help",
        "necessary": "They know the street", "relevant": "All of it",
        "family_told": True,
    }  # fmt: skip
    return Disclosure(**given | more)


def disclosed(cast, to="harrowmere-care", *, at=None, child="rafi", **more):
    return safeguarding.disclose(
        a_disclosure(cast, to, **more),
        child=cast.children[child],
        viewer=cast.viewer("owen", at=at),
    )


def employ(cast, key, agency, role, *, days=30):
    """Somebody new in the cast."""
    person = Person.objects.create_user(
        email=f"{key}@plait.example", name=f"{key.title()} Moor", known_as=key.title()
    )
    cast.people[key] = person
    return Employment.objects.create(
        person=person, agency=cast.agencies[agency], role=role,
        from_at=cast.now - timedelta(days=days),
    )  # fmt: skip


def viewer_of(cast, employment, *, at=None):
    hat = Hat(employment.person_id, employment.agency_id)
    return Viewer(hat, at or cast.now, employment.role, employment.person.name)


def client_of_new(cast, employment):
    """A browser in which somebody new has signed in."""
    client = Client()
    has_signed(employment.person)
    client.force_login(employment.person)
    session = client.session
    session[sessions.BEGAN] = datetime.now(UTC).timestamp()
    session[sessions.BROWSER] = "unknown"
    session[sessions.HAT] = str(employment.agency_id)
    session["demo"] = True
    session.save()
    return client
