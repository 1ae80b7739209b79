"""An answer is in words that people read (OUT-5): every field of every kind."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from plait.privacy import field_words, in_words
from plait.sharing.models import Part, RecordVersion
from tests.trust import everything
from tests.trust.everything import Telling

pytestmark = pytest.mark.django_db
RAW = re.compile(r"\d{4}-\d\d|\bTrue\b|\bFalse\b|[a-z]_[a-z]|[{}\[\]]|[0-9a-f]{8}-")


def part_of(kind):
    """The model of a kind's parts, if it has any."""
    for model in apps.get_models():
        if issubclass(model, Part):
            parent = model._meta.get_field(model.PARENT).related_model
            if kind == parent.KIND:
                return model
    return None


def names(model, *but):
    found = {field.name for field in model._meta.concrete_fields}
    return found - field_words.SILENT - set(but)


@pytest.mark.parametrize(
    "model",
    sorted(everything.kinds(), key=lambda one: one.KIND),
    ids=lambda one: one.KIND,
)
def test_every_field_of_every_kind_has_words(model):
    known = field_words.KINDS[model.KIND]
    part = part_of(model.KIND)

    assert names(model, "record") == known.fields.keys()
    inner = names(part, "position", part.PARENT) if part else set()
    assert inner == known.parts.keys()
    for said in (*known.fields.values(), *known.parts.values()):
        assert said[0].isupper()
        assert "_" not in said


def test_no_kind_has_words_that_is_none():
    assert {model.KIND for model in everything.kinds()} == field_words.KINDS.keys()


def test_what_is_silent_says_nothing_of_its_own():
    """Only what a record hangs on, people, and a picture's own names and sizes."""
    fields = []
    for model in everything.kinds():
        for one in filter(None, [model, part_of(model.KIND)]):
            for name in field_words.SILENT:
                try:
                    fields.append(one._meta.get_field(name))
                except FieldDoesNotExist:
                    continue
    plain = {field.name for field in fields if not field.is_relation}
    assert plain == {"id", "file", "width", "height", "of_version"}
    assert {field.name for field in fields} == field_words.SILENT


def test_nothing_raw_stands_in_what_is_told(cast):
    made = everything.tell_everything(
        Telling(cast.rafi, cast.people["abena"], cast.now, "Kiwi")
    )

    for kind, content in made.items():
        version = RecordVersion.objects.unfiltered("t").get(record=content.record)
        known = field_words.KINDS[kind]
        questions = {*known.fields.values(), *known.parts.values()}
        told = in_words.tell(version, kind)
        assert told.pairs or kind == "evidence.photo", kind
        for ask, said in told.pairs:
            assert ask in questions, (kind, ask)
            assert not RAW.search(said), (kind, ask, said)


def told(**content):
    kind = content.pop("kind")
    return dict(in_words._pairs(content, kind))


def test_days_choices_lists_and_yes_or_no():
    assert told(
        kind="evidence.concern", wondering="Hm", areas=["communication", "learning"],
        family_told=False, look_again_on="2026-09-03", tried="",
    ) == {
        "What somebody wondered about": "Hm",
        "What it is about": "Communication and interaction; Thinking and learning",
        "Was the family told?": "No",
        "Looked at again on": "3 September 2026",
    }  # fmt: skip
    seen = told(kind="evidence.observation", seen_at="2026-07-01T12:30:00+00:00")
    assert seen["When it was seen"].startswith("1 July 2026, 1:30")
    assert told(kind="plans.practice", went="not_today", place="home") == {
        "How it went": "Not today",
        "Where": "Home",
    }
    assert told(kind="plans.rating", value="7.00") == {"How many": "7"}
    assert told(kind="book.entry", facts={"night": "woke", "mood": "mixed"}) == {
        "How it was": "Woke once or twice; Up and down"
    }
    assert told(kind="team.court-order", closes=[]) == {
        "What it closes to that adult": "Everything"
    }
    assert told(kind="safeguarding.verdict", closes=True) == {
        "Does it close the case?": "Yes"
    }
    assert told(kind="exchange.census-entry", needs=[[1, "SLCN"]], provision="K") == {
        "Support": in_words.PROVISION_WORDS["K"],
        "Needs, the first one first": in_words.NEEDS["SLCN"],
    }


def test_a_service_is_named_and_a_field_that_is_gone_is_not_lost(cast):
    nursery = cast.agencies["bramblecote"]
    setting = told(kind="evidence.attendance", agency=str(nursery.pk), old_name="Robin")

    assert setting == {"Which setting": nursery.name, "Old name": "Robin"}
