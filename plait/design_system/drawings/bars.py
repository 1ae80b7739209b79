"""Bars. The numbers always stand beside them in words, so they are hidden from
screen readers. Lengths across are shares of whatever width the page gives."""

from functools import lru_cache

from markupsafe import Markup

CLOCK_FILLS = {"": "ck-fill", "soon": "ck-soon", "late": "ck-late"}


@lru_cache(maxsize=1024)
def meter(done: float, planned: float) -> Markup:
    """Planned against done. More than planned fills the bar and no more."""
    share = _share(done, planned)
    return _bar(
        "pl-meter", f'<rect class="pl-meter__fill" width="{share}" height="100%"/>'
    )


@lru_cache(maxsize=1024)
def clock(day: int, limit: int, state: str = "", marks: tuple[int, ...] = ()) -> Markup:
    """How much of a statutory time is used, in days.

    `state` is '', 'soon' or 'late'; `marks` are days on the way, such as the end of
    an earlier step.
    """
    used = _share(day, limit)
    ticks = "".join(
        f'<line class="ck-tick" x1="{at}" x2="{at}" y1="5" y2="17"/>'
        for at in (_share(mark, limit) for mark in marks if 0 < mark < limit)
    )
    return _bar(
        "pl-clock",
        '<rect class="ck-bg" y="5.5" width="100%" height="11"/>'
        f'<rect class="{CLOCK_FILLS[state]}" y="6" width="{used}" height="10"/>{ticks}'
        f'<line class="ck-now" x1="{used}" x2="{used}" y1="1" y2="21"/>',
    )


def _share(part: float, whole: float) -> str:
    """A share of the bar's width, never outside it."""
    share = part / whole if whole > 0 else 0.0
    return f"{max(0.0, min(1.0, share)) * 100:.1f}%"


def _bar(name: str, parts: str) -> Markup:
    return Markup(  # noqa: S704 (only our own names and numbers)
        f'<svg class="{name}" aria-hidden="true" focusable="false">{parts}</svg>'
    )
