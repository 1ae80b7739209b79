"""Bringing a census in: read, look, confirm, write."""

from plait.exchange.operations.importing import (
    CensusFiles,
    Plan,
    PlanChanged,
    Wish,
    import_census,
    plan_census,
)
from plait.exchange.operations.runs import (
    add_schools,
    begin_run,
    confirm_run,
    decide_row,
    read_again,
    read_run,
    remove_old,
    throw_away,
    write_run,
)

__all__ = [
    "CensusFiles",
    "Plan",
    "PlanChanged",
    "Wish",
    "add_schools",
    "begin_run",
    "confirm_run",
    "decide_row",
    "import_census",
    "plan_census",
    "read_again",
    "read_run",
    "remove_old",
    "throw_away",
    "write_run",
]
