"""Every component draws what it was given, escaped, and every field keeps its answer."""

import re
from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.template import engines
from jinja2 import UndefinedError

from plait.design_system import words
from plait.design_system.chrome import Chrome, Link, NavItem
from plait.design_system.drawings import Chart, Gap, Line
from plait.design_system.fields import DayField, DayWidget
from plait.design_system.forms import PlaitForm
from plait.design_system.icon import UnknownIcon, icon
from plait.design_system.parts import ChildHead, Pages, Person

SHIRIN = Person("home", "Shirin Hossain", "Mum", "You know Rafi best.")
ABENA = Person("setting", "Abena Owusu", "Key worker")
TOMASZ = Person("specialists", "Tomasz Wilk", "Speech and language therapist")
RAFI = ChildHead(
    name="Rafi Hossain-Doyle",
    href="/rafi",
    facts=("3 years 7 months", "Robin Room"),
    next_what="Next review",
    next_on=date(2026, 11, 26),
    next_link=Link("2pm, six-month review", "/review"),
    next_line="In 8 days.",
)
RATINGS = Chart(
    title="Times in 20 minutes",
    label="Home rose from 1 to 2.",
    months=("Oct", "Nov"),
    lines=(Line("home", "Home", (1, 2)), Line("setting", "Nursery", (None, 1))),
    target=5,
    gaps=(Gap(0, 0, "closed"),),
)
NASTY = '<script>alert("x")</script>'

# What to write, and what must be seen. Each component stands here once at least.
COMPONENTS = {
    "icon": ('{{ icon("sun") }}', 'class="pl-icon"'),
    "strand": ('{{ strand("setting", "School", pill=True) }}', "School"),
    "status": ('{{ status("late", "2 days late") }}', "pl-status--late"),
    "face": ('{{ face("SH", "home", small=True) }}', "pl-face--s"),
    "person": ("{{ person(shirin) }}", "You know Rafi best."),
    "people": ("{{ people((shirin, abena)) }}", "Abena Owusu"),
    "owner": ('{{ owner(tomasz, "Tomasz") }}', "</span>Tomasz"),
    "agree_row": (
        '{{ agree_row(shirin, "done", "Agrees, 21 Oct", "It works.") }}',
        "Agrees, 21 Oct",
    ),
    "views": (
        (
            '{% call views() %}{% call view("home", "Conor", "12 October", "bn") %}'
            "Words first{% endcall %}{% endcall %}"
        ),
        'lang="bn"',
    ),
    "quote": (
        '{% call quote("home", "Shirin, 2 November") %}<p>He loves buses.</p>{% endcall %}',
        "<figcaption>Shirin, 2 November</figcaption>",
    ),
    "three": (
        (
            '{% call three() %}{% call three_cell("home", "Home", who="Conor.", '
            'how="Once a week.") %}<p>Cars</p>{% endcall %}{% endcall %}'
        ),
        "<strong>Conor.</strong> Once a week.",
    ),
    "turn": (
        (
            '{% call turn("Right now: your turn", "you", "Check it", calm="Calm.") %}'
            "<p>By tomorrow.</p>{% endcall %}"
        ),
        "pl-turn--you",
    ),
    "turn of another": (
        '{{ turn("Tomasz’s turn", "specialists", "Writing") }}',
        "Writing",
    ),
    "turn of nobody": (
        '{{ turn("Nobody’s turn", "all", "Nothing") }}',
        "pl-strand--all",
    ),
    "first_line": ('{{ first_line("2 questions.", "More", href="#w") }}', 'href="#w"'),
    "calm first_line": ('{{ first_line("Nothing.") }}', "pl-first--calm"),
    "date_tile": (
        "{% call date_tile(day) %}<p>2pm</p>{% endcall %}",
        "Thursday 26 November",
    ),
    "why": ("{% call why() %}You are the SENCO{% endcall %}", "You are the SENCO"),
    "todo": (
        (
            '{% call todo() %}{{ todo_item("soon", "Tomorrow", "Agenda", "So that", '
            '"Check it", "/x") }}{% endcall %}'
        ),
        "pl-todo__item--soon",
    ),
    "stats": ('{{ stats(((6, "Reviews", "1 open", "#r"),)) }}', "pl-stat__n"),
    "empty": ('{{ empty("No reports yet", "Later", "Ask", "/ask") }}', "/ask"),
    "steps": ('{{ steps(("First", "Then")) }}', "<li>Then</li>"),
    "timeline": (
        (
            '{% call timeline() %}{{ month("May 2026", first=True) }}'
            '{% call item("home", "Home", ("Today", "Conor"), "A note") %}<p>B</p>'
            '{% endcall %}{{ item("all", "All three together", ("21 May",), "Met") }}'
            "{% endcall %}"
        ),
        "pl-tl__knot",
    ),
    "entry": (
        '{% call entry("home", "You", "12:05pm", waiting=True) %}Boo{% endcall %}',
        "Waiting to send",
    ),
    "facts": (
        '{{ facts((("utensils", "Ate well"), "Went out")) }}',
        "<li>Went out</li>",
    ),
    "ask": ('{{ ask("Abena asks:", "what is boo?") }}', "what is boo?"),
    "day_divider": ('{{ day_divider("Today") }}', "<span>Today</span>"),
    "offline": ('{{ offline("No signal", "1 note is safe.") }}', 'role="status"'),
    "choice": (
        '{{ choice("How?", "went", (("did", "Did it", "circle-check"),)) }}',
        'name="went" value="did"',
    ),
    "perm": (
        '{{ perm("yes", "Can see", "Book", "Nursery, Book", "Stop sharing", value="n") }}',
        ": Nursery, Book. Stop sharing",
    ),
    "fixed perm": ('{{ perm("fixed", "No access") }}', "pl-perm--fixed"),
    "span": ('{{ span((("Now", "4", strand("home", "Home")),)) }}', "pl-span__big"),
    "meter": ('{{ meter(39, 44, "39 of 44", "home") }}', "39 of 44"),
    "clock": (
        '{{ clock("Ellis", "Advice", 40, 42, "2 days left", "You", "late") }}',
        "Day 40 of 42. 2 days left",
    ),
    "plait_figure": (
        (
            '{{ plait_figure(("ii", "is", ".n"), ("Oct", "Nov"), '
            '(("home", "Home", "In both"),)) }}'
        ),
        "In both",
    ),
    "key_list": ('{{ key_list((("home", "Dad’s home", "In all"),)) }}', "Dad’s home"),
    "strategy": ('{{ strategy("1. Wait", ("ii", "ii", "ii"), "In all") }}', "1. Wait"),
    "chart_figure": ("{{ chart_figure(ratings) }}", '<td class="pl-num">closed</td>'),
    "team_figure": ('{{ team_figure("Rafi", (shirin, abena)) }}', "Rafi’s team"),
    "table": (
        '{% call table("Reviews") %}<table></table>{% endcall %}',
        'aria-label="Reviews"',
    ),
    "child_head": ("{{ child_head(rafi) }}", "No photo yet."),
    "subnav": ('{{ subnav(tabs, "Rafi") }}', 'aria-current="page"'),
    "pagination": ("{{ pagination(pages) }}", 'aria-label="Pages of children"'),
    "further": ('{{ further("Earlier", "September", "/x") }}', "September"),
    "error_summary": ("{{ error_summary(form) }}", "Please look at 2 things"),
    "button": (
        '{{ button("Save", name="go", value="1", icon="plus", wide=True) }}',
        'name="go" value="1"',
    ),
    "linked button": (
        '{{ button("Answer", href="/a", about="Noor") }}',
        ": Noor</span></a>",
    ),
    "details": ('{{ details("What is it?", "A plan") }}', "<details"),
    "inset": ("{% call inset() %}Saved{% endcall %}", "govuk-inset-text"),
    "warning": ('{{ warning("No names") }}', "No names"),
    "tag": ('{{ tag("Draft") }}', "govuk-tag"),
    "summary_list": (
        '{{ summary_list((("Name", "Rafi", "/x"), ("State", status("done", "OK")))) }}',
        "pl-status--done",
    ),
    "breadcrumbs": ("{{ breadcrumbs(crumbs) }}", "/plan"),
    "notification": (
        '{% call notification("Changed", success=True) %}Undo{% endcall %}',
        "govuk-notification-banner--success",
    ),
    "taps": ('{{ taps(form["mood"]) }}', "pl-tap"),
}


class Note(PlaitForm):
    """One field of each kind."""

    saw = forms.CharField(
        label="What did you see?",
        help_text="In a few words.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "count": True}),
        error_messages={"required": "Write what you saw, in a few words"},
    )
    seen_on = DayField(label="When was it?", asked="Enter the day it happened")
    where = forms.ChoiceField(
        label="Where?",
        choices=[("h", "Home"), ("n", "Nursery")],
        widget=forms.RadioSelect,
    )
    about = forms.MultipleChoiceField(
        label="About?",
        choices=[("1", "Play"), ("2", "Talk")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mood = forms.ChoiceField(
        label="How is he?",
        choices=[("1", "Cheerful"), ("2", "Tired")],
        widget=forms.RadioSelect(attrs={"taps": True}),
        required=False,
    )
    who = forms.ChoiceField(label="For whom?", choices=[("1", "All"), ("2", "Abena")])
    title = forms.CharField(label="A title", required=False)
    times = forms.IntegerField(label="How often?", min_value=0)
    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    photo = forms.FileField(label="A photo", required=False)
    read = forms.BooleanField(label="I have read it")
    key = forms.CharField(widget=forms.HiddenInput)


GOOD = {
    "saw": "He waved.\n  Twice.",
    "seen_on_day": "12",
    "seen_on_month": "Nov",
    "seen_on_year": "2026",
    "where": "n",
    "about": ["2"],
    "mood": "1",
    "who": "2",
    "title": NASTY,
    "times": "4",
    "email": "a@example.org",
    "secret": "hush",
    "read": "on",
    "key": "k",
}


class Short(PlaitForm):
    """Two questions, for mistakes."""

    saw = forms.CharField(label="What?")
    mood = forms.ChoiceField(
        label="How?",
        choices=[("1", "Well")],
        widget=forms.RadioSelect(attrs={"taps": True}),
    )


def written(source: str, **context: object) -> str:
    """What a template with every component at hand makes of the source."""
    names = sorted(
        {
            *re.findall(r"{% set (\w+) =", components_source()),
        }
    )
    start = f'{{% from "design_system/components.jinja" import {", ".join(names)} %}}'
    return engines["jinja2"].from_string(start + source).render(context)


def components_source() -> str:
    template = engines["jinja2"].get_template("design_system/components.jinja")
    with open(template.template.filename, encoding="utf-8") as file:
        return file.read()


def everything(**more: object) -> dict[str, object]:
    return {
        "shirin": SHIRIN,
        "abena": ABENA,
        "tomasz": TOMASZ,
        "rafi": RAFI,
        "ratings": RATINGS,
        "day": date(2026, 11, 26),
        "tabs": (
            NavItem("Overview", "sun", "/o", current=True),
            NavItem("Plan", "", "/p"),
        ),
        "pages": Pages.of(3, 8, lambda number: f"?page={number}", things="children"),
        "crumbs": (Link("Rafi", "/rafi"), Link("Plan", "/plan")),
        "form": Short({}),
        **more,
    }


@pytest.mark.parametrize(("source", "seen"), COMPONENTS.values(), ids=COMPONENTS.keys())
def test_each_component(source, seen):
    drawn = written(source, **everything())
    assert seen in drawn
    assert " style=" not in drawn
    assert "<style" not in drawn


def test_every_component_is_tried_above():
    tried = " ".join(source for source, _ in COMPONENTS.values())
    names = re.findall(r"{% set (\w+) =", components_source())
    assert [name for name in names if f"{name}(" not in tried] == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ strand('home', nasty) }}",
        "{{ status('done', nasty) }}",
        "{{ turn(nasty, 'home', nasty, calm=nasty) }}",
        "{{ details(nasty, nasty) }}",
        "{{ inset(nasty) }}",
        "{{ warning(nasty) }}",
        "{{ tag(nasty) }}",
        "{{ button(nasty, href=nasty, about=nasty) }}",
        "{{ summary_list(((nasty, nasty, nasty, nasty),)) }}",
        "{{ notification(nasty, nasty) }}",
        "{{ facts((nasty, ('sun', nasty))) }}",
        "{{ steps((nasty,)) }}",
        "{{ span(((nasty, nasty, nasty),)) }}",
        "{% call quote('home', nasty) %}{{ nasty }}{% endcall %}",
        "{% call inset() %}{{ nasty }}{% endcall %}",
    ],
)
def test_words_from_people_come_out_escaped(source):
    drawn = written(source, nasty=NASTY)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_word_that_is_missing_stops_the_page():
    with pytest.raises(UndefinedError):
        written("{{ not_there }}")


def test_an_icon_that_does_not_exist_is_said_so():
    with pytest.raises(UnknownIcon, match="no icon called 'unicorn'"):
        icon("unicorn")


# ---- the page round everything

PAGE = (
    '{% extends "design_system/page.jinja" %}{% block title %}Rafi today{% endblock %}'
    "{% block main %}<h1>Rafi today</h1>{% endblock %}"
)
FULL = Chrome(
    nav=(
        NavItem("Today", "sun", "/today", count=5),
        NavItem("Plan", "eye", "/plan", True),
    ),
    me=Link("Margaret", "/me"),
    hat="SENCO, Bramblecote Nursery",
    change_hat="/hats",
    find="/children",
    signed_in=True,
    demo=True,
)


def page(source: str = PAGE, **context: object) -> str:
    return engines["jinja2"].from_string(source).render(context)


def test_a_page_needs_nothing_but_its_words():
    drawn = page()
    assert "<title>Rafi today – Plait</title>" in drawn
    assert '<html lang="en-GB"' in drawn
    assert 'href="#main" class="govuk-skip-link"' in drawn
    for word in ("Help", "Words explained", "Privacy", "Accessibility"):
        assert f">{word}</a>" in drawn
    assert "pl-nav" not in drawn
    assert "Demonstration" not in drawn


def test_a_page_shows_who_is_here_and_as_what():
    drawn = page(chrome=FULL)
    assert "SENCO, Bramblecote Nursery" in drawn
    assert 'href="/hats"' in drawn
    assert 'action="/children"' in drawn
    assert "Everything here is made up." in drawn
    assert re.search(r'href="/plan" aria-current="true"', drawn)
    assert "5<span" in drawn


def test_a_page_has_no_inline_script_or_style():
    drawn = page(chrome=FULL)
    assert re.findall(r"<script(?![^>]* src=)", drawn) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", drawn) == []


def test_a_page_with_mistakes_says_so_in_its_title():
    assert "<title>Error: Rafi today" in page(form=Short({}))
    assert "<title>Rafi today" in page(form=Short())


ERRORS = ("not_found", "not_permitted", "too_late", "unavailable", "defect")


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_stand_on_their_own_and_blame_nobody(name):
    drawn = (
        engines["jinja2"].get_template(f"design_system/errors/{name}.jinja").render()
    )
    said = re.sub(r"<[^>]*>", " ", drawn).casefold()
    assert "<h1" in drawn
    for banned in ("oops", "invalid", "error", "403", "404", "500", "forbidden"):
        assert banned not in said, banned


def test_error_pages_say_why_and_under_which_number():
    template = engines["jinja2"].get_template(
        "design_system/errors/not_permitted.jinja"
    )
    assert "Only the family can." in template.render({"reason": "Only the family can."})
    template = engines["jinja2"].get_template("design_system/errors/defect.jinja")
    assert "7F3K" in template.render({"reference": "7F3K"})


# ---- questions


def asked(form: forms.Form, name: str) -> str:
    return str(form[name].as_field_group())


def test_a_question_has_its_hint_and_keeps_its_answer():
    drawn = asked(Note(GOOD), "saw")
    assert 'for="id_saw"' in drawn
    assert "In a few words. Up to 300 letters, about 50 words." in drawn
    assert 'aria-describedby="id_saw-hint"' in drawn
    assert ">He waved.\n  Twice.</textarea>" in drawn
    assert "maxlength" not in drawn
    assert "required" not in drawn


def test_a_mistake_stands_at_its_question_and_in_the_list():
    form = Note({**GOOD, "saw": ""})
    sentence = "Write what you saw, in a few words"
    drawn = asked(form, "saw")
    assert sentence in drawn
    assert 'aria-describedby="id_saw-hint id_saw-error"' in drawn
    assert [(one.sentence, one.href) for one in form.mistakes] == [
        (sentence, "#id_saw")
    ]
    assert form.error_summary_title == "Please look at 1 thing"
    listed = written("{{ error_summary(form) }}", form=form)
    assert f'<a href="#id_saw">{sentence}</a>' in listed


def test_no_form_says_required_or_invalid():
    for data in ({}, dict.fromkeys(GOOD, "x" * 400)):
        for mistake in Note(data).mistakes:
            assert not re.search(
                r"required|invalid|valid ", mistake.sentence.casefold()
            )


def test_a_form_without_mistakes_has_no_list():
    assert written("{{ error_summary(form) }}", form=Note(GOOD)).strip() == ""
    assert written("{{ error_summary(form) }}", form=Note()).strip() == ""


def test_mistakes_lead_to_the_first_answer_of_a_choice():
    form = Note({**GOOD, "where": "", "mood": "9", "read": ""})
    targets = [mistake.href for mistake in form.mistakes]
    assert targets == ["#id_where_0", "#id_mood_0", "#id_read"]
    for name, target in (
        ("where", "id_where_0"),
        ("mood", "id_mood_0"),
        ("read", "id_read"),
    ):
        assert f'id="{target}"' in asked(form, name)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("where", 'value="n" checked'),
        ("about", 'value="2" checked'),
        ("mood", 'value="1" checked'),
        ("who", '<option value="2" selected'),
        ("title", "&lt;script&gt;"),
        ("times", 'inputmode="numeric"'),
        ("email", 'autocomplete="email"'),
        ("secret", 'type="password"'),
        ("photo", 'type="file"'),
        ("read", 'value="on" checked'),
        ("key", 'type="hidden"'),
    ],
)
def test_each_kind_of_question(name, seen):
    drawn = asked(Note(GOOD), name)
    assert seen in drawn
    assert "<script" not in drawn
    assert "taps=" not in drawn


def test_a_password_is_never_sent_back():
    assert "hush" not in asked(Note(GOOD), "secret")


def test_only_what_may_stay_empty_says_optional():
    assert "A title (optional)" in asked(Note(), "title")
    assert "(optional)" not in asked(Note(), "saw")
    assert "(optional)" not in asked(Note(), "read")


def test_taps_look_like_taps_and_stay_radios():
    drawn = asked(Note(GOOD), "mood")
    assert drawn.count('class="pl-tap"') == 2
    assert drawn.count('type="radio"') == 2


# ---- days


def day_form(day: str, month: str, year: str, *, required: bool = True) -> forms.Form:
    class Day(PlaitForm):
        on = DayField(asked="Enter the day it happened", required=required)

    return Day({"on_day": day, "on_month": month, "on_year": year})


@pytest.mark.parametrize("month", ["11", "Nov", "november", " NOV. "])
def test_a_day_may_name_its_month(month):
    form = day_form(" 12", month, "2026 ")
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("typed", "sentence", "target"),
    [
        (("", "", ""), "Enter the day it happened, for example 12 11 2026", "day"),
        (("12", "", "2026"), "Add the month, for example 12 11 2026", "month"),
        (("", "", "2026"), "Add the day and the month, for example 12 11 2026", "day"),
        (
            ("31", "6", "2026"),
            "There is no 31 June in 2026. Check the day and the month",
            "day",
        ),
        (
            ("29", "feb", "2027"),
            "There is no 29 February in 2027. Check the day and the month",
            "day",
        ),
        (("x", "6", "2026"), "Enter the day as a number from 1 to 31", "day"),
        (("٣", "6", "2026"), "Enter the day as a number from 1 to 31", "day"),
        (
            ("1", "13", "2026"),
            "Enter the month as a number from 1 to 12, or its name",
            "month",
        ),
        (
            ("1", "ju", "2026"),
            "Enter the month as a number from 1 to 12, or its name",
            "month",
        ),
        (
            ("1", "6", "26"),
            "Enter the year with four numbers, for example 2026",
            "year",
        ),
    ],
)
def test_a_day_that_is_not_one_says_what_to_do(typed, sentence, target):
    form = day_form(*typed)
    assert [(one.sentence, one.href) for one in form.mistakes] == [
        (sentence, f"#id_on_{target}")
    ]
    drawn = asked(form, "on")
    for text in filter(None, typed):
        assert f'value="{text}"' in drawn


def test_only_the_box_that_is_wrong_is_marked():
    drawn = asked(day_form("1", "13", "2026"), "on")
    assert drawn.count("govuk-input--error") == 1
    assert re.search(r'govuk-input--error" id="id_on_month"', drawn)


def test_a_day_may_stay_empty_where_it_may():
    form = day_form("", "", "", required=False)
    assert form.is_valid()
    assert form.cleaned_data["on"] is None


def test_a_known_day_stands_in_its_boxes():
    class Born(PlaitForm):
        born_on = DayField(widget=DayWidget(attrs={"autocomplete": "bday"}))

    form = Born(initial={"born_on": date(2023, 4, 9)})
    drawn = asked(form, "born_on")
    assert re.search(r'id="id_born_on_day"[^>]*value="9"', drawn)
    assert 'autocomplete="bday-year"' in drawn
    same = {"born_on_day": "9", "born_on_month": "April", "born_on_year": "2023"}
    assert not Born(same, initial={"born_on": date(2023, 4, 9)}).has_changed()


# ---- words

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 12, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.day(date(2026, 11, 20), TODAY), "Friday 20 November"),
        (words.day(date(2027, 1, 8), TODAY), "Friday 8 January 2027"),
        (words.day(date(2026, 11, 20), year=True), "Friday 20 November 2026"),
        (words.record_day(date(2026, 5, 11)), "11 May 2026"),
        (words.short_day(date(2026, 11, 20)), "Fri 20 Nov"),
        (words.month(date(2026, 11, 20)), "November 2026"),
        (words.clock_time(time(14, 0)), "2pm"),
        (words.clock_time(time(14, 50)), "2:50pm"),
        (words.clock_time(time(0, 5)), "12:05am"),
        (words.clock_time(time(12, 0)), "12pm"),
        (words.clock_time(datetime(2026, 6, 1, 9, 0, tzinfo=UTC)), "10am"),
        (words.when(datetime(2026, 11, 18, 11, 40, tzinfo=UTC), NOW), "Today, 11:40am"),
        (
            words.when(datetime(2026, 11, 17, 16, 12, tzinfo=UTC), NOW),
            "Yesterday, 4:12pm",
        ),
        (
            words.when(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), NOW),
            "Wednesday 1 July, 12:30am",
        ),
        (
            words.when(datetime(2025, 11, 18, 15, 0, tzinfo=UTC), NOW),
            "Tuesday 18 November 2025, 3pm",
        ),
        (words.how_far(date(2026, 11, 26), TODAY), "In 8 days"),
        (words.how_far(date(2026, 11, 19), TODAY), "Tomorrow"),
        (words.how_far(TODAY, TODAY), "Today"),
        (words.how_far(date(2026, 11, 17), TODAY), "1 day late"),
        (words.how_far(date(2026, 11, 16), TODAY), "2 days late"),
        (words.ages(date(2023, 4, 9), TODAY), "3 years 7 months"),
        (words.ages(date(2023, 11, 18), TODAY), "3 years"),
        (words.ages(date(2025, 11, 19), TODAY), "11 months"),
        (words.ages(date(2026, 11, 2), TODAY), "2 weeks"),
        (words.ages(TODAY, TODAY), "less than a week"),
        (words.joined(["Abena", "Margaret", "Leon"]), "Abena, Margaret and Leon"),
        (words.joined(["Abena", "Leon"]), "Abena and Leon"),
        (words.joined(["Abena"]), "Abena"),
        (words.joined([]), ""),
        (words.plural(1, "child", "children"), "1 child"),
        (words.plural(0, "child", "children"), "0 children"),
        (words.plural(1204, "child", "children"), "1,204 children"),
        (words.initials("Shirin Hossain"), "SH"),
        (words.initials("Shirin and Conor"), "SC"),
        (words.initials("Dr Aisha Khan"), "AK"),
        (words.initials("Nani (Rahima Hossain)"), "NH"),
        (words.initials("Amira"), "A"),
        (words.initials(""), "?"),
    ],
)
def test_words(said, expected):
    assert said == expected


def test_words_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="after today"):
        words.ages(date(2027, 1, 1), TODAY)
    with pytest.raises(ValueError, match="time zone"):
        words.clock_time(datetime(2026, 1, 1, 9))


def test_words_are_at_hand_in_templates():
    source = (
        "{{ day | day }}, {{ day | short_day }}, {{ names | joined }}, "
        '{{ 3 | plural("child", "children") }}, {{ moment | when(now) }}'
    )
    drawn = written(source, day=TODAY, names=["A", "B"], moment=NOW, now=NOW)
    assert drawn == (
        "Wednesday 18 November, Wed 18 Nov, A and B, 3 children, Today, 12:07pm"
    )


# ---- lists of pages


@pytest.mark.parametrize(
    ("current", "total", "numbers"),
    [
        (1, 1, []),
        (1, 3, [1, 2, 3]),
        (3, 8, [1, 2, 3, 4, None, 8]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (8, 8, [1, None, 7, 8]),
    ],
)
def test_pages_leave_out_what_is_far_away(current, total, numbers):
    pages = Pages.of(current, total, "?page={}".format, things="children")
    assert [item.number for item in pages.items] == numbers
    assert bool(pages.before) == (current > 1)
    assert bool(pages.after) == (current < total)
