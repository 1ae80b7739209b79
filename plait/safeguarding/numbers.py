"""Whom to ring when a child is in danger. 999 always comes first.

Those that are the same everywhere stand here; the area's own come from its settings.
"""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Number:
    """Somebody to ring, and when."""

    words: str
    number: str

    @property
    def href(self) -> str:
        return "tel:" + "".join(self.number.split())


EMERGENCY = Number("Police and ambulance, when somebody is in danger now", "999")
EVERYWHERE = (
    Number("Police, when it is not an emergency", "101"),
    Number("NSPCC helpline for adults who are worried", "0808 800 5000"),
    Number("Childline, for children and young people", "0800 1111"),
)


def of_area() -> tuple[Number, ...]:
    """The area's own numbers: “words=number”, separated by semicolons."""
    pairs = (one.partition("=") for one in settings.DUTY_NUMBERS.split(";"))
    return tuple(
        Number(words.strip(), number.strip())
        for words, _, number in pairs
        if words.strip() and number.strip()
    )
