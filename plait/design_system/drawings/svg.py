"""The few ways in which every picture writes SVG."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

Point = tuple[float, float]

STRANDS = ("home", "setting", "specialists")


def number(value: float) -> str:
    """A length in px to one decimal, as short as SVG allows: 12, 2.5, .5, -.5."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    if text in ("", "-0"):
        return "0"
    if text.startswith(("0.", "-0.")):
        return text.replace("0.", ".", 1)
    return text


def outline(points: Sequence[Point], *, closed: bool = False) -> str:
    """A path through the points in relative steps, which are a third shorter."""
    placed = [(round(across, 1), round(down, 1)) for across, down in points]
    text = f"M{number(placed[0][0])} {number(placed[0][1])}l"
    for place, (here, there) in enumerate(pairwise(placed)):
        across = number(there[0] - here[0])
        down = number(there[1] - here[1])
        text += _apart(across) if place else across
        text += _apart(down)
    return text + ("z" if closed else "")


def _apart(text: str) -> str:
    """A number after another one: a minus sign is space enough."""
    return text if text.startswith("-") else f" {text}"


def words(text: object) -> str:
    """Words from people, safe inside an element or a quoted attribute."""
    return str(escape(text))


def picture(
    parts: Iterable[str],
    width: float,
    height: float,
    *,
    classes: str = "",
    label: str = "",
) -> Markup:
    """The outer element. Without a label the picture is hidden from screen readers,
    because words beside it already say the same."""
    role = f'role="img" aria-label="{words(label)}"' if label else 'aria-hidden="true"'
    names = f'class="{classes}" ' if classes else ""
    return Markup(  # noqa: S704 (every word in the parts went through words())
        f'<svg {names}{role} focusable="false" '
        f'viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}">'
        f"{''.join(parts)}</svg>"
    )
