"""What growing up asks of the team: the change-over, reviews, and what was asked."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.clocks import arithmetic, growing_up
from plait.design_system import words
from plait.sharing.models import PrivacyWish, Record, Representative
from plait.sharing.standing import LEADERS
from plait.team.models import Closing
from plait.today import work
from plait.today.work import SOON, Todo

Told = Sequence[tuple[UUID, Todo]]
MOST = 20


def for_leaders(children: QuerySet[Child], viewer: Viewer) -> Told:
    """Change-overs to prepare, somebody who turns 25, and reviews of who acts."""
    own_page = Tie.objects.filter(
        child=OuterRef("pk"), kind=Tie.Kind.SELF, until_at=None
    )
    closed = Closing.objects.filter(child=OuterRef("pk"), agency_id=viewer.agency_id)
    grown = Q(born_on__range=growing_up.turning_oldest_between(viewer.today))
    between = growing_up.born_between(viewer.today)
    soon = Q(born_on__range=between) if between else Q(pk=None)
    found = children.filter(soon | (grown & ~Exists(closed)))
    told = [
        (child.pk, _of_age(child, viewer))
        for child in found.annotate(has_page=Exists(own_page))[:MOST]
    ]
    return [*told, *_reviews(children, viewer)]


def wishes(children: QuerySet[Child], viewer: Viewer) -> Told:
    """What a young person asked about what the viewer wrote, or leads for (Y3)."""
    ours = Record.objects.visible_to(viewer.hat, viewer.now).filter(
        owner_agency_id=viewer.agency_id
    )
    if viewer.role not in LEADERS:
        ours = ours.filter(author_id=viewer.person_id)
    found = PrivacyWish.objects.filter(
        child__in=children, answered_at=None, record__in=ours.values("pk")
    )
    asked = found.select_related("child", "asked_by").order_by("asked_at")[:MOST]
    return [(one.child_id, _wish(one, viewer)) for one in asked]


def _wish(wish: PrivacyWish, viewer: Viewer) -> Todo:
    asked_on = arithmetic.day_of(wish.asked_at)
    return work.dated(
        due_on=asked_on + timedelta(days=7),
        today=viewer.today,
        title=f"{wish.child.full_name} asks to keep something from home",
        why=f"Asked on {words.record_day(asked_on)}. Until you answer, parents can "
        "still read it.",
        action="Read and answer",
        href=reverse(
            "family:answer-wish", kwargs={"child_id": wish.child_id, "wish_id": wish.pk}
        ),
    )


def _of_age(child: Child, viewer: Viewer) -> Todo:
    is_near = child.switch_at > viewer.now
    return _change_over(child, viewer) if is_near else _is_25(child, viewer)


def _change_over(child: Child, viewer: Viewer) -> Todo:
    day = arithmetic.day_of(child.switch_at)
    has_page = child.has_page  # type: ignore[attr-defined]
    next_step = (
        f"{child.called} can choose on their own page. Ask how it is going."
        if has_page
        else f"{child.called} has no page of their own yet. Invite them in time."
    )
    return work.dated(
        due_on=day,
        today=viewer.today,
        title=f"From {words.record_day(day)} {child.full_name} decides",
        why=f"Talk about it with {child.called} and the family. {next_step}",
        action="What changes",
        href=reverse("family:growing-up", kwargs={"child_id": child.pk}),
    )


def _is_25(child: Child, viewer: Viewer) -> Todo:
    birthday = growing_up.reaches(child.born_on, growing_up.OLDEST)
    return work.dated(
        due_on=birthday,
        today=viewer.today,
        title=f"{child.full_name} turns 25 on {words.record_day(birthday)}",
        why="Support under the Children and Families Act 2014 is for those under 25. A "
        "council may keep a plan up to the end of that school year.",
        action="Say when your part ends",
        href=reverse("team:close", kwargs={"child_id": child.pk}),
    )


def _reviews(children: QuerySet[Child], viewer: Viewer) -> Told:
    due = Q(review_on__lte=viewer.today + SOON, review_on__gte=viewer.today)
    found = Representative.objects.filter(due, child__in=children, ended_at=None)
    near = found.select_related("child", "person").order_by("review_on")[:MOST]
    return [(one.child_id, _review(one, viewer)) for one in near]


def _review(one: Representative, viewer: Viewer) -> Todo:
    return work.dated(
        due_on=one.review_on,
        today=viewer.today,
        title=f"Look again at who acts for {one.child.full_name}",
        why=f"{one.person.name} acts in {one.get_decision_display()}. After this it "
        "ends by itself.",
        action="Look at it",
        href=reverse("team:representatives", kwargs={"child_id": one.child_id}),
    )
