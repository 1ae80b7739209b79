from django.apps import AppConfig


class Sharing(AppConfig):
    name = "plait.sharing"

    def ready(self) -> None:
        from plait.sharing.closings import CLOSINGS
        from plait.ledger import closings

        closings.register(*CLOSINGS)
