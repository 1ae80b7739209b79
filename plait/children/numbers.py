"""Checks of the numbers other systems give a child. Values in, values out.

A number that passes is only well formed: it proves nothing about who it belongs to.
Source: UPN 2.0 in the government's data standards catalogue; NHS number check digit.
"""

import re

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_SHAPE = re.compile(r"^[A-Z]\d{11}[0-9A-Z]$")


def upn_check_letter(rest: str) -> str:
    """The first letter that the other twelve characters of a pupil number call for."""
    values = [int(sign) if sign.isdigit() else UPN_LETTERS.index(sign) for sign in rest]
    total = sum(value * weight for value, weight in zip(values, range(2, 14)))  # noqa: B905
    return UPN_LETTERS[total % 23]


def is_upn(text: str) -> bool:
    """A unique pupil number, permanent or temporary, whose check letter is right."""
    if not UPN_SHAPE.match(text):
        return False
    if any(sign.isalpha() and sign not in UPN_LETTERS for sign in text):
        return False
    return upn_check_letter(text[1:]) == text[0]


def is_nhs_number(text: str) -> bool:
    """Ten digits whose last one checks the first nine (modulus 11)."""
    if not re.fullmatch(r"\d{10}", text):
        return False
    total = sum(
        int(digit) * weight
        for digit, weight in zip(text, range(10, 1, -1))  # noqa: B905
    )
    check = 11 - total % 11
    return check != 10 and check % 11 == int(text[9])


def plain(text: str) -> str:
    """A number as people type it, without spaces and dashes, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()
