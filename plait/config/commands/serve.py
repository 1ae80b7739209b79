"""Serve the pages.

In production it refuses to start while anything is unsafe, and says what to do about
each finding. It speaks plain HTTP: a proxy in front of it ends TLS.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from plait.config import logs, safety
from plait.config.commands import migrate


def arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="default: this machine only")
    add("--port", type=int, default=8000)
    add("--workers", type=int, default=2, help="processes")
    add("--threads", type=int, default=4, help="in each process")


def run(given: Namespace) -> int:
    if found := findings():
        for sentence in found:
            print(sentence, file=sys.stderr)
        return 1
    connections.close_all()  # each process opens its own
    Server(given).run()
    return 0


def findings() -> list[str]:
    """Everything that stands against serving."""
    found = [*safety.of_settings(), *_proxy_findings()] if settings.PRODUCTION else []
    try:
        if settings.PRODUCTION:
            found += safety.of_database()
        if migrate.is_behind():
            found.append("The database is behind this version. Run: plait migrate")
        elif settings.DEMO and not _holds_the_demonstration():
            found.append("There is no demonstration in this database. Run: plait demo")
    except DatabaseError:
        found.append("The database cannot be reached. Look at DATABASE_URL.")
    return found


def _proxy_findings() -> list[str]:
    if settings.SECURE_PROXY_SSL_HEADER:
        return []
    return [
        "PLAIT_BEHIND_PROXY is not yes. Set it once a proxy in front of Plait ends TLS."
    ]


def _holds_the_demonstration() -> bool:
    from plait.demo.models import Area  # not installed in production

    return Area.objects.exists()


class ServerLogger(Logger):  # type: ignore[misc]
    """What gunicorn says about its processes and about what it cannot read."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.Formatter())


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings and nothing from its own files or environment."""

    def __init__(self, given: Namespace) -> None:
        self.given = given
        super().__init__()

    def load_config(self) -> None:
        given = self.given
        chosen: dict[str, Any] = {
            "bind": f"{given.host}:{given.port}",
            "workers": given.workers,
            "threads": given.threads,
            "worker_class": "gthread",
            "worker_tmp_dir": "/dev/shm",  # noqa: S108 - a heartbeat that never waits
            "loglevel": "warning",
            "logger_class": ServerLogger,
            "control_socket_disable": True,
            "proc_name": "plait",
            # What a proxy says is believed only when Django is told so.
            "forwarded_allow_ips": "",
            "secure_scheme_headers": {},
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from plait.config.wsgi import application

        return application
