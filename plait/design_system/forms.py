"""Forms that ask in Plait's words and show mistakes in one list."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.forms.renderers import Jinja2, TemplatesSetting
from django.http import HttpRequest

from plait.design_system.addresses import addresses_in, key_of
from plait.design_system.questions import NOBODY, question
from plait.design_system.words import plural


class PlaitRenderer(TemplatesSetting):
    """Draws each field with our field template; the bare parts stay Django's own."""

    field_template_name = "design_system/field.jinja"

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        if template_name.startswith("django/"):
            return stock_renderer().render(template_name, context, request)
        return super().render(template_name, context, request)


@cache
def stock_renderer() -> Jinja2:
    """Django's own, kept because its environment takes long to make."""
    return Jinja2()


@dataclass(frozen=True)
class Mistake:
    """One thing to look at, and the address of the answer it is about."""

    sentence: str
    href: str


def mistakes(form: forms.BaseForm) -> tuple[Mistake, ...]:
    """All mistakes of a form in the order of its questions, general ones first."""
    if not form.is_bound:
        return ()
    fields = form.visible_fields()
    start = f"#{question(fields[0]).target}" if fields else "#main"
    found = [Mistake(str(sentence), start) for sentence in form.non_field_errors()]
    for bound in form.hidden_fields():
        found += [Mistake(str(sentence), start) for sentence in bound.errors]
    for bound in fields:
        if bound.errors:
            target = f"#{question(bound).target}"
            found += [Mistake(str(sentence), target) for sentence in bound.errors]
    return tuple(found)


def mistakes_title(count: int) -> str:
    """'Please look at 1 thing' or 'Please look at 3 things'."""
    return f"Please look at {plural(count, 'thing', 'things')}"


class PlaitForm(forms.Form):
    """Asks and validates; it never saves.

    The questions named in `aside` stay closed behind a line of words until somebody
    wants them, so that the others can be answered in half a minute.

    What reads like an address is asked about before it is kept (rule AD1), in every
    box for words of every form and of every child alike: that somebody is asked tells
    nothing. `may_hold_addresses` is for forms whose own place that is.
    """

    use_required_attribute = False
    default_renderer = PlaitRenderer
    aside: tuple[str, ...] = ()
    aside_words = ""
    may_hold_addresses = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.addresses: dict[str, str] = {}  # by question, what an answer stands for
        if self.may_hold_addresses:
            return
        for name, field in self.fields.items():
            if is_for_words(field) and isinstance(self.cleaned_data.get(name), str):
                self._ask_about_addresses(name)

    def _ask_about_addresses(self, name: str) -> None:
        """What stood there before is not asked about again, nor what was answered."""
        known = addresses_in(str(self.get_initial_for_field(self.fields[name], name)))
        found = addresses_in(self.cleaned_data[name] or "")
        new = tuple(one for one in found if one not in known)
        if not new:
            return
        prefixed = self.add_prefix(name)
        self.addresses[name] = key_of(new)
        if self.data.get(f"{prefixed}{NOBODY}") != self.addresses[name]:
            self.add_error(name, LOOKS_LIKE.format(found=new[0]))

    @property
    def aside_open(self) -> bool:
        """Open once something in it has been answered, or has to be looked at."""
        answered = {*self.errors, *self.changed_data} if self.is_bound else set()
        return any(name in answered for name in self.aside)

    @property
    def error_summary_title(self) -> str:
        return mistakes_title(len(self.mistakes))

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        return mistakes(self)


LOOKS_LIKE = (
    "“{found}” looks like where somebody lives or how to ring them. If it is, take it "
    "out and write it down as a home, which can be kept safe. If not, tick the box "
    "below it"
)


def is_for_words(field: forms.Field) -> bool:
    """Whether somebody writes in it freely."""
    free = isinstance(field, forms.CharField) and not isinstance(
        field, forms.EmailField | forms.JSONField
    )
    private = isinstance(field.widget, forms.HiddenInput | forms.PasswordInput)
    return free and not private


TOO_LONG = "That is %(show_value)d letters, and %(limit_value)d fit. Shorten it a bit"
LIMITS = {
    "max_length": TOO_LONG,
    "min_length": "Write at least %(limit_value)d letters",
    "min_value": "Enter %(limit_value)s or more",
    "max_value": "Enter %(limit_value)s or less",
}
DIGITS = {
    "max_digits": "That number is too long. Enter one with up to %(max)s figures",
    "max_whole_digits": "That number is too big. Enter one with up to %(max)s figures",
    "max_decimal_places": "Enter up to %(max)s figures after the point",
}
CHOOSING = {
    "invalid_choice": "Choose one of the answers shown",
    "invalid_list": "Choose from the answers shown",
}
FILING = {
    "empty": "That file is empty. Choose another one",
    "invalid": "Choose a file",
    "missing": "Choose a file",
    "max_length": "The name of that file is too long. Give it a shorter one",
}
# The first class that fits decides: what to say without an answer, and otherwise.
WORDINGS: tuple[tuple[type[forms.Field], str, dict[str, str]], ...] = (
    (forms.FileField, "Choose a file", FILING),
    (forms.BooleanField, "Tick the box to go on", {}),
    (forms.ChoiceField, "Choose one answer", CHOOSING),
    (
        forms.EmailField,
        "Enter an e-mail address",
        LIMITS | {"invalid": "Enter an e-mail address like name@example.org"},
    ),
    (
        forms.DecimalField,
        "Enter a number",
        LIMITS | DIGITS | {"invalid": "Enter a number, such as 2.5"},
    ),
    (
        forms.IntegerField,
        "Enter a number",
        LIMITS | {"invalid": "Enter a whole number, such as 4"},
    ),
    (forms.CharField, "Write an answer", LIMITS),
    (forms.Field, "Give an answer", {}),
)


def speak_plainly(field: forms.Field) -> None:
    """Replace Django's own error sentences; those that a form wrote itself stay."""
    stock: dict[str, Any] = {}
    for ancestor in reversed(type(field).__mro__):
        stock.update(getattr(ancestor, "default_error_messages", {}))
    missing, sentences = next(
        wording[1:] for wording in WORDINGS if isinstance(field, wording[0])
    )
    for code, sentence in {"required": missing, **sentences}.items():
        if field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = sentence
