"""Check that the ledger still says what it said when it was written.

Prints how many lines hold. When one does not, exit status 1 and a sentence about the
first. Without a checkpoint that a witness kept elsewhere, a ledger whose end was cut
off or written anew cannot be told from a true one: give every checkpoint you have.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Annotated

from django.db import DatabaseError, connection
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plait.ledger import verification, witnessing


class Witnessed(BaseModel):
    """One line that `plait ledger checkpoint` printed."""

    model_config = ConfigDict(extra="forbid", strict=True)
    seq: Annotated[int, Field(ge=0)]
    chain: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    at: str
    journal: int = 0
    key: str = ""
    signature: str = ""


class NotACheckpoint(Exception):
    """The file does not hold checkpoints; the sentence says where."""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        action="append",
        default=[],
        help="what `plait ledger checkpoint` printed once, one or more lines; "
        "may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: Namespace) -> int:
    try:
        witnesses = [one for name in given.checkpoint for one in _checkpoints(name)]
    except NotACheckpoint as error:
        print(error, file=sys.stderr)
        return 2
    try:
        connection.ensure_connection()
        witnesses += witnessing.checkpoints()
    except DatabaseError as error:
        print(f"The database cannot be reached: {error}", file=sys.stderr)
        return 2
    holding, finding = verification.verify(witnesses)
    if given.json:
        first = finding and {"seq": finding.seq, "sentence": finding.sentence}
        print(json.dumps({"lines": holding, "holds": finding is None, "first": first}))
    else:
        print(f"{holding} {'line holds' if holding == 1 else 'lines hold'}.")
    if finding is None:
        return 0
    print(f"Line {finding.seq} {finding.sentence}.", file=sys.stderr)
    return 1


def _checkpoints(name: str) -> Iterator[verification.Checkpoint]:
    try:
        with open(name, encoding="utf-8") as file:
            lines = [line for line in file if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise NotACheckpoint(f"{name} cannot be read: {error}.") from None
    if not lines:
        raise NotACheckpoint(f"{name} holds no checkpoint.")
    for line in lines:
        try:
            one = Witnessed.model_validate_json(line)
        except ValidationError as error:
            field = ".".join(map(str, error.errors()[0]["loc"])) or "It"
            raise NotACheckpoint(
                f"{name} is not what `plait ledger checkpoint` printed: "
                f"{field} does not fit."
            ) from None
        yield verification.Checkpoint(one.seq, one.chain)
