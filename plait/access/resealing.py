"""After a change of the secret key: everything that is sealed, sealed with the new one.

While it runs, both keys open what is sealed, so that nobody notices (BAK-5). Afterwards
the old key opens nothing that is stored here.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from plait.access import sealing
from plait.access.models import Unsent


def reseal_all() -> int:
    """Seal every stored value anew, one row at a time; how many."""
    return sum(map(_reseal_factor, _keys(Authenticator))) + sum(
        map(_reseal_words, _keys(Unsent))
    )


def _keys(model: Any) -> list[Any]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _reseal_factor(pk: int) -> int:
    """Secrets of authenticator apps, seeds of recovery codes; passkeys have none."""
    factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if factor is None:
        return 0
    changed = {
        name: _anew(value) for name, value in factor.data.items() if _is_sealed(value)
    }
    factor.data = factor.data | changed
    factor.save(update_fields=["data"])
    return len(changed)


@transaction.atomic
def _reseal_words(pk: Any) -> int:
    found = Unsent.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        return 0
    found.sealed = sealing.reseal(found.sealed)
    found.save(update_fields=["sealed"])
    return 1


def _is_sealed(value: Any) -> bool:
    """One sealed text, or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(map(_is_sealed, value))
    return isinstance(value, str) and sealing.is_sealed(value)


def _anew(value: Any) -> Any:
    return list(map(_anew, value)) if isinstance(value, list) else sealing.reseal(value)
