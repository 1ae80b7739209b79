"""Log lines as JSON, which can never hold what somebody wrote or is called.

Messages from elsewhere and the text of exceptions may quote a row, a form or an
address, so an exception is logged as its type and the places it passed through, never
its words; and of what a library says, only what stands in its code and numbers.
"""

import re
import traceback
from logging import LogRecord
from typing import Any

from pythonjsonlogger.json import JsonFormatter


class Formatter(JsonFormatter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            "{levelname}{name}{message}",
            style="{",
            timestamp=True,
            rename_fields={"levelname": "level", "name": "source"},
            **kwargs,
        )

    def formatException(self, ei: Any) -> Any:  # noqa: N802 - logging's own name
        kind, _, frames = ei
        places = [
            f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(frames)
        ]
        return [kind.__name__ if kind else "", *places]

    def process_log_record(self, log_record: dict[str, Any]) -> dict[str, Any]:
        log_record.pop("exc_text", None)
        return log_record

    def format(self, record: LogRecord) -> str:
        if record.name.split(".")[0] != "plait":
            record = LogRecord(
                record.name, record.levelno, record.pathname, record.lineno,
                _wordless(record), (), record.exc_info, record.funcName,
            )  # fmt: skip
        return super().format(record)


def _wordless(record: LogRecord) -> str:
    """A library's message without what it fills in, unless that is a number.

    What it has filled in already comes after a colon or in quotation marks.
    """
    if record.exc_info:
        return "something went wrong"
    message = re.split(r""":\s|['"‘“{\[]""", str(record.msg), maxsplit=1)[0]
    given = iter(record.args if isinstance(record.args, tuple) else ())

    def filled(_: re.Match[str]) -> str:
        value = next(given, None)
        return str(value) if isinstance(value, int) else "…"

    return re.sub(r"%[-+ #0\d.]*[a-z]", filled, message)


def _short(path: str) -> str:
    """A file's path without where this machine keeps its packages."""
    return path.rpartition("site-packages/")[2]
