"""Sending a form as a browser does: what the page showed, with some answers changed."""

import html

from tests.pages_read import form_on


def shown(client, address):
    """A page as its reader sees it."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def opened(client, address):
    """The form of a page, as it is before anything is typed."""
    return form_on(client.get(address).content.decode(), address).fields


def sent(client, address, fields=None, **answers):
    """Where the form led to and what came back, as it is read."""
    filled = {**(fields or opened(client, address)), **answers}
    answer = client.post(address, filled)
    return answer, html.unescape(answer.content.decode())


def landed(client, address, fields=None, **answers):
    """Send a form that is taken; the page that it leads to."""
    answer, page = sent(client, address, fields, **answers)
    assert answer.status_code == 302, page
    return answer.url, shown(client, answer.url)


def a_day(name, day):
    return {
        f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")
    }
