"""The questions by which a child is named exactly: in an emergency, at a desk."""

from django import forms

from plait.children.finding import Sought
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm


class ToldExactly(PlaitForm):
    """A child is told exactly, or is not found."""

    name = forms.CharField(
        label="Child’s first name",
        help_text="Exactly as it is written down, or the name the child answers to.",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "width": "20"}),
        error_messages={"required": "Enter the child’s first name"},
    )
    family_name = forms.CharField(
        label="Child’s family name",
        help_text="Leave this empty only if the child has none.",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "width": "20", "no_optional": True}
        ),
    )
    born_on = DayField(
        label="When was the child born?", asked="Enter the day the child was born"
    )

    def sought(self) -> Sought:
        """Once the form is valid."""
        said = self.cleaned_data
        return Sought(said["name"], said["family_name"], said["born_on"])
