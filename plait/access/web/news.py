"""What the owner of an account is told by e-mail: no names, and never about a child."""

from datetime import datetime
from typing import NamedTuple

from plait.access import news_address
from plait.access.models import Person
from plait.access.web.pages import SignedIn
from plait.notices import operations as notices

NOT_YOU = (
    "If that was not you, sign in, choose your name at the top, and choose Sign out "
    "everywhere. Then change your password."
)


class News(NamedTuple):
    subject: str
    words: str


ELSEWHERE = News(
    "Plait: your sign-in was used in another browser",
    "Your sign-in turned up in another browser, so we ended it there and here. "
    f"{NOT_YOU}",
)
NEW_DEVICE = News(
    "Plait: somebody signed in on a device that is new to us",
    "Your account was used in a browser in which you had not signed in before, with "
    f"your second step. {NOT_YOU}",
)
PASSWORD_CHANGED = News(
    "Plait: your password was changed",
    "The password of your account was changed, and every other sign-in was ended. "
    f"{NOT_YOU}",
)
FACTOR_ADDED = News(
    "Plait: a second step was added",
    f"A new way to confirm that it is you was added to your account. {NOT_YOU}",
)
FACTOR_REMOVED = News(
    "Plait: a second step was removed",
    "A way to confirm that it is you was removed from your account, and every other "
    f"sign-in was ended. {NOT_YOU}",
)
NEW_CODES = News(
    "Plait: there are new recovery codes",
    "New recovery codes were made for your account. The old ones no longer work. "
    f"{NOT_YOU}",
)
MOVED = News(
    "Plait: you are told somewhere else from now on",
    "News about your account now goes to another place. This is the last message about "
    f"it here. {NOT_YOU} Then choose again where we tell you.",
)


def code_for(code: str) -> News:
    """To an address that somebody says is theirs: it names nobody."""
    return News(
        "Plait: the code that you asked for",
        f"Your code is {code}. It works once, within an hour, on the page where you "
        "asked for it. If you did not ask for it, there is nothing to do.",
    )


def tell(request: SignedIn, news: News) -> None:
    """Tell the person who is signed in, in the caller's transaction."""
    tell_person(request.user, news, now=request.now)


def tell_person(person: Person, news: News, *, now: datetime) -> None:
    """Where they chose to be told (AD4)."""
    tell_at(news_address.address_of(person), person, news, now=now)


def tell_at(address: str, person: Person, news: News, *, now: datetime) -> None:
    """Tell at one address: where news went until now, or where a code is sent."""
    notices.queue(
        person_id=person.pk,
        address=address,
        subject=news.subject,
        words=news.words,
        now=now,
    )
