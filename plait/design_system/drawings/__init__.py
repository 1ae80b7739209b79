"""Plait's pictures as SVG: what somebody took part in, not decoration.

Every picture carries classes only; colours come from the stylesheet, so light, dark,
print and forced colours work by themselves and no inline style is needed. The same
input always gives the same text, and everything that came from people is escaped.
"""

from plait.design_system.drawings.bands import band, mark
from plait.design_system.drawings.bars import clock, meter
from plait.design_system.drawings.charts import chart
from plait.design_system.drawings.knots import knot
from plait.design_system.drawings.plaits import logo, plait
from plait.design_system.drawings.ratings import Chart, Gap, Line
from plait.design_system.drawings.teams import team_picture

__all__ = [
    "Chart",
    "Gap",
    "Line",
    "band",
    "chart",
    "clock",
    "knot",
    "logo",
    "mark",
    "meter",
    "plait",
    "team_picture",
]
