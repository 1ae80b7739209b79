"""A form field made ready for its template: what to ask, what was answered, what is
wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget

from plait.design_system.fields import PARTS, DayWidget

# Widget attributes that are wishes to the template and never reach the browser.
WISHES = ("taps", "no_optional", "heading", "width", "count")
# Django's own limits: a browser that enforced them would cut words off unseen.
LEFT_OUT = (
    *("maxlength", "minlength", "min", "max", "step", "required"),
    *("type", "rows", "cols", "id", "class"),
)
# What is added to the name of a question: that nobody lives at what it says (AD1).
NOBODY = "-nobody-lives-there"


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    id: str
    name: str
    value: str
    word: str
    chosen: bool


@dataclass(frozen=True)
class Part:
    """One of the three boxes of a day."""

    id: str
    name: str
    word: str
    value: str
    autocomplete: str
    wrong: bool


@dataclass(frozen=True)
class Question:
    """Everything the field template needs, decided beforehand.

    `kind` is text, textarea, select, radios, checkboxes, tick, day, file or password.
    `attributes` go to the control as they are; `target` is the id that a mistake links
    to.
    """

    kind: str
    id: str
    name: str
    label: str
    hint: str
    error: str
    value: str
    input_type: str
    inputmode: str
    autocomplete: str
    classes: str
    rows: int
    target: str
    attributes: dict[str, Any]
    choices: tuple[Choice, ...]
    parts: tuple[Part, ...]
    taps: bool
    heading: bool
    nobody: tuple[Choice, ...]  # the tick for something that looks like an address


def question(bound: BoundField) -> Question:
    """The question that a bound field asks."""
    widget = bound.field.widget
    kind = _kind(widget)
    wish = {name: widget.attrs.get(name) for name in WISHES}
    choices = tuple(_choices(bound))
    parts = tuple(_parts(bound)) if kind == "day" else ()
    return Question(
        kind=kind,
        id=bound.auto_id or bound.html_name,
        name=bound.html_name,
        label=_label(bound, plain=bool(wish["no_optional"]) or kind == "tick"),
        hint=_hint(bound, counted=bool(wish["count"])),
        error=str(bound.errors[0]) if bound.errors else "",
        value=_value(bound, kind),
        input_type=_input_type(widget),
        inputmode=_inputmode(bound),
        autocomplete=widget.attrs.get("autocomplete", ""),
        classes=f"govuk-input--width-{wish['width']}" if wish["width"] else "",
        rows=int(widget.attrs.get("rows", 4)),
        target=_target(bound, choices, parts),
        attributes=_attributes(widget),
        choices=choices,
        parts=parts,
        taps=bool(wish["taps"]),
        heading=bool(wish["heading"]),
        nobody=tuple(_nobody(bound)),
    )


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DayWidget, "day"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "tick"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    return next((kind for own, kind in KINDS if isinstance(widget, own)), "text")


def _label(bound: BoundField, *, plain: bool) -> str:
    """The question; one that may stay without an answer says so."""
    optional = not bound.field.required and not plain
    return f"{bound.label} (optional)" if optional else str(bound.label)


def _hint(bound: BoundField, *, counted: bool) -> str:
    """Help in words. A limit on the length is said beforehand when asked for."""
    hint = str(bound.help_text)
    limit = getattr(bound.field, "max_length", None)
    if not (counted and limit):
        return hint
    said = f"Up to {limit:,} letters, about {max(10, limit // 60 * 10):,} words."
    return f"{hint} {said}".strip()


def _value(bound: BoundField, kind: str) -> str:
    """What stands in the control, as it was typed. A password is never sent back."""
    if kind in ("file", "password", "day", "checkboxes", "tick"):
        return ""
    value = bound.field.widget.format_value(bound.value())
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _input_type(widget: forms.Widget) -> str:
    """Number boxes lose what they cannot read, so numbers are asked for as text."""
    shown = getattr(widget, "input_type", "text") or "text"
    return shown if shown in ("email", "tel", "url", "search", "password") else "text"


def _inputmode(bound: BoundField) -> str:
    given = bound.field.widget.attrs.get("inputmode")
    if given:
        return str(given)
    if isinstance(bound.field, forms.FloatField | forms.DecimalField):
        return "decimal"
    return "numeric" if isinstance(bound.field, forms.IntegerField) else ""


def _attributes(widget: forms.Widget) -> dict[str, Any]:
    known = (*WISHES, *LEFT_OUT, "autocomplete", "inputmode")
    return {name: value for name, value in widget.attrs.items() if name not in known}


def _choices(bound: BoundField) -> Iterator[Choice]:
    widget = bound.field.widget
    attrs = {"id": bound.auto_id or bound.html_name}
    if isinstance(widget, forms.CheckboxInput):
        chosen = widget.check_test(bound.value())
        yield Choice(attrs["id"], bound.html_name, "on", str(bound.label), chosen)
    if not isinstance(widget, ChoiceWidget) or widget.is_hidden:
        return
    value = widget.format_value(bound.value())
    for option in widget.options(bound.html_name, value, attrs):
        yield Choice(
            id=option["attrs"].get("id", attrs["id"]),
            name=option["name"],
            value=str(option["value"]),
            word=str(option["label"]),
            chosen=option["selected"],
        )


def _nobody(bound: BoundField) -> Iterator[Choice]:
    key = getattr(bound.form, "addresses", {}).get(bound.name)
    if key:
        name = f"{bound.html_name}{NOBODY}"
        said = bound.form.data.get(name) == key
        word = "Nobody lives there: keep it here"
        yield Choice(
            f"{bound.auto_id or bound.html_name}{NOBODY}", name, key, word, said
        )


def _parts(bound: BoundField) -> Iterator[Part]:
    """The three boxes; those that a mistake is about are marked, or else all."""
    typed = bound.value()
    if not isinstance(typed, list):
        typed = DayWidget().decompress(typed)
    wrong = _wrong_parts(bound)
    about = bound.field.widget.attrs.get("autocomplete", "")
    for part, text in zip(PARTS, typed, strict=True):
        yield Part(
            id=f"{bound.auto_id or bound.html_name}_{part}",
            name=f"{bound.html_name}_{part}",
            word=part.capitalize(),
            value="" if text is None else str(text),
            autocomplete=f"{about}-{part}" if about else "",
            wrong=part in wrong,
        )


def _wrong_parts(bound: BoundField) -> tuple[str, ...]:
    if not bound.errors:
        return ()
    first: ValidationError = bound.errors.as_data()[0]
    return tuple((first.params or {}).get("parts", PARTS))


def _target(
    bound: BoundField, choices: tuple[Choice, ...], parts: tuple[Part, ...]
) -> str:
    """The first control that the reader should go to."""
    if parts:
        return next((part.id for part in parts if part.wrong), parts[0].id)
    if choices and not _is_list(bound.field.widget):
        return choices[0].id
    return bound.auto_id or bound.html_name


def _is_list(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.Select) and not isinstance(
        widget, forms.RadioSelect | forms.CheckboxSelectMultiple
    )
