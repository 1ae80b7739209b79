"""Two people changed the same thing: nobody's words are lost (CONC-1).

The second to save is shown what the first one saved, keeps what they typed, and saves
again on top of it, knowing.
"""

from typing import TypeVar

from django.http import QueryDict

from plait.design_system.forms import PlaitForm
from plait.sharing.models import Content

Form = TypeVar("Form", bound=PlaitForm)


def on_top_of(form: Form, newer: Content) -> Form:
    """The form as it was sent, now to be saved over the newer version."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen_version"] = str(newer.record.version)
    return type(form)(data)
