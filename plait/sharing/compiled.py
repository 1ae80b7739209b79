"""The decision table's SQL, built by Django once and then filled in.

Building so large an expression takes Django far longer than answering it takes the
database. So each expression is built for a few made-up askers, from the very conditions
that are written in `conditions`; the places in which its parameters differ are then
known. For a real question the gaps are filled in: the columns of the record, as the
query at hand calls them, and who asks in which hat at which instant. A parameter that
differs for a reason not listed in `Asker.parameters` is refused: nothing is guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection as default_connection
from django.db.models import DateField, DateTimeField, Expression, F, UUIDField
from django.db.models.sql.compiler import SQLCompiler

from plait.access.viewer import Hat
from plait.clocks import arithmetic
from plait.sharing.conditions import Question

PROBES = (
    datetime(2001, 2, 3, 4, 5, 6, 7, tzinfo=UTC),
    datetime(2026, 6, 26, 23, tzinfo=UTC),
    datetime(2039, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
RECORD = "sharing_record"
CHILD = "children_child"
# A column's table: the record or its child; or a name that Django gave a subquery's.
GAP = re.compile(rf'"({RECORD}|{CHILD})"(?=\.")|\b([A-Z]+\d+)\b')
MARKS = {RECORD: "\0record\0", CHILD: "\0child\0"}
# By which columns a query says what it calls these tables, for what is asked about.
ANCHORS = {
    RECORD: {RECORD: "version", CHILD: "child__version"},
    CHILD: {CHILD: "version"},
}
MODELS = {RECORD: "sharing.Record", CHILD: "children.Child"}
NAMES = ("person", "agency", "instant", "newest young person")
ID, INSTANT, DAY = UUIDField(), DateTimeField(), DateField()


class NotExchangeable(Exception):
    """The SQL depends on the hat or the instant in a way that is not known here."""


@dataclass(frozen=True)
class Asker:
    """A hat at an instant."""

    hat: Hat
    at: datetime

    def parameter(self, name: str, connection: Any) -> Any:
        """What stands for the asker among the parameters of a statement."""
        match name:
            case "person":
                return ID.get_db_prep_value(self.hat.person_id, connection)
            case "agency":
                return ID.get_db_prep_value(self.hat.agency_id, connection)
            case "instant":
                return INSTANT.get_db_prep_value(self.at, connection)
        oldest = arithmetic.newest_young_person_born_on(self.at)
        return DAY.get_db_prep_value(oldest, connection)


class Slots:
    """The parameters of a statement: constants, and what depends on who asks."""

    def __init__(self, compiled: Sequence[Sequence[Any]], connection: Any) -> None:
        known = [
            {name: asker.parameter(name, connection) for name in NAMES}
            for asker in probes(family=False)
        ]
        columns = zip(*compiled, strict=True)
        self.slots = [_slot(column, known) for column in columns]
        self.names = {name for name, _ in self.slots if name is not None}

    def filled(self, asker: Asker, connection: Any) -> tuple[Any, ...]:
        mine = {name: asker.parameter(name, connection) for name in self.names}
        return tuple(
            value if name is None else mine[name] for name, value in self.slots
        )


def probes(*, family: bool) -> list[Asker]:
    """Made-up askers, no two of whom have anything in common."""
    return [
        Asker(Hat(UUID(int=2 * n + 1), None if family else UUID(int=2 * n)), at)
        for n, at in enumerate(PROBES, start=11)
    ]


def _slot(
    column: tuple[Any, ...], known: list[dict[str, Any]]
) -> tuple[str | None, Any]:
    """What stands in this place: the name of what varies, or a constant."""
    if all(value == column[0] for value in column):
        return None, column[0]
    for name in known[0]:
        if all(value == mine[name] for value, mine in zip(column, known, strict=True)):
            return name, None
    raise NotExchangeable(f"A parameter differs for no known reason: {column!r}")


class Template:
    """One expression about records, or about children, as SQL with gaps."""

    def __init__(
        self, build: Callable[[Question], Any], ask: Question, about: str
    ) -> None:
        connection = default_connection
        asked = [
            build(replace(ask, hat=one.hat, at=one.at, path=""))
            for one in probes(family=ask.hat.is_family)
        ]
        compiled = [_compile(each, about, connection) for each in asked]
        if len({sql for sql, _ in compiled}) > 1:
            raise NotExchangeable(f"The SQL itself differs: {compiled[0][0]}")
        sql = compiled[0][0]
        if f'FROM "{RECORD}"' in sql or f'FROM "{CHILD}"' in sql:
            raise NotExchangeable("A subquery reads records or children of its own.")
        self.slots = Slots([parameters for _, parameters in compiled], connection)
        self.sql = GAP.sub(_mark, sql)
        self.tables = [table for table, mark in MARKS.items() if mark in self.sql]

    def filled(self, names: Sequence[str]) -> str:
        """The SQL, with the tables as the query at hand calls them."""
        sql = self.sql
        for table, name in zip(self.tables, names, strict=True):
            sql = sql.replace(MARKS[table], name)
        return sql


def _mark(gap: re.Match[str]) -> str:
    """A gap where the record or the child is named.

    Tables of subqueries get names of our own, so that they never meet those of the
    query that the SQL is put into.
    """
    table, alias = gap.groups()
    return MARKS[table] if table else f"policy_{alias}"


def _compile(expression: Any, about: str, connection: Any) -> tuple[str, Sequence[Any]]:
    model = apps.get_model(MODELS[about])
    query = model._base_manager.annotate(asked=expression).query
    compiler = query.get_compiler(connection=connection)
    compiler.setup_query()
    sql, parameters = compiler.compile(query.annotations["asked"])
    return sql, parameters


_templates: dict[tuple[Any, ...], Template] = {}


class Compiled(Expression):
    """An expression about the record, or the child, at `path`, from its template."""

    def __init__(
        self,
        build: Callable[[Question], Any],
        ask: Question,
        output_field: Any,
        about: str = RECORD,
    ) -> None:
        super().__init__(output_field=output_field)
        self.build, self.ask, self.about = build, ask, about
        columns, tables = ANCHORS[about], self._template().tables
        self.anchors: list[Any] = [F(f"{ask.path}{columns[table]}") for table in tables]

    def _template(self) -> Template:
        key = self.build, self.ask.hat.is_family, default_connection.vendor
        if key not in _templates:
            _templates[key] = Template(self.build, self.ask, self.about)
        return _templates[key]

    def get_source_expressions(self) -> list[Any]:
        return self.anchors

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.anchors = list(exprs)

    def as_sql(
        self, compiler: SQLCompiler, connection: Any, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        template = self._template()
        names = [compiler.quote_name_unless_alias(each.alias) for each in self.anchors]
        asker = Asker(self.ask.hat, self.ask.at)
        return template.filled(names), template.slots.filled(asker, connection)
