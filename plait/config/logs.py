"""Log lines as JSON, which can never hold what somebody wrote or is called.

Messages from elsewhere and the text of exceptions may quote a row or a form, so an
exception is logged as its type and the places it passed through, never its words.
"""

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
        if record.exc_info and not record.name.startswith("plait"):
            # Libraries put the exception's words into the message.
            record = LogRecord(
                record.name, record.levelno, record.pathname, record.lineno,
                "something went wrong", (), record.exc_info, record.funcName,
            )  # fmt: skip
        return super().format(record)


def _short(path: str) -> str:
    """A file's path without where this machine keeps its packages."""
    return path.rpartition("site-packages/")[2]
