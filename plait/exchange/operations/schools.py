"""Adding a school that a census names, when somebody asked for that."""

from uuid import UUID

from django.utils.text import slugify

from plait.agencies.models import Agency
from plait.exchange.census.facts import SchoolFacts

LONGEST_CODE = 40


def add_school(school: SchoolFacts) -> UUID:
    """A school under the code it was received with; its name others will correct."""
    agency = Agency.objects.create(
        code=_free_code(slugify(school.code) or "school"),
        name=school.name,
        kind=Agency.Kind.SCHOOL,
        census_code=school.code,
    )
    return agency.pk


def _free_code(wanted: str) -> str:
    """The wanted code, or the first numbered one that no agency has."""
    wanted = wanted[: LONGEST_CODE - 6]
    taken = set(
        Agency.objects.filter(code__startswith=wanted).values_list("code", flat=True)
    )
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code
