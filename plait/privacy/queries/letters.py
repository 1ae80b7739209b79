"""Who asked, and about which child, when it came by letter or phone (D70, D71)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.children.finding import Sought, only_one, told_exactly
from plait.children.models import Child, Tie
from plait.privacy import answering
from plait.privacy.models import AccessRequest
from plait.privacy.queries import desks, reach
from plait.sharing import conditions, queries
from plait.sharing.models import Record

WHY = "whether a service has anything to do with a child it is asked about"


@dataclass(frozen=True)
class Named:
    """The child and the person of whom a letter tells."""

    child: Child
    asker: Person


def may_enter(viewer: Viewer) -> bool:
    """Whether the viewer writes down what came to their own agency."""
    if viewer.hat.is_family:
        return False
    desk = desks.desk_of(viewer)
    return answering.may_enter(desk, viewer.person_id).allowed


def find(sought: Sought, email: str, *, viewer: Viewer) -> Named | None:
    """Both, or nothing: which of the two was wrong is never told (EXI-8).

    The child is one with whom the viewer's service has or had to do, and open to the
    viewer; the person could ask for this here themself.
    """
    child = only_one(known_to(viewer).filter(pk__in=told_exactly(sought)))
    asker = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if child is None or asker is None:
        return None
    if not could_ask(asker, child, viewer):
        return None
    return Named(child, asker)


def known_to(viewer: Viewer) -> QuerySet[Child]:
    """Children with whom the viewer's service has or had to do, open to the viewer."""
    ask = conditions.Question(viewer.hat, viewer.now)
    worked = Tie.objects.filter(
        child=OuterRef("pk"), kind=Tie.Kind.TEAM, agency=viewer.agency_id
    )
    wrote = Record.objects.unfiltered(WHY).filter(
        child=OuterRef("pk"), owner_agency=viewer.agency_id
    )
    return reach.open_to(Child.objects.all(), ask).filter(
        Q(Exists(worked)) | Q(Exists(wrote))
    )


def could_ask(asker: Person, child: Child, viewer: Viewer) -> bool:
    """D40, as if they stood on their own page now; never whoever writes it down."""
    if asker.pk == viewer.person_id:
        return False
    standing = queries.standing_of(Viewer(Hat(asker.pk, None), viewer.now), child)
    return answering.may_ask(standing).allowed


def is_waiting(named: Named, viewer: Viewer) -> bool:
    """Whether this person is being answered about this child already (D70)."""
    return AccessRequest.objects.filter(
        child=named.child,
        agency=viewer.agency_id,
        asked_by=named.asker,
        state__in=AccessRequest.WAITING,
    ).exists()
