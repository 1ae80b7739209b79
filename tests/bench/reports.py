"""What was measured, as tables: ratios first, medians in milliseconds beside them."""

from collections.abc import Iterable, Sequence

AIM_LIST, AIM_GROWTH, AIM_PAGE = 3, 2, 6


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A title, a line of headings, and the rows below them, each column in line."""
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        first, *others = line
        cells = [first.ljust(widths[0])]
        cells += [
            cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)
        ]
        print("  " + "  ".join(cells).rstrip(), flush=True)
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))


def ratio(one: float, other: float, aim: float | None = None) -> str:
    """How many times as long; with a mark where the aim is missed."""
    times = one / other
    missed = " !" if aim is not None and times > aim else ""
    return f"{times:.1f}{missed}"


def ms(value: float) -> str:
    return f"{value:.1f}"
