"""People who can sign in, and what keeps one act from happening twice."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, name: str, **more: Any) -> "Person":
        """Somebody who can be signed in once they have set a password."""
        # Looked up in lower case, so kept in lower case.
        person = self.model(email=email.lower(), name=name, **more)
        person.set_unusable_password()
        person.save(force_insert=True)
        return person


class Person(AbstractBaseUser):
    """One human being, with one account whatever the number of hats they wear."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    known_as = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    # Counts up when every session of this person has to end at once.
    session_epoch = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="access_person_email_is_one"),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="access_person_has_a_name"
            ),
        ]

    def get_session_auth_hash(self) -> str:
        """Dies with the password and with `session_epoch` (AUTH-9, TEAM-3)."""
        return self._hash_of(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Any:
        return map(self._hash_of, super().get_session_auth_fallback_hash())

    def _hash_of(self, password_hash: str) -> str:
        return f"{password_hash}-{self.session_epoch}"

    @property
    def first_name(self) -> str:
        """What to call the person on a page: the name they go by."""
        return self.known_as or self.name.split()[0]


class Once(models.Model):
    """A form that has been sent: sending it again leads to the same place (CONC-3)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=43)
    led_to = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], name="access_once_form_is_sent_once"
            )
        ]


class Unsent(models.Model):
    """A form that came when the session had just ended: sealed, for an hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    at = models.DateTimeField()


class KnownDevice(models.Model):
    """A browser this person has signed in from before.

    A stranger's wrong guesses slow the stranger, not the owner: guesses from a known
    device are counted apart (AUTH-1).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    kind = models.CharField(max_length=60)
    first_seen_at = models.DateTimeField()
    # Where the account was opened: never new to it (AD3, AD5).
    is_first = models.BooleanField(default=False)


class NewsAddress(models.Model):
    """Another address of one's own for news of one's account (AD4).

    `confirmed` counts; `asked` waits for its code. Either may be empty. The row stays
    when an address goes, so that the limit on letters cannot be got round.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    confirmed = models.EmailField(max_length=254, blank=True)
    asked = models.EmailField(max_length=254, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    counts_from = models.DateTimeField(null=True)
    sent = models.PositiveSmallIntegerField(default=0)
