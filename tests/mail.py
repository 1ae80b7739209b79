"""A real mail server for tests, and none."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from tests.journeys.worlds import free_port


class Keeping(MessageHandler):
    """Keeps the letters that come in."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.letters.append(message)


def no_mail_server(settings) -> None:
    """Mail is to go to a place where nobody answers."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


@contextmanager
def mail_server(settings) -> Iterator[list[Message]]:
    """The letters that have come to a mail server, as they come."""
    no_mail_server(settings)
    keeping = Keeping()
    server = Controller(keeping, hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
    server.start()
    try:
        yield keeping.letters
    finally:
        server.stop()
