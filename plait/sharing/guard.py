"""A second wall: statements that read records without the policy are refused.

It looks at the finished SQL, so it does not matter which way around the code somebody
found. A statement that names a table of records, of their content or of parts of that,
must carry the mark of the decision, or the stated reason for doing without; and what it
hands out of such a table must belong to a record that the decision is about. Plain
writing is left alone: it hands nothing out.

It is there for mistakes, not for somebody who writes SQL in order to deceive it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import connection

from plait.sharing import predicate

PAST = "past the sharing policy"
COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
NAME = r'"?(\w+)"?'
COLUMN = rf'{NAME}\."?(\w+)"?'
SAME = re.compile(rf"{COLUMN} = \(?{COLUMN}")
WITHIN = re.compile(rf"{COLUMN} IN \(SELECT (?:DISTINCT )?{COLUMN}", re.IGNORECASE)
# The second row of the table (G1) names the record that is decided about.
DECIDED = re.compile(rf'{NAME}\."state" = ')
# How many rows are written in one statement: what is read are its own parameters.
GIVEN_ROWS = re.compile(r"\bSELECT \* FROM UNNEST\(", re.IGNORECASE)
KEYWORDS = "ON|WHERE|INNER|LEFT|JOIN|GROUP|ORDER|LIMIT|FOR|UNION|SET|CROSS"


class UnguardedRead(Exception):
    """A statement would have read records without asking the sharing policy."""


@cache
def _protected() -> dict[str, str]:
    """Tables of rows that are decided with a record: the column on the way there."""
    found = {}
    for model in apps.get_models():
        path = getattr(model, "RECORD_PATH", None)
        if path is not None:
            step = model._meta.get_field(path.split("__")[0] or "id")
            found[model._meta.db_table] = str(getattr(step, "column", ""))
    return found


@cache
def _named() -> re.Pattern[str]:
    """A protected table's name, however it is written, but for a column's owner."""
    names = "|".join(sorted(map(re.escape, _protected())))
    return re.compile(rf'(?<![\w$])({names})(?![\w$])(?!"?\s*\.)', re.IGNORECASE)


@cache
def _placed() -> re.Pattern[str]:
    """A protected table among those that a query reads, and what the query calls it."""
    names = "|".join(sorted(map(re.escape, _protected())))
    return re.compile(
        rf'(?:FROM|JOIN|,)\s*\(*\s*(?:"?\w+"?\.)?"?({names})(?!"?\s*\.)"?'
        rf'(?:\s+(?:AS\s+)?(?!(?:{KEYWORDS})\b)"?([A-Za-z_]\w*)"?)?',
        re.IGNORECASE,
    )


@cache
def _written() -> re.Pattern[str]:
    """A statement that writes to a protected table."""
    names = "|".join(sorted(map(re.escape, _protected())))
    return re.compile(
        r"(INSERT|UPDATE|DELETE)(?:\s+(?:INTO|FROM|ONLY))*\s+"
        rf'(?:"?\w+"?\s*\.\s*)?"?(?:{names})(?!\w)',
        re.IGNORECASE,
    )


@lru_cache(maxsize=1024)
def check(sql: str) -> None:
    """Raise UnguardedRead unless the statement may read what it reads."""
    if PAST in sql or not _named().search(sql) or _only_writes(sql):
        return
    if predicate.MARK not in sql:
        raise UnguardedRead(f"Reads records without the sharing policy: {sql[:200]}")
    if undecided := _handed_out(sql) - _decided(sql):
        names = ", ".join(sorted(undecided))
        raise UnguardedRead(
            f"Hands out {names}, whose records are not decided about: {sql[:200]}"
        )


def _only_writes(sql: str) -> bool:
    """INSERT, UPDATE or DELETE of one protected table, reading no other."""
    bare = COMMENT.sub(" ", sql).lstrip("( \n\t\r")
    target = _written().match(bare)
    if not target or len(_named().findall(bare)) > 1:
        return False
    selects = re.search(
        r"\b(?:SELECT|TABLE)\b", GIVEN_ROWS.sub("(", bare), re.IGNORECASE
    )
    returns = re.search(r"\bRETURNING\b", bare, re.IGNORECASE)
    return not selects and not (returns and target[1].upper() != "INSERT")


def _aliases(sql: str) -> dict[str, str]:
    """What a query calls its protected tables, each with the column to its record."""
    return {
        alias or table: _protected()[table.lower()]
        for table, alias in _placed().findall(sql)
    }


def _decided(sql: str) -> set[str]:
    """What stands in one line with the record of a decision, by equal columns."""
    decisions = sql.split(predicate.MARK)[1:]
    records = {match[1] for part in decisions if (match := DECIDED.search(part))}
    same: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for one, other, *theirs in (*SAME.findall(sql), *WITHIN.findall(sql)):
        left, right = (one, other), (theirs[0], theirs[1])
        same.setdefault(left, set()).add(right)
        same.setdefault(right, set()).add(left)
    reached, fresh = set(), {(record, "id") for record in records}
    while fresh:
        reached |= fresh
        fresh = {end for start in fresh for end in same.get(start, ())} - reached
    return {alias for alias, key in _aliases(sql).items() if (alias, key) in reached}


def _handed_out(sql: str) -> set[str]:
    """The protected tables whose columns the outermost query hands out."""
    shown = _shown(COMMENT.sub(" ", sql))
    used = {owner for owner, _ in re.findall(COLUMN, shown)}
    everything = re.search(r"(?:^|[;,])\s*(?:DISTINCT\s+)?\*", shown, re.IGNORECASE)
    outer = _aliases(sql)
    return set(outer) if everything else used & set(outer)


PAREN = re.compile(
    r"(?P<into>(?:^|\b(?:FROM|JOIN|AS|UNION|ALL|EXCEPT|INTERSECT)\b)\s*)?\("
    r"|\)|\bSELECT\b|\bFROM\b",
    re.IGNORECASE,
)


def _shown(sql: str) -> str:
    """What stands between SELECT and FROM in queries whose rows go out.

    Those are the outermost ones, and those that they take their rows from: the answer
    of a query in a condition stays inside.
    """
    shown: list[str] = []
    levels, starts = [True], [-1]
    for token in PAREN.finditer(sql):
        word = token[0].strip().upper()
        if word.endswith("("):
            levels.append(levels[-1] and token["into"] is not None)
            starts.append(-1)
        elif word == ")" and len(levels) > 1:
            levels.pop()
            starts.pop()
        elif word == "SELECT" and levels[-1]:
            starts[-1] = token.end()
        elif word == "FROM" and starts[-1] >= 0:
            shown.append(sql[starts[-1] : token.start()])
            starts[-1] = -1
    return " ; ".join(shown)


def _watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    check(sql)
    return execute(sql, params, many, context)


@contextmanager
def guarded() -> Iterator[None]:
    """Check every statement of the block."""
    with connection.execute_wrapper(_watch):
        yield
