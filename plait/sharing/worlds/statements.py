"""The product's own questions to the database, compiled once and asked many times."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, UUIDField

from plait.access.viewer import Hat
from plait.sharing import compiled
from plait.sharing.compiled import Asker, NotExchangeable, Slots


def prepared_id(value: UUID) -> Any:
    """An id as this database's parameters and answers hold it."""
    return UUIDField().get_db_prep_value(value, connection)


class Statement:
    """One question for one kind of hat, compiled."""

    def __init__(
        self, question: Callable[[Hat, datetime], QuerySet[Any, Any]], *, family: bool
    ) -> None:
        askers = compiled.probes(family=family)
        asked = [_compile(question(asker.hat, asker.at)) for asker in askers]
        if len({sql for sql, _ in asked}) > 1:
            raise NotExchangeable(f"The SQL itself differs: {asked[0][0]}")
        self.sql = asked[0][0]
        self.slots = Slots([parameters for _, parameters in asked], connection)

    def parameters(self, hat: Hat, at: datetime) -> tuple[Any, ...]:
        """The parameters with which this hat asks at this instant."""
        return self.slots.filled(Asker(hat, at), connection)

    def ask(self, hat: Hat, at: datetime) -> list[tuple[Any, ...]]:
        """The rows of the answer, as the database gives them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters(hat, at))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _compile(asked: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = asked.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(parameters)
