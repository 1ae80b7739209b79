"""A believable area: 20,000 children, 3,000 people, and what ties and opens them.

Nothing here depends on how many records there will be, so that databases of different
sizes hold the same people with the same caseloads. The same seed makes the same area.
"""

from datetime import datetime, timedelta

from tests.bench.area import Area, Child
from tests.bench.loading import Loader

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
