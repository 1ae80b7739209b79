"""A believable area: 20,000 children, 3,000 people, and what ties and opens them.

Nothing here depends on how many records there will be, so that databases of different
sizes hold the same people with the same caseloads. The same seed makes the same area.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.bench import telling
from tests.bench.loading import Loader, Row

SEED = 20_261_126
CHILDREN = 20_000
PEOPLE = 3_000
SETTINGS = 80
FIRST_SETTING = 275  # the children of the first SENCO
CASELOAD = 36  # of a key worker
OFFICER = 1_800  # children of an officer of the council
THERAPISTS = 200
WITH_THERAPIST = 12_000
LITTLE = 275  # ties of somebody for whom almost nothing is opened

TO_SETTING = ("book", "voice", "education", "home_life", "plan", "report",
              "involvement", "location")  # fmt: skip
TO_COUNCIL = ("plan", "report", "education", "involvement", "location")
TO_THERAPY = ("plan", "report", "education", "involvement", "voice", "book")


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


def make(now: datetime, loader: Loader) -> Area:
    """The whole area; the first children are the measured viewers' own."""
    area = Area(now, loader)
    _settings(area)
    _council(area)
    _therapy(area)
    _one_and_sixty(area)
    _little(area)
    _families(area)
    for child in area.children:
        _bases(area, child)
    _seals(area)
    _glasses(area)
    return area


def _settings(area: Area) -> None:
    """Every setting with its children, a SENCO, key workers and teachers."""
    others = CHILDREN - FIRST_SETTING
    for number in range(SETTINGS):
        size = FIRST_SETTING
        if number:
            size = others // (SETTINGS - 1) + (number <= others % (SETTINGS - 1))
        kind = "nursery" if number % 3 == 0 else "school"
        setting = area.add_agency(f"setting-{number}", kind)
        senco = area.employ(setting, "senco")
        children = [area.add_child(setting) for _ in range(size)]
        for role, group in (("key_worker", CASELOAD), ("teacher", 50)):
            for start in range(0, size, group):
                person = area.employ(setting, role)
                for child in children[start : start + group]:
                    area.seat(child, person, setting, role)
                area.viewers.setdefault(role, (person, setting, role))
        for child in children:
            area.seat(child, senco, setting, "senco")
        area.viewers.setdefault("senco", (senco, setting, "senco"))


def _council(area: Area) -> None:
    council = area.add_agency("the-council", "council")
    for start in range(0, CHILDREN, OFFICER):
        officer = area.employ(council, "la_officer")
        for child in area.children[start : start + OFFICER]:
            area.seat(child, officer, council, "la_officer")
        area.viewers.setdefault("la_officer", (officer, council, "la_officer"))


def _therapy(area: Area) -> None:
    """Twelve services; every fifth child of theirs was seen by somebody before."""
    services = [area.add_agency(f"therapy-{number}", "therapy") for number in range(12)]
    each = WITH_THERAPIST // THERAPISTS
    for number in range(THERAPISTS):
        service = services[number % len(services)]
        person = area.employ(service, "speech_therapist")
        for child in area.children[number * each : (number + 1) * each]:
            area.seat(child, person, service, "speech_therapist")
            if area.random.random() < 0.2:
                before = child.seats["teacher"].person
                area.tie(
                    child, before, child.setting, "key_worker", until_at=area.ago(200)
                )


def _one_and_sixty(area: Area) -> None:
    """Two key workers of the second setting, with one child and with sixty."""
    first = area.children[FIRST_SETTING]
    for name, number in (("one child", 1), ("sixty children", 60)):
        person = area.employ(first.setting, "key_worker")
        for child in area.children[FIRST_SETTING : FIRST_SETTING + number]:
            area.tie(child, person, first.setting, "key_worker")
        area.viewers[name] = (person, first.setting, "key_worker")


def _little(area: Area) -> None:
    """Somebody with many children, for whom three families have opened anything."""
    service = area.add_agency("outreach", "voluntary")
    person = area.employ(service, "outreach_worker")
    for number, child in enumerate(area.children[::72][:LITTLE]):
        area.seat(child, person, service, "outreach_worker")
        if number in (7, 70, 170):
            area.open(child, "education", agency=service)
            area.open(child, "involvement", agency=service)
    area.viewers["sees little"] = (person, service, "outreach_worker")


def _families(area: Area) -> None:
    """Everybody in the first setting, and others as far as there are people."""
    for number, child in enumerate(area.children):
        if area.people >= PEOPLE:
            break
        parent = area.add_person()
        child.family.append(area.tie(child, parent, None, "pr"))
        if number % 3 == 0 and area.people < PEOPLE:
            child.family.append(area.tie(child, area.add_person(), None, "relative"))
    area.viewers["family"] = (area.children[0].family[0].person, None, "pr")


def _bases(area: Area, child: Child) -> None:
    """What the setting, the council and the therapist were let see."""
    made = area.random
    for category in TO_SETTING:
        area.open(child, category, agency=child.setting)
    for category in TO_COUNCIL:
        area.open(
            child, category, agency=area.agencies["the-council"],
            kind="public_task", reach=2,
        )  # fmt: skip
    therapist = child.seats.get("speech_therapist")
    if therapist and made.random() < 0.85:
        for category in TO_THERAPY:
            area.open(child, category, agency=therapist.agency)
    for relative in child.family[1:]:
        area.open(child, "plan", person=relative.person)


def _seals(area: Area) -> None:
    """About one child in forty has something sealed, in one way or another."""
    for number, child in enumerate(area.children[11::40]):
        senco = child.seats["senco"]
        kind = number % 5
        if kind == 0:
            area.seal(child, "agency", aimed_agency_id=area.agencies["the-council"],
                      category="report")  # fmt: skip
        elif kind == 1:
            area.seal(child, "person", aimed_person_id=child.seats["teacher"].person)
        elif kind == 2:
            area.seal(child, "family", category="education")
        elif kind == 3:
            sealed = area.seal(child, "everyone", category="health", breakable=1)
            area.exempt(sealed, senco.person, number + 1)
        else:
            area.seal(child, "everyone", category="plan", until_at=area.ago(30))


def _glasses(area: Area) -> None:
    """Emergency access, nearly all of it long over."""
    for number, child in enumerate(area.children[5::20]):
        officer = area.children[(number * 7) % CHILDREN].seats["la_officer"]
        days = 0.02 if number % 100 == 0 else 3 + number % 500
        area.glass(child, officer.person, str(officer.agency),
                   area.now - timedelta(days=days))  # fmt: skip
