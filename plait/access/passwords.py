"""Rules for passwords, in words a person can act on, and tokens that die in time."""

from functools import cached_property
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError

SHORTEST = 12
RULE = (
    f"{SHORTEST} characters or more. Three words that do not belong together work "
    "well. Capitals, numbers and signs are welcome and not needed."
)
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
)


class LongEnough:
    """Length is what makes a password hard to guess; nothing else is asked for."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(
                f"Use {SHORTEST} characters or more. "
                "Three words that do not belong together work well.",
                code="too_short",
            )

    def get_help_text(self) -> str:
        return RULE


class NotBreached:
    """Refuses passwords from the lists that attackers try first, however stretched.

    The list of 20,000 comes with Django; nothing is asked of the internet.
    """

    @cached_property
    def common(self) -> set[str]:
        return CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower().strip()
        if _is_run(plain) or len(set(plain)) <= 3 or self._is_known(plain):
            raise ValidationError(
                "This password is on the lists that attackers try first. "
                "Choose another.",
                code="breached",
            )

    def get_help_text(self) -> str:
        return ""

    def _is_known(self, plain: str) -> bool:
        """password2026! and passwordpassword are no better than password."""
        stem = plain.rstrip("0123456789!?.,-_*#")
        return any(_once(form) in self.common for form in (plain, stem))


def _once(text: str) -> str:
    """The part that a text repeats, or the text itself."""
    period = (text + text).find(text, 1)
    return text[:period] if text else text


def _is_run(plain: str) -> bool:
    """Letters or numbers in the order of the alphabet or the keyboard."""
    return any(plain in run or plain in run[::-1] for run in RUNS)


class NotAboutYou(UserAttributeSimilarityValidator):
    """Refuses the person's own name or e-mail address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name", "known_as"))

    def validate(self, password: str, user: Any = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError:
            raise ValidationError(
                "This password is too close to your name or e-mail address.",
                code="about_you",
            ) from None

    def get_help_text(self) -> str:
        return ""


class ResetTokens(PasswordResetTokenGenerator):
    """Links to a new password.

    Used once; dead after a sign-in, and when all sessions are ended (TEAM-3).
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.session_epoch}"


class QuickHasherForTests(PBKDF2PasswordHasher):
    """Tests sign in thousands of times; nobody attacks them."""

    algorithm = "quick_hasher_for_tests"
    iterations = 1
