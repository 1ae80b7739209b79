"""Reading: who may import, what is known of a school's pupils, and imports."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.access.viewer import Viewer
from plait.agencies.models import Agency, Employment
from plait.children import numbers
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.exchange import policy
from plait.exchange.census.facts import Facts, KnownPupil, Receipt, SchoolFacts
from plait.exchange.census.reasons import DECIDABLE
from plait.exchange.census.rows import compared
from plait.exchange.models import (
    CensusEntry,
    CensusPupil,
    CensusReceipt,
    ImportRun,
)
from plait.sharing import conditions, door


def get_importer(viewer: Viewer) -> Agency:
    """The agency that the viewer may import for. Raises Agency.DoesNotExist."""
    if viewer.hat.agency_id is None:
        raise Agency.DoesNotExist
    agency = Agency.objects.get(pk=viewer.hat.agency_id)
    if not policy.can_import_census(viewer.role, agency.kind).allowed:
        raise Agency.DoesNotExist
    return agency


def get_run(run_id: UUID, viewer: Viewer) -> ImportRun:
    """An import of the viewer's own. Raises ImportRun.DoesNotExist.

    After a day its rows are gone for everybody, even before they have been removed.
    """
    run = list_runs(viewer).select_related("agency").get(pk=run_id)
    if not run.is_kept(viewer.now):
        run.rows_file, run.shown = "", []
        if run.state in ImportRun.UNFINISHED:
            run.state = ImportRun.State.THROWN_AWAY
    return run


def list_runs(viewer: Viewer) -> QuerySet[ImportRun]:
    """What the viewer has imported in this hat, newest first."""
    if viewer.hat.agency_id is None:
        return ImportRun.objects.none()
    return ImportRun.objects.filter(
        agency_id=viewer.hat.agency_id, by_id=viewer.person_id
    ).order_by("-made_at")


def load_facts(
    importer: Agency,
    codes: Iterable[str],
    *,
    viewer: Viewer,
    add_schools: bool = False,
    decisions: Mapping[str, str] | None = None,
) -> Facts:
    """What decides the rows of a file whose schools are named `codes`."""
    council = importer.kind == Agency.Kind.COUNCIL
    schools = {
        school.census_code: _school_facts(school, importer, viewer)
        for school in _schools_of(importer, codes)
    }
    if council and add_schools:
        for code in codes:
            if code and code not in schools:
                schools[code] = SchoolFacts(code, name=f"School {code}")
    return Facts(
        agency_id=importer.pk,
        is_council=council,
        schools=schools,
        decisions=decisions or {},
    )


def _schools_of(importer: Agency, codes: Iterable[str]) -> list[Agency]:
    """A school's own file is about itself; a council's about every school it knows."""
    if importer.kind != Agency.Kind.COUNCIL:
        return [importer] if importer.census_code else []
    known = Agency.objects.filter(kind__in=Agency.SETTINGS).exclude(census_code="")
    wanted = set(codes)
    return [school for school in known if school.census_code in wanted]


def _school_facts(school: Agency, importer: Agency, viewer: Viewer) -> SchoolFacts:
    facts = SchoolFacts(school.census_code, school.pk, school.short_name)
    _add_pupils(facts)
    if school.pk != importer.pk:
        _add_receipts(facts, importer)
    _add_children(facts, viewer)
    sencos = Employment.objects.filter(live(viewer.now), agency=school, role="senco")
    open_accounts = sencos.filter(person__is_active=True).order_by("from_at", "pk")
    people = open_accounts.values_list("person_id", flat=True)
    facts.sencos = tuple(dict.fromkeys(people))
    ties = Tie.objects.filter(agency=school, person__in=facts.sencos)
    facts.teams = set(ties.values_list("child_id", "person_id"))
    return facts


def _add_pupils(facts: SchoolFacts) -> None:
    pupils = CensusPupil.objects.filter(school_id=facts.id).values_list(
        "pk", "child_id", "record_id", "reference", "born_on", "child__born_on",
        "row_hash", "needs_hash", "sent_by_id",
    )  # fmt: skip
    for values in pupils.iterator(2_000):
        known = KnownPupil(*values)
        facts.pupils[numbers.plain(known.number)] = known
        facts.pupil_of_child[known.child_id] = known


def _add_receipts(facts: SchoolFacts, council: Agency) -> None:
    receipts = CensusReceipt.objects.filter(
        council=council, school_id=facts.id
    ).values_list("pk", "born_on", "row_hash", "needs_hash", "reference")
    for pk, born_on, row_hash, needs_hash, reference in receipts.iterator(2_000):
        receipt = Receipt(pk, born_on, row_hash, needs_hash)
        facts.receipts[numbers.plain(reference)] = receipt


def _add_children(facts: SchoolFacts, viewer: Viewer) -> None:
    """The school's children by name and number: who is in a team or in a census.

    A child who is sealed from the importer as a whole is as absent here as anywhere.
    """
    in_team = Tie.objects.filter(
        live(viewer.now), agency_id=facts.id, kind=Tie.Kind.TEAM
    ).values("child_id")
    by_census = CensusPupil.objects.filter(school_id=facts.id).values("child_id")
    sealed = conditions.aimed(conditions.Question(viewer.hat, viewer.now)).filter(
        record=None, category=""
    )
    children = (
        Child.objects.filter(Q(pk__in=in_team) | Q(pk__in=by_census))
        .exclude(pk__in=sealed.values("child_id"))
        .values_list("pk", "given_name", "known_as", "family_name", "born_on", "upn")
    )
    for pk, given_name, known_as, family_name, born_on, upn in children.iterator(2_000):
        for given in {given_name, known_as} - {""}:
            key = compared(given), compared(family_name), born_on
            facts.by_name.setdefault(key, set()).add(pk)
        if upn:
            facts.by_upn.setdefault(numbers.plain(upn), []).append((pk, born_on))


def has_senco(agency: Agency, viewer: Viewer) -> bool:
    """Whether a SENCO works in this agency now: somebody who can join a team."""
    sencos = Employment.objects.filter(live(viewer.now), agency=agency, role="senco")
    return sencos.filter(person__is_active=True).exists()


def children_in(run: ImportRun) -> set[UUID]:
    """The children whom the first rows of an import are about, for the ledger."""
    shown = {UUID(row["child"]) for row in run.shown if row["child"]}
    return set(Child.objects.filter(pk__in=shown).values_list("pk", flat=True))


def children_of_schools(run: ImportRun) -> set[UUID]:
    """The children whom the list of all rows may be about, for the ledger."""
    pupils = CensusPupil.objects.filter(school_id=run.agency_id)
    if run.agency.kind == Agency.Kind.COUNCIL:
        schools = CensusReceipt.objects.filter(council_id=run.agency_id)
        pupils = CensusPupil.objects.filter(
            school__in=schools.values("school").distinct()
        )
    return set(pupils.values_list("child_id", flat=True))


def get_held_row(
    run_id: UUID, line: int, viewer: Viewer
) -> tuple[ImportRun, dict[str, Any]]:
    """A row that waits for a person of the school. Raises ImportRun.DoesNotExist."""
    importer = get_importer(viewer)
    run = get_run(run_id, viewer)
    held: list[dict[str, Any]] = [
        row for row in run.shown if row["line"] == line and row["reason"] in DECIDABLE
    ]
    waits = run.state == ImportRun.State.READ and held
    if importer.kind == Agency.Kind.COUNCIL or not waits:
        raise ImportRun.DoesNotExist
    return run, held[0]


def list_candidates(row: Mapping[str, Any], viewer: Viewer) -> list[Child]:
    """The children a held row may be, as far as the viewer may know of them."""
    known = door.children_of(viewer.hat, viewer.now)
    return list(known.filter(pk__in=row["candidates"]).order_by("pk"))


def has_census_entry(child: Child, *, viewer: Viewer) -> bool:
    """Whether there is something from a census that the viewer may read."""
    entries = CensusEntry.objects.visible_to(viewer.hat, viewer.now)
    return entries.filter(record__child=child).exists()


def get_census_entry(child: Child, viewer: Viewer) -> CensusEntry:
    """What the newest census says about a child. Raises CensusEntry.DoesNotExist."""
    entries = CensusEntry.objects.read_by(viewer).filter(record__child=child)
    newest = entries.select_related("record__owner_agency").order_by(
        "-record__made_at", "record_id"
    )
    if found := list(newest[:1]):
        return found[0]
    raise CensusEntry.DoesNotExist
