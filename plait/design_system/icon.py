"""Icons as inline drawings. They are read once, when the process starts."""

import re
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "icons"

STRAND_ICONS = {
    "home": "house",
    "setting": "backpack",
    "specialists": "id-card-lanyard",
    "child": "smile",
    "all": "users-round",
}


class UnknownIcon(LookupError):
    """There is no drawing of that name; assets/icons.txt lists those there are."""


def _read_shapes() -> dict[str, str]:
    """The shapes inside each drawing's outer element, by name."""
    shapes = {}
    for file in sorted(FOLDER.glob("*.svg")):
        inner = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text("utf-8"), re.DOTALL)
        if inner:
            shapes[file.stem] = re.sub(r"\s*\n\s*", "", inner[1]).replace(" />", "/>")
    return shapes


SHAPES = _read_shapes()


def shapes(name: str) -> str:
    """The lines of an icon on its 24 by 24 grid, to set into a larger drawing."""
    try:
        return SHAPES[name]
    except KeyError:
        raise UnknownIcon(f"There is no icon called {name!r}.") from None


@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> Markup:
    """An icon for use beside visible words; `size` is '' or 'l'."""
    classes = f"pl-icon pl-icon--{size}" if size else "pl-icon"
    return Markup(  # noqa: S704 (shapes come from our own files)
        f'<svg class="{classes}" aria-hidden="true" focusable="false" '
        'viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-linecap="round" stroke-linejoin="round">'
        f"{shapes(name)}</svg>"
    )


def strand_icon(strand: str) -> Markup:
    """The icon that belongs to a strand, the child, or all three together."""
    return icon(STRAND_ICONS[strand])
