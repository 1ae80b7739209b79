"""Set up and serve the demonstration: what `./run` does.

The first start makes the demonstration area; every later one keeps it.
"""

import os
import socket
import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.urls import reverse

from plait.config.commands import migrate, serve
from plait.demo import commands as demo
from plait.demo.cast import ACTORS


def arguments(parser: ArgumentParser) -> None:
    serve.arguments(parser)


def run(given: Namespace) -> int:
    if not settings.DEMO:
        return _refuse("Only the demonstration is started like this. See: plait serve")
    if _is_taken(given.host, given.port):
        return _refuse(
            f"Port {given.port} is in use. Choose another: "
            f"./run --port {given.port + 1}"
        )
    here = f"http://localhost:{given.port}"
    if "PLAIT_ADDRESS" not in os.environ:
        settings.PUBLIC_ADDRESS = here  # for the links in e-mails
    migrate.bring_up_to_date()
    if demo.is_empty():
        print("Making the demonstration area. This takes a moment, once.", flush=True)
        demo.make()
    print(addresses(here), flush=True)
    return serve.run(given)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def addresses(start: str) -> str:
    """Where to be each of the cast."""
    width = max(len(actor.name) for actor in ACTORS)
    lines = [
        f"  {actor.name:<{width}}  {start}{reverse('demo:be', args=[actor.key])}"
        f"  {actor.does}"
        for actor in ACTORS
    ]
    return "\n".join(["", f"Plait is at {start}", "Be one of the cast:", *lines, ""])


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
