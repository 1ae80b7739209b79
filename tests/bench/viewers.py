"""Those whose lists and pages are measured, and a browser for each."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.test import Client

from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
from plait.access.web import sessions

LISTS = {
    "key_worker": "key worker, 36 children",
    "senco": "SENCO, 275 children",
    "la_officer": "LA officer, 1,800 children",
    "sees little": "275 children, almost nothing opened",
}


@dataclass(frozen=True)
class Subject:
    """A person in one hat."""

    hat: Hat
    role: str

    @classmethod
    def named(cls, told: dict[str, Any], name: str) -> "Subject":
        person, agency, role = told["viewers"][name]
        return cls(Hat(UUID(person), UUID(agency) if agency else None), role)

    @classmethod
    def parent(cls, told: dict[str, Any], records: str) -> "Subject":
        return cls(Hat(UUID(told["family"][records]), None), FAMILY)

    @property
    def viewer(self) -> Viewer:
        """As a request would make it: with nothing seen yet."""
        return Viewer(hat=self.hat, now=datetime.now(UTC), role=self.role)

    def client(self) -> Client:
        """A browser in which this person has signed in, with this hat on."""
        client = Client()
        client.force_login(Person.objects.get(pk=self.hat.person_id))
        session = client.session
        session[sessions.BEGAN] = datetime.now(UTC).timestamp()
        session[sessions.BROWSER] = "unknown"
        session[sessions.HAT] = self.hat.key
        session[sessions.ONE_TAP] = True
        session.save()
        return client
