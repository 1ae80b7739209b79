from django.apps import AppConfig


class Privacy(AppConfig):
    name = "plait.privacy"

    def ready(self) -> None:
        from plait.ledger import closings
        from plait.privacy.closings import CLOSINGS

        closings.register(*CLOSINGS)
