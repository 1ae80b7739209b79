"""That something was changed, in a line: who, for which service, when, and not what."""

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.design_system import words
from plait.sharing import lately
from plait.sharing.models import Agreement, Pause
from plait.sharing.standing import Standing


def list_changes(child: Child, viewer: Viewer, standing: Standing) -> tuple[str, ...]:
    """What changed in the last two weeks, for those who did not do it themselves."""
    if viewer.hat.is_family and not standing.decides_for_child:
        return ()
    found = lately.list_changed([child], viewer=viewer)
    return tuple(in_words(one, viewer) for one in found)


def in_words(one: Agreement, viewer: Viewer) -> str:
    """ "The family changed what Rowan can see, on Thursday 26 November." """
    assert one.changed_at is not None
    who = "The family"
    if viewer.hat.is_family and one.changed_by:
        who = one.changed_by.first_name
    day = words.day(one.changed_at, viewer.today)
    return f"{who} changed what {one.with_agency.short_name} can see, on {day}."


def list_pauses(child: Child, standing: Standing) -> list[tuple[str, str]]:
    """When sharing rested, and with which service: for those who decide."""
    if not standing.decides_for_child:
        return []
    found = Pause.objects.filter(child=child).select_related("agency", "by", "ended_by")
    return [(one.agency.short_name, _paused(one)) for one in found.order_by("-from_at")]


def _paused(one: Pause) -> str:
    said = f"{one.by.name} paused it on {words.record_day(one.from_at)}."
    if one.until_at and one.ended_by:
        day = words.record_day(one.until_at)
        said += f" {one.ended_by.name} ended the pause on {day}."
    return said
