"""One's own account in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from plait.access import operations
from plait.access.models import NewsAddress, Person
from plait.access.viewer import FAMILY
from plait.access.web import factors
from plait.access.web.pages import Wearable
from plait.clocks import arithmetic, limits
from plait.design_system import words


@dataclass(frozen=True)
class HatChoice:
    """One capacity to act in; `place` says which kind it is for its picture."""

    key: str
    words: str
    icon: str
    current: bool


@dataclass(frozen=True)
class HatsPage:
    hats: tuple[HatChoice, ...]
    ended: bool  # the one that was asked for has ended

    @classmethod
    def of(
        cls, hats: Sequence[Wearable], worn: Wearable | None, *, ended: bool
    ) -> "HatsPage":
        choices = (
            HatChoice(
                hat.key,
                hat.words,
                "house" if hat.key == "family" else "id-card-lanyard",
                current=bool(worn and hat.key == worn.key),
            )
            for hat in hats
        )
        return cls(tuple(choices), ended)


@dataclass(frozen=True)
class Factor:
    """A second factor, and where it can be removed."""

    words: str
    icon: str
    line: str
    remove: str

    @classmethod
    def of(
        cls, factor: Authenticator, others: list[Authenticator], now: datetime
    ) -> "Factor":
        removable = operations.can_remove(factor, others).allowed
        passkey = factor.type == Authenticator.Type.WEBAUTHN
        used = factor.last_used_at
        added = f"Added {words.record_day(factor.created_at)}"
        return cls(
            words=factors.words_for(factor),
            icon="fingerprint" if passkey else "smartphone",
            line=f"{added}. {f'Last used: {words.when(used, now)}.' if used else ''}",
            remove=_removal(factor) if removable else "",
        )


def _removal(factor: Authenticator) -> str:
    return reverse("access:remove-factor", kwargs={"key": factors.key_of(factor)})


@dataclass(frozen=True)
class MePage:
    """Name, hats, ways in, and what is kept about visits."""

    name: str
    called: str
    email: str
    hats: tuple[str, ...]
    factors: tuple[Factor, ...]
    has_app: bool
    codes_left: int
    idle_minutes: int
    longest_hours: int
    one_tap: bool  # came in with one tap, so there is no password to change
    news: str  # where they are told about their account
    news_waits: bool  # another address waits for its code
    new_device_days: int
    works: bool  # is here for an agency, and can say that something went wrong

    @classmethod
    def of(
        cls,
        person: Person,
        held: list[Authenticator],
        news: NewsAddress,
        *,
        hats: Sequence[Wearable],
        hat: Wearable | None,
        now: datetime,
    ) -> "MePage":
        ways = [one for one in held if one.type in operations.FACTORS]
        codes = [one for one in held if one.type not in operations.FACTORS]
        return cls(
            name=person.name,
            called=person.first_name,
            email=person.email,
            hats=tuple(hat.words for hat in hats),
            factors=tuple(Factor.of(one, held, now) for one in ways),
            has_app=any(one.type == Authenticator.Type.TOTP for one in ways),
            codes_left=len(codes[0].wrap().get_unused_codes()) if codes else 0,
            idle_minutes=settings.SESSION_IDLE_SECONDS // 60,
            longest_hours=settings.SESSION_LONGEST_SECONDS // 3600,
            one_tap=not person.has_usable_password(),
            news=news.confirmed or person.email,
            news_waits=bool(news.asked),
            new_device_days=limits.in_force(
                limits.NEW_DEVICE_DAYS, arithmetic.day_of(now)
            ),
            works=hat is not None and hat.key != FAMILY,
        )
