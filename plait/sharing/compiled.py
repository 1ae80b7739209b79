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
# A column of the record or of its child, or a name that Django gave a subquery's table.
GAP = re.compile(rf'"({RECORD}|{CHILD})"\."(\w+)"|\b([A-Z]+\d+)\b')


class NotExchangeable(Exception):
    """The SQL depends on the hat or the instant in a way that is not known here."""


@dataclass(frozen=True)
class Asker:
    """A hat at an instant."""

    hat: Hat
    at: datetime

    def parameters(self, connection: Any) -> dict[str, Any]:
        """What can stand for the asker among the parameters of a statement."""
        oldest = arithmetic.newest_young_person_born_on(self.at)
        person, agency = self.hat
        return {
            "person": UUIDField().get_db_prep_value(person, connection),
            "agency": agency and UUIDField().get_db_prep_value(agency, connection),
            "instant": DateTimeField().get_db_prep_value(self.at, connection),
            "newest young person": DateField().get_db_prep_value(oldest, connection),
        }


class Slots:
    """The parameters of a statement: constants, and what depends on who asks."""

    def __init__(self, compiled: Sequence[Sequence[Any]], connection: Any) -> None:
        known = [asker.parameters(connection) for asker in probes(family=False)]
        columns = zip(*compiled, strict=True)
        self.slots = [_slot(column, known) for column in columns]

    def filled(self, asker: Asker, connection: Any) -> tuple[Any, ...]:
        mine = asker.parameters(connection)
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
    """One expression about records, as SQL with gaps."""

    def __init__(self, build: Callable[[Question], Any], ask: Question) -> None:
        connection = default_connection
        compiled = [
            _compile(build(replace(ask, hat=one.hat, at=one.at, path="")), connection)
            for one in probes(family=ask.hat.is_family)
        ]
        if len({sql for sql, _ in compiled}) > 1:
            raise NotExchangeable(f"The SQL itself differs: {compiled[0][0]}")
        sql = compiled[0][0]
        if f'FROM "{RECORD}"' in sql or f'FROM "{CHILD}"' in sql:
            raise NotExchangeable("A subquery reads records or children of its own.")
        self.slots = Slots([parameters for _, parameters in compiled], connection)
        self.pieces, self.columns = _cut(sql)

    def filled(self, columns: Sequence[str]) -> str:
        """The SQL, with the record's columns as the query at hand calls them."""
        by_name = dict(zip(self.columns, columns, strict=True))
        return "".join(by_name.get(piece, piece) for piece in self.pieces)


def _compile(expression: Any, connection: Any) -> tuple[str, Sequence[Any]]:
    record = apps.get_model("sharing", "Record")
    query = record._base_manager.annotate(asked=expression).query
    compiler = query.get_compiler(connection=connection)
    compiler.setup_query()
    sql, parameters = compiler.compile(query.annotations["asked"])
    return sql, parameters


def _cut(sql: str) -> tuple[list[str], list[str]]:
    """Pieces of SQL between the columns, and the columns by their Django names.

    Tables of subqueries get names of our own, so that they never meet those of the
    query that the SQL is put into.
    """
    pieces, columns, end = [], dict[str, None](), 0
    for gap in GAP.finditer(sql):
        table, column, alias = gap.groups()
        name = f"policy_{alias}" if alias else _django_name(table, column)
        pieces += [sql[end : gap.start()], name]
        if not alias:
            columns[name] = None
        end = gap.end()
    return [*pieces, sql[end:]], list(columns)


def _django_name(table: str, column: str) -> str:
    if table == CHILD:
        return f"child__{column}"
    return "pk" if column == "id" else column


_templates: dict[tuple[Any, ...], Template] = {}


class Compiled(Expression):
    """An expression about the record at `path`, from its template."""

    def __init__(
        self, build: Callable[[Question], Any], ask: Question, output_field: Any
    ) -> None:
        super().__init__(output_field=output_field)
        self.build, self.ask = build, ask
        self.columns: list[Any] = [
            F(f"{ask.path}{name}") for name in self._template().columns
        ]

    def _template(self) -> Template:
        key = self.build, self.ask.hat.is_family, default_connection.vendor
        if key not in _templates:
            _templates[key] = Template(self.build, self.ask)
        return _templates[key]

    def get_source_expressions(self) -> list[Any]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(
        self, compiler: SQLCompiler, connection: Any, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        template = self._template()
        columns = [compiler.compile(column)[0] for column in self.columns]
        asker = Asker(self.ask.hat, self.ask.at)
        return template.filled(columns), template.slots.filled(asker, connection)
