"""Leading somebody who saves the same words again to what is saved already."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from plait.children.models import Child
from plait.sharing.repeats import AlreadySaved
from plait.sharing.web.door import Asking, View


def leads_to_first(page: str, record: str = "") -> Callable[[View], View]:
    """On AlreadySaved, the page of the first. `record` names it in the address."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: Asking, child: Child, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, child, **kwargs)
            except AlreadySaved as first:
                messages.success(request, str(first))
                named = {record: first.record_id} if record else {}
                return redirect(reverse(page, kwargs={"child_id": child.pk} | named))

        return inner

    return wrap
