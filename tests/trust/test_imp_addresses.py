"""Text that reads like an address is asked about before it is kept (IMP-9, rule AD1)."""

import html
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django import forms

import plait
from plait.design_system.addresses import addresses_in
from plait.design_system.forms import PlaitForm, is_for_words
from plait.design_system.questions import NOBODY
from plait.sharing.models import RecordVersion
from tests.acts import BY_PAGE, Sending
from tests.pages_read import form_on

ADDRESS = "14 Swallow Rise, Harrowmere, ZZ99 7XZ"
# Their own place is that; and what nothing may stand in the way of.
MAY_HOLD = {"plait.evidence.web.forms.Home", "plait.safeguarding.web.forms.Raise"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They are at 14 Swallow Rise now", True),
        ("3 oak street, by the shop", True),
        ("12a, Made-up Row", True),
        ("Flat 4, above the chemist", True),
        ("Postcode zz99 7xz", True),
        ("write to ZZ997XZ", True),
        ("Mum moved to number 9 last week", True),
        ("Her new address is the refuge in Hart", True),
        ("Ring 07700 900 871 after six", True),
        ("Ring +44 (0)7700 900871", True),
        ("１４ Swallow Rise", True),
        ("He said 3 words on the way to the park", False),
        ("At 2pm, 20 minutes on the slide", False),
        ("2 children walked down the street", False),
        ("Year 2, Robin Room, 12 November 2026", False),
        ("NHS number 943 476 5919, UPN P207000016049", False),
        ("Family Court, HM26P1", False),
        ("He must not know the new address", False),
        ("/notes/5b0e12ab-4a12-4c3d-9e4f-07700900871a is about him", False),
        ("/notes/e12ab345-0770-4090-8071-077009008715", False),
        ("6 of 10 tries in 5 sessions", False),
    ],
)
def test_imp_9_what_reads_like_an_address(text, found):
    assert bool(addresses_in(text)) is found, addresses_in(text)


def every_form():
    for module in walk_packages(plait.__path__, "plait."):
        if ".web" in module.name:
            import_module(module.name)
    waiting, found = [PlaitForm], set()
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            found.add(form)
    return found


def test_imp_9_no_form_is_left_out():
    """Every form of the product is of the kind that asks; two may hold addresses."""
    ours = every_form()
    assert len(ours) > 60
    named = {
        f"{form.__module__}.{form.__qualname__}"
        for form in ours
        if form.may_hold_addresses
    }
    assert named == MAY_HOLD
    plain, waiting = [], [forms.BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("plait.") and not issubclass(form, PlaitForm):
                plain.append(form)
    assert plain == []
    for form in ours:
        assert form._post_clean is PlaitForm._post_clean, form


def versions_kept():
    return RecordVersion.objects.unfiltered("what is kept").count()


def words_of(sending):
    """The boxes for words of a form as it was shown, that somebody would fill."""
    hidden = ("csrfmiddlewaretoken", "once", "email", "seen_version")
    return [
        name
        for name in sending.form.typed
        if name not in hidden and not name.endswith(("_day", "_month", "_year"))
    ]


@pytest.mark.parametrize(
    "page",
    ["evidence:add-note", "evidence:add-report", "plans:view", "plans:practise", "book:book",
     "team:contact", "sharing:ask", "emergency:more", "evidence:story", "safeguarding:add-step"],
)  # fmt: skip
def test_imp_9_nothing_is_kept_before_somebody_has_answered(cast, page):
    sending = Sending(BY_PAGE[page], cast)
    name = (words_of(sending) or ["note"])[0]
    before = versions_kept()
    answer = sending.send(**{name: ADDRESS})
    page_words = html.unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "“14 Swallow Rise” looks like where somebody lives" in page_words
    assert versions_kept() == before
    again = form_on(answer.content.decode(), sending.address)
    assert again.fields[name] == [ADDRESS]
    ticked = {f"{name}{NOBODY}": again.offered[f"{name}{NOBODY}"][0]}
    sending.data = {**sending.data, **again.fields}
    other = sending.send(**{name: "7 Oak Road"}, **ticked)
    assert other.status_code == 200  # said of one address, and not of another
    assert sending.send(**{name: ADDRESS}, **ticked).status_code == 302


def test_imp_9_no_words_come_past_the_forms():
    """What a view takes from a request by itself is a choice or a mark, never words."""
    taken = re.compile(r"\.POST(?:\.get\(|\.getlist\(|\[)\s*([\w.]+|\"[^\"]*\")")
    found = {
        name.strip('"')
        for file in Path(plait.__file__).parent.rglob("*.py")
        for name in taken.findall(file.read_text())
    }
    kept = {"do", "have", "codes", "hat", "action", "promise", "left", "seen", "FIELD"}
    assert found == kept


def test_imp_9_the_question_tells_nothing(cast):
    """The same for a child with a sealed home as for one without any."""
    said = set()
    for sealed in (False, True):
        if sealed:
            Sending(BY_PAGE["sharing:add-seal"], cast).send(what="location")
        answer = Sending(BY_PAGE["evidence:add-note"], cast).send(saw=ADDRESS)
        said.add("looks like where somebody lives" in answer.content.decode())
    assert said == {True}


def test_imp_9_what_stood_there_is_not_asked_about_again():
    class Words(PlaitForm):
        words = forms.CharField()

    stood = {"words": f"Ring before you come to {ADDRESS}"}
    assert is_for_words(Words().fields["words"])
    assert Words({"words": f"{ADDRESS}. Ring first"}, initial=stood).is_valid()
    assert not Words({"words": f"{ADDRESS} or 7 Oak Road"}, initial=stood).is_valid()
    assert Words({"words": f"{ADDRESS} again"}, initial=stood).is_valid()
