"""A rule's answer: yes, or no and why, in words the person can be shown."""

from dataclasses import dataclass


class NotPermitted(Exception):
    """Somebody may not do this; the sentence says why."""


class TooLate(Exception):
    """The thing has moved on since the page was opened; the sentence says to what."""


@dataclass(frozen=True)
class Decision:
    """Yes, or no and why."""

    allowed: bool
    reason: str = ""

    def require(self) -> None:
        """Raise NotPermitted with the reason unless the answer is yes."""
        if not self.allowed:
            raise NotPermitted(self.reason)


ALLOW = Decision(True)


def deny(reason: str) -> Decision:
    """A no, with its reason in words for the person."""
    return Decision(False, reason)
