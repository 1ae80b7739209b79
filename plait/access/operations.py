"""What people do with their own account, each act in one transaction."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F

from plait.access.decisions import ALLOW, Decision, deny
from plait.access.models import KnownDevice, Once, Person

MOST_DEVICES = 20
SENT_FORMS_KEPT = timedelta(days=1)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AlreadyThere(Exception):
    """There is an account with this e-mail address."""


def open_account(*, email: str, name: str, password: str, now: datetime) -> Person:
    """A new account, for somebody who was invited.

    Raises AlreadyThere when the address has one.
    """
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email=email, name=name, joined_at=now)
            person.set_password(password)
            person.save(update_fields=["password"])
    except IntegrityError:
        raise AlreadyThere from None
    return person


def choose_password(person: Person, password: str) -> None:
    """Set a new password. Sessions and links are signed with the old one, so they end
    in the same moment (AUTH-9)."""
    person.set_password(password)
    person.save(update_fields=["password"])


def end_sessions(person: Person) -> None:
    """End every session and link of a person, in the caller's transaction."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def say_name(person: Person, *, name: str, known_as: str) -> None:
    """Correct one's own name, and what one is called."""
    person.name, person.known_as = name, known_as
    person.save(update_fields=["name", "known_as"])


def forget_sent_forms(*, now: datetime) -> int:
    """Forget the keys of forms that were sent more than a day ago; how many."""
    old = Once.objects.filter(at__lt=now - SENT_FORMS_KEPT)
    forgotten, _ = old.delete()
    return forgotten


def has_factor(person: Person) -> bool:
    """Whether there is a second factor to ask for. Recovery codes alone are none."""
    found = Authenticator.objects.filter(user=person, type__in=FACTORS)
    return bool(found.exists())


def can_remove(factor: Authenticator, others: list[Authenticator]) -> Decision:
    """The last one stays: nobody signs in with a password only (AUTH-3)."""
    if any(one.type in FACTORS and one.pk != factor.pk for one in others):
        return ALLOW
    return deny("This is your only second step. Add another one first.")


@transaction.atomic
def remove_factor(factor: Authenticator, *, person: Person) -> None:
    """Take a second factor away and end every session in which it may be in use.

    Raises NotPermitted when it is the last one.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    others = list(Authenticator.objects.filter(user=person))
    can_remove(factor, others).require()
    factor.delete()
    end_sessions(person)


def note_codes_saved(person: Person) -> None:
    """Somebody has their recovery codes in a safe place: they are not shown again."""
    held = Authenticator.objects.filter(
        user=person, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if held:
        held.wrap().mark_as_viewed()


def remember_device(person: Person, *, kind: str, now: datetime) -> KnownDevice:
    """Note a browser that this person has signed in from, both factors shown."""
    device = KnownDevice.objects.create(
        person=person,
        kind=kind,
        first_seen_at=now,
        is_first=not KnownDevice.objects.filter(person=person).exists(),
    )
    newest = KnownDevice.objects.filter(person=person).order_by("-first_seen_at")
    forgotten = list(newest.values_list("pk", flat=True)[MOST_DEVICES:])
    KnownDevice.objects.filter(pk__in=forgotten).delete()
    return device


def forget_devices(person: Person, *, but: KnownDevice | None = None) -> None:
    """Forget the browsers of a person, except perhaps the present one."""
    devices = KnownDevice.objects.filter(person=person)
    if but:
        devices = devices.exclude(pk=but.pk)
    devices.delete()
