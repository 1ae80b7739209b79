"""Where an earlier part of a list begins: a moment in its address."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest


def before(request: HttpRequest) -> datetime | None:
    """The moment that `?before=` names, or none. Raises Http404 for anything else."""
    given = request.GET.get("before", "")
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is None:
            raise Http404
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):  # no date, or beyond the first and last of them
        raise Http404 from None
