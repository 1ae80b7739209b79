"""Every address of the product, with real ids in it, for tests over the whole site.

A new address whose parts are not known here fails the tests that use this map: say in
`PARTS` what its ids stand for, or in `WITHOUT_CHILDREN` that it says nothing about a
child.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from django.db.models import DateTimeField, Manager, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plait.access import clock
from plait.access.viewer import Viewer
from plait.agencies.models import Agency, Employment
from plait.children.models import Child, Tie
from plait.evidence.web import presenters as evidence
from plait.exchange.models import ImportRun
from plait.ledger.models import Alert
from plait.privacy.models import (
    AccessReport,
    AccessRequest,
    Breach,
    Disposal,
    LegalHold,
    RequestItem,
)
from plait.safeguarding import models as safeguarding
from plait.sharing.models import (
    Agreement,
    AreaAgreement,
    Conflict,
    Copy,
    Disclosure,
    Emergency,
    LookDelay,
    LookQuestion,
    Objection,
    PrivacyWish,
    Record,
    Representative,
    Seal,
)
from plait.team import looks, unheld
from plait.team.models import Invitation

# Pages that anybody may open, and those of signing in and of one's own account: they
# hold nothing about a child, and open no door.
WITHOUT_CHILDREN = frozenset(
    {
        "access:hats",
        "access:me",
        "access:name",
        "access:change-password",
        "access:second-factor",
        "access:add-passkey",
        "access:set-up-app",
        "access:codes",
        "access:new-codes",
        "access:remove-factor",
        "access:sign-out-everywhere",
        "access:news-address",
        "access:news-code",
        "access:news-code-again",
        "access:remove-news-address",
        "account_login",
        "account_logout",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "team:invitation",
        "demo:cast",
        "demo:be",
        "health",
        "help",
        "words",
        "language",
        "privacy",
        "accessibility",
    }
)


@dataclass(frozen=True)
class Page:
    """One address of the URL configuration, as it is declared."""

    name: str
    route: str
    parts: tuple[str, ...]
    surface: str | None  # what the door calls it; None when there is no door


def pages() -> list[Page]:
    """Every address there is."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, names: str, routes: str) -> Iterator[Page]:
    for each in resolver.url_patterns:
        route = routes + str(each.pattern)
        if isinstance(each, URLPattern):
            surface = getattr(each.callback, "surface", None)
            parts = tuple(each.pattern.converters)
            yield Page(f"{names}{each.name}", route, parts, surface)
        else:
            space = f"{each.namespace}:" if each.namespace else ""
            yield from _walk(each, names + space, route)


def behind_doors() -> list[Page]:
    """The pages that may hold something about a child."""
    return [page for page in pages() if page.name not in WITHOUT_CHILDREN]


# --- Real ids ----------------------------------------------------------------------------


def oldest(rows: QuerySet[Any] | Manager[Any], most: int | None = None) -> list[Any]:
    """The first few ids in the order in which they came about.

    Ids are drawn by lot, so a choice by them, or in no order, would be another one in
    every run, and a test over the site another test.
    """
    moments = (
        field.name
        for field in rows.model._meta.fields
        if isinstance(field, DateTimeField) and not field.null
    )
    found = rows.order_by(*islice(moments, 1), "pk").values_list("pk", flat=True)
    return list(found[:most])


def _records(kind: str) -> Callable[[Child, Viewer], list[object]]:
    def some(child: Child, viewer: Viewer) -> list[object]:
        every = Record.objects.unfiltered("every address of the site, for a test")
        found = every.filter(child=child, kind=kind).order_by("-made_at", "pk")
        return list(found.values_list("pk", flat=True)[:2])

    return some


# The parts of addresses that name a record, and of which kind.
KINDS = {
    "note_id": "evidence.observation",
    "photo_id": "evidence.photo",
    "concern_id": "evidence.concern",
    "report_id": "evidence.assessment",
    "passage_id": "evidence.passage",
    "outcome_id": "plans.outcome",
    "strategy_id": "plans.strategy",
    "activity_id": "plans.activity",
    "entry_id": "book.entry",
    "part_id": "team.involvement",
    "order_id": "team.court-order",
    "item_id": "safeguarding.worry",
    "step_id": "safeguarding.step",
    "record_id": "evidence.observation",
}
PARTS: dict[str, Callable[[Child, Viewer], list[object]]] = {
    "child_id": lambda child, viewer: [child.pk],
    **{part: _records(kind) for part, kind in KINDS.items()},
    "agreement_id": lambda child, viewer: oldest(Agreement.objects.filter(child=child)),
    "disclosure_id": lambda child, viewer: oldest(
        Disclosure.objects.filter(child=child)
    ),
    "hold_id": lambda child, viewer: oldest(LegalHold.objects, 2),
    "disposal_id": lambda child, viewer: oldest(Disposal.objects, 2),
    "area_agreement_id": lambda child, viewer: oldest(AreaAgreement.objects, 2),
    "record_id": _records("evidence.observation"),
    "seal_id": lambda child, viewer: oldest(Seal.objects.filter(child=child), 2),
    "conflict_id": lambda child, viewer: oldest(Conflict.objects.filter(child=child)),
    "kind": lambda child, viewer: ["plan"],
    "objection_id": lambda child, viewer: oldest(
        Objection.objects.filter(agreement__child=child)
    ),
    "copy_id": lambda child, viewer: oldest(Copy.objects.filter(child=child)),
    "tie_id": lambda child, viewer: oldest(
        Tie.objects.filter(child=child, agency=None)
    ),
    "wish_id": lambda child, viewer: oldest(PrivacyWish.objects, 1),
    "representative_id": lambda child, viewer: oldest(Representative.objects, 1),
    "invitation_id": lambda child, viewer: oldest(Invitation.objects, 4),
    "employment_id": lambda child, viewer: oldest(
        Employment.objects.filter(agency_id=viewer.hat.agency_id).exclude(
            person_id=viewer.person_id
        ),
        1,
    ),
    "emergency_id": lambda child, viewer: list(
        Emergency.objects.order_by("-asked_at", "pk").values_list("pk", flat=True)[:3]
    ),
    "run_id": lambda child, viewer: oldest(ImportRun.objects, 1),
    "look_id": lambda child, viewer: [
        look.id for look in looks.list_looks(child, viewer=viewer).looks[:1]
    ],
    "question_id": lambda child, viewer: oldest(
        LookQuestion.objects.filter(child=child), 2
    ),
    "agency_id": lambda child, viewer: oldest(Agency.objects.filter(code="rowan")),
    "transfer_id": lambda child, viewer: oldest(safeguarding.Transfer.objects, 4),
    "reference": lambda child, viewer: list(
        safeguarding.Alert.objects.filter(record__child=child)
        .order_by("raised_at")
        .values_list("reference", flat=True)[:1]
    ),
    "delay_id": lambda child, viewer: oldest(LookDelay.objects, 1),
    "alert_id": lambda child, viewer: oldest(Alert.objects, 1),
    "access_report_id": lambda child, viewer: oldest(AccessReport.objects, 1),
    "breach_id": lambda child, viewer: list(
        Breach.objects.order_by("-reported_at", "pk").values_list("pk", flat=True)[:2]
    ),
    "request_id": lambda child, viewer: oldest(
        AccessRequest.objects.filter(child=child)
    ),
    "kept_id": lambda child, viewer: list(
        RequestItem.objects.filter(request__child=child)
        .order_by("number")
        .values_list("pk", flat=True)[:2]
    ),
    "line": lambda child, viewer: [2],
    "gap": lambda child, viewer: [gap.key for gap in unheld.list_gaps(viewer)[:1]],
    "token": lambda child, viewer: [],  # made for the photo it belongs to
}


class NotOnTheMap(Exception):
    """An address has a part that this map knows nothing about."""


def addresses(page: Page, child: Child, viewer: Viewer) -> list[str]:
    """The page's addresses for one child. Raises NotOnTheMap."""
    if unknown := set(page.parts) - PARTS.keys():
        raise NotOnTheMap(
            f"{page.name}: say in tests/site_map.py what {unknown} stand for"
        )
    choices = [PARTS[part](child, viewer) for part in page.parts if part != "token"]
    names = [part for part in page.parts if part != "token"]
    return [
        reverse(
            page.name,
            kwargs=_with_token(page, dict(zip(names, ids, strict=True)), viewer),
        )
        for ids in product(*choices)
    ]


def _with_token(
    page: Page, parts: dict[str, object], viewer: Viewer
) -> dict[str, object]:
    if "token" in page.parts and "photo_id" in parts:
        opening = replace(viewer, now=clock.read())  # its link is good for a minute
        return parts | {"token": evidence.photo_token(parts["photo_id"], opening)}
    return parts
