"""Add an agency and invite its first person, who can then invite everybody else.

Prints the link of the invitation, which is also sent by e-mail. It is good for two
weeks, once.
"""

import sys
from argparse import ArgumentParser, Namespace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug

from plait.access import clock
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.team import operations
from plait.team.models import Invitation
from plait.team.operations.invitations import Guest


def arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--code", required=True, help="a short name for commands, such as bramblecote")
    add("--name", required=True, help="the full name")
    add("--kind", required=True, choices=Agency.Kind.values)
    add("--called", default="", help="what people say for short")
    add("--email", required=True, help="the first person's e-mail address")
    add("--person-name", required=True, help="the first person's name")
    add("--role", required=True, choices=sorted(roles.BY_KEY), help="their job")


def run(given: Namespace) -> int:
    if wrong := _what_is_wrong(given):
        print(wrong, file=sys.stderr)
        return 1
    agency = Agency(
        code=given.code, name=given.name, kind=given.kind, called=given.called
    )
    first = Guest(
        kind=Invitation.Kind.COLLEAGUE,
        name=given.person_name,
        email=given.email,
        role=given.role,
        manages_people=True,
    )
    token = operations.open_agency(agency, first, now=clock.read())
    print(operations.link_to(token))
    return 0


def _what_is_wrong(given: Namespace) -> str:
    """Why this cannot be done, in a sentence; nothing when it can."""
    try:
        validate_slug(given.code)
        validate_email(given.email)
    except ValidationError:
        return "The code takes letters, numbers and dashes; the e-mail address an @."
    if Agency.objects.filter(code=given.code).exists():
        return f"There is an agency with the code {given.code} already."
    return ""
