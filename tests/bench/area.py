"""The rows of an area: its people, agencies and children, and what ties and opens them."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.bench import telling
from tests.bench.loading import Loader, Row

SEED = 20_261_126


def stamp(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


@dataclass(frozen=True)
class Seat:
    """Somebody's place beside a child."""

    person: str
    agency: str | None
    role: str
    tie: str


@dataclass
class Child:
    """A child and the team, as the makers of records need them."""

    id: str
    setting: str
    seats: dict[str, Seat] = field(default_factory=dict)
    family: list[Seat] = field(default_factory=list)


class Area:
    """Makes the rows, and remembers what records and measurements need of them."""

    def __init__(self, now: datetime, loader: Loader) -> None:
        self.now, self.loader = now, loader
        self.random = random.Random(SEED)
        self.people = 0
        self.children: list[Child] = []
        self.agencies: dict[str, str] = {}
        self.viewers: dict[str, tuple[str, str | None, str]] = {}

    def new_id(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def ago(self, days: float) -> str:
        return stamp(self.now - timedelta(days=days))

    # --- Agencies and people --------------------------------------------------------

    def add_agency(self, code: str, kind: str) -> str:
        found = self.agencies[code] = self.new_id()
        name = code.replace("-", " ").title()
        self.loader.add("agencies_agency", {
            "id": found, "code": code, "name": name, "called": "", "kind": kind,
            "census_code": "", "hours": "8 to 4", "replies_within_days": 5,
            "shows_staff_names": 1,
        })  # fmt: skip
        return found

    def add_person(self, *, is_active: bool = True) -> str:
        found, number = self.new_id(), self.people
        self.people += 1
        given = telling.GIVEN[number % len(telling.GIVEN)]
        surname = telling.FAMILY[number // 7 % len(telling.FAMILY)]
        self.loader.add("access_person", {
            "id": found, "password": "!", "last_login": None,
            "email": f"person-{number}@bench.example", "name": f"{given} {surname}",
            "known_as": "", "is_active": int(is_active), "session_epoch": 0,
            "joined_at": self.ago(900),
        })  # fmt: skip
        return found

    def employ(self, agency: str, role: str) -> str:
        person = self.add_person(is_active=self.people % 97 != 96)
        self.loader.add("agencies_employment", {
            "id": self.new_id(), "person_id": person, "agency_id": agency, "role": role,
            "manages_people": int(role == "senco"), "from_at": self.ago(1000),
            "until_at": None,
        })  # fmt: skip
        self.loader.add("agencies_signature", {
            "id": self.new_id(), "person_id": person, "agency_id": agency,
            "for_agency": 0, "version": "1", "text_hash": "", "signed_at": self.ago(30),
            "until_at": self.ago(-300),
        })  # fmt: skip
        return person

    # --- Children and their teams -----------------------------------------------------

    def add_child(self, setting: str) -> Child:
        made = self.random
        child = Child(self.new_id(), setting)
        given = made.choice(telling.GIVEN)
        born = self.now - timedelta(days=made.randint(700, 6800))
        self.loader.add("children_child", {
            "id": child.id, "given_name": given, "known_as": "",
            "family_name": made.choice(telling.FAMILY), "born_on": str(born.date()),
            "pronouns": made.choice(("he", "she", "they")),
            "languages": made.choice(("", "English", "Urdu and English", "Polish")),
            "interpreter": "", "communicates": "", "upn": "", "nhs_number": "",
            "added_at": self.ago(990), "version": 1,
        })  # fmt: skip
        self.children.append(child)
        return child

    def tie(
        self, child: Child, person: str, agency: str | None, role: str, **more: str
    ) -> Seat:
        kind = "team" if agency else "family"
        seat = Seat(person, agency, role, self.new_id())
        row: Row = {
            "id": seat.tie, "person_id": person, "child_id": child.id, "kind": kind,
            "agency_id": agency, "role": role, "relation": "" if agency else "mum",
            "from_at": self.ago(self.random.randint(300, 950)), "until_at": None,
        }  # fmt: skip
        self.loader.add("children_tie", row | more)
        return seat

    def seat(self, child: Child, person: str, agency: str, role: str) -> None:
        child.seats[role] = self.tie(child, person, agency, role)

    # --- What opens and closes --------------------------------------------------------

    def open(
        self, child: Child, category: str, *, agency: str | None = None,
        person: str | None = None, kind: str = "consent", reach: int = 1,
    ) -> None:  # fmt: skip
        """One basis. Some have ended, some were withdrawn, some cover what was before."""
        draw = self.random.random()
        self.loader.add("sharing_basis", {
            "id": self.new_id(), "child_id": child.id, "to_agency_id": agency,
            "to_person_id": person, "category": category, "max_sensitivity": reach,
            "kind": kind, "covers_history": int(self.random.random() < 0.7),
            "from_at": self.ago(self.random.randint(200, 950)),
            "until_at": self.ago(20) if draw < 0.03 else self.ago(-300),
            "withdrawn_at": self.ago(10) if 0.03 <= draw < 0.06 else None,
            "agreement_id": None, "evidence": "",
        })  # fmt: skip

    def seal(self, child: Child, aim: str, **more: str | int | None) -> str:
        row: Row = {
            "id": self.new_id(), "child_id": child.id, "record_id": None,
            "category": "", "aim": aim, "aimed_person_id": None,
            "aimed_agency_id": None, "breakable": 0, "ground": "As agreed",
            "from_at": self.ago(100), "until_at": None,
        }  # fmt: skip
        self.loader.add("sharing_restriction", row | more)
        return str(row["id"])

    def exempt(self, restriction: str, person: str, number: int) -> None:
        self.loader.add("sharing_exemption", {
            "id": number, "restriction_id": restriction, "person_id": person,
        })  # fmt: skip

    def glass(self, child: Child, person: str, agency: str, opened: datetime) -> None:
        self.loader.add("sharing_glass", {
            "id": self.new_id(), "person_id": person, "child_id": child.id,
            "agency_id": agency, "reason": "The child was not collected tonight.",
            "opened_at": stamp(opened), "expires_at": stamp(opened + timedelta(hours=4)),
        })  # fmt: skip
