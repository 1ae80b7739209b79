from django.apps import AppConfig


class Agencies(AppConfig):
    name = "plait.agencies"

    def ready(self) -> None:
        from plait.agencies.closings import CLOSINGS
        from plait.ledger import closings

        closings.register(*CLOSINGS)
