"""Emergencies for tests: Sofia opens Rafi's record, and what the oracle says she sees."""

from datetime import timedelta

from plait.access.models import Person
from plait.agencies.models import Agency, Employment
from plait.children.finding import Sought
from plait.sharing.emergency import operations
from plait.sharing.emergency.operations import Need
from plait.sharing.models import Basis, Clearance, Glass, Record, Restriction
from tests.trust import oracle

WORDS = "A neighbour rang about shouting and a crying child."
WHY = "a world for the oracle"
HOUR = timedelta(hours=1)


def sought(child):
    return Sought(child.given_name, child.family_name, child.born_on)


def opened(cast, who="sofia", *, child=None, at=None, reason="danger", hours=1):
    """Emergency access by one of the cast, as they would open it."""
    return operations.open_by_name(
        sought(child or cast.rafi),
        Need(reason, WORDS, hours),
        viewer=cast.viewer(who, at=at),
    )


def ended(cast, who="sofia", *, at, **more):
    """The same, an hour ago, and ended after ten minutes."""
    emergency = opened(cast, who, at=at, **more)
    later = cast.viewer(who, at=at + timedelta(minutes=10))
    operations.end(emergency.glass.child, viewer=later)
    emergency.refresh_from_db()
    return emergency


def answers(child, **changed):
    """What the form asks, answered for a child."""
    return {
        "name": child.given_name,
        "family_name": child.family_name,
        "born_on_day": child.born_on.day,
        "born_on_month": child.born_on.month,
        "born_on_year": child.born_on.year,
        "reason": "danger",
        "words": WORDS,
        "hours": "1",
    } | changed


# --- What the oracle says ---


def oracle_sees(child, viewer):
    """The ids of the child's records that the independent oracle lets the viewer see."""
    decided = oracle.decide(world_of(child, viewer))
    who, hat = str(viewer.person_id), str(viewer.hat.agency_id)
    return {
        line["record"]
        for line in decided
        if (line["person"], line["hat"], line["allowed"]) == (who, hat, True)
    }


def world_of(child, viewer):
    """Everything that is stored about one child, as a world file says it."""
    records = Record.objects.unfiltered(WHY).filter(child=child)
    return {
        "id": "stored",
        "at": viewer.now.isoformat(),
        "clearance": list(
            Clearance.objects.values("role", "category", "max_sensitivity")
        ),
        "persons": [
            {"id": str(one.pk), "active": one.is_active} for one in Person.objects.all()
        ],
        "agencies": [{"id": str(one.pk)} for one in Agency.objects.all()],
        "employments": [
            _between(one, person=one.person_id, agency=one.agency_id)
            for one in Employment.objects.all()
        ],
        "children": [{"id": str(child.pk), "born_on": child.born_on.isoformat()}],
        "ties": [
            _between(
                one, person=one.person_id, child=child.pk, kind=one.kind,
                agency=one.agency_id, role=one.role,
            )
            for one in child.ties.all()
        ],
        "records": [_record(one) for one in records],
        "bases": [_basis(one) for one in Basis.objects.filter(child=child)],
        "restrictions": [
            _seal(one) for one in Restriction.objects.filter(child=child)
        ],
        "glasses": [
            _said(
                person=one.person_id, child=child.pk, agency=one.agency_id,
                opened_at=one.opened_at, expires_at=one.expires_at,
            )
            for one in Glass.objects.filter(child=child)
        ],
    }  # fmt: skip


def _said(**values):
    """Ids and moments as text; nothing stays nothing."""
    plain = (int, str, bool, list, dict, type(None))
    return {
        name: value
        if isinstance(value, plain)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
        for name, value in values.items()
    }


def _between(one, **values):
    return _said(**values, **{"from": one.from_at, "to": one.until_at})


def _record(one):
    return _said(
        id=one.pk, child=one.child_id, owner=one.owner_agency_id or "family",
        author=one.author_id, category=one.category, sensitivity=one.sensitivity,
        state=one.state, release=one.release, about_person=one.about_person_id,
        made_at=one.made_at,
    )  # fmt: skip


def _basis(one):
    return _between(
        one, id=one.pk, child=one.child_id, to_agency=one.to_agency_id,
        to_person=one.to_person_id, category=one.category,
        max_sensitivity=one.max_sensitivity, kind=one.kind,
        withdrawn_at=one.withdrawn_at, covers_history=one.covers_history,
    )  # fmt: skip


def _seal(one):
    aims = {"person": one.aimed_person_id, "agency": one.aimed_agency_id}
    aim = {one.aim: str(aims[one.aim])} if one.aim in aims else one.aim
    return _between(
        one, id=one.pk, child=one.child_id, record=one.record_id,
        category=one.category or None, aimed_at=aim, breakable=one.breakable,
        exempt=[str(other.person_id) for other in one.exemptions.all()],
    )  # fmt: skip
