"""What stays closed of accounts and employments when a backup is put back."""

from plait.access.models import Person
from plait.agencies.models import Employment
from plait.ledger import closing_rows as rows
from plait.ledger.closings import PERSON, Closing

CLOSINGS: tuple[Closing, ...] = (
    rows.of_rows(
        PERSON,
        "account",
        lambda person_id: Person.objects.filter(pk=person_id),
        is_active=rows.only_if_both,
        session_epoch=rows.higher,
    ),
    rows.of_rows(
        PERSON,
        "employments",
        lambda person_id: Employment.objects.filter(person_id=person_id),
        until_at=rows.earlier,
        manages_people=rows.only_if_both,
    ),
)
