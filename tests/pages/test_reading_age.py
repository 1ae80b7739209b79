"""What families read is written for an eleven-year-old, and measured.

Every page that a family can open, without what people wrote themselves: names, the
words of records, and what stands in a box to be answered.
"""

import json
import re

import pytest
from django.conf import settings

from plait.access.models import Person
from plait.agencies.models import Agency
from plait.sharing.models import Agreement, RecordVersion
from tests import site_map
from tests.reading_age import blocks_of, reading_age, sentences_in, words_in
from tests.trust import surfaces, twins
from tests.trust.twins import Reader

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(settings.POSTGRES, reason="Words hang on no database"),
]
AIM = 11.0
FAMILIES = (Reader("shirin"), Reader("nani"), Reader("amelia", "amelia"))
# A short sentence is more its words than its length: it is measured with its page.
LONG_ENOUGH = 6
HARDEST = 14.0
WORDS_ENOUGH = 3
# What jobs and the four areas of need are called, and a few words of the field that a
# page explains where they stand.
FIELD = re.compile(
    r"\b(speech and language therap\w+|occupational therap\w+|educational psycholog\w+|"
    r"parental responsibility|communication book|communication and interaction|"
    r"safeguarding|information)\b",
    re.IGNORECASE,
)


def own_words():
    """What people wrote: it is theirs, however it reads."""
    said = set()
    for version in RecordVersion.objects.unfiltered("looking for any record’s words"):
        said |= set(texts(json.loads(version.content)))
    said |= set(Agreement.objects.values_list("purpose", flat=True))
    return {sentence for text in said for sentence in sentences_in(text)}


def texts(value):
    match value:
        case str():
            yield value
        case dict() | list():
            for each in value.values() if isinstance(value, dict) else value:
                yield from texts(each)


def names():
    found = {
        name
        for person in Person.objects.all()
        for name in (person.name, person.first_name)
    }
    for agency in Agency.objects.all():
        found |= {agency.name, agency.short_name}
    return sorted(filter(None, found), key=len, reverse=True)


@pytest.fixture
def pages(cast):
    """Every page of each family reader: what is ours in it, sentence by sentence."""
    world = twins.Ordinary(cast)
    theirs = own_words()
    called = re.compile("|".join(map(re.escape, names())))
    # Their words, with a few of ours behind them: "A picture card, since Friday".
    longer = [re.escape(one) for one in theirs if len(words_in(one)) >= WORDS_ENOUGH]
    begun = re.compile("|".join(longer))
    found = {}
    for reader in FAMILIES:
        client = cast.client(reader.key)
        viewer = reader.viewer(cast, cast.now)
        filling = twins.filling(reader, world)
        for page in site_map.behind_doors():
            for address in surfaces.addresses(page, filling, viewer, asked=False):
                answer = surfaces.ask(client, address)
                if answer.status == 200 and answer.text.startswith("<!DOCTYPE html"):
                    ours = _ours(answer.text, theirs, called, begun)
                    found.setdefault(page.name, set()).update(ours)
    return found


def _ours(html, theirs, called, begun):
    for block in blocks_of(html):
        for sentence in sentences_in(block):
            whose = sentence.strip("“”") in theirs or begun.match(sentence)
            if not whose and not quoted(sentence):
                yield FIELD.sub("that", called.sub("Sam", sentence))


def quoted(sentence):
    return "“" in sentence or "”" in sentence


def test_families_pages_read_at_eleven(pages):
    """Each page as a whole, over its whole sentences."""
    assert len(pages) > 20
    ages = {}
    for page, sentences in pages.items():
        whole = [one for one in sentences if one.rstrip(")”").endswith((".", "!", "?"))]
        if whole:
            ages[page] = round(reading_age(whole), 1)
    hard = {page: age for page, age in ages.items() if age > AIM}
    assert not hard


def test_no_sentence_for_families_is_hard(pages):
    hard = {
        f"{reading_age([one]):.1f} {page}: {one}"
        for page, sentences in pages.items()
        for one in sentences
        if len(words_in(one)) >= LONG_ENOUGH and reading_age([one]) > HARDEST
    }
    assert not sorted(hard), "\n".join(sorted(hard))
