"""Fill an empty database with a made-up area: two children and the people around them.

Everything happens through the product's own operations, at times relative to today.
Refuses a database that holds anybody.
"""

import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from plait.access import clock
from plait.access.models import Person
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.ledger.models import Line


def arguments(parser: ArgumentParser) -> None:
    """Takes none: DATABASE_URL says where."""


def run(given: Namespace) -> int:
    if settings.PRODUCTION:
        return _refuse("This is a production process: there is no demonstration.")
    if not is_empty():
        return _refuse("This database is in use already. Choose an empty one.")
    make()
    counts = (Agency, "agencies"), (Person, "people"), (Child, "children")
    for model, words in counts:
        print(f"{model.objects.count():>5} {words}")
    print(f"{Line.objects.count():>5} lines in the ledger")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def is_empty() -> bool:
    """Nobody is here, and nobody has begun to set anything up."""
    if Person._meta.db_table not in connection.introspection.table_names():
        return True
    return not (Person.objects.exists() or Agency.objects.exists())


def make() -> None:
    """Make the tables, and tell the story from its beginning to now."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from plait.demo.story import tell  # not installed in production

    tell(clock.read())
