"""Two people changed the same thing: nobody's words are lost (CONC-1).

The second to save is shown what the first one saved, keeps what they typed, and saves
again on top of it, knowing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from plait.design_system import words
from plait.design_system.forms import PlaitForm
from plait.sharing.models import Content
from plait.sharing.operations import ChangedMeanwhile

Form = TypeVar("Form", bound=PlaitForm)


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved while this form was being filled in."""

    by: str
    says: tuple[tuple[str, str], ...]  # each question, and what stands there now

    @classmethod
    def of(cls, by: str, now: Mapping[str, Any], form: PlaitForm) -> "Meanwhile":
        """Only what differs from what was typed; the rest is the same anyway."""
        says = tuple(
            (str(bound.label), _in_words(bound.field, now[bound.name]))
            for bound in form.visible_fields()
            if bound.name in now
            and bound.field.has_changed(now[bound.name], bound.data)
        )
        return cls(by, says)


def told(
    newer: ChangedMeanwhile, form: PlaitForm, now: Mapping[str, Any] | None = None
) -> Meanwhile:
    """What the newer version says; `now` gives answers that are no field of it."""
    said = {
        name: getattr(newer.current, name)
        for name in form.fields
        if hasattr(newer.current, name)
    }
    return Meanwhile.of(newer.by, said | dict(now or {}), form)


def _in_words(field: forms.Field, value: Any) -> str:
    """An answer as it is read: the words of a choice, a day, or what was typed."""
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(field, one) for one in value) or "Nothing"
    if isinstance(value, date):
        return words.record_day(value)
    choices: Any = getattr(field, "choices", ())
    known = {str(key): str(word) for key, word in choices}
    return known.get(str(value), "" if value is None else str(value)) or "Nothing"


def on_top_of(form: Form, newer: Content) -> Form:
    """The form as it was sent, now to be saved over the newer version."""
    return over_version(form, newer.record.version)


def over_version(form: Form, version: int) -> Form:
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen_version"] = str(version)
    form.data = data
    return form
