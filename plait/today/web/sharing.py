"""What sharing asks of somebody on their first page: to talk, to ask again, to know."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import lately, lawful, objections
from plait.sharing.models import Agreement, Disclosure, Objection
from plait.sharing.standing import LEADERS, SHARE_WITHOUT_ASKING
from plait.today import work
from plait.today.work import Todo

# What only has to be known stands after everything that has a day.
AFTER_ALL = timedelta(days=365)
ASKS_FAMILIES = LEADERS | {"la_officer"}


def todos_of(children: QuerySet[Child], viewer: Viewer) -> Iterator[tuple[Child, Todo]]:
    """With the child each is about, so that the ledger can say whose name was shown."""
    if viewer.role in ASKS_FAMILIES:
        for said in objections.list_waiting(children, viewer=viewer):
            yield said.agreement.child, _differently(said, viewer)
        for one in lately.list_ending(children, viewer=viewer):
            yield one.child, _ending(one, viewer)
    if viewer.role in SHARE_WITHOUT_ASKING:
        for disclosure in lawful.to_look_at_again(children, viewer=viewer):
            yield disclosure.child, _kept(disclosure, viewer)
    for one in lately.list_changed(children, viewer=viewer):
        yield one.child, _changed(one, viewer)


def _differently(said: Objection, viewer: Viewer) -> Todo:
    child, service = said.agreement.child, said.agreement.with_agency.short_name
    keys = {"child_id": child.pk, "objection_id": said.pk}
    return work.dated(
        due_on=said.due_on,
        today=viewer.today,
        title=f"{child.full_name}’s parents see sharing with {service} differently",
        why="Nothing has changed. Talk with both, and write down what came of it.",
        action="Read what was said",
        href=reverse("sharing:objection", kwargs=keys),
    )


def _kept(disclosure: Disclosure, viewer: Viewer) -> Todo:
    assert disclosure.look_again_on is not None
    child = disclosure.child
    return work.dated(
        due_on=disclosure.look_again_on,
        today=viewer.today,
        title=f"May {child.full_name}’s family be told now?",
        why="Something was shared without asking them, and they do not know yet.",
        action="Look again",
        href=reverse(
            "sharing:disclosure",
            kwargs={"child_id": child.pk, "disclosure_id": disclosure.pk},
        ),
    )


def _ending(one: Agreement, viewer: Viewer) -> Todo:
    last = one.until_on - timedelta(days=1)
    ask = reverse("sharing:ask", kwargs={"child_id": one.child_id})
    return work.dated(
        due_on=last,
        today=viewer.today,
        title=f"{one.child.full_name}: sharing with {one.with_agency.short_name} ends",
        why="Ask the family again in good time, if it still helps. They can also let "
        "it go on by themselves.",
        action="Ask again",
        href=f"{ask}?again={one.pk}",
    )


def _changed(one: Agreement, viewer: Viewer) -> Todo:
    assert one.changed_at is not None
    day = arithmetic.day_of(one.changed_at)
    name = one.with_agency.short_name
    return Todo(
        due_on=viewer.today + AFTER_ALL,
        kind="open",
        state=f"Changed {words.short_day(day, viewer.today)[4:]}",
        title=f"{one.child.full_name}’s family changed what {name} can see",
        why="There is nothing you need to do about this.",
        action="See who can see what",
        href=reverse("sharing:sharing", kwargs={"child_id": one.child_id}),
    )
