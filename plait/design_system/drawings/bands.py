"""The two drawings that are files of their own, and so carry their colours."""

from plait.design_system.drawings.plaits import Weave, woven
from plait.design_system.drawings.svg import STRANDS, number

Colours = tuple[str, str, str]

LIGHT: Colours = ("#b4501e", "#0b7480", "#6546ac")
DARK: Colours = ("#ee9a5f", "#4cc0c4", "#b39cf0")
ON_LIGHT, ON_DARK = "#ffffff", "#1d212b"
UNBROKEN = "iii"


def band(colours: Colours, behind: str) -> str:
    """One repeat of the thin band under the top bar, 66 by 10 px."""
    return _file(Weave(3, 22, height=10, stroke=2.4), colours, behind)


def mark(colours: Colours = LIGHT, behind: str = ON_LIGHT) -> str:
    """The sign in the browser's tab."""
    return _file(Weave(3, 12, height=26, stroke=6.5), colours, behind)


def _file(weave: Weave, colours: Colours, behind: str) -> str:
    """Colours stand on the shapes themselves: a style element would need leave from
    the content security policy."""
    body = "".join(woven(weave, (UNBROKEN, UNBROKEN, UNBROKEN), textured=False))
    body = body.replace('class="pl-halo"', f'fill="{behind}"')
    for name, colour in zip(STRANDS, colours, strict=True):
        body = body.replace(f'class="pl-s pl-{name}"', f'fill="{colour}"')
    size = f"{number(weave.width)} {number(weave.height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
        f'width="{number(weave.width)}" height="{number(weave.height)}">{body}</svg>\n'
    )
