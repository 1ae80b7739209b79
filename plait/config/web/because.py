"""Why one of the family sees a page, once the young person decides."""

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.design_system import words
from plait.sharing import representatives
from plait.sharing.models import Choice
from plait.sharing.standing import Standing


def of_family(child: Child, standing: Standing, viewer: Viewer) -> str:
    """ "you act for Tilda in who may see what, under …; review 3 May 2027".

    Nothing before the day, and nothing for the young person: it is about them.
    """
    if standing.still_a_child or standing.kind != Tie.Kind.FAMILY:
        return ""
    acting = representatives.of_viewer(child, viewer)
    if acting:
        said = (
            f"you act for {child.called} in {one.get_decision_display()} under "
            f"{one.get_authority_display()}; review {words.record_day(one.review_on)}"
            for one in acting
        )
        return ". And ".join(said)
    choice = Choice.objects.filter(child=child, person_id=viewer.person_id).first()
    if choice is None or not choice.categories:
        return f"you are one of {child.called}’s family"
    return f"{child.called} chose it on {words.record_day(choice.chosen_at)}"
