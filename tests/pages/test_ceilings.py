"""How many questions a page asks the database: the same for little and for much.

Every page that can be opened, by those who lead, those who work with the child, and the
family. What a page costs must depend on what it shows, not on how much there is.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
from plait.agencies.models import Agency, Employment
from plait.children.operations import Card
from plait.sharing.models import Record
from plait.team import operations as team
from plait.team.models import Invitation
from plait.team.operations.invitations import Guest
from plait.team.operations.membership import Part
from tests import site_map
from tests.cast import has_signed
from tests.trust import surfaces
from tests.trust.everything import Telling, tell_everything
from tests.trust.moments import the_clock

# The most that any page may ask. Those that put everything together have their own.
CEILING = 26
CEILINGS = {
    "today:today": 37,
    "today:child": 52,
    "family:today": 42,
    "sharing:sharing": 38,
    # A statement for each kind of record.
    "today:preview": 42,
    "today:preview-service": 42,
}
WHY = "a world for counting in"


class Setting:
    """A nursery of one's own: a SENCO, a key worker, a parent, and one child."""

    def __init__(self, cast) -> None:
        self.cast, self.at = cast, cast.now - timedelta(hours=1)
        self.agency = Agency.objects.create(
            code="moorside",
            name="Moorside Nursery",
            kind="nursery",
            census_code="9990099",
        )
        cast.agencies["moorside"] = self.agency
        self.people = {
            "ola": self._works("ola", "senco", manages_people=True),
            "kit": self._works("kit", "key_worker"),
            "pat": Person.objects.create_user(
                email="pat@plait.example", name="Pat Lee"
            ),
        }
        cast.people |= self.people
        self.child = self.add_child("Kim")
        self.made = self.tell("Kim0")
        team.invite(
            Guest("family", "Dee", "dee@plait.example", "relative", "aunt"),
            viewer=self.viewer("ola"), child=self.child,
        )  # fmt: skip

    def _works(self, key: str, role: str, **more: bool) -> Person:
        person = Person.objects.create_user(
            email=f"{key}@plait.example", name=f"{key.title()} Moor"
        )
        Employment.objects.create(
            person=person, agency=self.agency, role=role, from_at=self.at, **more
        )
        has_signed(person)
        return person

    def viewer(self, key: str) -> Viewer:
        agency = self.agency.pk if key != "pat" else None
        role = {"ola": "senco", "kit": "key_worker"}.get(key, FAMILY)
        return Viewer(Hat(self.people[key].pk, agency), self.at, role, key)

    def add_child(self, name: str):
        ola = self.viewer("ola")
        card = Card(given_name=name, family_name="Lee", born_on=self.cast.rafi.born_on)
        child = team.welcome_child(card, viewer=ola, part=Part(leads=True))
        kit = Employment.objects.get(person=self.people["kit"])
        team.join_team(child=child, employment=kit, viewer=ola)
        team.record_family(
            child=child, person_id=self.people["pat"].pk, relation="mum", role="pr",
            viewer=ola,
        )  # fmt: skip
        return child

    def tell(self, word: str, *, child=None, **anchors):
        """A record of every kind."""
        child, kit = child or self.child, self.people["kit"]
        told = Telling(child, kit, self.at, word, agency=self.agency, **anchors)
        return tell_everything(told, owner_agency=self.agency)

    def grow(self, records: int, children: int) -> None:
        """Much more of everything, hanging on what there is."""
        hang_on = {
            "plan": self.made["plans.plan"],
            "outcome": self.made["plans.outcome"],
            "strategy": self.made["plans.strategy"],
            "question": self.made["book.entry"],
            "note": self.made["evidence.observation"].record,
        }
        everything = Record.objects.unfiltered(WHY)
        number = 0
        while everything.filter(child=self.child).count() < records:
            number += 1
            self.tell(f"Kim{number}", **hang_on)
        for number in range(children - 1):
            self.tell(f"Zoe{number}", child=self.add_child(f"Zoe{number:02}"))

    def filling(self) -> dict[str, list]:
        none = [uuid.uuid4()]
        ids = {part: [self.made[kind].pk] for part, kind in site_map.KINDS.items()}
        ties = self.child.ties.filter(kind="family").values_list("pk", flat=True)
        return ids | {
            "child_id": [self.child.pk],
            "record_id": ids["note_id"],
            "seal_id": none,
            "conflict_id": none,
            "tie_id": list(ties),
            "agreement_id": none,
            "disclosure_id": none,
            "hold_id": none,
            "disposal_id": none,
            "area_agreement_id": none,
            "objection_id": none,
            "copy_id": none,
            "agency_id": [self.agency.pk],
            "invitation_id": list(Invitation.objects.values_list("pk", flat=True)[:1]),
            "employment_id": [Employment.objects.get(person=self.people["kit"]).pk],
            "run_id": none,
            "look_id": none,
            "question_id": none,
            "request_id": none,
            "kept_id": none,
            "emergency_id": none,
            "transfer_id": none,
            "reference": ["NNNN-NNNN"],
            "wish_id": none,
            "representative_id": none,
            "alert_id": none,
            "delay_id": none,
            "access_report_id": none,
            "breach_id": none,
        }


def questions(client, address):
    """What one request asks, but for the savepoints of tests; and how it ends."""
    with CaptureQueriesContext(connection) as asked:
        answer = surfaces.ask(client, address)
    statements = [
        one["sql"]
        for one in asked.captured_queries
        if "SAVEPOINT" not in one["sql"].upper()
    ]
    return answer.status, len(statements)


def counted(setting, key):
    """Page by page, how many questions it asks when this person opens it."""
    client = setting.cast.client(key) if key == "pat" else in_hat(setting, key)
    found = {}
    for page in surfaces.pages():
        filling = setting.filling()
        address = next(surfaces.addresses(page, filling, setting.viewer(key)))
        found[page.name] = questions(client, address)
    return found


def in_hat(setting, key):
    client = setting.cast.client(key)
    session = client.session
    session["hat"] = str(setting.agency.pk)
    session.save()
    return client


@pytest.mark.parametrize("key", ["ola", "pat"])
def test_pages_ask_no_more_for_300_records_and_30_children_than_for_few(cast, key):
    setting = Setting(cast)
    with the_clock(cast.now):
        little = counted(setting, key)
        setting.grow(records=300, children=1 if key == "pat" else 30)
        much = counted(setting, key)

    # Fewer is possible: a kind of record that is not among those shown is not asked for.
    assert {
        name: (little[name], much[name]) for name in much if much[name] > little[name]
    } == {}
    over = {
        name: number
        for name, (_, number) in much.items()
        if number > CEILINGS.get(name, CEILING)
    }
    assert over == {}
    assert sum(status == 200 for status, _ in much.values()) > 30
