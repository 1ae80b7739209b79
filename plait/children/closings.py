"""What stays closed of a child's card and ties when a backup is put back."""

from plait.children.models import Child, Tie
from plait.ledger import closing_rows as rows
from plait.ledger.closings import CHILD, Closing

CLOSINGS: tuple[Closing, ...] = (
    rows.of_rows(
        CHILD,
        "ties",
        lambda child_id: Tie.objects.filter(child_id=child_id),
        until_at=rows.earlier,
    ),
    # An earlier day of birth lets the parents' rights end earlier.
    rows.of_rows(
        CHILD,
        "card",
        lambda child_id: Child.objects.filter(pk=child_id),
        born_on=rows.earlier,
    ),
)
