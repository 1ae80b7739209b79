"""The template environment: strict, escaping, and with Plait's words and drawings."""

from collections.abc import Callable, MutableMapping
from functools import cached_property
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    Undefined,
)

from plait.design_system import drawings, words
from plait.design_system.chrome import Chrome
from plait.design_system.forms import mistakes
from plait.design_system.icon import icon, strand_icon
from plait.design_system.questions import question


class LenientPackage(PackageLoader):
    """Templates of another package, which count on missing values being empty.

    Only they are lenient: our own templates still stop at a name that is not there.
    """

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        self.strict = environment
        return super().load(self.lenient, name, globals)

    @cached_property
    def lenient(self) -> Environment:
        """The same environment, with values that may be missing."""
        return self.strict.overlay(undefined=Undefined)


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls once, with its own loader for our apps."""
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    options["extensions"] = [*options.get("extensions", []), "jinja2.ext.do"]
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader(
                {"govuk_frontend_jinja": LenientPackage("govuk_frontend_jinja")}
            ),
        ]
    )
    made = Environment(**options)  # noqa: S701 (autoescape is set just above)
    made.globals.update(
        static=static,
        url=url,
        icon=icon,
        strand_icon=strand_icon,
        drawings=drawings,
        chrome=Chrome(),
    )
    made.filters.update(FILTERS)
    return made


def url(name: str, *arguments: object, **keywords: object) -> str:
    """The address of a page by its name, so that no template writes one by hand."""
    return reverse(name, args=arguments or None, kwargs=keywords or None)


FILTERS: dict[str, Callable[..., Any]] = {
    "ages": words.ages,
    "clock_time": words.clock_time,
    "day": words.day,
    "how_far": words.how_far,
    "initials": words.initials,
    "joined": words.joined,
    "mistakes": mistakes,
    "month": words.month,
    "plural": words.plural,
    "question": question,
    "record_day": words.record_day,
    "short_day": words.short_day,
    "short_month": words.short_month,
    "when": words.when,
}
