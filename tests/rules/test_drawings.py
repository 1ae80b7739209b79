"""Drawings say what was recorded, to everybody, and nothing about how to look."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from plait.design_system import drawings
from plait.design_system.drawings import Chart, Gap, Line, bands, plaits, seats
from plait.design_system.parts import Person

MONTHS = ("May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
HOME = Line("home", "Home", (1, 1, 2, 3, 3, 4, 5))
NURSERY = Line("setting", "Nursery", (0, 0, 1, None, 2, 3, 4))
THERAPIST = Line("specialists", "Therapist", (0, None, None, 2, None, None, 4))
NASTY = 'A "quote" & <script>'
IMAGES = Path(plaits.__file__).parents[1] / "static" / "plait" / "img"


def a_chart(*lines: Line, months=MONTHS, **more) -> Chart:
    return Chart(
        title="Times in 20 minutes",
        label="Home rose from 1 to 5.",
        months=months,
        lines=lines or (HOME, NURSERY, THERAPIST),
        **more,
    )


def a_team(count: int, strands: str = "hsp") -> tuple[Person, ...]:
    names = {"h": "home", "s": "setting", "p": "specialists"}
    return tuple(
        Person(
            names[strands[place % len(strands)]],
            f"Oluwaseun Featherstonehaugh {place}",
            "Specialist teacher for children with hearing loss",
        )
        for place in range(count)
    )


ONE_OF_EACH = {
    "plait": drawings.plait("iisn.i", "iiiiii", "..iiii", label="Home quiet in August"),
    "plait with months": drawings.plait("iiin", "iiii", "iiii", months=MONTHS[:4]),
    "small plait": drawings.plait("iiii", "iiii", "isn.", size="strategy"),
    "knot": drawings.knot(),
    "narrow knot": drawings.knot(narrow=True),
    "logo": drawings.logo(),
    "chart": drawings.chart(a_chart(target=5)),
    "narrow chart": drawings.chart(a_chart(target=5), narrow=True),
    "meter": drawings.meter(39, 44),
    "clock": drawings.clock(40, 42, "late", (21,)),
    "team": drawings.team_picture("Rafi", a_team(8)),
    "narrow team": drawings.team_picture("Rafi", a_team(8), narrow=True),
}
every_drawing = pytest.mark.parametrize(
    "drawing", ONE_OF_EACH.values(), ids=ONE_OF_EACH.keys()
)


@every_drawing
def test_it_is_well_formed_and_says_nothing_about_colour(drawing):
    root = ElementTree.fromstring(drawing)
    for element in root.iter():
        assert element.tag != "style"
        assert not {"style", "fill", "color"} & set(element.attrib)
        assert element.get("stroke", "currentColor") == "currentColor"
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(|hsl\(", drawing)


@every_drawing
def test_it_has_a_label_or_is_hidden_and_never_takes_the_keyboard(drawing):
    root = ElementTree.fromstring(drawing)
    labelled = root.get("role") == "img" and root.get("aria-label")
    assert bool(labelled) != (root.get("aria-hidden") == "true")
    assert root.get("focusable") == "false"


@every_drawing
def test_it_holds_only_numbers_that_can_be_drawn(drawing):
    assert "nan" not in drawing
    assert "inf" not in re.sub(r'aria-label="[^"]*"', "", drawing)


def test_the_same_question_gets_the_same_drawing():
    first = drawings.chart(a_chart(target=5)), drawings.team_picture("Rafi", a_team(9))
    for function in (drawings.chart, drawings.team_picture):
        function.cache_clear()
    again = drawings.chart(a_chart(target=5)), drawings.team_picture("Rafi", a_team(9))
    assert first == again


def test_words_from_people_are_escaped():
    shown = a_chart(
        Line("home", NASTY, (1,)),
        months=(NASTY,),
        gaps=(Gap(0, 0, NASTY),),
        target=1,
        target_word=NASTY,
    )
    team = (Person("home", NASTY, NASTY),)
    for drawing in (
        drawings.chart(shown),
        drawings.chart(shown, narrow=True),
        drawings.team_picture(NASTY, team),
        drawings.plait("i", "i", "i", label=NASTY, months=(NASTY,)),
    ):
        assert "<script>" not in drawing
        ElementTree.fromstring(drawing)


# ---- the plait


def parts_of(drawing: str, look: str) -> int:
    return drawing.count(f'class="{look}"')


def test_a_month_that_nobody_expected_is_not_drawn():
    drawing = drawings.plait("iiiiii", "iiiiii", "......")
    assert parts_of(drawing, "pl-s pl-specialists") == 0
    assert parts_of(drawing, "pl-s pl-home") > 0


def test_nothing_yet_is_dashed_and_less_than_agreed_is_thinner():
    full = drawings.plait("ii", "..", "..")
    less = drawings.plait("ss", "..", "..")
    nothing = drawings.plait("nn", "..", "..")
    assert parts_of(nothing, "pl-n pl-n-home") > 0
    assert parts_of(nothing, "pl-s pl-home") == 0
    assert parts_of(full, "pl-n pl-n-home") == 0
    assert thickness(less) < thickness(full) / 2 + 1


def thickness(drawing: str) -> float:
    """How far apart the first and last point of the first ribbon are."""
    numbers = re.search(r'pl-s pl-home" d="([^"]*)z"', drawing)[1]
    steps = [float(one) for one in re.findall(r"-?\d*\.?\d+", numbers)]
    across, down = sum(steps[2::2]), sum(steps[3::2])
    return (across**2 + down**2) ** 0.5


def test_strands_differ_by_texture_too():
    drawing = drawings.plait("....", "iiii", "iiii")
    textures = set(re.findall(r'class="pl-t"( stroke-dasharray)?', drawing))
    assert textures == {"", " stroke-dasharray"}


@pytest.mark.parametrize("months", range(1, 13))
def test_a_plait_never_grows_wider_than_its_place(months):
    for size, limit in plaits.SIZES.items():
        drawing = drawings.plait("i" * months, "s" * months, "n" * months, size=size)
        assert float(ElementTree.fromstring(drawing).get("width")) <= limit.width + 0.1


def test_a_plait_of_nothing_is_still_a_drawing():
    assert drawings.plait("", "", "").startswith("<svg")


def test_an_unknown_letter_is_refused():
    with pytest.raises(ValueError, match="no letter"):
        drawings.plait("ix", "ii", "ii")


def test_the_files_are_what_is_drawn():
    assert (IMAGES / "mark.svg").read_text() == bands.mark()
    light = bands.band(bands.LIGHT, bands.ON_LIGHT)
    dark = bands.band(bands.DARK, bands.ON_DARK)
    assert (IMAGES / "band-light.svg").read_text() == light
    assert (IMAGES / "band-dark.svg").read_text() == dark


# ---- the chart


def test_a_missing_value_is_a_gap_and_not_zero():
    drawing = drawings.chart(a_chart(NURSERY))
    assert drawing.count("ch-line ch-setting") == 2
    assert drawing.count("ch-m ch-m-setting") == 6


def test_a_known_reason_is_shaded_and_said():
    drawing = drawings.chart(a_chart(NURSERY, gaps=(Gap(3, 3, "Nursery closed"),)))
    assert drawing.count('class="ch-gap"') == 1
    assert ">Nursery<" in drawing
    assert a_chart(NURSERY).cells(NURSERY)[3] == "–"
    assert a_chart(NURSERY, gaps=(Gap(3, 3, "closed"),)).cells(NURSERY)[3] == "closed"


def test_each_strand_has_a_marker_of_its_own():
    drawing = drawings.chart(a_chart())
    assert '<circle class="ch-m ch-m-home"' in drawing
    assert '<rect class="ch-m ch-m-setting"' in drawing
    assert '<path class="ch-m ch-m-specialists"' in drawing
    assert "ch-line ch-specialists" not in drawing


def test_nobody_hides_behind_somebody_else():
    same = (2, 2, 2)
    lines = [
        Line(strand, strand, same) for strand in ("home", "setting", "specialists")
    ]
    drawing = drawings.chart(a_chart(*lines, months=MONTHS[:3]))
    places = re.findall(r'ch-m-\w+" (?:cx="|x="|d="M)([\d.]+)', drawing)
    assert len(places) == len(set(places)) == 9
    ordered = sorted(float(place) for place in places)
    assert min(b - a for a, b in zip(ordered, ordered[1:], strict=False)) > 5


@pytest.mark.parametrize(
    "shown",
    [
        a_chart(Line("home", "Home", (None,) * 7)),
        a_chart(Line("home", "Home", (3,)), months=("May",), target=0),
        a_chart(Line("home", "Home", (0.5, 2.5)), months=MONTHS[:2], target=1.5),
        a_chart(Line("home", "Home", (3, 120)), months=MONTHS[:2], top=6),
        a_chart(Line("home", "Home", ()), months=()),
        a_chart(Line("setting", "Bramblecote After-school and Holiday Club", (1,) * 7)),
        a_chart(target=5, gaps=(Gap(0, 6, "No counting was agreed"),)),
    ],
    ids=["no values", "one month", "decimals", "above top", "empty", "long", "all gap"],
)
def test_odd_series_are_drawn_inside_the_picture(shown):
    for narrow in (False, True):
        root = ElementTree.fromstring(drawings.chart(shown, narrow=narrow))
        height = float(root.get("height"))
        for element in root.iter():
            for side in ("y", "y1", "y2", "cy"):
                assert -0.1 <= float(element.get(side, 0)) <= height


def test_the_scale_is_whole_numbers_that_hold_every_value():
    assert a_chart(top=6).step == 1
    tall = a_chart(Line("home", "Home", (3, 120)), months=MONTHS[:2])
    assert tall.highest >= 120
    assert tall.highest / tall.step <= 8
    assert a_chart(Line("home", "Home", (0,)), months=("May",)).highest == 1


def test_the_places_own_word_stands_at_the_line():
    drawing = drawings.chart(a_chart(Line("setting", "School", (1,) * 7)))
    assert ">School 1</text>" in drawing
    assert "Nursery" not in drawing


def test_a_line_needs_a_value_for_every_month():
    with pytest.raises(ValueError, match="value or None"):
        a_chart(Line("home", "Home", (1, 2)))


# ---- bars


@pytest.mark.parametrize(
    ("done", "planned", "share"),
    [(0, 10, "0.0%"), (5, 10, "50.0%"), (12, 10, "100.0%"), (3, 0, "0.0%")],
)
def test_a_meter_shows_the_share_and_no_more(done, planned, share):
    assert f'width="{share}"' in drawings.meter(done, planned)


def test_a_clock_runs_no_further_than_its_end():
    assert 'x1="100.0%"' in drawings.clock(50, 42, "late")
    assert "ck-soon" in drawings.clock(35, 42, "soon")
    assert drawings.clock(1, 140, "", (42, 112, 140, 200)).count("ck-tick") == 2


# ---- the team


@pytest.mark.parametrize("frame", [seats.WIDE, seats.NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("strands", ["hsp", "h", "s", "p", "hp", "sp", "hspppp"])
@pytest.mark.parametrize("count", range(1, 15))
def test_nobody_in_a_team_covers_anybody(count, strands, frame):
    team = seats.place(a_team(count, strands), frame)
    boxes = [placed.box for placed in team.placed]
    child = (
        frame.middle - frame.child - 12,
        team.child_down - frame.child - 12,
        frame.middle + frame.child + 12,
        team.child_down + frame.child + 12,
    )
    assert len(boxes) == count
    for one, other in combinations([*boxes, child], 2):
        assert apart(one, other), (one, other)
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= frame.width
        assert bottom <= team.height


def apart(one, other) -> bool:
    """Whether two boxes (left, top, right, bottom) have no point in common."""
    across = one[2] <= other[0] or other[2] <= one[0]
    return across or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("count", [0, 1, 14])
def test_everybody_is_in_the_picture_and_in_its_words(count, narrow):
    team = tuple(
        Person(("home", "setting", "specialists")[place % 3], f"Anna {place}", "Role")
        for place in range(count)
    )
    drawing = drawings.team_picture("Rafi", team, narrow=narrow)
    label = ElementTree.fromstring(drawing).get("aria-label")
    assert "Rafi’s team" in label
    for person in team:
        assert f"{person.name}, Role" in label
        assert f">{person.name}</text>" in drawing
    assert drawing.count('class="tm-disc') == count
    assert drawing.count('class="tm-line') == count


def test_a_team_says_what_the_setting_is_called():
    drawing = drawings.team_picture(
        "Rafi", a_team(3), strand_words=("Home", "Nursery", "Specialists")
    )
    assert ">Nursery</text>" in drawing


def test_a_long_name_for_a_child_is_not_cut_in_the_label():
    drawing = drawings.team_picture("Wolfeschlegelsteinhausen", a_team(2))
    assert "Wolfeschlegelsteinhausen’s team" in drawing
