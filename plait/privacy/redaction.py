"""Taking words out of a text so that nothing of them is left. Values in, values out.

What is given is written anew from what these functions return: no covered layer, no
earlier version and no hidden field can hold what was taken out.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

OUT = "[taken out]"
LEAST = 2  # a single letter would take out half of every word
# What looks like an address or a way to reach somebody.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\d+-])(?:\+44 ?|0)(?:\d[ -]?){8,10}\d(?![\d-])")
WORD = re.compile(r"[^\W_]+")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

Pairs = Sequence[tuple[str, str]]


def take_out(text: str, phrases: Iterable[str]) -> str:
    """The text without these phrases, however their gaps and quotes were typed.

    Longer phrases go first, so that nothing is left of one that holds another.
    """
    plain = unicodedata.normalize("NFKC", text)
    wanted = {" ".join(phrase.split()) for phrase in phrases}
    for phrase in sorted(wanted, key=len, reverse=True):
        if len(phrase) >= LEAST:
            plain = _pattern(phrase).sub(OUT, plain)
    return plain


def _pattern(phrase: str) -> re.Pattern[str]:
    letters = unicodedata.normalize("NFKC", phrase)
    parts = [re.sub(r"['’‘]", "['’‘]", re.escape(part)) for part in letters.split()]
    begins = r"(?<!\w)" if letters[0].isalnum() else ""
    ends = r"(?!\w)" if letters[-1].isalnum() else ""
    return re.compile(begins + r"[\s\u200b]+".join(parts) + ends, re.IGNORECASE)


def holds(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text."""
    whole = " ".join(phrase.split())
    plain = unicodedata.normalize("NFKC", text)
    return len(whole) >= LEAST and bool(_pattern(whole).search(plain))


def words_of(text: str) -> frozenset[str]:
    """The words of a text, however written. It has those of all that stands in it."""
    return frozenset(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def ways_to_reach(text: str) -> list[str]:
    """Postcodes, phone numbers and addresses of mail that stand in a text."""
    return [
        " ".join(found.group().split())
        for pattern in (POSTCODE, PHONE, EMAIL)
        for found in pattern.finditer(text)
    ]


def pieces_of(address: str) -> list[str]:
    """An address, and each part of it that would say where it is."""
    pieces = [piece.strip() for piece in re.split(r"[,\n]", address)]
    return [address, *(piece for piece in pieces if len(piece) > 3)]
