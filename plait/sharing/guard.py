"""A second wall: statements that read records without the policy are refused.

It looks at the finished SQL, so it does not matter which way around the code somebody
found. Writing is left alone; an operation that has to read past the policy says why in
the statement itself (`Unfiltered`).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from plait.sharing import predicate

PAST = "past the sharing policy"


class UnguardedRead(Exception):
    """A statement would have read records without asking the sharing policy."""


@cache
def _protected() -> re.Pattern[str]:
    """The tables whose rows are records, their content, or parts of that."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "RECORD_PATH")
    ]
    names = "|".join(sorted(map(re.escape, tables)))
    return re.compile(rf'\b(?:FROM|JOIN)\s+"(?:{names})"', re.IGNORECASE)


def check(sql: str) -> None:
    """Raise UnguardedRead unless the statement may read what it reads."""
    reads = sql.lstrip("( ").upper().startswith(("SELECT", "WITH"))
    if (
        reads
        and predicate.MARK not in sql
        and PAST not in sql
        and _protected().search(sql)
    ):
        raise UnguardedRead(f"Reads records without the sharing policy: {sql[:200]}")


def _watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    check(sql)
    return execute(sql, params, many, context)


@contextmanager
def guarded() -> Iterator[None]:
    """Check every statement of the block."""
    with connection.execute_wrapper(_watch):
        yield
