"""A child who is told exactly, by name and birthday: found, or not there (EXI-8)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from plait.children.models import Child


@dataclass(frozen=True)
class Sought:
    """The child somebody asks for: told exactly, or there is no answer."""

    name: str
    family_name: str
    born_on: date


def told_exactly(sought: Sought) -> QuerySet[Child]:
    """Everybody of exactly this name, or called so, and birthday.

    Whoever asks narrows it to whom they may find, in the same statement, so that a
    child who is closed to them and one who does not exist are told apart by nothing.
    """
    name = sought.name.strip()
    return Child.objects.filter(
        Q(given_name__iexact=name) | Q(known_as__iexact=name),
        family_name__iexact=sought.family_name.strip(),
        born_on=sought.born_on,
    )


def only_one(children: QuerySet[Child]) -> Child | None:
    """The one that was meant; none, if there are several."""
    found = list(children[:2])
    return found[0] if len(found) == 1 else None
