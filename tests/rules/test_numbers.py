"""Numbers that others gave: well formed or not, and nothing more."""

import pytest

from plait.children import numbers


@pytest.mark.parametrize(
    ("upn", "right"),
    [
        ("B801200005001", True),
        ("A801200005001", False),
        ("P207000016049", True),
        ("Q207000016049", False),
        ("R674123101121", True),
        ("M80120000500A", True),  # a temporary number ends with a letter
        ("I801200005001", False),  # no I, O or S
        ("B80120000500O", False),
        ("B80120000500", False),
        ("", False),
    ],
)
def test_upn(upn, right):
    assert numbers.is_upn(upn) is right


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("9434765919", True),
        ("4010232137", True),
        ("9990000018", True),
        ("4857773456", False),
        ("943476591", False),
        ("943476591X", False),
    ],
)
def test_nhs_number(number, right):
    assert numbers.is_nhs_number(number) is right


def test_numbers_are_read_as_people_type_them():
    assert numbers.plain(" 943 476-5919 ") == "9434765919"
