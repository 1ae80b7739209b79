"""Finding what reads like where somebody lives, or how to ring them there.

A hint and no proof: it is for asking whoever writes, before it is kept (rule AD1). A
house number counts with a street word; words that are not always streets (Close, Way)
count when they are written as names.
"""

import re
import unicodedata
from hashlib import sha256

POSTCODE = r"(?i:\b[A-Z]{1,2}\d[A-Z\d]?\s{0,3}\d[ABD-HJLNP-UW-Z]{2}\b)"
NOT_NAMES = r"(?:in|on|at|of|the|to|an?|and|or|by|from|down|up|with|for|into|per)\b"
NUMBER = r"\b\d{1,4}[A-Za-z]?,?\s+"
ALWAYS = r"(?i:road|rd|street|lane|avenue|crescent|terrace|mews|cul-de-sac)\b"
SOMETIMES = (
    r"(?:Close|Court|Drive|Gardens|Green|Grove|Hill|House|Park|Place|Rise|Row"
    r"|Square|View|Walk|Way)\b"
)
STREET = rf"{NUMBER}(?:(?!(?i:{NOT_NAMES}))[\w'’-]+\s+){{1,2}}{ALWAYS}"
NAMED = rf"{NUMBER}(?:[A-Z][\w'’-]*\s+){{1,2}}{SOMETIMES}"
FLAT = r"(?i:\b(?:flat|apartment)\s+\d{1,3}[a-z]?\b)"
LIVES = (
    r"(?i:\b(?:moved|moving|lives?|living|stays?|staying)\s+(?:now\s+)?(?:to|at)\s+"
    r"(?:number\s+|no\.?\s+)?\d{1,4}[a-z]?\b)"
)
SAID = r"(?i:\b(?:address|post\s?code)\s*(?:is\s|are\s|:|=)\s*\S[^.\n]{0,40})"
PHONE = r"(?<![\d.])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|0)\d(?:[\s-]?\d){8,9}(?![\d.]?\d)"
SHAPES = re.compile("|".join((POSTCODE, STREET, NAMED, FLAT, LIVES, SAID, PHONE)))

# Letters and digits drawn by chance, as in the address of a page: nobody lives there.
AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def addresses_in(text: str) -> tuple[str, ...]:
    """What in a text reads like an address or a number to ring, as it was written."""
    same = AN_ID.sub("·", unicodedata.normalize("NFKC", text))
    return tuple(" ".join(found.group().split()) for found in SHAPES.finditer(same))


def key_of(found: tuple[str, ...]) -> str:
    """Stands for exactly these: whoever answered for them is asked about others."""
    return sha256("\n".join(found).casefold().encode()).hexdigest()[:16]
