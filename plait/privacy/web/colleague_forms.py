"""Questions before a report about a colleague."""

from uuid import UUID

from django import forms

from plait.agencies.models import Agency
from plait.design_system.forms import PlaitForm


class Ask(PlaitForm):
    """Why."""

    reason = forms.CharField(
        label="Why do you need this report?",
        help_text="This is kept for good, with your name. Do not name a child.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you need this report"},
    )


class AskAbout(Ask):
    """And about whom: told exactly, at a service that the lead answers for."""

    agency = forms.ChoiceField(
        label="Which service do they work for?",
        error_messages={
            "required": "Choose the service",
            "invalid_choice": "Choose one of these services",
        },
    )
    called = forms.CharField(
        label="Their e-mail address, or their name",
        help_text="The whole name, as Plait has it. Where two have one name, only the "
        "e-mail address finds them.",
        max_length=254,
        error_messages={"required": "Enter their e-mail address or their name"},
    )
    field_order = ("agency", "called", "reason")

    def __init__(self, *args: object, agencies: list[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        # Chosen, never met as what happened to stand first: it says where to look.
        chosen_first = [("", "Choose one")] if len(agencies) > 1 else []
        field.choices = [
            *chosen_first,
            *((str(one.pk), one.name) for one in agencies),
        ]

    @property
    def agency_id(self) -> UUID:
        """Where they are looked for."""
        return UUID(self.cleaned_data["agency"])
